// The engine in a process of its own: real child processes, a real (tiny, random) bundle, kill -9 in the middle of a generation.
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EngineStatus } from '../../common/ipc/contract';
import type { GenerateRequest } from '../../common/ipc/engine-contract';
import { EngineClient, MAX_CRASHES } from '../../main/host/client';
import { DeviceBench } from '../../main/host/device-bench';
import { engineProcessFromChild, type EngineProcess } from '../../main/host/process-port';
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

  it('answers small questions while it draws, and draws over a picture', async () => {
    const { client } = engine();
    const first = await client.generate(request('first'));
    const imagePath = join(dir, 'assets', `${first.asset!.sha256}.png`);
    const order: string[] = [];
    const long = client.generate(request('long', 200)).then(() => order.push('drawn'));
    const seen = client.describe(imagePath).then(({ caption }) => {
      order.push('described');
      return caption;
    });
    const { jobId: _, assetsDir: __, ...asked } = request('asked');
    const inspection = await client.inspect(asked);
    order.push('inspected');
    expect(inspection.parts.at(-1)).toMatchObject({ kind: 'current', words: asked.text, state: 'whole' });
    expect(await seen).not.toBe('');
    await long;
    expect(order).toEqual(['inspected', 'described', 'drawn']);
    const mask = new Uint8Array(
      await sharp({ create: { width: 4, height: 4, channels: 3, background: '#fff' } })
        .png()
        .toBuffer(),
    );
    const redraw = { imagePath, strength: 0.7, mask };
    const over = await client.generate({ ...request('over'), mode: 'picture', redraw });
    expect(over.generation.source).toEqual({ sha256: first.asset!.sha256, strength: 0.7, masked: true });
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

  it('killed three times in the middle of work says so each time, and then works in safe mode', async () => {
    const { client } = engine();
    const failures: string[] = [];
    for (let time = 1; time <= MAX_CRASHES; time++) {
      await client.start();
      const doomed = client.generate(request(`k${time}`, 200)).catch((thrown: unknown) => {
        failures.push((thrown as { code: string }).code);
      });
      await new Promise<void>((resolve) => {
        const leave = client.on('progress', ({ stage }) => {
          if (stage !== 'draw') return;
          leave();
          resolve();
        });
      });
      process.kill(client.pid()!, 'SIGKILL');
      await doomed;
    }
    expect(failures).toEqual(['device-lost', 'device-lost', 'device-lost']);
    expect(client.status()).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('Safe mode') as string,
    });
    await client.restart({ device: 'cpu', safeMode: true });
    expect(client.status()).toMatchObject({ state: 'ready', isSafeMode: true, device: 'cpu' });
    const safe = await client.generate(request('safe'));
    await client.restart();
    expect(client.status()).toMatchObject({ state: 'ready', isSafeMode: false });
    const usual = await client.generate(request('usual'));
    expect(safe.text).toBe(usual.text); // slower, and nothing else
  });

  it('runs on the processor, and says so, when the chosen device cannot load the model', async () => {
    const { client } = engine();
    await client.restart({ device: 'quantum' });
    expect(client.status()).toMatchObject({
      state: 'ready',
      device: 'cpu',
      message: expect.stringMatching(/quantum could not be used, so the model runs on the processor/) as string,
    });
    expect((await client.generate(request('q'))).generation.device).toBe('cpu');
    await client.restart({ device: 'cpu' });
    expect(client.status()).toMatchObject({ state: 'ready', message: '' });
  });
});

describe('a device that is tested', { timeout: 120_000 }, () => {
  const spawnAt = (entry: string) => (): EngineProcess => {
    const child = fork(entry, {
      serialization: 'advanced',
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    children.push(child);
    return engineProcessFromChild(child);
  };
  const bench = (entry = ENTRY) =>
    new DeviceBench({
      spawn: spawnAt(entry),
      names: ['cpu', 'webgpu'],
      titleOf: (name) => (name === 'cpu' ? Promise.resolve('A processor') : Promise.reject(new Error('no list'))),
      freeBytes: () => 1000,
      tooLong: () => new Promise(() => undefined),
    });

  it('is not judged before the test; the processor works and is timed; another works or says why', async () => {
    const devices = bench();
    expect(await devices.list()).toEqual([
      { name: 'cpu', title: 'A processor', freeBytes: 1000, test: null },
      { name: 'webgpu', title: '', freeBytes: null, test: null },
    ]);
    const cpu = await devices.test('cpu');
    expect(cpu.test).toMatchObject({ works: true, reason: '' });
    expect(cpu.test!.ms).toBeGreaterThan(0);
    expect(cpu.test!.gflops).toBeGreaterThan(0);
    const { test } = await devices.test('webgpu');
    expect(test!.works || /^[A-Z].*[.]$/su.test(test!.reason)).toBe(true);
    expect(test!.works ? test!.ms : 1).toBeGreaterThan(0);
    expect((await devices.list()).map((device) => device.test === null)).toEqual([false, false]);
    await expect(devices.test('quantum')).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('and whose driver crashes costs only the test', async () => {
    const crashing = join(dir, 'crashing.mjs');
    await writeFile(crashing, "process.on('message', () => process.kill(process.pid, 'SIGSEGV'));");
    const { test } = await bench(crashing).test('webgpu');
    expect(test).toEqual({
      works: false,
      reason: 'Its driver crashed in the test (SIGSEGV).',
      ms: null,
      gflops: null,
    });
  });
});

it('an engine that the system ends for want of memory says so', async () => {
  let end!: (reason: string) => void;
  const client = new EngineClient({
    spawn: () => ({
      pid: undefined,
      kill: () => undefined,
      port: {
        post: () => {
          end('exit code -536870904');
        },
        onMessage: () => () => undefined,
        onClose: (listener) => {
          end = ((before) => (reason: string) => {
            before?.(reason);
            listener(reason);
          })(end);
          return () => undefined;
        },
      },
    }),
    load: { bundleDir: 'x', cacheDir: 'x', device: 'cpu' },
    delay: () => new Promise(() => undefined),
  });
  await expect(client.start()).rejects.toMatchObject({ code: 'out-of-memory' });
  client.stop();
});
