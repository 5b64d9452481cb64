// Words that a bundle or its adapters have brought, as rows of this bundle's table. What such a row is: word-rows.ts.
import { join } from 'node:path';
import type { NewWord } from '../../common/domain/bundle';
import { openCheckpoint } from '../../native-models/weights/checkpoint';
import type { Bundle } from './bundle';
import type { TextTokenizer } from './tokenizer';
import { wordRowsFrom, type WordRow } from './word-rows';

/** Each row as far from its piece's own as the word's strength says. */
export async function bundleWordRows(
  { dir, manifest }: Bundle,
  tokenizer: Pick<TextTokenizer, 'encode'>,
  words: readonly NewWord[],
): Promise<WordRow[]> {
  if (words.length === 0) return [];
  const languageModel = await openCheckpoint(manifest.parts.languageModel.weights.map((path) => join(dir, path)));
  const { characters } = manifest.knows;
  const rows = await wordRowsFrom(
    languageModel,
    { tokenizer, characters },
    words.map(({ word }) => word),
  );
  return rows.map(({ pieces, own, row }, i) => {
    const { strength } = words[i]!;
    return { pieces, own, row: row.map((value, at) => own[at]! + strength * (value - own[at]!)) };
  });
}

/** Every word once, as strong as the strongest that bring it; never more than itself. */
export function strongestWords(words: readonly NewWord[]): NewWord[] {
  const strengths = new Map<string, number>();
  for (const { word, strength } of words)
    strengths.set(word, Math.min(1, Math.max(strengths.get(word) ?? 0, strength)));
  return [...strengths].map(([word, strength]) => ({ word, strength }));
}
