// Sessions on a graph of one operator: results, typed failures, devices with their measured test, prepared weights.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphFrom, initializer, input, ops, tensorDataFrom } from '../../../native-models/onnx';
import { writeSafetensors } from '../../../native-models/weights/safetensors-writer';
import { deviceNamed } from '../../../main/runtime/device-name';
import { measureDevices } from '../../../main/runtime/devices';
import { openGraph } from '../../../main/runtime/network';
import { prepareWeights } from '../../../main/runtime/prepared-weights';
import { errorFromRuntime, openSession } from '../../../main/runtime/session';
import { floatTensor, floatsOf, int64Tensor } from '../../../main/runtime/tensor';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'runtime-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const sum = () => {
  const a = input('a', 'float32', ['N']);
  return graphFrom({
    name: 'sum',
    inputs: [a],
    outputs: { total: ops.Add(a, initializer('w', tensorDataFrom('float32', [1], [2]))) },
  });
};

describe('a session', () => {
  it('runs, and does not run after it was closed', async () => {
    const session = await openGraph(sum(), { device: 'cpu' });
    const run = () => session.run({ a: floatTensor(Float32Array.of(1, 2, 3), [3]) });
    expect([...floatsOf(await run(), 'total', 1)]).toEqual([3, 4, 5]);
    await session.close();
    await session.close();
    await expect(run()).rejects.toMatchObject({ code: 'internal' });
  });

  it('names what is wrong with its inputs', async () => {
    const session = await openGraph(sum(), { device: 'cpu' });
    await expect(session.run({ a: floatTensor(new Float32Array(4), [2, 2]) })).rejects.toMatchObject({
      code: 'shape-mismatch',
    });
    await expect(session.run({ a: int64Tensor([1], [1]) })).rejects.toMatchObject({
      message: expect.stringContaining('sum') as string,
    });
    await expect(session.run({})).rejects.toMatchObject({ message: expect.stringContaining('sum') as string });
    expect(() => floatTensor(new Float32Array(3), [2, 2])).toThrow(/float32\[2\]\[2\] needs 4 elements; 3 came/);
    expect(() => floatsOf({ b: floatTensor(new Float32Array(1), [1]) }, 'a')).toThrow(/no output a.*gave b/);
    await session.close();
  });

  it('refuses bytes that are no model', async () => {
    await expect(
      openSession({ name: 'noise', model: new Uint8Array(64).fill(7), device: 'cpu' }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/^Opening noise on cpu failed: /) as string,
    });
  });

  it.each([
    ['std::bad_alloc', 'out-of-memory'],
    ['Failed to get a WebGPU adapter: No supported adapters', 'device-lost'],
    ['Device was lost', 'device-lost'],
    ['External initializer: w offset: 8 size to read: 4 given file_length: 2 are out of bounds', 'weights-corrupt'],
    ['Could not find an implementation for Foo(1)', 'unsupported-op'],
    ['Got invalid dimensions for input: a', 'shape-mismatch'],
    ['something else', 'internal'],
  ])('turns "%s" into %s', (message, code) => {
    expect(errorFromRuntime(new Error(message), 'Running x failed')).toMatchObject({ code });
  });
});

describe('devices', () => {
  it('are measured: the processor works everywhere, and a device that fails says why', async () => {
    let now = 0;
    const devices = await measureDevices({ clock: { now: () => (now += 5) }, freeBytes: () => 123, names: ['cpu'] });
    expect(devices).toEqual([
      {
        name: 'cpu',
        provider: 'CPUExecutionProvider',
        ok: true,
        gflops: expect.any(Number) as number,
        freeBytes: 123,
        reason: '',
      },
    ]);
    expect(devices[0]!.gflops).toBeGreaterThan(0);
    expect(deviceNamed(' WebGPU ')).toBe('webgpu');
    expect(() => deviceNamed('tpu')).toThrow(/cpu and webgpu/);
  });
});

describe('prepared weights', () => {
  it('are a float32 copy, made once, remade when damaged, and told apart by content', async () => {
    const path = join(dir, 'w.safetensors');
    await writeSafetensors(path, { w: { shape: [2], data: Float32Array.of(1.5, -2) } }, { dtype: 'F16' });
    const cache = join(dir, 'cache');
    const files = () => readdir(join(cache, 'weights'));
    const open = async (sha256: string) => {
      const { source, dir: folder } = await prepareWeights([{ path, sha256 }], cache);
      const a = input('a', 'float32', [2]);
      const content = source.get('w');
      expect(content.dtype).toBe('float32');
      const graph = graphFrom({ name: 'g', inputs: [a], outputs: { y: ops.Mul(a, initializer('w', content)) } });
      const session = await openGraph(graph, { device: 'cpu', weightsDir: folder });
      const result = [...floatsOf(await session.run({ a: floatTensor(Float32Array.of(2, 2), [2]) }), 'y')];
      await session.close();
      return result;
    };
    expect(await open('aa')).toEqual([3, -4]);
    const [first] = await files();
    await writeFile(join(cache, 'weights', first!), 'damaged');
    expect(await open('aa')).toEqual([3, -4]);
    expect(await files()).toEqual([first]);
    await open('bb');
    expect(await files()).toHaveLength(2);
  });
});
