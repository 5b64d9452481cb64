// A line of text as pieces between which a new line may begin: at spaces, behind hyphens, dashes and strokes, and between the characters of
// Chinese and Japanese, where punctuation keeps to its side (kinsoku). Pieces hold no spaces. Not the choice of breaks (break-lines.ts).

export interface Piece {
  readonly text: string;
  /** Whether a space stands before it, when no new line begins here. */
  readonly spaced: boolean;
}

const IDEOGRAPH =
  /[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u30ff\u3105-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff21-\uff3a\uff41-\uff5a\uff66-\uff9d\u{20000}-\u{3fffd}]/u;
/** May not begin a line: closing punctuation, small kana, marks of length and repetition. */
const NOT_AT_START =
  /[!%),.:;?\]}»’”…‥·、。〉》」』】〕〗〙〛〜〞〟・！％），．：；？］｝～｠｡｣､､ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ—–]/u;
/** May not end a line: opening punctuation. */
const NOT_AT_END = /[([{«‘“〈《「『【〔〖〘〚〝（［｛｟｢]/u;
const BREAK_BEHIND = /[-‐–—]/u;
/** Addresses: behind a stroke, where the next part begins. Fractions and dates stay whole. */
const BREAK_IN_ADDRESS = /\p{L}[/]$/u;
const WORD_CHAR = /[\p{L}\p{N}]/u;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
export const graphemesOf = (text: string): string[] => [...graphemes.segment(text)].map(({ segment }) => segment);

function mayBreakBetween(before: string, after: string, wordSoFar: string): boolean {
  if (NOT_AT_START.test(after[0] ?? '') || NOT_AT_END.test(before.at(-1) ?? '')) return false;
  if (IDEOGRAPH.test(before) || IDEOGRAPH.test(after)) return true;
  if (NOT_AT_START.test(before) && IDEOGRAPH.test(wordSoFar)) return true; // behind a full stop within Chinese
  if (BREAK_IN_ADDRESS.test(wordSoFar) && WORD_CHAR.test(after)) return true;
  return BREAK_BEHIND.test(before.at(-1) ?? '') && WORD_CHAR.test(wordSoFar) && WORD_CHAR.test(after);
}

const SIMPLE_WORD = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}\p{M}'’.,!?;:"“”‘()]+$/u;

function piecesOfWord(word: string): string[] {
  if (SIMPLE_WORD.test(word)) return [word];
  const pieces: string[] = [];
  let current = '';
  for (const char of graphemesOf(word)) {
    const before = current === '' ? '' : (/.$/su.exec(current)?.[0] ?? '');
    if (current !== '' && mayBreakBetween(before, char, current)) {
      pieces.push(current);
      current = char;
    } else current += char;
  }
  return current === '' ? pieces : [...pieces, current];
}

/** A no-break space stays within its piece. */
const SPACES = /[ \t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]+/u;

export function piecesOf(line: string): Piece[] {
  return line
    .split(SPACES)
    .filter((word) => word !== '')
    .flatMap((word, wordIndex) =>
      piecesOfWord(word).map((text, index) => ({ text, spaced: index === 0 && wordIndex > 0 })),
    );
}
