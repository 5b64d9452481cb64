// Chooses where the lines of a paragraph end: the best breaks of the whole paragraph together (after Knuth and Plass, "Breaking
// Paragraphs into Lines", 1981), without hyphenation and without shrinking. Pure; widths come from faces.ts.
import { at } from '../base/at';
import type { Align, SetLine } from './book';
import { graphemesOf, piecesOf, type Piece } from './break-pieces';
import { widthOf, type FaceId } from './faces';

interface MeasuredPiece extends Piece {
  /** In ems. */
  readonly width: number;
  /** What it costs that a line ends behind it: little at a pause, more behind a short word. */
  readonly endCost: number;
}

/** Letters may set a little wider than their table says (hinting, a fallback font): lines keep this much of the measure free. */
const SAFETY = 0.985;
const LAST_WORD_ALONE = 0.3;
const AFTER_SHORT_WORD = 0.02;
const AFTER_PAUSE = -0.015;
const EACH_LINE = 0.002;
const SHORT_LAST_LINE = 0.5;

function endCostOf(text: string): number {
  if (/[,.;:!?…，。；：！？]['"”’」』]?$/u.test(text)) return AFTER_PAUSE;
  return text.length <= 2 && /^\p{L}+$/u.test(text) ? AFTER_SHORT_WORD : 0;
}

const measured = (face: FaceId, { text, spaced }: Piece): MeasuredPiece => ({
  text,
  spaced,
  width: widthOf(face, text),
  endCost: endCostOf(text),
});

const MOST_KNOWN = 4000;
const known = new Map<FaceId, Map<string, readonly MeasuredPiece[]>>();

/** The pieces of a text in ems; the same text is asked for at many sizes and measures. */
function piecesIn(face: FaceId, text: string): readonly MeasuredPiece[] {
  const ofFace = known.get(face) ?? new Map<string, readonly MeasuredPiece[]>();
  known.set(face, ofFace);
  const found = ofFace.get(text);
  if (found !== undefined) return found;
  const pieces = piecesOf(text).map((piece) => measured(face, piece));
  if (ofFace.size >= MOST_KNOWN) ofFace.clear();
  ofFace.set(text, pieces);
  return pieces;
}

export interface LineBreaking {
  readonly face: FaceId;
  readonly size: number;
  readonly measure: number;
  readonly align: Align;
  /** How far the second line and those after it are set in, in points. */
  readonly hang?: number;
}

const limitOf = ({ size, measure }: LineBreaking): number => Math.max((measure * SAFETY) / size, 1);

/** No breaking of this text needs fewer lines: a quick answer whether trying is worth it. */
export function fewestLines(text: string, breaking: LineBreaking): number {
  const { face } = breaking;
  const pieces = piecesIn(face, text);
  const space = widthOf(face, ' ');
  const width = pieces.reduce((sum, piece) => sum + piece.width + (piece.spaced ? space : 0), 0);
  // The space at each break is not set.
  return Math.max(1, Math.ceil((width + space) / (limitOf(breaking) + space) - 1e-9));
}

/** The lines of one paragraph without hard breaks inside. An empty one has a single empty line. */
export function breakLines(text: string, breaking: LineBreaking): SetLine[] {
  const { face, size, align } = breaking;
  const limit = limitOf(breaking);
  const hang = Math.min((breaking.hang ?? 0) / size, limit / 4);
  const space = widthOf(face, ' ');
  const whole = piecesIn(face, text);
  const narrow = limit - hang;
  const pieces = whole.some(({ width }) => width > narrow)
    ? whole.flatMap((piece) => (piece.width <= narrow ? [piece] : cutPiece(piece, face, narrow)))
    : whole;
  if (pieces.length === 0) return [{ text: '', width: 0, indent: 0, joint: '' }];
  const target = align === 'center' ? balancedLimit(pieces, space, limit) : limit;
  const ends = bestEnds(pieces, space, target, hang);
  return ends.map((end, index) => {
    const line = pieces.slice(index === 0 ? 0 : at(ends, index - 1), end);
    const words = line.map(({ text: word, spaced }, place) => (spaced && place > 0 ? ` ${word}` : word)).join('');
    const joint = pieces[end]?.spaced === true ? ' ' : '';
    const indent = index === 0 ? 0 : hang;
    return { text: words, width: (lineWidth(line, space) + indent) * size, indent: indent * size, joint };
  });
}

const lineWidth = (line: readonly MeasuredPiece[], space: number): number =>
  line.reduce((sum, { width, spaced }, index) => sum + width + (spaced && index > 0 ? space : 0), 0);

/** A piece wider than the line is cut where it must be. */
function cutPiece(piece: MeasuredPiece, face: FaceId, limit: number): MeasuredPiece[] {
  const parts: Piece[] = [];
  let text = '';
  let sum = 0;
  for (const char of graphemesOf(piece.text)) {
    const wide = widthOf(face, char);
    if (sum + wide > limit && text !== '') {
      parts.push({ text, spaced: parts.length === 0 && piece.spaced });
      text = '';
      sum = 0;
    }
    text += char;
    sum += wide;
  }
  const whole = [...parts, { text, spaced: parts.length === 0 && piece.spaced }];
  return withoutCrumb(whole).map((part) => measured(face, part));
}

const CRUMB = 3;

/** One or two characters alone behind a cut are taken for a misprint: some of the part before join them. */
function withoutCrumb(parts: readonly Piece[]): readonly Piece[] {
  const [before, last] = [parts.at(-2), parts.at(-1)];
  if (before === undefined || last === undefined) return parts;
  const [kept, crumb] = [graphemesOf(before.text), graphemesOf(last.text)];
  const moved = CRUMB - crumb.length;
  if (moved <= 0 || kept.length <= 2 * CRUMB) return parts;
  const head = { ...before, text: kept.slice(0, -moved).join('') };
  return [...parts.slice(0, -2), head, { ...last, text: kept.slice(-moved).join('') + last.text }];
}

function greedyCount(pieces: readonly MeasuredPiece[], space: number, limit: number): number {
  let count = 1;
  let used = 0;
  for (const { width, spaced } of pieces) {
    const more = used === 0 ? width : used + width + (spaced ? space : 0);
    if (more <= limit || used === 0) used = more;
    else {
      count++;
      used = width;
    }
  }
  return count;
}

const BALANCED_LINES = 8;
const BALANCE_STEPS = 9;

/** The narrowest measure that needs no more lines: centred words then stand as one even block. */
function balancedLimit(pieces: readonly MeasuredPiece[], space: number, limit: number): number {
  const count = greedyCount(pieces, space, limit);
  if (count === 1 || count > BALANCED_LINES) return limit;
  let low = Math.max(limit / 3, ...pieces.map(({ width }) => width));
  let high = limit;
  for (let step = 0; step < BALANCE_STEPS; step++) {
    const middle = (low + high) / 2;
    if (greedyCount(pieces, space, middle) <= count) high = middle;
    else low = middle;
  }
  return Math.min(limit, high * 1.04); // a little room, so that breaks may fall at pauses
}

/** The index behind the last piece of each line. Plain loops over plain numbers: this runs for every word at every key. */
function bestEnds(pieces: readonly MeasuredPiece[], space: number, whole: number, hang: number): number[] {
  const count = pieces.length;
  const widths = Float64Array.from(pieces, ({ width, spaced }) => width + (spaced ? space : 0));
  const endCosts = Float64Array.from(pieces, ({ endCost }) => endCost + EACH_LINE);
  const cost = new Float64Array(count + 1).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(count + 1);
  cost[0] = 0;
  for (let start = 0; start < count; start++) {
    const soFar = cost[start] ?? 0;
    let width = at(pieces, start).width;
    const limit = start === 0 ? whole : whole - hang;
    for (let end = start; end < count; end++) {
      if (end > start) {
        width += widths[end] ?? 0;
        if (width > limit) break;
      }
      const free = Math.max((limit - width) / limit, 0);
      const isLast = end === count - 1;
      const lastCost = start === end && start > 0 && free > 1 - SHORT_LAST_LINE ? LAST_WORD_ALONE : 0;
      const total = soFar + (isLast ? lastCost : free * free + (endCosts[end] ?? 0));
      if (total < (cost[end + 1] ?? 0)) {
        cost[end + 1] = total;
        from[end + 1] = start;
      }
    }
  }
  const ends: number[] = [];
  for (let end = count; end > 0; end = at(from, end)) ends.push(end);
  return ends.reverse();
}
