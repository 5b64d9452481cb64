// JSON files that commands read back: one that must be there, and one that may be. What is in them is checked by whoever asks.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { StudioError } from '../../common/base/studio-error';

/** Throws `bad-request` for a file that is not there or no JSON. */
export async function readJson(path: string): Promise<unknown> {
  const found = await readJsonIfThere(path);
  if (found !== undefined) return found;
  throw new StudioError('bad-request', `${basename(path)} is not there.`, { hint: `Looked for ${path}.` });
}

/** Undefined where there is no such file. Throws `bad-request` for a file that is no JSON. */
export async function readJsonIfThere(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new StudioError('bad-request', `${basename(path)} is not JSON.`, { cause });
  }
}
