// A text as set paragraphs: its blank lines part paragraphs, its line ends stay, every paragraph has its own direction. Also how high
// that is, and how it parts where a page ends without leaving single lines behind.
import { breakLines, fewestLines } from './break-lines';
import type { Align, Direction, SetLine, SetParagraph } from './book';
import type { FaceId } from './faces';

export interface TextStyle {
  readonly face: FaceId;
  readonly size: number;
  readonly leading: number;
  readonly paragraphGap: number;
  readonly align: Align;
}

/** Control characters mean nothing on a page; half of a surrogate pair is no character. */
export const printable = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu, '')
    .replaceAll('\r', '');

export const paragraphsOf = (text: string): string[] =>
  printable(text)
    .split(/\n[ \t]*\n\s*/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** As `dir="auto"` decides: by the first letter that has a direction. */
export function directionOf(text: string): Direction {
  const letter = /\p{L}/u.exec(text)?.[0];
  return letter !== undefined && RIGHT_TO_LEFT.test(letter) ? 'rtl' : 'ltr';
}

/** @param measure width of the column in points */
export const setText = (text: string, style: TextStyle, measure: number): SetParagraph[] =>
  paragraphsOf(text).map((paragraph) => setParagraph(paragraph, directionOf(paragraph), style, measure));

function setParagraph(text: string, direction: Direction, style: TextStyle, measure: number): SetParagraph {
  const { face, size, align } = style;
  const parts = text.split('\n').filter((line) => line.trim() !== '');
  const hang = parts.length > 1 && align === 'start' ? size : 0;
  const lines = parts.flatMap((part, index): SetLine[] => {
    const broken = breakLines(part, { face, size, align, measure, hang });
    return index === parts.length - 1
      ? broken
      : broken.map((line, place) => (place === broken.length - 1 ? { ...line, joint: '\n' } : line));
  });
  return { direction, lines };
}

/** Set text again in another style or measure: what was one paragraph stays one. */
export const setAgain = (paragraphs: readonly SetParagraph[], style: TextStyle, measure: number): SetParagraph[] =>
  paragraphs.map(({ direction, lines }) =>
    setParagraph(lines.map(({ text, joint }) => text + joint).join(''), direction, style, measure),
  );

/** A height below which the text cannot be set, found without setting it. */
export function leastHeight(text: string, style: TextStyle, measure: number): number {
  const paragraphs = paragraphsOf(text);
  const parts = paragraphs.flatMap((paragraph) => paragraph.split('\n').filter((line) => line.trim() !== ''));
  const lines = parts.reduce((sum, part) => sum + fewestLines(part, { ...style, measure }), 0);
  return lines * style.leading + Math.max(0, paragraphs.length - 1) * style.paragraphGap;
}

export const linesIn = (paragraphs: readonly SetParagraph[]): number =>
  paragraphs.reduce((sum, { lines }) => sum + lines.length, 0);

export const heightOf = (paragraphs: readonly SetParagraph[], style: TextStyle): number =>
  linesIn(paragraphs) * style.leading + Math.max(0, paragraphs.length - 1) * style.paragraphGap;

export const widestLine = (paragraphs: readonly SetParagraph[]): number =>
  Math.max(0, ...paragraphs.flatMap(({ lines }) => lines.map(({ width }) => width)));

export interface SplitText {
  readonly head: readonly SetParagraph[];
  readonly rest: readonly SetParagraph[];
  /** Whether a paragraph of `head` goes on in `rest`. */
  readonly isWithin: boolean;
}

const FEWEST_LINES = 2;

/** How many of a paragraph's lines stay here when `room` fit: never one alone on either side, unless it has no more. */
function linesKept(count: number, room: number): number {
  if (room >= count) return count;
  const kept = Math.min(room, count - FEWEST_LINES);
  return kept < FEWEST_LINES ? 0 : kept;
}

/**
 * Parts a text at a height. At least one line is taken when `force` is set, however low the room: a page of its own must not stay
 * empty.
 */
export function splitText(
  paragraphs: readonly SetParagraph[],
  style: TextStyle,
  height: number,
  force: boolean,
): SplitText {
  let left = height + 0.01;
  for (const [index, paragraph] of paragraphs.entries()) {
    if (index > 0) left -= style.paragraphGap;
    const room = Math.max(0, Math.floor(left / style.leading));
    const count = paragraph.lines.length;
    if (room >= count) {
      left -= count * style.leading;
      continue;
    }
    let kept = linesKept(count, room);
    if (kept === 0 && index === 0 && force) kept = Math.min(count, Math.max(1, room));
    const head = paragraphs.slice(0, index);
    if (kept === 0) return { head, rest: paragraphs.slice(index), isWithin: false };
    const { direction, lines } = paragraph;
    return {
      head: [...head, { direction, lines: lines.slice(0, kept) }],
      rest: [{ direction, lines: lines.slice(kept) }, ...paragraphs.slice(index + 1)],
      isWithin: kept < count,
    };
  }
  return { head: paragraphs, rest: [], isWithin: false };
}
