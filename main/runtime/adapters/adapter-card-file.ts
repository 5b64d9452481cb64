// adapter.json in an adapter's folder: read, checked and written whole or not at all. A folder without one was made elsewhere. Not the
// numbers beside it (read-adapter.ts).
import { readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import {
  ADAPTER_CARD_FILE,
  ADAPTER_CARD_VERSION,
  adapterCardSchema,
  type AdapterCard,
} from '../../../common/domain/adapter';

/** The card of a folder; null where there is none. Throws `bad-request`. */
export async function readAdapterCard(dir: string): Promise<AdapterCard | null> {
  const text = await readFile(join(dir, ADAPTER_CARD_FILE), 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw new StudioError('io', `${ADAPTER_CARD_FILE} in ${basename(dir)} cannot be read.`, { cause });
  });
  return text === null ? null : adapterCardFrom(text, basename(dir));
}

/** @param name of the folder, for sentences. Throws `bad-request`. */
export function adapterCardFrom(text: string, name: string): AdapterCard {
  const json = parsed(text);
  const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined;
  if (typeof version === 'number' && version > ADAPTER_CARD_VERSION) {
    throw new StudioError(
      'bad-request',
      `The adapter ${name} has format ${version}; this version of the studio reads format ${ADAPTER_CARD_VERSION}.`,
      { hint: 'Update the studio.' },
    );
  }
  const result = adapterCardSchema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.map(String).join('.') ?? '';
  throw new StudioError(
    'bad-request',
    `${ADAPTER_CARD_FILE} of ${name} is wrong at ${place === '' ? 'its root' : place}: ${issue?.message ?? ''}.`,
    { hint: `Export the adapter again, or take ${ADAPTER_CARD_FILE} away to use it as one made elsewhere.` },
  );
}

/** Throws `disk-full` or `io`; the old card stays then. */
export async function writeAdapterCard(dir: string, card: AdapterCard): Promise<void> {
  const path = join(dir, ADAPTER_CARD_FILE);
  const temporary = `${path}.${process.pid}.partial`;
  try {
    await writeFile(temporary, `${JSON.stringify(adapterCardSchema.parse(card), null, 2)}\n`, { flush: true });
    await rename(temporary, path);
  } catch (cause) {
    const isFull = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC';
    throw new StudioError(isFull ? 'disk-full' : 'io', `${ADAPTER_CARD_FILE} could not be written.`, {
      hint: isFull ? 'Free some space and try again.' : 'Check that the folder can be written.',
      cause,
    });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
