import { readFile, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import {
  openSafetensors,
  readFloat32,
  readTensor,
  type SafetensorsFile,
} from '../../../native-models/weights/safetensors';
import { StudioError } from '../../../common/base/studio-error';
import { floatBytes, useWeightsFolder } from './weights-folder';

const folder = useWeightsFolder();
const pair = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };

async function failureOf(path: string): Promise<StudioError> {
  const thrown: unknown = await openSafetensors(path).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(StudioError);
  return thrown as StudioError;
}

describe('a well-formed file', () => {
  it('is read tensor by tensor', async () => {
    const header = {
      __metadata__: { format: 'pt' },
      b: { dtype: 'F32', shape: [1, 2], data_offsets: [4, 12] },
      a: { dtype: 'F16', shape: [2], data_offsets: [0, 4] },
    };
    const halves = new Uint8Array(Uint16Array.of(0x3c00, 0xc000).buffer);
    const file = await openSafetensors(await folder.write('ok', header, Buffer.concat([halves, floatBytes(0.5, -8)])));
    expect(file.metadata).toEqual({ format: 'pt' });
    expect(file.entries.get('b')?.shape).toEqual([1, 2]);
    expect(await readTensor(file, 'a')).toEqual({ dtype: 'float16', shape: [2], data: Uint16Array.of(0x3c00, 0xc000) });
    expect(await readFloat32(file, 'a')).toEqual(Float32Array.of(1, -2));
    expect(await readFloat32(file, 'b')).toEqual(Float32Array.of(0.5, -8));
  });

  it('names the range of each tensor in the file', async () => {
    const path = await folder.write('range', { a: pair }, floatBytes(1, 2));
    const { offset, byteLength } = (await openSafetensors(path)).entries.get('a')!;
    const bytes = (await readFile(path)).subarray(offset, offset + byteLength);
    expect(new Float32Array(new Uint8Array(bytes).buffer)).toEqual(Float32Array.of(1, 2));
  });

  it('converts BF16, F64 and integers to what a graph can hold', async () => {
    const header = {
      half: { dtype: 'BF16', shape: [1], data_offsets: [0, 2] },
      wide: { dtype: 'F64', shape: [1], data_offsets: [2, 10] },
      ids: { dtype: 'I64', shape: [1], data_offsets: [10, 18] },
    };
    const data = Buffer.concat([
      new Uint8Array(Uint16Array.of(0x3fc0).buffer),
      new Uint8Array(Float64Array.of(0.1).buffer),
      new Uint8Array(BigInt64Array.of(-3n).buffer),
    ]);
    const file = await openSafetensors(await folder.write('types', header, data));
    expect(await readTensor(file, 'half')).toEqual({ dtype: 'float32', shape: [1], data: Float32Array.of(1.5) });
    expect(await readTensor(file, 'wide')).toEqual({
      dtype: 'float32',
      shape: [1],
      data: Float32Array.of(Math.fround(0.1)),
    });
    expect(await readTensor(file, 'ids')).toEqual({ dtype: 'int64', shape: [1], data: BigInt64Array.of(-3n) });
    await expect(readFloat32(file, 'ids')).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('may hold nothing, a scalar and an empty tensor', async () => {
    const header = {
      scalar: { dtype: 'F32', shape: [], data_offsets: [0, 4] },
      none: { dtype: 'F32', shape: [0, 7], data_offsets: [4, 4] },
    };
    const file = await openSafetensors(await folder.write('small', header, floatBytes(9)));
    expect(await readFloat32(file, 'scalar')).toEqual(Float32Array.of(9));
    expect(await readFloat32(file, 'none')).toEqual(new Float32Array(0));
    expect((await openSafetensors(await folder.write('empty', {}))).entries.size).toBe(0);
  });
});

it('gives a StudioError for every single byte that is flipped in header or length, or the same tensors', async () => {
  const path = await folder.write('flipped', { a: pair }, floatBytes(1, 2));
  const bytes = await readFile(path);
  const rng = new Rng(8);
  for (let at = 0; at < bytes.byteLength - 8; at++) {
    const wrong = Buffer.from(bytes);
    wrong[at] = (wrong[at] ?? 0) ^ (1 << rng.int(8));
    await writeFile(path, wrong);
    const opened = await openSafetensors(path).catch((error: unknown) => error);
    if (opened instanceof Error) expect(opened).toMatchObject({ name: 'StudioError', code: 'weights-corrupt' });
    else expect((opened as SafetensorsFile).entries.size).toBe(1); // a flip in the name only
  }
});

describe('a broken file gives one clear error', () => {
  const entry = (change: object): object => ({ a: { ...pair, ...change } });
  it.each<[string, unknown, Uint8Array, bigint | undefined, RegExp]>([
    [
      'cut off in the data',
      { a: pair },
      floatBytes(1),
      undefined,
      /tensor a ends at byte \d+, but the file has only \d+: it is cut off/,
    ],
    [
      'overlapping tensors',
      { a: pair, b: { dtype: 'F32', shape: [2], data_offsets: [4, 12] } },
      floatBytes(1, 2, 3),
      undefined,
      /tensor b overlaps tensor a/,
    ],
    [
      'a gap between tensors',
      { a: pair, b: { dtype: 'F32', shape: [1], data_offsets: [12, 16] } },
      floatBytes(1, 2, 3, 4),
      undefined,
      /4 unused bytes between tensor a and tensor b/,
    ],
    ['bytes after the last tensor', { a: pair }, floatBytes(1, 2, 3), undefined, /4 bytes follow the last tensor/],
    [
      'a huge header',
      { a: pair },
      floatBytes(1, 2),
      1n << 62n,
      /header of 4611686018427387904 bytes announced; at most 100000000/,
    ],
    [
      'a header longer than the file',
      { a: pair },
      floatBytes(1, 2),
      4096n,
      /header of 4096 bytes announced, but the file ends after/,
    ],
    ['no JSON', '{"a": ', new Uint8Array(0), undefined, /the header is not JSON/],
    ['a list as header', [1], new Uint8Array(0), undefined, /not a JSON object/],
    [
      'an unknown element type',
      entry({ dtype: 'Q4' }),
      floatBytes(1, 2),
      undefined,
      /tensor a has element type "Q4"; known are/,
    ],
    ['a negative size', entry({ shape: [-2] }), floatBytes(1, 2), undefined, /tensor a has no usable shape: \[-2\]/],
    [
      'a range that does not fit the shape',
      entry({ shape: [3] }),
      floatBytes(1, 2),
      undefined,
      /F32 \[3\] takes 12 bytes, its range has 8/,
    ],
    [
      'a range that runs backwards',
      entry({ data_offsets: [8, 0] }),
      floatBytes(1, 2),
      undefined,
      /takes 8 bytes, its range has -8/,
    ],
    [
      'sizes whose product overflows',
      entry({ shape: [2 ** 40, 2 ** 40] }),
      floatBytes(1, 2),
      undefined,
      /takes \S+ bytes, its range has 8/,
    ],
    ['no range', entry({ data_offsets: [0] }), floatBytes(1, 2), undefined, /no usable data_offsets: \[0\]/],
    [
      'metadata that is no text',
      { __metadata__: { a: 1 } },
      new Uint8Array(0),
      undefined,
      /__metadata__\.a is not a string/,
    ],
  ])('%s', async (_, header, data, length, message) => {
    const error = await failureOf(await folder.write('broken', header, data, length));
    expect(error.code).toBe('weights-corrupt');
    expect(error.message).toMatch(message);
    expect(error.hint).toBeDefined();
  });

  it('too short for a header', async () => {
    await writeFile(folder.path('short'), 'abc');
    expect((await failureOf(folder.path('short'))).message).toMatch(/this file has 3 bytes/);
  });

  it('missing', async () => {
    expect(await failureOf(folder.path('nowhere'))).toMatchObject({ code: 'bundle-missing' });
  });

  it('a folder', async () => {
    expect(await failureOf(folder.path('.'))).toMatchObject({ code: 'io' });
  });

  it('cut off after it was opened', async () => {
    const path = await folder.write('shrinks', { a: pair }, floatBytes(1, 2));
    const file = await openSafetensors(path);
    await truncate(path, file.byteLength - 4);
    await expect(readFloat32(file, 'a')).rejects.toMatchObject({ code: 'weights-corrupt' });
  });

  it('without the tensor that is asked for', async () => {
    const file = await openSafetensors(await folder.write('other', { a: pair }, floatBytes(1, 2)));
    await expect(readFloat32(file, 'model.norm.weight')).rejects.toMatchObject({
      code: 'weights-corrupt',
      message: expect.stringContaining('model.norm.weight'),
    });
  });
});
