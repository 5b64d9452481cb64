// Whether story.json still is what this studio last read or wrote there, and whether the folder is still its own. Knows nothing of
// what is to be saved; OpenStory asks before each save and every few seconds.
import { join } from 'node:path';
import { StudioError, studioErrorFrom } from '../../../common/base/studio-error';
import type { Story } from '../../../common/domain/story';
import type { OutsideState } from '../../../common/ipc/contract';
import { sameBytes, writeProved, type ProvedWriteContext } from '../files/write-proved';
import type { SnapshotShelf } from './snapshot-shelf';
import { storyFileOf, storyFromBytes } from './story-file';
import { HEARTBEAT_MS, type StoryLock } from './story-lock';

const sentences: Record<Exclude<OutsideState, 'none'>, string> = {
  changed: 'Another program has changed this story.',
  unreadable: 'Another program has changed this story, and it cannot be read any more.',
  missing: 'The folder of this story is gone: it was moved, renamed or deleted.',
  taken: 'Another studio has taken this story over.',
};

export interface OutsideGuardPorts {
  readonly context: ProvedWriteContext;
  readonly folder: string;
  readonly lock: StoryLock | null;
  readonly shelf: SnapshotShelf;
  readonly nowMs: () => number;
  readonly onChange: (state: OutsideState) => void;
}

export class OutsideGuard {
  #known: Uint8Array | null = null;
  #stamp = ''; // time and size of the file that was found to be `#known`
  #state: OutsideState = 'none';
  #lastBeatMs = 0;

  constructor(private readonly ports: OutsideGuardPorts) {}

  /** The bytes that this studio last read or wrote. */
  get known(): Uint8Array | null {
    return this.#known;
  }

  /** These bytes are in story.json by this studio's doing or knowledge. */
  async learn(bytes: Uint8Array | null): Promise<void> {
    this.#known = bytes;
    this.#stamp = bytes === null ? '' : await this.#stampNow();
    this.#lastBeatMs = this.ports.nowMs();
    this.#become('none');
  }

  /** A cheap look every few seconds, which also says that this studio is still here. */
  async look(): Promise<OutsideState> {
    const { lock, nowMs } = this.ports;
    if (lock !== null && (await lock.isLost())) return this.#become('taken');
    const stamp = await this.#stampNow();
    const state = stamp === this.#stamp ? 'none' : await this.#compare();
    if (state === 'none') this.#stamp = stamp;
    if (state !== 'missing' && nowMs() - this.#lastBeatMs >= HEARTBEAT_MS) {
      this.#lastBeatMs = nowMs();
      await lock?.beat();
    }
    return this.#become(state);
  }

  /** @throws StudioError when a save would write over what another program has put there */
  async refuseForeignChange(): Promise<void> {
    const { lock, context, folder } = this.ports;
    const found = lock !== null && (await lock.isLost()) ? 'taken' : await this.#compare();
    // A story.json that is only missing is written again if its folder still stands.
    const state = found === 'missing' && (await context.files.stat(folder)) !== null ? 'none' : found;
    this.#become(state);
    if (state === 'none') return;
    throw new StudioError('io', sentences[state], {
      hint: 'Decide at the head of the page what is to happen, or save a copy.',
    });
  }

  /** @throws StudioError when another studio has this folder now: its journal is not to be touched */
  async refuseWhenTaken(): Promise<void> {
    const { lock } = this.ports;
    if (lock === null || !(await lock.isLost())) return;
    this.#become('taken');
    throw new StudioError('io', sentences.taken, { hint: 'Take it back at the head of the page, or save a copy.' });
  }

  /** The story that lies there; null with the reason when it cannot be read or is gone. */
  async read(): Promise<{ story: Story | null; reason: string }> {
    try {
      return { story: storyFromBytes(await storyFileOf(this.ports.context, this.ports.folder).read()), reason: '' };
    } catch (thrown) {
      return { story: null, reason: studioErrorFrom(thrown).message };
    }
  }

  /** The writer has decided: what lies there is put by, and the next save may replace it. */
  async settle(): Promise<void> {
    const { context, folder, lock } = this.ports;
    if (this.#state === 'taken') await lock?.take(true);
    const bytes = await storyFileOf(context, folder).readIfThere();
    if (bytes !== null && !this.#isKnown(bytes)) await this.#putBy(bytes);
    await this.learn(bytes);
  }

  async #compare(): Promise<OutsideState> {
    const { context, folder } = this.ports;
    const file = storyFileOf(context, folder);
    let bytes: Uint8Array | null;
    try {
      if ((await file.stat())?.kind !== 'file') return 'missing';
      if (this.#known !== null && (await context.files.holds(file.path, this.#known))) return 'none';
      bytes = await file.readIfThere();
    } catch {
      return this.#state; // held by a scanner, say: the next look will tell
    }
    if (bytes === null) return 'missing';
    try {
      storyFromBytes(bytes);
      return 'changed';
    } catch {
      return 'unreadable';
    }
  }

  #isKnown(bytes: Uint8Array): boolean {
    return this.#known !== null && sameBytes(bytes, this.#known);
  }

  async #stampNow(): Promise<string> {
    const stat = await storyFileOf(this.ports.context, this.ports.folder)
      .stat()
      .catch(() => null);
    return stat === null ? '' : `${stat.kind} ${stat.bytes} ${stat.modifiedMs}`;
  }

  #become(state: OutsideState): OutsideState {
    if (state !== this.#state) {
      this.#state = state;
      this.ports.onChange(state);
    }
    return state;
  }

  /** As a snapshot where it is a story, as the bytes that they are otherwise. */
  async #putBy(bytes: Uint8Array): Promise<void> {
    const { context, folder, shelf } = this.ports;
    let story: Story;
    try {
      story = storyFromBytes(bytes);
    } catch {
      await context.files.makeFolder(join(folder, 'history'));
      await writeProved(context, join(folder, 'history', `story.outside-${context.uniqueName()}.json`), bytes);
      return;
    }
    await shelf.create(story, 'outside');
  }
}
