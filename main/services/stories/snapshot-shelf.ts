// The snapshots of one story, `history/snapshots/<time>-<id>.json`: named ones of the writer and automatic ones, which are thinned
// with age. A snapshot that cannot be read is listed as such and never stops anything. When one is made, OpenStory decides.
import { join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import type { Snapshot, SnapshotReason } from '../../../common/domain/snapshot';
import type { Story } from '../../../common/domain/story';
import { fileFailure, writeProved, type ProvedWriteContext } from '../files/write-proved';
import {
  contentDigestOf,
  HEAD_BYTES,
  snapshotBytesFrom,
  snapshotHeadFrom,
  snapshotStoryFrom,
  wordsIn,
  type SnapshotHead,
} from './snapshot-file';
import { superfluousSnapshots } from './thin-snapshots';

interface ShelvedSnapshot {
  readonly snapshot: Snapshot;
  readonly head: SnapshotHead | null;
}

/** `20261123T091500000Z-<id>`: sorts by time, and is a file name everywhere. */
const idFrom = (at: string, unique: string): string => `${at.replace(/[^0-9TZ]/g, '')}-${unique}`;
const FILE_NAME = /^([0-9TZ]{1,30}-[A-Za-z0-9_-]{1,48})\.json$/;
/** The time in a file name, for one whose head cannot be read. */
const timeInId = (id: string): string =>
  id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-.*$/, '$1-$2-$3T$4:$5:$6.$7Z');

export class SnapshotShelf {
  constructor(
    private readonly context: ProvedWriteContext,
    private readonly folder: string,
    private readonly now: () => string,
  ) {}

  /** All snapshots, newest first. */
  async list(): Promise<Snapshot[]> {
    return (await this.#shelved()).map(({ snapshot }) => snapshot);
  }

  /** Puts a state by. An automatic one is left out (null) where the newest snapshot holds the same. */
  async create(story: Story, reason: SnapshotReason, name: string | null = null): Promise<Snapshot | null> {
    const digest = contentDigestOf(story);
    const shelved = await this.#shelved();
    if (name === null && shelved.find(({ head }) => head !== null)?.head?.digest === digest) return null;
    const at = this.now();
    const head: SnapshotHead = {
      format: 1,
      at,
      name,
      reason,
      panels: story.panels.length,
      words: wordsIn(story),
      digest,
    };
    const id = idFrom(at, this.context.uniqueName());
    const bytes = snapshotBytesFrom(head, story);
    await this.#write(id, bytes);
    const snapshot = snapshotFrom(id, bytes.byteLength, head);
    await this.#thin([...shelved, { snapshot, head }]);
    return snapshot;
  }

  /** @throws StudioError when it is gone or cannot be read */
  async read(id: string): Promise<Story> {
    return snapshotStoryFrom(await this.#bytesOf(id));
  }

  /** Gives a snapshot a name, which keeps it for good, or takes the name away. */
  async rename(id: string, name: string | null): Promise<Snapshot> {
    const bytes = await this.#bytesOf(id);
    const head = snapshotHeadFrom(bytes.subarray(0, HEAD_BYTES));
    if (head === null) throw new StudioError('bad-request', 'This snapshot cannot be read, so it cannot get a name.');
    const renamed = snapshotBytesFrom({ ...head, name }, snapshotStoryFrom(bytes));
    await this.#write(id, renamed);
    return snapshotFrom(id, renamed.byteLength, { ...head, name });
  }

  async remove(id: string): Promise<void> {
    await this.#bytesOf(id);
    try {
      await this.context.files.unlink(this.#path(id));
    } catch (error) {
      throw await fileFailure(this.context.files, this.#path(id), 0, error);
    }
  }

  async #shelved(): Promise<ShelvedSnapshot[]> {
    const { files } = this.context;
    const names = await files.list(join(this.folder, 'history', 'snapshots')).catch(() => []);
    const shelved: ShelvedSnapshot[] = [];
    for (const name of names.sort().reverse()) {
      const id = FILE_NAME.exec(name)?.[1];
      if (id === undefined) continue;
      const stat = await files.stat(this.#path(id)).catch(() => null);
      if (stat === null) continue;
      const start = stat.kind === 'file' ? await files.readStart(this.#path(id), HEAD_BYTES).catch(() => null) : null;
      const head = start === null ? null : snapshotHeadFrom(start);
      shelved.push({ snapshot: snapshotFrom(id, stat.bytes, head), head });
    }
    return shelved;
  }

  async #thin(shelved: readonly ShelvedSnapshot[]): Promise<void> {
    const readable = shelved.flatMap(({ snapshot, head }) =>
      head === null ? [] : [{ id: snapshot.id, atMs: Date.parse(head.at) || 0, named: head.name !== null }],
    );
    for (const id of superfluousSnapshots(readable, Date.parse(this.now())))
      await this.context.files.unlink(this.#path(id)).catch(() => undefined); // it goes the next time
  }

  async #write(id: string, bytes: Uint8Array): Promise<void> {
    try {
      // A folder that was moved away must not come into being again for a snapshot.
      if ((await this.context.files.stat(this.folder)) === null)
        throw new StudioError('io', 'The folder of this story is gone: it was moved, renamed or deleted.');
      await this.context.files.makeFolder(join(this.folder, 'history', 'snapshots'));
      await writeProved(this.context, this.#path(id), bytes);
    } catch (error) {
      throw await fileFailure(this.context.files, this.#path(id), bytes.byteLength, error);
    }
  }

  async #bytesOf(id: string): Promise<Uint8Array> {
    const known = FILE_NAME.test(`${id}.json`) && (await this.context.files.stat(this.#path(id)))?.kind === 'file';
    if (known) return this.context.files.readFile(this.#path(id));
    throw new StudioError('bad-request', 'This snapshot is not there any more.', { hint: 'Look at the list again.' });
  }

  #path(id: string): string {
    return join(this.folder, 'history', 'snapshots', `${id}.json`);
  }
}

const snapshotFrom = (id: string, bytes: number, head: SnapshotHead | null): Snapshot => ({
  id,
  at: head?.at ?? timeInId(id),
  bytes,
  content: head === null ? null : { name: head.name, reason: head.reason, panels: head.panels, words: head.words },
});
