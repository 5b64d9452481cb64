// The file operations that saving needs, as a port: so that each of them can be made to fail in a test.
// Not a general file system. The only implementation for real disks is `nodeFiles`.
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';

export interface FileStat {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly bytes: number;
  readonly modifiedMs: number;
}

export interface FilePort {
  readFile(path: string): Promise<Uint8Array>;
  /** The first bytes of a file, fewer where it is shorter. */
  readStart(path: string, bytes: number): Promise<Uint8Array>;
  /** Whether a file holds exactly these bytes. Read piece by piece: a long story is compared on every save. */
  holds(path: string, bytes: Uint8Array): Promise<boolean>;
  /** Writes a new file and flushes it to the disk before it resolves. Fails if the file exists. */
  writeNewFile(path: string, bytes: Uint8Array): Promise<void>;
  appendFile(path: string, bytes: Uint8Array): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  copyFile(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Removes an empty folder. */
  removeFolder(path: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  list(path: string): Promise<string[]>;
  /** Does not follow links; null when nothing is there. */
  stat(path: string): Promise<FileStat | null>;
  /** Flushes a folder's entries, so that a rename survives a power cut. A no-op where the system has no such thing. */
  syncFolder(path: string): Promise<void>;
  freeBytes(path: string): Promise<number>;
}

/** The code of a Node file error (`ENOSPC`), or an empty string. */
export const fileErrorCodeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

const PIECE_BYTES = 512 * 1024;

export const nodeFiles: FilePort = {
  readFile: (path) => fs.readFile(path),
  async readStart(path, bytes) {
    const handle = await fs.open(path, 'r');
    try {
      const buffer = new Uint8Array(bytes);
      const { bytesRead } = await handle.read(buffer, 0, bytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  },
  async holds(path, bytes) {
    const handle = await fs.open(path, 'r');
    try {
      const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, bytes.byteLength + 1));
      for (let at = 0; ;) {
        const { bytesRead } = await handle.read(piece, 0, piece.byteLength, at);
        if (bytesRead === 0) return at === bytes.byteLength;
        if (piece.compare(bytes, at, Math.min(at + bytesRead, bytes.byteLength), 0, bytesRead) !== 0) return false;
        at += bytesRead;
      }
    } finally {
      await handle.close();
    }
  },
  async writeNewFile(path, bytes) {
    const handle = await fs.open(path, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  async appendFile(path, bytes) {
    const handle = await fs.open(path, 'a');
    try {
      await handle.writeFile(bytes);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  },
  rename: (from, to) => fs.rename(from, to),
  copyFile: (from, to) => fs.copyFile(from, to, constants.COPYFILE_EXCL),
  unlink: (path) => fs.unlink(path),
  removeFolder: (path) => fs.rmdir(path),
  async makeFolder(path) {
    await fs.mkdir(path, { recursive: true });
  },
  list: (path) => fs.readdir(path),
  async stat(path) {
    try {
      const stat = await fs.lstat(path);
      const kind = stat.isSymbolicLink() ? 'link' : stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : 'other';
      return { kind, bytes: stat.size, modifiedMs: stat.mtimeMs };
    } catch (error) {
      if (fileErrorCodeOf(error) === 'ENOENT' || fileErrorCodeOf(error) === 'ENOTDIR') return null;
      throw error;
    }
  },
  async syncFolder(path) {
    try {
      const handle = await fs.open(path, 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      // Windows refuses to open a folder; there a rename is already durable enough.
      if (!['EPERM', 'EISDIR', 'EACCES', 'EINVAL'].includes(fileErrorCodeOf(error))) throw error;
    }
  },
  async freeBytes(path) {
    const stat = await fs.statfs(path);
    return stat.bavail * stat.bsize;
  },
};
