// The queue outlives the app: unfinished requests come back parked, results that no story holds come back whole, and whatever the
// file holds costs at most the queue.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StudioError } from '../../../common/base/studio-error';
import { defaultSettings } from '../../../common/domain/settings';
import type { GenerationResult } from '../../../common/domain/job';
import type { GenerateRequest } from '../../../common/ipc/engine-contract';
import { nodeFiles } from '../../../main/services/files/file-port';
import { GenerationService, type StartGeneration } from '../../../main/services/generation/generation-service';
import { KeptRequestsFile } from '../../../main/services/generation/kept-requests';
import { JobQueue } from '../../../main/services/jobs/job-queue';

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kept-'));
  path = join(dir, 'queue.json');
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const hash = 'a'.repeat(64);
const request = (panelId: string): StartGeneration => ({
  storyId: 'story',
  panelId,
  place: { after: 'p1' },
  mode: 'picture',
  context: [{ text: 'Once.', image: hash }],
  references: [],
  cast: [],
  text: 'A fox.',
  image: null,
  redraw: { image: hash, strength: 0.5, mask: new Uint8Array([1, 2, 255]) },
  options: { seed: 5 },
});
const result: GenerationResult = {
  text: 'A fox.',
  asset: { sha256: hash, ext: 'png', widthPx: 8, heightPx: 8 },
  generation: {
    bundle: 'tiny',
    bundleDigest: hash,
    seed: 5,
    sampler: 'ddim',
    steps: 2,
    guidanceScale: 1,
    temperature: 1,
    device: 'cpu',
    createdAt: '2026-01-01T00:00:00.000Z',
  },
  notices: [],
  ms: { see: 1, write: 1, map: 1, draw: 1, decode: 1 },
};

/** One run of the app over the same file. */
async function run() {
  let names = 0;
  const errors: unknown[] = [];
  const asked: GenerateRequest[] = [];
  const ends: ((value: GenerationResult) => void)[] = [];
  const jobs = new JobQueue();
  const file = new KeptRequestsFile(
    { files: nodeFiles, wait: () => Promise.resolve(), uniqueName: () => `t${++names}` },
    path,
    (thrown) => errors.push(thrown),
  );
  const generation = new GenerationService({
    engine: {
      generate: (asking) => {
        asked.push(asking);
        return new Promise((resolve) => ends.push(resolve));
      },
      cancel: () => Promise.resolve(),
      describe: () => Promise.reject(new Error('not here')),
      inspect: () => Promise.reject(new Error('not here')),
      on: () => undefined,
    },
    jobs,
    newId: () => `job${Date.now()}${++names}`,
    settings: () => defaultSettings(),
    device: () => 'cpu',
    storyTitle: () => Promise.resolve('The lantern'),
    assetPath: (_, sha256) => Promise.resolve(`/secret/folder/${sha256}.png`),
    adapterFolder: (id) => Promise.resolve(`/adapters/${id}`),
    assetsFolder: () => Promise.resolve('/secret/folder'),
    memory: file,
  });
  await generation.restore();
  return { jobs, generation, errors, asked, ends, idle: () => file.idle() };
}

describe('the queue after a restart', () => {
  it('has what waited and what ran, in order, parked until the writer resumes it', async () => {
    const before = await run();
    for (const panelId of ['p2', 'p3', 'p4']) await before.generation.start(request(panelId));
    before.jobs.move(before.jobs.list()[2]!.id, 1);
    await before.idle();

    const after = await run();
    expect(after.jobs.list().map(({ panelId, state }) => [panelId, state])).toEqual([
      ['p2', 'parked'],
      ['p4', 'parked'],
      ['p3', 'parked'],
    ]);
    expect(after.jobs.list()[0]).toMatchObject({ storyId: 'story', storyTitle: 'The lantern', place: { after: 'p1' } });
    expect(after.asked).toEqual([]);
    after.jobs.resume([after.jobs.list()[0]!.id]);
    await vi.waitFor(() => {
      expect(after.asked).toHaveLength(1);
    });
    expect(after.asked[0]?.redraw?.mask).toEqual(new Uint8Array([1, 2, 255]));
    for (const { id } of after.jobs.list()) after.jobs.cancel(id);
    await after.idle();
    expect((await run()).jobs.list()).toEqual([]);
  });

  it('holds hashes and ids on disk, and no path', async () => {
    const { generation, idle } = await run();
    await generation.start(request('p2'));
    await idle();
    const text = await readFile(path, 'utf8');
    expect(text).toContain(hash);
    expect(text).not.toContain('secret');
  });

  it('still has a result that no story holds, until the story holds it', async () => {
    const before = await run();
    await before.generation.start(request('p2'));
    await vi.waitFor(() => {
      expect(before.ends).toHaveLength(1);
    });
    before.ends[0]!(result);
    await vi.waitFor(() => {
      expect(before.jobs.list()[0]?.state).toBe('done');
    });
    await before.idle();

    const after = await run();
    expect(after.jobs.list()).toMatchObject([{ state: 'done', isTaken: false, result, panelId: 'p2' }]);
    after.jobs.clearEnded();
    after.jobs.taken(after.jobs.list()[0]!.id);
    await after.idle();
    expect((await run()).jobs.list()).toEqual([]);
  });

  it.each([
    ['no JSON', '{'],
    ['another version', '{"version": 9, "waiting": [], "results": []}'],
    ['a list', '[]'],
    ['bytes', '\u0000\u0001'],
  ])('that is %s is empty, is reported, and works', async (_name, content) => {
    await writeFile(path, content);
    const { jobs, generation, errors, idle } = await run();
    expect(jobs.list()).toEqual([]);
    expect(errors).toHaveLength(1);
    await generation.start(request('p2'));
    await idle();
    expect((await run()).jobs.list()).toHaveLength(1);
  });

  it('loses only the entries that are broken', async () => {
    const before = await run();
    await before.generation.start(request('p2'));
    await before.generation.start(request('p3'));
    await before.idle();
    const file = JSON.parse(await readFile(path, 'utf8')) as { waiting: { request: { storyId: string } }[] };
    file.waiting[0]!.request.storyId = '../../etc';
    await writeFile(path, JSON.stringify(file));
    const after = await run();
    expect(after.jobs.list().map(({ panelId }) => panelId)).toEqual(['p3']);
    expect(after.errors).toHaveLength(1);
  });

  it('goes on when its file cannot be written', async () => {
    const { generation, jobs, errors, idle } = await run();
    await rm(dir, { recursive: true });
    await writeFile(dir, 'a file where the folder was');
    await generation.start(request('p2'));
    await idle();
    expect(jobs.list()).toHaveLength(1);
    expect(errors.length).toBeGreaterThan(0);
  });
});

it('begins again on the new device when the engine is restarted on purpose, and not after a stop', async () => {
  let calls = 0;
  const jobs = new JobQueue();
  const restarted = new StudioError('cancelled', 'The engine was restarted.', {
    detail: { reason: 'engine-restarted' },
  });
  const generation = new GenerationService({
    engine: {
      generate: () => (++calls === 1 ? Promise.reject(restarted) : Promise.resolve(result)),
      cancel: () => Promise.resolve(),
      describe: () => Promise.reject(new Error('not here')),
      inspect: () => Promise.reject(new Error('not here')),
      on: () => undefined,
    },
    jobs,
    newId: () => 'job',
    settings: () => defaultSettings(),
    device: () => 'cpu',
    storyTitle: () => Promise.resolve(''),
    assetPath: () => Promise.resolve('/a.png'),
    adapterFolder: (id) => Promise.resolve(`/adapters/${id}`),
    assetsFolder: () => Promise.resolve('/'),
    memory: null,
  });
  await generation.start(request('p2'));
  await vi.waitFor(() => {
    expect(jobs.list()[0]?.state).toBe('done');
  });
  expect(calls).toBe(2);
});
