import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../../native-models/weights/checkpoint';
import { writeFloat32Copy } from '../../../native-models/weights/float32-copy';
import { writeSafetensors } from '../../../native-models/weights/safetensors-writer';
import { loadSource, mappedSource, memorySource, prefixedSource } from '../../../native-models/weights/tensor-source';
import { floatBytes, useWeightsFolder } from './weights-folder';

const folder = useWeightsFolder();
const one = (value: number) => ({ shape: [1], data: Float32Array.of(value) });

async function shards(weightMap: unknown): Promise<string> {
  await writeSafetensors(folder.path('model-1.safetensors'), { 'a.weight': one(1) });
  await writeSafetensors(folder.path('model-2.safetensors'), { 'b.weight': one(2) }, { dtype: 'F16' });
  await writeFile(folder.path('model.safetensors.index.json'), JSON.stringify({ weight_map: weightMap }));
  return folder.path('model.safetensors.index.json');
}
const rightMap = { 'a.weight': 'model-1.safetensors', 'b.weight': 'model-2.safetensors' };

describe('openCheckpoint', () => {
  it('joins the shards of an index', async () => {
    const checkpoint = await openCheckpoint([await shards(rightMap)]);
    expect([...checkpoint.keys()].sort()).toEqual(['a.weight', 'b.weight']);
    expect(await checkpoint.readFloat32('b.weight')).toEqual(Float32Array.of(2));
  });

  it.each([
    [
      'a tensor that its file lacks',
      { ...rightMap, 'c.weight': 'model-1.safetensors' },
      /promises tensor c\.weight in model-1\.safetensors/,
    ],
    ['a file outside the folder', { 'a.weight': '../model-1.safetensors' }, /names a file outside its folder/],
    ['a file name that is none', { 'a.weight': 7 }, /weight_map\.a\.weight is not a file name/],
    ['no map', undefined, /has no weight_map/],
  ])('refuses an index with %s', async (_, weightMap, message) => {
    const path = await shards(weightMap);
    await expect(openCheckpoint([path])).rejects.toMatchObject({
      code: 'weights-corrupt',
      message: expect.stringMatching(message),
    });
  });

  it('refuses an index that is not JSON, and misses one that is not there', async () => {
    await writeFile(folder.path('x.index.json'), '{');
    await expect(openCheckpoint([folder.path('x.index.json')])).rejects.toMatchObject({ code: 'weights-corrupt' });
    await expect(openCheckpoint([folder.path('y.index.json')])).rejects.toMatchObject({ code: 'bundle-missing' });
  });

  it('refuses two files with the same key', async () => {
    await writeSafetensors(folder.path('x'), { a: one(1) });
    await writeSafetensors(folder.path('y'), { a: one(2) });
    await expect(openCheckpoint([folder.path('x'), folder.path('y')])).rejects.toMatchObject({
      code: 'weights-corrupt',
      message: expect.stringContaining('Tensor a is in both'),
    });
  });
});

describe('tensor sources', () => {
  it('map byte ranges under paths relative to the folder that the runtime is told', async () => {
    await mkdir(folder.path('part'));
    await writeSafetensors(folder.path('part/model.safetensors'), { a: one(5) });
    const checkpoint = await openCheckpoint([folder.path('part/model.safetensors')]);
    const { offset } = checkpoint.locate('a').entry;
    expect(mappedSource(checkpoint, folder.path('.')).get('a')).toEqual({
      dtype: 'float32',
      shape: [1],
      file: 'part/model.safetensors',
      offset,
      byteLength: 4,
    });
  });

  it('refuse to map what a graph cannot hold', async () => {
    const path = await folder.write(
      'bf16',
      { a: { dtype: 'BF16', shape: [1], data_offsets: [0, 2] } },
      floatBytes(1).subarray(0, 2),
    );
    const source = mappedSource(await openCheckpoint([path]), folder.path('.'));
    expect(() => source.get('a')).toThrow(/holds BF16, which graphs cannot map/);
  });

  it('load floating point as float32 and drop a prefix', async () => {
    await writeSafetensors(folder.path('f16'), { 'w.a': one(0.5), 'v.b': one(1) }, { dtype: 'F16' });
    const source = prefixedSource(await loadSource(await openCheckpoint([folder.path('f16')])), 'w.');
    expect(source.keys()).toEqual(['a']);
    expect(source.has('b')).toBe(false);
    expect(source.get('a')).toEqual({ dtype: 'float32', ...one(0.5) });
    expect(() => memorySource(new Map()).get('a')).toThrow('There is no tensor a.');
  });
});

describe('writeFloat32Copy', () => {
  it('copies shards into one float32 file that can be mapped, without integers', async () => {
    const ids = await folder.write(
      'ids',
      { position_ids: { dtype: 'I64', shape: [1], data_offsets: [0, 8] } },
      new Uint8Array(8),
    );
    const checkpoint = await openCheckpoint([await shards(rightMap), ids]);
    const copy = await writeFloat32Copy(checkpoint, folder.path('copy'), { metadata: { from: 'test' } });
    expect([...copy.entries].map(([key, { dtype }]) => [key, dtype])).toEqual([
      ['a.weight', 'F32'],
      ['b.weight', 'F32'],
    ]);
    expect(copy.metadata).toEqual({ from: 'test' });
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const checkpoint = await openCheckpoint([await shards(rightMap)]);
    const before = await readdir(folder.path('.'));
    await expect(
      writeFloat32Copy(checkpoint, folder.path('copy'), { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(folder.path('.'))).toEqual(before);
  });
});
