// A file port over real temp folders in which chosen operations fail: for fault injection. No mock of behaviour: what is not
// told to fail is done by the real file system.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFiles, type FilePort } from '../../main/services/files/file-port';
import type { ProvedWriteContext } from '../../main/services/files/write-proved';

export type FileOperation = keyof FilePort;

export const fileError = (code: string): Error => Object.assign(new Error(code), { code });

/** Counts every operation; `fail(operation, index)` decides which one throws what, before it has touched the disk. */
export function failingFiles(fail: (operation: FileOperation, index: number) => Error | null): {
  files: FilePort;
  count: () => number;
} {
  let index = 0;
  const wrap =
    <A extends readonly unknown[], R>(operation: FileOperation, run: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const error = fail(operation, index++);
      if (error !== null) throw error;
      return run(...args);
    };
  const files: FilePort = {
    readFile: wrap('readFile', (path) => nodeFiles.readFile(path)),
    holds: wrap('holds', (path, bytes) => nodeFiles.holds(path, bytes)),
    readStart: wrap('readStart', (path, bytes) => nodeFiles.readStart(path, bytes)),
    writeNewFile: wrap('writeNewFile', (path, bytes) => nodeFiles.writeNewFile(path, bytes)),
    appendFile: wrap('appendFile', (path, bytes) => nodeFiles.appendFile(path, bytes)),
    rename: wrap('rename', (from, to) => nodeFiles.rename(from, to)),
    copyFile: wrap('copyFile', (from, to) => nodeFiles.copyFile(from, to)),
    unlink: wrap('unlink', (path) => nodeFiles.unlink(path)),
    removeFolder: wrap('removeFolder', (path) => nodeFiles.removeFolder(path)),
    makeFolder: wrap('makeFolder', (path) => nodeFiles.makeFolder(path)),
    list: wrap('list', (path) => nodeFiles.list(path)),
    stat: wrap('stat', (path) => nodeFiles.stat(path)),
    syncFolder: wrap('syncFolder', (path) => nodeFiles.syncFolder(path)),
    freeBytes: wrap('freeBytes', (path) => nodeFiles.freeBytes(path)),
  };
  return { files, count: () => index };
}

export function writeContext(files: FilePort = nodeFiles): ProvedWriteContext {
  let names = 0;
  return { files, wait: () => Promise.resolve(), uniqueName: () => `t${names++}` };
}

/** A fresh folder and the function that removes it. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'voken-test-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}
