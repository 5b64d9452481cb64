// words.json in an adapter's folder: the words that it has brought for characters that the bundle does not know. Their rows follow from the
// words and the bundle (word-rows.ts), so only the words are kept. A folder without the file has brought none.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import { ADAPTER_WORDS_FILE, adapterWordsSchema } from '../../../common/domain/adapter';

/** @param name of the adapter, for sentences. Throws `bad-request`. */
export async function readAdapterWords(dir: string, name: string): Promise<readonly string[]> {
  const text = await readFile(join(dir, ADAPTER_WORDS_FILE), 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw new StudioError('io', `${ADAPTER_WORDS_FILE} of "${name}" cannot be read.`, { cause });
  });
  if (text === null) return [];
  const result = adapterWordsSchema.safeParse(jsonFrom(text));
  if (result.success) return result.data.characters;
  throw new StudioError('bad-request', `The adapter "${name}" is damaged: ${ADAPTER_WORDS_FILE} lists no words.`, {
    hint: 'Export or copy it again.',
  });
}

/** Nothing is written where there are none. */
export async function writeAdapterWords(dir: string, characters: readonly string[]): Promise<void> {
  if (characters.length === 0) return;
  await writeFile(join(dir, ADAPTER_WORDS_FILE), `${JSON.stringify({ characters }, null, 2)}\n`);
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
