// A safetensors file on disk: opened once, header checked, tensors then read one at a time or named as byte ranges.
// Not a cache: nothing is kept in memory but the header. The format is described in safetensors-header.ts.
import { open, type FileHandle } from 'node:fs/promises';
import { StudioError } from '../../common/base/studio-error';
import type { ElementArray, TensorData } from '../onnx';
import { float32FromBfloat16, float32FromHalf } from './half-float';
import {
  graphDTypes,
  headerByteLengthFrom,
  parseSafetensorsHeader,
  type SafetensorsEntry,
  type SafetensorsHeader,
} from './safetensors-header';

export interface SafetensorsFile extends SafetensorsHeader {
  readonly path: string;
  readonly byteLength: number;
}

/**
 * Reads and checks the header of a file.
 * Throws `bundle-missing` when there is no such file, `weights-corrupt` when it is not well formed, `io` otherwise.
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  return withFile(path, async (handle) => {
    const { size } = await handle.stat();
    const start = await readRange(handle, path, 0, Math.min(8, size));
    const length = headerByteLengthFrom(start, size, path);
    const header = parseSafetensorsHeader(await readRange(handle, path, 8, length), size, path);
    return { ...header, path, byteLength: size };
  });
}

/** The entry of a key. Throws `weights-corrupt` when the file has none. */
export function entryOf(file: SafetensorsFile, key: string): SafetensorsEntry {
  const entry = file.entries.get(key);
  if (entry !== undefined) return entry;
  throw new StudioError('weights-corrupt', `${file.path} has no tensor ${key}.`, {
    hint: 'The weights belong to another network or were saved incompletely; import them again.',
    detail: { file: file.path, key },
  });
}

/** The bytes of a tensor, little-endian, in a buffer of its own. */
export async function readTensorBytes(file: SafetensorsFile, key: string): Promise<Uint8Array<ArrayBuffer>> {
  const entry = entryOf(file, key);
  return withFile(file.path, (handle) => readRange(handle, file.path, entry.offset, entry.byteLength));
}

/** A tensor with the element type it has on disk; F64 and BF16, which graphs lack, become float32. */
export async function readTensor(file: SafetensorsFile, key: string): Promise<TensorData> {
  const entry = entryOf(file, key);
  return tensorDataFromBytes(await readTensorBytes(file, key), entry);
}

/** A tensor of floating point numbers as float32. Throws `bad-request` for integers. */
export async function readFloat32(file: SafetensorsFile, key: string): Promise<Float32Array> {
  const entry = entryOf(file, key);
  return float32FromBytes(await readTensorBytes(file, key), entry.dtype, `${file.path}: ${key}`);
}

/** Bytes of a floating point tensor as float32. `name` is for the message of the `bad-request` that integers cause. */
export function float32FromBytes(
  bytes: Uint8Array<ArrayBuffer>,
  dtype: SafetensorsEntry['dtype'],
  name: string,
): Float32Array {
  const { buffer } = bytes;
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer);
    case 'F64':
      return Float32Array.from(new Float64Array(buffer));
    case 'F16':
      return float32FromHalf(new Uint16Array(buffer));
    case 'BF16':
      return float32FromBfloat16(new Uint16Array(buffer));
    case 'I64':
    case 'I32':
    case 'I8':
    case 'U8':
    case 'BOOL':
      throw new StudioError('bad-request', `${name} holds ${dtype}, not floating point numbers.`);
  }
}

function tensorDataFromBytes(bytes: Uint8Array<ArrayBuffer>, entry: SafetensorsEntry): TensorData {
  const dtype = graphDTypes[entry.dtype];
  if (dtype === undefined)
    return { dtype: 'float32', shape: entry.shape, data: float32FromBytes(bytes, entry.dtype, 'tensor') };
  return { dtype, shape: entry.shape, data: elementsFrom(bytes, entry.dtype) };
}

function elementsFrom(bytes: Uint8Array<ArrayBuffer>, dtype: SafetensorsEntry['dtype']): ElementArray {
  const { buffer } = bytes;
  if (dtype === 'F32') return new Float32Array(buffer);
  if (dtype === 'F16') return new Uint16Array(buffer);
  if (dtype === 'I64') return new BigInt64Array(buffer);
  if (dtype === 'I32') return new Int32Array(buffer);
  return dtype === 'I8' ? new Int8Array(buffer) : new Uint8Array(buffer);
}

async function withFile<T>(path: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    return await use(handle);
  } catch (cause) {
    if (cause instanceof StudioError) throw cause;
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new StudioError(
      isMissing ? 'bundle-missing' : 'io',
      isMissing ? `There is no weights file ${path}.` : `Cannot read ${path}.`,
      {
        hint: isMissing
          ? 'Import or restore the bundle that this file belongs to.'
          : 'Check that the file can be read.',
        detail: { path },
        cause,
      },
    );
  } finally {
    await handle?.close();
  }
}

/** Node reads at most 2 GiB at a time, so large tensors come in pieces; ending early means that the file shrank. */
async function readRange(
  handle: FileHandle,
  path: string,
  offset: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  const pieceBytes = 2 ** 30;
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(pieceBytes, length - done), offset + done);
    if (bytesRead === 0) {
      throw new StudioError(
        'weights-corrupt',
        `${path} ends at byte ${String(offset + done)}; ${String(length - done)} more were expected.`,
        {
          hint: 'The file is cut off; fetch or import it again.',
          detail: { path },
        },
      );
    }
    done += bytesRead;
  }
  return bytes;
}
