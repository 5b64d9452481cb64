// Writes a safetensors file tensor by tensor, so that memory holds one tensor and never the file.
// Atomic: a temporary file in the same folder is synced and renamed, so a crash leaves the old file or the new one.
import { open, rename, rm } from 'node:fs/promises';
import { StudioError } from '../../common/base/studio-error';
import { elementCount } from '../onnx';
import { halfFromFloat32 } from './half-float';
import { bytesPerElement, headerBytesFrom } from './safetensors-header';

export interface FloatTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A tensor to be written: its numbers are asked for when their turn comes. */
export interface PendingTensor {
  readonly key: string;
  readonly shape: readonly number[];
  readonly load: () => Float32Array | Promise<Float32Array>;
}

export interface WriteOptions {
  /** What the file stores; float32 numbers are rounded to nearest for F16. F32 unless given. */
  readonly dtype?: 'F32' | 'F16';
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Writes tensors that are in memory, in key order. Throws as `writePending` does. */
export async function writeSafetensors(
  path: string,
  tensors: Readonly<Record<string, FloatTensor>>,
  options: WriteOptions = {},
): Promise<void> {
  const pending = Object.entries(tensors).map(([key, { shape, data }]) => ({ key, shape, load: () => data }));
  await writePending(path, pending, options);
}

/**
 * Writes tensors in key order, asking for one at a time.
 * Throws `shape-mismatch` when a tensor has another number of elements than its shape, `disk-full` or `io` otherwise.
 */
export async function writePending(
  path: string,
  tensors: readonly PendingTensor[],
  options: WriteOptions = {},
): Promise<void> {
  const { dtype = 'F32', metadata = {} } = options;
  const ordered = [...tensors].sort((a, b) => (a.key < b.key ? -1 : 1));
  const lines = ordered.map(({ key, shape }) => ({
    key,
    dtype,
    shape,
    byteLength: elementCount(shape) * bytesPerElement[dtype],
  }));
  const temporary = `${path}.${process.pid}.partial`; // two processes may prepare the same file at once
  try {
    const handle = await open(temporary, 'w');
    try {
      await handle.writeFile(headerBytesFrom(lines, metadata));
      for (const tensor of ordered) await handle.writeFile(bytesFrom(tensor, await tensor.load(), dtype));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw writeError(path, cause);
  }
}

function bytesFrom(tensor: PendingTensor, data: Float32Array, dtype: 'F32' | 'F16'): Uint8Array {
  if (data.length !== elementCount(tensor.shape)) {
    const expected = String(elementCount(tensor.shape));
    throw new StudioError(
      'shape-mismatch',
      `Tensor ${tensor.key} has ${String(data.length)} elements; its shape asks for ${expected}.`,
    );
  }
  const stored = dtype === 'F16' ? halfFromFloat32(data) : data;
  return new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
}

function writeError(path: string, cause: unknown): StudioError {
  if (cause instanceof StudioError) return cause;
  const isFull = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC';
  return new StudioError(
    isFull ? 'disk-full' : 'io',
    isFull ? `No room on the disk for ${path}.` : `Cannot write ${path}.`,
    {
      hint: isFull ? 'Free some space and try again; nothing was changed.' : 'Check that the folder can be written.',
      detail: { path },
      cause,
    },
  );
}
