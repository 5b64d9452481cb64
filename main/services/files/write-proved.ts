// The proved write: temp file in the same folder, flush, read back and compare, rename, flush the folder. After a failure at any
// step the old file is still the whole old file. Every document and picture of a story is written here.
import { dirname, basename, join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import { fileErrorCodeOf, type FilePort } from './file-port';

const RETRY_DELAYS_MS = [20, 60, 180, 500]; // a virus scanner holds a file for a moment (Windows)
const RETRIED = new Set(['EPERM', 'EACCES', 'EBUSY']);

export interface ProvedWriteContext {
  readonly files: FilePort;
  readonly wait: (ms: number) => Promise<void>;
  /** A name that no other write uses at this moment. */
  readonly uniqueName: () => string;
}

/** Turns a file error into a sentence with what was expected and what to do. */
export async function fileFailure(files: FilePort, path: string, bytes: number, error: unknown): Promise<StudioError> {
  if (error instanceof StudioError) return error;
  const code = fileErrorCodeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const free = await files.freeBytes(dirname(path)).catch(() => 0);
    const missing = Math.max(bytes - free, 1);
    return new StudioError(
      'disk-full',
      `The disk is full: ${basename(path)} needs ${megabytes(bytes)}, ${megabytes(free)} are free.`,
      {
        hint: `Free at least ${megabytes(missing)} and save again. What was saved before is unchanged.`,
        detail: { code },
        cause: error,
      },
    );
  }
  return new StudioError('io', `Could not write ${basename(path)} (${code || 'unknown error'}).`, {
    hint: 'Check that the folder still exists and may be written, or save a copy elsewhere.',
    detail: { code },
    cause: error,
  });
}

const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(bytes < 10_485_760 ? 2 : 0)} MB`;

async function renameWithRetry(context: ProvedWriteContext, from: string, to: string): Promise<void> {
  for (const delay of RETRY_DELAYS_MS) {
    try {
      await context.files.rename(from, to);
      return;
    } catch (error) {
      if (!RETRIED.has(fileErrorCodeOf(error))) throw error;
      await context.wait(delay);
    }
  }
  await context.files.rename(from, to);
}

/** Whether a file name is that of an unfinished proved write. */
export const isTemporary = (name: string): boolean => name.startsWith('.') && name.endsWith('.tmp');

/** Whether two files hold the same. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.byteLength === b.byteLength && Buffer.compare(Buffer.from(a.buffer, a.byteOffset, a.byteLength), b) === 0;

/**
 * Replaces `path` by `bytes`, or leaves it untouched.
 * @throws StudioError `disk-full` with the missing space, `io` otherwise
 */
export async function writeProved(context: ProvedWriteContext, path: string, bytes: Uint8Array): Promise<void> {
  const { files } = context;
  const temporary = join(dirname(path), `.${basename(path)}.${context.uniqueName()}.tmp`);
  try {
    await files.writeNewFile(temporary, bytes);
    if (!(await files.holds(temporary, bytes))) {
      throw new StudioError('io', `${basename(path)} was read back differently from what was written.`, {
        hint: 'The disk may be failing: save a copy on another one.',
      });
    }
    await renameWithRetry(context, temporary, path);
    await files.syncFolder(dirname(path));
  } catch (error) {
    await files.unlink(temporary).catch(() => undefined); // best effort: a leftover is cleaned at the next open
    throw await fileFailure(files, path, bytes.byteLength, error);
  }
}
