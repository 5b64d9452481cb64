// Names that stay spelt as the story spells them. A small language model copies a name of several tokens badly ("Monty" becomes "Mon",
// "Monna"): so once a word has begun like a name of the story, only tokens that finish that name may follow, and after the whole name
// nothing that makes it longer. Bundles ask for it with `prompt.keepNames`; a large model needs no such help, and it would keep a
// newcomer called Mary out of a story that has a Martha. For the same bundles nobody is introduced twice: after "Pip the fox", Pip is Pip and
// no newcomer is called so, where a small model would let a second Pip the fox come by. It chooses nothing itself: see sampling.ts.
import type { TextTokenizer } from '../runtime/tokenizer';

const LAST_WORD = /\p{L}+$/u;
const FIRST_LETTERS = /^\p{L}+/u;
const WORDS = /\p{L}+/gu;
const SHORT_WORD = /^[AIO]$/;
const CAPITAL = /^\p{Lu}/u;
const NEWCOMER = /\b[Aa]n? (?:\p{L}+ ){1,3}called$/u;

/** Capitalised words of the texts that stand nowhere in lower case: names, and harmless others ("Oh"). */
export function namesOf(texts: readonly string[]): ReadonlySet<string> {
  const words = texts.flatMap((text) => text.match(WORDS) ?? []);
  const plain = new Set(words.filter((word) => !CAPITAL.test(word)));
  return new Set(words.filter((word) => CAPITAL.test(word) && !plain.has(word.toLowerCase())));
}

const piecesByTokenizer = new WeakMap<TextTokenizer, readonly string[]>();

/** What each token adds to a text that has begun, with the space before a new word. */
function piecesOf(tokenizer: TextTokenizer): readonly string[] {
  const known = piecesByTokenizer.get(tokenizer);
  if (known !== undefined) return known;
  const before = tokenizer.encode(' a').slice(-1);
  const { length } = tokenizer.decode(before);
  const pieces = Array.from({ length: tokenizer.size }, (_, id) => tokenizer.decode([...before, id]).slice(length));
  piecesByTokenizer.set(tokenizer, pieces);
  return pieces;
}

export class NameSpelling {
  /**
   * @param before what the story has told so far, panel by panel
   * @param given names that the story's cards give; nobody is introduced by them
   */
  constructor(
    readonly tokenizer: TextTokenizer,
    readonly before: readonly string[],
    readonly given: readonly string[] = [],
  ) {}

  /**
   * Tokens that would misspell a name of the story, or introduce its bearer again.
   * @param written tokens that the model has added to the panel
   * @param text the panel so far, with its given beginning
   */
  bannedAfter(written: readonly number[], text: string): readonly number[] {
    const word = LAST_WORD.exec(text)?.[0] ?? '';
    if (NEWCOMER.test(text)) return this.#startsOfNames([...this.before, text]);
    if (!CAPITAL.test(word)) return [];
    const told = [...this.before, text.slice(0, text.length - word.length)];
    return [...this.#misspelling(written, word, told), ...this.#introducing(word, told)];
  }

  /** After "a fox called": the newcomer has a name of its own. */
  #startsOfNames(told: readonly string[]): readonly number[] {
    return [...namesOf([...told, ...this.given])].flatMap((name) => this.tokenizer.encode(` ${name}`).slice(0, 1));
  }

  /** After a name that stood before a "the" already: "the", and what could begin to spell it. */
  #introducing(name: string, told: readonly string[]): readonly number[] {
    const introduction = new RegExp(`\\b${name} the\\b`, 'u');
    if (!told.some((text) => introduction.test(text))) return [];
    return piecesOf(this.tokenizer).flatMap((piece, id) => (piece !== '' && ' the'.startsWith(piece) ? [id] : []));
  }

  #misspelling(written: readonly number[], word: string, told: readonly string[]): readonly number[] {
    const names = namesOf([...told, ...this.given]);
    const meant = [...names].filter((name) => name.startsWith(word));
    if (meant.length === 0) return [];
    const pieces = piecesOf(this.tokenizer);
    // A word that is a token by itself may end here: "The" before "Theo"; of single letters, those that are words.
    const isToken = pieces[written.at(-1) ?? -1]?.trim() === word && (word.length > 1 || SHORT_WORD.test(word));
    const mayEnd = isToken || meant.includes(word);
    return pieces.flatMap((piece, id) => {
      const letters = FIRST_LETTERS.exec(piece)?.[0];
      if (letters === undefined) return mayEnd || piece === '' ? [] : [id];
      const longer = word + letters;
      const isWhole = letters.length < piece.length;
      return meant.some((name) => (isWhole ? name === longer : name.startsWith(longer))) ? [] : [id];
    });
  }
}
