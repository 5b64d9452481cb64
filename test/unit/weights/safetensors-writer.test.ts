import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSafetensors, readFloat32 } from '../../../native-models/weights/safetensors';
import { writePending, writeSafetensors } from '../../../native-models/weights/safetensors-writer';
import { useWeightsFolder } from './weights-folder';

const folder = useWeightsFolder();
const tensors = {
  'z.weight': { shape: [2, 3], data: Float32Array.of(1, -2, 0.5, 3, 4, 1 / 3) },
  'a.bias': { shape: [1], data: Float32Array.of(7) },
  none: { shape: [0], data: new Float32Array(0) },
};

describe('writeSafetensors', () => {
  it('writes what the reader reads back exactly, in key order, with the data aligned', async () => {
    await writeSafetensors(folder.path('f32'), tensors, { metadata: { format: 'pt' } });
    const file = await openSafetensors(folder.path('f32'));
    expect([...file.entries.keys()]).toEqual(['a.bias', 'none', 'z.weight']);
    expect(file.metadata).toEqual({ format: 'pt' });
    expect(file.dataOffset % 64).toBe(0);
    for (const [key, { shape, data }] of Object.entries(tensors)) {
      expect(file.entries.get(key)?.shape).toEqual(shape);
      expect(await readFloat32(file, key)).toEqual(data);
    }
  });

  it('rounds to half precision when asked', async () => {
    await writeSafetensors(folder.path('f16'), tensors, { dtype: 'F16' });
    const file = await openSafetensors(folder.path('f16'));
    expect(file.entries.get('z.weight')?.byteLength).toBe(12);
    expect((await readFloat32(file, 'z.weight'))[5]).toBe(0.333251953125);
  });

  it('writes the same bytes whatever the order of keys', async () => {
    await writeSafetensors(folder.path('one'), tensors);
    await writeSafetensors(folder.path('two'), Object.fromEntries(Object.entries(tensors).reverse()));
    expect(await readFile(folder.path('one'))).toEqual(await readFile(folder.path('two')));
  });

  it('leaves the old file and nothing else when a tensor fails half way', async () => {
    const path = folder.path('kept');
    await writeFile(path, 'old');
    const failing = [
      { key: 'a', shape: [1], load: () => Float32Array.of(1) },
      { key: 'b', shape: [2], load: () => Float32Array.of(1) },
    ];
    await expect(writePending(path, failing)).rejects.toMatchObject({
      code: 'shape-mismatch',
      message: 'Tensor b has 1 elements; its shape asks for 2.',
    });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(dirname(path))).toEqual(['kept']);
  });

  it('says so when it cannot write', async () => {
    await mkdir(folder.path('taken'));
    await expect(writeSafetensors(folder.path('taken'), tensors)).rejects.toMatchObject({ code: 'io' });
    await expect(writeSafetensors(folder.path('no/such/folder'), tensors)).rejects.toMatchObject({ code: 'io' });
  });
});
