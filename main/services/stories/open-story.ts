// One story that is open: its folder, its lock, its place in line for the disk, and what this studio knows to lie there. Every write
// of a story goes through here, one after the other, so that a save and a journal entry can never interleave, and nothing is written
// over what another program has put there meanwhile.
import { join } from 'node:path';
import { SerialQueue } from '../../../common/base/serial-queue';
import { StudioError } from '../../../common/base/studio-error';
import type { Snapshot, SnapshotReason } from '../../../common/domain/snapshot';
import { picturesOf, type Story } from '../../../common/domain/story';
import { changedStory, type StoryEdit } from '../../../common/domain/story-edit';
import type { OpenedStory, OutsideState } from '../../../common/ipc/contract';
import { fileErrorCodeOf } from '../files/file-port';
import { fileFailure, writeProved, type ProvedWriteContext } from '../files/write-proved';
import { keepOldVersion } from './good-copies';
import { differsFromSaved, Journal } from './journal';
import { OutsideGuard } from './outside-guard';
import { clearRecoveredText, findRecoveredText, readRecoveredText } from './recovered-text';
import { SnapshotShelf } from './snapshot-shelf';
import { prepareStoryBytes } from './story-bytes';
import { storyFileOf, storyFromBytes } from './story-file';
import {
  folderThatLeadsOut,
  missingAssets,
  readLastGoodCopy,
  removeLeftovers,
  restoreLastGoodCopy,
  writeStoryFolder,
} from './story-folder';
import { StoryLock, type LockHolder, type LockIdentity } from './story-lock';

/** A snapshot by itself after so much editing. */
export const SNAPSHOT_EVERY_MS = 600_000;
/** An edit that takes so many panels away gets a snapshot of the state before it. */
const MANY_PANELS = 2;

export interface OpenStoryPorts {
  readonly write: ProvedWriteContext;
  readonly now: () => string;
  /** Absent: no locks are taken (one-off tools). */
  readonly identity?: LockIdentity | undefined;
  readonly onOutside?: (state: OutsideState) => void;
}

interface KnownState {
  readonly story: Story;
  readonly sequence: number | null; // as the page counts; null: an edit cannot continue from here
}

export class OpenStory {
  readonly #queue = new SerialQueue();
  readonly #context: ProvedWriteContext;
  readonly #journal: Journal;
  readonly #shelf: SnapshotShelf;
  readonly #lock: StoryLock | null;
  readonly #guard: OutsideGuard;
  #known: KnownState | null = null; // the newest state that the page has told
  #journaled: KnownState | null = null; // what the journal holds beyond story.json
  #pictures = new Set<string>(); // named by story.json: looked for when they came in
  #readOnly: string | null = null;
  #lastSnapshotMs = 0;

  constructor(
    readonly folder: string,
    private readonly ports: OpenStoryPorts,
  ) {
    this.#context = ports.write;
    this.#journal = new Journal(ports.write, folder);
    this.#shelf = new SnapshotShelf(ports.write, folder, ports.now);
    this.#lock = ports.identity === undefined ? null : new StoryLock(ports.write, folder, ports.identity, ports.now);
    this.#guard = new OutsideGuard({
      context: ports.write,
      folder,
      lock: this.#lock,
      shelf: this.#shelf,
      nowMs: () => this.#nowMs(),
      onChange: (state) => ports.onOutside?.(state),
    });
  }

  /**
   * Reads the story, the journal beside it, and, when story.json is unreadable, the last good copy for looking at. A story that
   * another studio has open is only read, unless `force`: then its lock is taken away.
   */
  load(folderName: string, force = false): Promise<OpenedStory> {
    return this.#add(async () => {
      const leadsOut = await folderThatLeadsOut(this.#context, this.folder);
      const holder = leadsOut === null && this.#lock !== null ? await this.#lock.take(force) : null;
      const closedBy = leadsOut === null ? holder && otherStudio(holder) : linkLeadsOut(leadsOut);
      if (closedBy === null) await removeLeftovers(this.#context, this.folder);
      try {
        const bytes = await storyFileOf(this.#context, this.folder).read();
        const story = storyFromBytes(bytes);
        await this.#guard.learn(bytes);
        const offersTakeOver = holder !== null;
        return await this.#opened(story, folderName, closedBy, { offersLastGoodCopy: false, offersTakeOver });
      } catch (thrown) {
        const error = thrown instanceof StudioError ? thrown : readingFailed(thrown);
        const copy = await readLastGoodCopy(this.#context, this.folder);
        if (copy === null) {
          await this.#lock?.release();
          throw error;
        }
        const reason = closedBy ?? error.message;
        const offers = { offersLastGoodCopy: closedBy === null, offersTakeOver: holder !== null };
        return await this.#opened(copy, folderName, reason, offers);
      }
    });
  }

  async #opened(
    story: Story,
    folderName: string,
    reason: string | null,
    offers: { readonly offersLastGoodCopy: boolean; readonly offersTakeOver: boolean },
  ): Promise<OpenedStory> {
    this.#readOnly = reason;
    this.#known = { story, sequence: 0 };
    this.#pictures = new Set(picturesOf(story).map(({ asset }) => asset.sha256));
    const missing = await missingAssets(this.#context, this.folder, story);
    // A story that another studio has open is its business, with its journal; a link out of the folder is followed nowhere.
    const untouched = offers.offersTakeOver || (reason !== null && !offers.offersLastGoodCopy);
    this.#journaled = null;
    const parts = { journal: this.#journal, shelf: this.#shelf };
    const recovered = untouched ? null : await findRecoveredText(this.#context, this.folder, story, parts);
    if (reason === null) this.#afterOpening(story, this.#guard.known);
    return {
      story,
      folderName,
      readOnly: reason === null ? null : { reason, ...offers },
      recovered,
      missingPictures: missing.length,
    };
  }

  /** What nobody waits for: a snapshot of the story as it was opened, and the text of its panels for the first save. */
  #afterOpening(story: Story, bytes: Uint8Array | null): void {
    this.#lastSnapshotMs = this.#nowMs();
    void this.#queue.add(async () => {
      if (bytes !== null) await keepOldVersion(this.#context, this.folder, bytes).catch(() => undefined);
      await this.#shelf.create(story, 'opening').catch(() => null);
    });
    void prepareStoryBytes(story, this.#context.wait).catch(() => undefined);
  }

  /** The proved save. The journal is dropped only if it holds nothing newer. */
  save(story: Story, sequence: number | null = null): Promise<{ savedAt: string; checked: true }> {
    return this.#add(async () => {
      this.#refuseWhenReadOnly();
      await this.#tell({ story, sequence });
      return this.#save(story, sequence);
    });
  }

  saveEdit(edit: StoryEdit): Promise<{ savedAt: string; checked: true; story: Story }> {
    return this.#add(async () => {
      this.#refuseWhenReadOnly();
      const story = await this.#tellEdit(edit);
      return { ...(await this.#save(story, edit.to)), story };
    });
  }

  async #save(story: Story, sequence: number | null): Promise<{ savedAt: string; checked: true }> {
    await this.#guard.refuseForeignChange();
    const bytes = await writeStoryFolder(this.#context, this.folder, story, {
      seenPictures: this.#pictures,
      knownGood: this.#guard.known,
      nowMs: this.#nowMs(),
    });
    await this.#guard.learn(bytes);
    this.#pictures = new Set(picturesOf(story).map(({ asset }) => asset.sha256));
    const journaled = this.#journaled;
    const isNewer =
      journaled !== null &&
      (sequence === null || journaled.sequence === null
        ? differsFromSaved(journaled.story, story)
        : journaled.sequence > sequence);
    if (!isNewer) {
      this.#journaled = null;
      // The story is safe already: a journal that cannot be removed must not make the save look failed.
      await this.#journal.clear().catch(() => undefined);
    }
    if (this.#nowMs() - this.#lastSnapshotMs >= SNAPSHOT_EVERY_MS) {
      this.#lastSnapshotMs = this.#nowMs();
      await this.#shelf.create(story, 'editing').catch(() => null); // the story itself is safe; the next one tries again
    }
    return { savedAt: this.ports.now(), checked: true as const };
  }

  journal(story: Story, sequence: number | null = null): Promise<void> {
    return this.#add(async () => {
      this.#refuseWhenReadOnly();
      await this.#guard.refuseWhenTaken();
      await this.#tell({ story, sequence });
      this.#journaled = { story, sequence };
      await this.#journal.begin({ at: this.ports.now(), story }, sequence);
    });
  }

  journalEdit(edit: StoryEdit): Promise<void> {
    return this.#add(async () => {
      this.#refuseWhenReadOnly();
      await this.#guard.refuseWhenTaken();
      const story = await this.#tellEdit(edit);
      this.#journaled = { story, sequence: edit.to };
      await this.#journal.add(this.ports.now(), edit, story);
    });
  }

  async #tellEdit(edit: StoryEdit): Promise<Story> {
    const known = this.#known;
    const story = known?.sequence === edit.from ? changedStory(known.story, edit) : null;
    if (story === null) {
      throw new StudioError('bad-request', 'This change does not continue the state that is known here.', {
        hint: 'Send the whole story.',
      });
    }
    await this.#tell({ story, sequence: edit.to });
    return story;
  }

  /** Learns the newest state. Where many panels go at once, the state before is put by first. */
  async #tell(next: KnownState): Promise<void> {
    const before = this.#known?.story;
    this.#known = next;
    if (before === undefined || before.panels === next.story.panels) return;
    const left = new Set(next.story.panels.map(({ id }) => id));
    const gone = before.panels.filter(({ id }) => !left.has(id)).length;
    if (gone >= MANY_PANELS) await this.#shelf.create(before, 'before-change').catch(() => null);
  }

  /** The writer does not want the recovered text: it goes to the snapshots, from where it can still be had. */
  discardRecovery(): Promise<void> {
    return this.#add(async () => {
      const pending = await readRecoveredText(this.#context, this.folder);
      if (pending !== null) await this.#shelf.create(pending.story, 'recovered');
      await clearRecoveredText(this.#context, this.folder);
    });
  }

  /** The recovered text is the story now, and saved. */
  recoveryRestored(): Promise<void> {
    return this.#add(() => clearRecoveredText(this.#context, this.folder));
  }

  restore(folderName: string): Promise<OpenedStory> {
    return this.#add(async () => {
      const story = await restoreLastGoodCopy(this.#context, this.folder);
      await this.#guard.learn(await storyFileOf(this.#context, this.folder).read());
      return this.#opened(story, folderName, null, { offersLastGoodCopy: false, offersTakeOver: false });
    });
  }

  /** Puts a picture into the assets folder, unless it is there: content-addressed files are never rewritten. */
  addAsset(fileName: string, bytes: Uint8Array): Promise<void> {
    return this.#add(async () => {
      const path = join(this.folder, 'assets', fileName);
      if ((await this.#context.files.stat(path))?.kind === 'file') return;
      await this.#context.files.makeFolder(join(this.folder, 'assets'));
      await writeProved(this.#context, path, bytes);
    });
  }

  listSnapshots(): Promise<Snapshot[]> {
    return this.#add(() => this.#shelf.list());
  }
  /** Puts the newest state that the page has told by. */
  createSnapshot(reason: SnapshotReason, name: string | null): Promise<Snapshot | null> {
    return this.#add(async () => {
      this.#refuseWhenReadOnly();
      if (this.#known === null) throw new StudioError('internal', 'The story was not read yet.');
      this.#lastSnapshotMs = this.#nowMs();
      return this.#shelf.create(this.#known.story, reason, name);
    });
  }
  readSnapshot(id: string): Promise<Story> {
    return this.#add(() => this.#shelf.read(id));
  }
  renameSnapshot(id: string, name: string | null): Promise<Snapshot> {
    return this.#add(async () => {
      this.#refuseWhenReadOnly();
      return this.#shelf.rename(id, name);
    });
  }
  removeSnapshot(id: string): Promise<void> {
    return this.#add(async () => {
      this.#refuseWhenReadOnly();
      await this.#shelf.remove(id);
    });
  }

  /** Renews the lock and looks whether another studio or program has worked in the folder. */
  look(): Promise<OutsideState> {
    return this.#add(async () => (this.#readOnly === null ? this.#guard.look() : 'none'));
  }
  readOutside(): Promise<{ story: Story | null; reason: string }> {
    return this.#add(() => this.#guard.read());
  }
  /** The writer has decided about a foreign change: it is put by as a snapshot, and the next save may replace it. */
  settleOutside(): Promise<void> {
    return this.#add(() => this.#guard.settle());
  }

  /** Lets the folder go: nothing is written afterwards. */
  close(): Promise<void> {
    return this.#add(async () => {
      await this.#lock?.release();
    });
  }

  async idle(): Promise<void> {
    await this.#queue.idle();
  }

  /** Whether pictures may be put into the folder. */
  get isReadOnly(): boolean {
    return this.#readOnly !== null;
  }

  /** The id that the library knows this story by: a folder copied by hand holds the id of another. */
  adoptId(storyId: string): void {
    if (this.#known !== null) this.#known = { ...this.#known, story: { ...this.#known.story, id: storyId } };
  }

  /** In line behind everything else; what a file system throws becomes a sentence. */
  #add<T>(work: () => Promise<T>): Promise<T> {
    return this.#queue.add(() =>
      work().catch(async (thrown: unknown) => {
        throw await fileFailure(this.#context.files, join(this.folder, 'story.json'), 0, thrown);
      }),
    );
  }

  #nowMs(): number {
    return Date.parse(this.ports.now());
  }

  #refuseWhenReadOnly(): void {
    if (this.#readOnly === null) return;
    throw new StudioError('io', 'This story is open for reading only, because its file cannot be read.', {
      hint: 'Open the last good copy, or save a copy elsewhere.',
      detail: { reason: this.#readOnly },
    });
  }
}

const otherStudio = ({ host, pid }: LockHolder): string =>
  `Another Voken Studio has it open (process ${pid}${host === '' ? '' : ` on ${host}`}).`;
const linkLeadsOut = (name: string): string =>
  `Its folder “${name}” is a link that leads out of the story, so nothing is written there.`;
const readingFailed = (thrown: unknown): StudioError =>
  new StudioError('io', `story.json could not be read (${fileErrorCodeOf(thrown) || 'unknown error'}).`, {
    hint: 'Check the folder’s permissions, or open the last good copy.',
    cause: thrown,
  });
