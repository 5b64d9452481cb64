// Words that an adapter has brought for characters that the bundle does not know. Such a word is made of pieces that mean nothing together,
// so the language model does not take what they name for somebody: its last piece gets an input row that lies where the rows of the
// bundle's own characters lie, at the place that is the word's own. What the model knows of characters then holds for it. A fixed start in the
// sense of textual inversion (Gal et al. 2022, arXiv 2208.01618), not trained further. Which words: training/tuning/new-words.ts.
import { Rng } from '../../common/base/rng';
import type { BundleManifest } from '../../common/domain/bundle';
import type { Checkpoint } from '../../native-models/weights/checkpoint';
import type { TextTokenizer } from './tokenizer';

export interface WordRow {
  /** Token ids of the word after a space; the row replaces that of the last. */
  readonly pieces: readonly number[];
  /** float32 (d): the last piece's own, and what stands there instead. */
  readonly own: Float32Array;
  readonly row: Float32Array;
}

export interface WordWorld {
  readonly tokenizer: Pick<TextTokenizer, 'encode'>;
  /** What the bundle knows. */
  readonly characters: BundleManifest['knows']['characters'];
}

export interface WordTable extends WordWorld {
  /** Input rows of all tokens, float32 (V, d). */
  readonly rows: Float32Array;
  readonly width: number;
}

/** The table of a language model's checkpoint. */
export const INPUT_TABLE = 'model.embed_tokens.weight';

/** `characterRows` with the table of a language model's checkpoint, which is only read where there are words. */
export async function wordRowsFrom(
  languageModel: Pick<Checkpoint, 'readFloat32' | 'locate'>,
  world: WordWorld,
  words: readonly string[],
): Promise<WordRow[]> {
  if (words.length === 0) return [];
  const width = languageModel.locate(INPUT_TABLE).entry.shape[1]!;
  return characterRows({ ...world, rows: await languageModel.readFloat32(INPUT_TABLE), width }, words);
}

/** Fewer characters than this have no place in common. */
export const LEAST_CHARACTERS = 4;

/** Token ids of a word inside a text. */
export const piecesOf = (tokenizer: Pick<TextTokenizer, 'encode'>, word: string): readonly number[] =>
  tokenizer.encode(` ${word}`);

/** A row for each word: the mean of the characters' rows, and off it as far as they are, in a direction that only the word decides. */
export function characterRows(table: WordTable, words: readonly string[]): WordRow[] {
  const { rows, width, tokenizer, characters } = table;
  const rowOf = (word: string): Float32Array => {
    const last = piecesOf(tokenizer, word).at(-1)!;
    return rows.slice(last * width, (last + 1) * width);
  };
  if (words.length === 0 || characters.length < LEAST_CHARACTERS) return [];
  const known = characters.map(rowOf);
  const mean = new Float32Array(width);
  for (const row of known) row.forEach((value, i) => (mean[i]! += value / known.length));
  const apart = known.map((row) => row.map((value, i) => value - mean[i]!));
  const distance = apart.reduce((sum, direction) => sum + normOf(direction), 0) / apart.length;
  return words.map((word) => {
    const rng = new Rng(1).fork(`character ${word}`);
    const direction = new Float32Array(width);
    for (const other of apart) {
      const share = rng.gaussian();
      other.forEach((value, i) => (direction[i]! += share * value));
    }
    const scale = distance / Math.max(normOf(direction), Number.MIN_VALUE);
    return {
      pieces: piecesOf(tokenizer, word),
      own: rowOf(word),
      row: mean.map((value, i) => value + scale * direction[i]!),
    };
  });
}

/** Calls `found` for every place where the last piece of a word stands; of two words that end there the longer one counts. */
export function eachWordEnd<Word extends Pick<WordRow, 'pieces'>>(
  ids: ArrayLike<number | bigint>,
  words: readonly Word[],
  found: (position: number, word: Word) => void,
): void {
  if (words.length === 0) return;
  const longestFirst = [...words].sort((a, b) => b.pieces.length - a.pieces.length);
  for (let position = 0; position < ids.length; position++) {
    const word = longestFirst.find(({ pieces }) => {
      const start = position - pieces.length + 1;
      return start >= 0 && pieces.every((piece, i) => Number(ids[start + i]) === piece);
    });
    if (word !== undefined) found(position, word);
  }
}

const normOf = (values: Float32Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
