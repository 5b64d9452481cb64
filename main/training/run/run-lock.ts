// One process at a time in a run folder: two would write over each other's checkpoints. A lock whose process is gone does not hold.
import { join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import { runFileError, type RunFiles } from './run-files';

/**
 * Takes the folder for process `pid`; the returned function gives it back.
 * @throws `bad-request` while another living process has it; `io` or `disk-full`
 */
export async function lockRun(files: RunFiles, folder: string, pid = process.pid): Promise<() => Promise<void>> {
  const path = join(folder, 'run.lock');
  const release = (): Promise<void> => files.remove(path);
  try {
    if (await files.create(path, `${pid}\n`)) return release;
    const holder = Number.parseInt((await files.readText(path)) ?? '', 10);
    if (holder !== pid && isAlive(holder)) {
      throw new StudioError('bad-request', `Process ${holder} is training in ${folder}.`, {
        hint: 'Wait for it, stop it, or choose another run folder.',
        detail: { pid: holder },
      });
    }
    await files.remove(path);
    if (await files.create(path, `${pid}\n`)) return release;
  } catch (error) {
    throw runFileError(path, error);
  }
  throw new StudioError('bad-request', `Another process began to train in ${folder} at the same moment.`, {
    hint: 'Choose another run folder.',
  });
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
