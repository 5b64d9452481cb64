// A real process, killed for real (SIGKILL) at every operation on the disk of journaling, saving and making a snapshot, and in the
// middle of every write: afterwards the folder opens, story.json is one whole state, and whatever was promised is there.
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenStory } from '../../../main/services/stories/open-story';
import { writeStoryFolder } from '../../../main/services/stories/story-folder';
import { temporaryFolder, writeContext } from '../../support/failing-files';
import { numberOfState, stateNumber } from '../../support/numbered-states';

const scratch = temporaryFolder();
const script = join(scratch.path, 'dying-writer.cjs');
beforeAll(() => {
  buildSync({
    entryPoints: [join(import.meta.dirname, '../../support/dying-writer.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
});
afterAll(() => {
  scratch.remove();
});

/** Runs the writer in a fresh story of state 0. @returns what it said before it died, or to the end */
async function run(name: string, at: number, mode: 'before' | 'torn'): Promise<{ folder: string; said: string }> {
  const folder = join(scratch.path, `${name}.vokenstory`);
  await writeStoryFolder(writeContext(), folder, stateNumber(0));
  const said = await new Promise<string>((resolve) => {
    execFile(process.execPath, [script, folder, String(at), mode], (_error, stdout) => {
      resolve(stdout);
    });
  });
  return { folder, said };
}

const promised = (said: string, word: string): number =>
  Math.max(0, ...[...said.matchAll(new RegExp(`${word} (\\d)`, 'g'))].map((match) => Number(match[1])));

/** Opens what a dead writer left behind, as the next start does. */
async function check(folder: string, said: string): Promise<void> {
  const open = new OpenStory(folder, {
    write: { ...writeContext(), uniqueName: () => `n${Math.round(performance.now() * 1000)}` },
    now: () => '2026-11-23T11:00:00.000Z',
    identity: { host: 'here', pid: process.pid, instance: 'next', isAlive: () => false },
  });
  const { story, readOnly, recovered } = await open.load('A.vokenstory');
  expect(readOnly).toBeNull();
  const saved = numberOfState(story);
  expect(saved).toBeGreaterThanOrEqual(promised(said, 'saved'));
  const newest = recovered === null ? saved : numberOfState(recovered.story);
  expect(newest).toBeGreaterThanOrEqual(promised(said, 'journaled'));
  expect(newest).toBeGreaterThanOrEqual(saved);
  const snapshots = await open.listSnapshots();
  expect(snapshots.every(({ content }) => content !== null)).toBe(true);
  if (said.includes('snapshot')) expect(snapshots.map(({ content }) => content?.name)).toContain('Named');
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  // Asked again before the writer has decided, it still offers the same: a second crash loses nothing.
  const again = await new OpenStory(folder, { write: writeContext(), now: () => '2026-11-23T12:00:00.000Z' }).load('A');
  expect(again.recovered && numberOfState(again.recovered.story)).toBe(recovered && newest);
  await open.idle();
}

describe('a process that is killed', () => {
  it('leaves the old story or the new one, whole, and everything it had promised, wherever it dies', async () => {
    const whole = await run('whole', 0, 'before');
    const operations = Number(/operations (\d+)/.exec(whole.said)?.[1]);
    expect(operations).toBeGreaterThan(30);
    await check(whole.folder, whole.said);
    const writes = (/writes (.*)/.exec(whole.said)?.[1] ?? '').split(',').map(Number);
    expect(writes.length).toBeGreaterThanOrEqual(10);
    const deaths = [
      ...Array.from({ length: operations }, (_, index) => ({ at: index + 1, mode: 'before' as const })),
      ...writes.map((at) => ({ at, mode: 'torn' as const })),
    ];
    const die = async ({ at, mode }: (typeof deaths)[number]): Promise<void> => {
      const { folder, said } = await run(`${mode}-${at}`, at, mode);
      expect(said).not.toContain('operations'); // it really died
      await check(folder, said).catch((error: unknown) => {
        throw new Error(`killed at operation ${at} (${mode}), after: ${said.replaceAll('\n', ', ')}`, { cause: error });
      });
    };
    const next = async (): Promise<void> => {
      for (let death = deaths.shift(); death !== undefined; death = deaths.shift()) await die(death);
    };
    await Promise.all([next(), next(), next()]);
  }, 180_000);
});
