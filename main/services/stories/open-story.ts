// One story that is open: its folder, its place in line for the disk, and what its journal holds. Every write of a story goes
// through here, one after the other, so that a save and a journal entry can never interleave.
import { join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import { SerialQueue } from '../../../common/base/serial-queue';
import type { OpenedStory } from '../../../common/ipc/contract';
import type { Story } from '../../../common/domain/story';
import { writeProved, type ProvedWriteContext } from '../files/write-proved';
import {
  appendToJournal,
  clearJournal,
  differsFromSaved,
  readJournal,
  setJournalAside,
  type JournalEntry,
} from './journal';
import { readLastGoodCopy, readStory, removeLeftovers, restoreLastGoodCopy, writeStoryFolder } from './story-folder';

export class OpenStory {
  readonly #queue = new SerialQueue();
  #journaled: Story | null = null;
  #readOnly = false;

  constructor(
    readonly folder: string,
    readonly context: ProvedWriteContext,
    readonly now: () => string,
  ) {}

  /** Reads the story, the journal beside it, and, when story.json is unreadable, the last good copy for looking at. */
  load(folderName: string): Promise<OpenedStory> {
    return this.#queue.add(async () => {
      await removeLeftovers(this.context, this.folder);
      try {
        const story = await readStory(this.context, this.folder);
        this.#readOnly = false;
        return { story, folderName, readOnly: null, recovered: await this.#recovered(story) };
      } catch (error) {
        const copy = await readLastGoodCopy(this.context, this.folder);
        if (copy === null || !(error instanceof StudioError)) throw error;
        this.#readOnly = true;
        const recovered = await this.#recovered(copy);
        return { story: copy, folderName, readOnly: { reason: error.message, offersLastGoodCopy: true }, recovered };
      }
    });
  }

  /** What the journal has beyond `story`. One that holds nothing new goes; one that cannot be read is kept aside. */
  async #recovered(story: Story): Promise<JournalEntry | null> {
    const contents = await readJournal(this.context, this.folder);
    this.#journaled = null;
    if (contents.kind === 'empty') return null;
    if (contents.kind === 'unreadable') {
      await setJournalAside(this.context, this.folder);
      return null;
    }
    const { entry } = contents;
    if (entry.story.id === story.id && differsFromSaved(entry.story, story)) {
      this.#journaled = entry.story;
      return entry;
    }
    await clearJournal(this.context, this.folder);
    return null;
  }

  /** The proved save. The journal is dropped only if it holds nothing newer. */
  save(story: Story): Promise<{ savedAt: string; checked: true }> {
    return this.#queue.add(async () => {
      this.#refuseWhenReadOnly();
      await writeStoryFolder(this.context, this.folder, story);
      if (this.#journaled === null || !differsFromSaved(this.#journaled, story)) {
        this.#journaled = null;
        // The story is safe already: a journal that cannot be removed must not make the save look failed.
        await clearJournal(this.context, this.folder).catch(() => undefined);
      }
      return { savedAt: this.now(), checked: true as const };
    });
  }

  journal(story: Story): Promise<void> {
    return this.#queue.add(async () => {
      this.#refuseWhenReadOnly();
      this.#journaled = story;
      await appendToJournal(this.context, this.folder, { at: this.now(), story });
    });
  }

  discardRecovery(): Promise<void> {
    return this.#queue.add(async () => {
      this.#journaled = null;
      await clearJournal(this.context, this.folder);
    });
  }

  restore(folderName: string): Promise<OpenedStory> {
    return this.#queue.add(async () => {
      const story = await restoreLastGoodCopy(this.context, this.folder);
      this.#readOnly = false;
      return { story, folderName, readOnly: null, recovered: await this.#recovered(story) };
    });
  }

  /** Puts a picture into the assets folder, unless it is there: content-addressed files are never rewritten. */
  addAsset(fileName: string, bytes: Uint8Array): Promise<void> {
    return this.#queue.add(async () => {
      const path = join(this.folder, 'assets', fileName);
      if ((await this.context.files.stat(path))?.kind === 'file') return;
      await this.context.files.makeFolder(join(this.folder, 'assets'));
      await writeProved(this.context, path, bytes);
    });
  }

  async idle(): Promise<void> {
    await this.#queue.idle();
  }

  #refuseWhenReadOnly(): void {
    if (!this.#readOnly) return;
    throw new StudioError('io', 'This story is open for reading only, because its file cannot be read.', {
      hint: 'Open the last good copy, or save a copy elsewhere.',
    });
  }
}
