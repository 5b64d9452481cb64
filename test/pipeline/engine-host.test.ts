// The engine in a process of its own: real child processes, a real (tiny, random) bundle, kill -9 in the middle of a generation.
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EngineStatus } from '../../common/ipc/contract';
import type { GenerateRequest } from '../../common/ipc/engine-contract';
import { EngineClient, MAX_CRASHES } from '../../main/host/client';
import { engineProcessFromChild } from '../../main/host/process-port';
import { writeTinyBundle } from '../support/tiny-bundle';

let dir: string;
const children: ChildProcess[] = [];
const clients: EngineClient[] = [];
const ENTRY = new URL('../../main/host/engine-entry.ts', import.meta.url).pathname;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'engine-host-'));
  await writeTinyBundle(join(dir, 'bundle'));
});
afterEach(() => {
  for (const client of clients.splice(0)) client.stop();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rm(dir, { recursive: true, force: true }));

function engine(entry = ENTRY) {
  const statuses: EngineStatus['state'][] = [];
  const client = new EngineClient({
    spawn: () => {
      const child = fork(entry, {
        serialization: 'advanced',
        execArgv: ['--import', 'tsx'],
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      children.push(child);
      return engineProcessFromChild(child);
    },
    load: { bundleDir: join(dir, 'bundle'), cacheDir: join(dir, 'cache'), device: 'cpu' },
    delay: () => Promise.resolve(),
  });
  clients.push(client);
  client.on('status', ({ state }) => statuses.push(state));
  return { client, statuses };
}

const request = (jobId: string, steps = 4): GenerateRequest => ({
  jobId,
  mode: 'both',
  context: [],
  referencePaths: [],
  text: 'One night Pip the fox found a lantern by the sea.',
  imagePath: null,
  options: { seed: 7, steps },
  assetsDir: join(dir, 'assets'),
});

// Generous: each case starts one to four processes, which a busy machine does slowly.
describe('the engine in a child process', { timeout: 240_000 }, () => {
  it('loads, streams text and previews, and gives a stored picture', async () => {
    const { client, statuses } = engine();
    const texts: string[] = [];
    const stages = new Set<string>();
    const previews: Uint8Array[] = [];
    client.on('text', ({ text }) => texts.push(text));
    client.on('progress', ({ stage }) => stages.add(stage));
    client.on('preview', ({ png }) => previews.push(png));
    const result = await client.generate(request('a'));
    expect(statuses).toEqual(['ready']);
    expect(client.status().bundle?.name).toBe('tiny');
    expect([...stages]).toEqual(['write', 'map', 'draw', 'decode']);
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.at(-1)).toBe(result.text);
    expect([...previews[0]!.subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]); // PNG
    const png = await readFile(join(dir, 'assets', `${result.asset!.sha256}.png`));
    expect(png.byteLength).toBeGreaterThan(0);
  });

  it('fails the job with a typed error when it is killed in the middle, and starts again', async () => {
    const { client, statuses } = engine();
    await client.start();
    const started = new Promise<void>((resolve) => {
      client.on('progress', ({ stage, step }) => {
        if (stage === 'draw' && step === 2) resolve();
      });
    });
    const doomed = client.generate(request('b', 100));
    const outcome = expect(doomed).rejects.toMatchObject({
      code: 'device-lost',
      message: expect.stringContaining('SIGKILL') as string,
    });
    await started;
    const before = client.pid();
    process.kill(before!, 'SIGKILL');
    await outcome;
    const again = await client.generate(request('c'));
    expect(again.asset).not.toBeNull();
    expect(client.pid()).not.toBe(before);
    expect(statuses).toEqual(['ready', 'restarting', 'ready']);
    expect(client.status()).toMatchObject({ state: 'ready', restarts: 1, message: '' });
  });

  it('cancels between two runs and stays usable', async () => {
    const { client } = engine();
    await client.start();
    client.on('progress', ({ jobId, stage, step }) => {
      if (jobId === 'd' && stage === 'draw' && step === 2) void client.cancel('d');
    });
    await expect(client.generate(request('d', 200))).rejects.toMatchObject({ code: 'cancelled' });
    const after = await client.generate(request('e'));
    expect(after.asset).not.toBeNull();
    expect(client.status().state).toBe('ready');
  });

  it('cancels a job that waits for the engine to start', async () => {
    const { client } = engine();
    const waiting = client.generate(request('w'));
    const outcome = expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await client.cancel('w');
    await outcome;
    expect(client.status().state).toBe('ready');
  });

  it('gives up after three crashes in a row, says so, and starts again when asked', async () => {
    let crashes = MAX_CRASHES;
    const client = new EngineClient({
      spawn: () => {
        const child = fork(ENTRY, {
          serialization: 'advanced',
          execArgv: ['--import', 'tsx'],
          stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        });
        children.push(child);
        if (crashes-- > 0) child.kill('SIGKILL');
        return engineProcessFromChild(child);
      },
      load: { bundleDir: join(dir, 'bundle'), cacheDir: join(dir, 'cache'), device: 'cpu' },
      delay: () => Promise.resolve(),
    });
    clients.push(client);
    const failed = new Promise<void>((resolve) =>
      client.on('status', ({ state }) => void (state === 'failed' && resolve())),
    );
    await expect(client.start()).rejects.toMatchObject({ code: 'device-lost' });
    await failed;
    await expect(client.generate(request('f'))).rejects.toMatchObject({
      code: 'device-lost',
      message: expect.stringContaining('3 times') as string,
    });
    await client.restart();
    expect(client.status().state).toBe('ready');
  });

  it('says why a bundle cannot be loaded, without restarting for it', async () => {
    const { client } = engine();
    await expect(client.restart({ bundleDir: join(dir, 'nowhere') })).rejects.toMatchObject({ code: 'bundle-missing' });
    expect(client.status()).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('manifest.json') as string,
    });
  });
});
