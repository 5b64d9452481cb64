// Every file operation of journaling, saving, snapshots, restoring and recovery fails in turn: afterwards the folder opens as the old
// state or the new one, and what was acknowledged is there.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { StudioError } from '../../../common/base/studio-error';
import { storyChangeBetween } from '../../../common/domain/story-edit';
import type { FilePort } from '../../../main/services/files/file-port';
import { OpenStory } from '../../../main/services/stories/open-story';
import { writeStoryFolder } from '../../../main/services/stories/story-folder';
import { failingFiles, fileError, temporaryFolder, writeContext } from '../../support/failing-files';
import { numberOfState, stateNumber } from '../../support/numbered-states';

const scratch = temporaryFolder();
afterAll(() => {
  scratch.remove();
});
let names = 0;
const openAt = (folder: string, files?: FilePort, minute = 0): OpenStory =>
  new OpenStory(folder, {
    write: { ...writeContext(files), uniqueName: () => `u${names++}` },
    now: () => `2026-11-23T10:${String(minute).padStart(2, '0')}:00.000Z`,
    identity: { host: 'here', pid: 1, instance: 'one', isAlive: () => false },
  });
const edit = (from: number, before: number, after: number) => ({
  storyId: 'story-1',
  from,
  to: from + 1,
  ...storyChangeBetween(stateNumber(before), stateNumber(after)),
});

interface Work {
  readonly name: string;
  /** What lies in the folder before. */
  readonly prepare: (folder: string) => Promise<void>;
  /** Answers the newest state that was acknowledged. */
  readonly run: (open: OpenStory, told: (state: number) => void) => Promise<void>;
}

const saved = (folder: string): Promise<unknown> => writeStoryFolder(writeContext(), folder, stateNumber(0));
const works: readonly Work[] = [
  {
    name: 'journaling and saving',
    prepare: async (folder) => void (await saved(folder)),
    run: async (open, told) => {
      await open.load('A');
      await open.journalEdit(edit(0, 0, 1));
      told(1);
      await open.journalEdit(edit(1, 1, 2));
      told(2);
      await open.saveEdit(edit(2, 2, 2));
      await open.createSnapshot('asked', 'Named');
      await open.save(stateNumber(3), 4);
      told(3);
    },
  },
  {
    name: 'a recovery that is found, restored and saved',
    prepare: async (folder) => {
      await saved(folder);
      const before = openAt(folder);
      await before.load('A');
      await before.journal(stateNumber(2), 1);
    },
    run: async (open, told) => {
      told(2); // promised before the crash
      const { recovered } = await open.load('A');
      await open.createSnapshot('before-restore', null);
      await open.save(recovered!.story, 1);
      await open.recoveryRestored();
    },
  },
];

describe.each(works)('$name', ({ prepare, run }) => {
  it('costs nothing when any one operation fails: a full disk, a broken one', async () => {
    const start = join(scratch.path, `start-${names++}`);
    await prepare(start);
    const counting = failingFiles(() => null);
    const rehearsal = join(scratch.path, `rehearsal-${names++}`);
    cpSync(start, rehearsal, { recursive: true });
    const rehearsed = openAt(rehearsal, counting.files);
    await run(rehearsed, () => undefined);
    await rehearsed.idle();
    const operations = counting.count();
    expect(operations).toBeGreaterThan(40);
    for (let failing = 0; failing < operations; failing++) {
      const folder = join(scratch.path, `f-${names++}`);
      cpSync(start, folder, { recursive: true });
      const code = failing % 2 === 0 ? 'ENOSPC' : 'EIO'; // what is done next does not depend on which
      let promised = 0;
      const faulty = failingFiles((_operation, index) => (index === failing ? fileError(code) : null));
      const open = openAt(folder, faulty.files);
      const error = await run(open, (state) => (promised = Math.max(promised, state))).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      await open.idle();
      if (error !== null) expect(error, `operation ${failing}`).toBeInstanceOf(StudioError);
      const next = openAt(folder);
      const { story, recovered, readOnly } = await next.load('A');
      await next.idle();
      const where = `operation ${failing}, ${code}`;
      expect(readOnly, where).toBeNull();
      expect(numberOfState(story), where).toBeGreaterThanOrEqual(0);
      const newest = recovered === null ? numberOfState(story) : numberOfState(recovered.story);
      expect(newest, where).toBeGreaterThanOrEqual(promised);
    }
  }, 60_000);
});

it.each(['EPERM', 'EACCES', 'EBUSY'])('waits where a scanner holds a file for a moment (%s)', async (code) => {
  const folder = join(scratch.path, `held-${code}`);
  await saved(folder);
  let refusals = 3;
  const held = failingFiles((operation) => (operation === 'rename' && refusals-- > 0 ? fileError(code) : null));
  const open = openAt(folder, held.files);
  await open.load('A');
  await open.save(stateNumber(1), 1);
  await open.idle();
  expect(numberOfState((await openAt(folder).load('A')).story)).toBe(1);
});
