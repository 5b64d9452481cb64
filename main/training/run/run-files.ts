// The file operations of a run folder as a port, so that a test can make each of them fail in the middle. The only implementation for
// real disks is `nodeRunFiles`. Not a general file system.
import { mkdir, open, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';

export interface RunFiles {
  makeFolder(path: string): Promise<void>;
  /** Names in a folder; none where there is no such folder. */
  list(path: string): Promise<string[]>;
  /** A whole text file, or undefined where there is none. */
  readText(path: string): Promise<string | undefined>;
  /** Writes a new file from pieces and flushes it to the disk before it resolves. */
  writeSynced(path: string, pieces: Iterable<Uint8Array>): Promise<void>;
  /** Renames within a folder and flushes the folder's entries. */
  rename(from: string, to: string): Promise<void>;
  /** Writes a new file; false where there is one already. */
  create(path: string, text: string): Promise<boolean>;
  append(path: string, text: string): Promise<void>;
  cut(path: string, bytes: number): Promise<void>;
  remove(path: string): Promise<void>;
}

export const nodeRunFiles: RunFiles = {
  async makeFolder(path) {
    await mkdir(path, { recursive: true });
  },
  list: (path) =>
    readdir(path).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }),
  readText: (path) =>
    readFile(path, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }),
  async writeSynced(path, pieces) {
    const handle = await open(path, 'w');
    try {
      for (const piece of pieces) await handle.writeFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  async rename(from, to) {
    await rename(from, to);
    try {
      const folder = await open(dirname(to), 'r');
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    } catch (error) {
      // Windows refuses to open a folder; there a rename is already durable enough.
      if (!['EPERM', 'EISDIR', 'EACCES', 'EINVAL'].includes(codeOf(error))) throw error;
    }
  },
  create: (path, text) =>
    writeFile(path, text, { flag: 'wx' }).then(
      () => true,
      (error: unknown) => {
        if (codeOf(error) === 'EEXIST') return false;
        throw error;
      },
    ),
  async append(path, text) {
    const handle = await open(path, 'a');
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
  },
  cut: (path, bytes) => truncate(path, bytes),
  remove: (path) => rm(path, { force: true }),
};

/**
 * Replaces `path` by the pieces, or leaves it untouched: a temporary file beside it, flushed, then renamed.
 * @throws StudioError `disk-full` or `io`
 */
export async function writeWhole(files: RunFiles, path: string, pieces: Iterable<Uint8Array>): Promise<void> {
  const temporary = `${path}.partial`;
  try {
    await files.writeSynced(temporary, pieces);
    await files.rename(temporary, path);
  } catch (error) {
    await files.remove(temporary).catch(() => undefined); // a full disk needs the room of what was not finished
    throw runFileError(path, error);
  }
}

/** A failed file operation as a sentence. */
export function runFileError(path: string, error: unknown): StudioError {
  if (error instanceof StudioError) return error;
  const code = codeOf(error);
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new StudioError('disk-full', `The disk is full: ${path} could not be written.`, {
        hint: 'Free some space and continue with --resume; the last checkpoint is whole.',
        detail: { path, code },
        cause: error,
      })
    : new StudioError('io', `${path} could not be read or written (${code || 'unknown error'}).`, {
        hint: 'Check that the folder exists and may be written.',
        detail: { path, code },
        cause: error,
      });
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
