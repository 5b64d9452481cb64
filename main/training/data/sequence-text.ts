// Text of the data sets as token ids, with the control tokens that the sequence format needs. Encodings are kept, since the same lines
// come again every epoch. Not the format itself (sequence-row.ts).
import type { TextTokenizer } from '../../runtime/tokenizer';

export interface SequenceTokens {
  readonly bos: number;
  readonly eos: number;
  readonly pad: number;
  readonly imagePlaceholder: number;
  /** [IMG0], [IMG1], … in order. */
  readonly vokens: readonly number[];
}

const KEPT_TEXTS = 200_000;

export class SequenceText {
  readonly tokens: SequenceTokens;
  /** Ids of the brackets around a picture. */
  readonly brackets: { readonly open: number; readonly close: number };
  readonly #tokenizer: Pick<TextTokenizer, 'encode'>;
  readonly #kept = new Map<string, readonly number[]>();

  constructor(
    tokenizer: Pick<TextTokenizer, 'encode'>,
    tokens: SequenceTokens,
    brackets: { readonly open: number; readonly close: number },
  ) {
    this.#tokenizer = tokenizer;
    this.tokens = tokens;
    this.brackets = brackets;
  }

  /** Ids of one segment of text, which always starts with a space. */
  encode(text: string): readonly number[] {
    const kept = this.#kept.get(text);
    if (kept !== undefined) return kept;
    const ids = this.#tokenizer.encode(` ${text.trim()}`);
    if (this.#kept.size >= KEPT_TEXTS) this.#kept.clear();
    this.#kept.set(text, ids);
    return ids;
  }
}
