// The faces of the book's type and how wide they set each character. Kerning is left out: it only makes lines a little shorter, and
// a line's width is a limit, not a position.
import type { TypePairing } from '../domain/book-design';
import { bookFontFamilies } from './font-families';
import ebGaramond400 from './metrics/eb-garamond-400.json';
import ebGaramond600 from './metrics/eb-garamond-600.json';
import fredoka600 from './metrics/fredoka-600.json';
import literata400 from './metrics/literata-400.json';
import literata600 from './metrics/literata-600.json';
import nunito400 from './metrics/nunito-400.json';

export type FaceId =
  'literata-400' | 'literata-600' | 'eb-garamond-400' | 'eb-garamond-600' | 'fredoka-600' | 'nunito-400';

type Runs = readonly (readonly (number | readonly number[])[])[];

const tables: Readonly<Record<FaceId, Runs>> = {
  'literata-400': literata400,
  'literata-600': literata600,
  'eb-garamond-400': ebGaramond400,
  'eb-garamond-600': ebGaramond600,
  'fredoka-600': fredoka600,
  'nunito-400': nunito400,
};

const MILLI = 1000;
const widthsByFace = new Map<FaceId, ReadonlyMap<number, number>>();

function widthsOf(face: FaceId): ReadonlyMap<number, number> {
  const known = widthsByFace.get(face);
  if (known !== undefined) return known;
  const widths = new Map<number, number>();
  for (const [first, run] of tables[face]) {
    if (typeof first !== 'number' || typeof run !== 'object') continue;
    run.forEach((width, offset) => widths.set(first + offset, width / MILLI));
  }
  widthsByFace.set(face, widths);
  return widths;
}

const NO_WIDTH = /[\p{M}\p{Cf}\p{Cc}]/u;
const FULL_WIDTH =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Extended_Pictographic}\u{1f1e6}-\u{1f1ff}\u{20000}-\u{3fffd}]/u;
/** Of a script that the fonts do not have (Arabic, Hebrew, Devanagari …): wider than most, so that nothing runs over. */
const OTHER_WIDTH = 0.66;

function foreignWidthOf(char: string): number {
  if (NO_WIDTH.test(char)) return 0;
  return FULL_WIDTH.test(char) ? 1 : OTHER_WIDTH;
}

/** Width of a text in ems of its face. */
export function widthOf(face: FaceId, text: string): number {
  const widths = widthsOf(face);
  let sum = 0;
  for (const char of text) sum += widths.get(char.codePointAt(0) ?? 0) ?? foreignWidthOf(char);
  return sum;
}

/** Whether the face draws this character itself; what has no shape of its own needs no face. */
export const hasGlyph = (face: FaceId, char: string): boolean =>
  widthsOf(face).has(char.codePointAt(0) ?? 0) || /[\s\p{Cf}\p{Cc}\ufe00-\ufe0f]/u.test(char);

/** Family and weight of a face, as a style sheet names them. */
export function cssOf(face: FaceId): { readonly family: string; readonly weight: number } {
  const weight = Number(face.slice(-3));
  const family = bookFontFamilies.find(({ folder }) => face.startsWith(folder));
  return { family: `'${family?.cssName ?? 'serif'}', ${family?.generic ?? 'serif'}`, weight };
}

export interface Typography {
  readonly title: FaceId;
  readonly text: FaceId;
  /** Size for the same visible size: EB Garamond is small on its body. */
  readonly scale: number;
  readonly leading: number;
}

export const typographyOf: Readonly<Record<TypePairing, Typography>> = {
  literata: { title: 'literata-600', text: 'literata-400', scale: 1, leading: 1.5 },
  garamond: { title: 'eb-garamond-600', text: 'eb-garamond-400', scale: 1.16, leading: 1.36 },
  'fredoka-nunito': { title: 'fredoka-600', text: 'nunito-400', scale: 1.06, leading: 1.46 },
};
