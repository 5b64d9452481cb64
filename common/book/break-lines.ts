// Chooses where the lines of a paragraph end: the best breaks of the whole paragraph together (after Knuth and Plass, "Breaking
// Paragraphs into Lines", 1981), without hyphenation and without shrinking. Pure; widths come from faces.ts.
import { at } from '../base/at';
import type { Align, SetLine } from './book';
import { graphemesOf, piecesOf, type Piece } from './break-pieces';
import { widthOf, type FaceId } from './faces';

interface MeasuredPiece extends Piece {
  readonly width: number;
}

/** Letters may set a little wider than their table says (hinting, a fallback font): lines keep this much of the measure free. */
const SAFETY = 0.985;
const LAST_WORD_ALONE = 0.06;
const AFTER_SHORT_WORD = 0.02;
const AFTER_PAUSE = -0.015;
const SHORT_LAST_LINE = 0.18;

export interface LineBreaking {
  readonly face: FaceId;
  readonly size: number;
  readonly measure: number;
  readonly align: Align;
}

/** The lines of one paragraph without hard breaks inside. An empty one has a single empty line. */
export function breakLines(text: string, { face, size, measure, align }: LineBreaking): SetLine[] {
  const limit = Math.max(measure * SAFETY, size);
  const space = widthOf(face, ' ') * size;
  const pieces = piecesOf(text).flatMap((piece) => fitting(piece, face, size, limit));
  if (pieces.length === 0) return [{ text: '', width: 0, justified: false, joint: '' }];
  const target = align === 'center' ? balancedLimit(pieces, space, limit) : limit;
  const ends = bestEnds(pieces, space, target);
  return ends.map((end, index) => {
    const line = pieces.slice(index === 0 ? 0 : at(ends, index - 1), end);
    const words = line.map(({ text: word, spaced }, place) => (spaced && place > 0 ? ` ${word}` : word)).join('');
    const isLast = index === ends.length - 1;
    const joint = pieces[end]?.spaced === true ? ' ' : '';
    return { text: words, width: lineWidth(line, space), justified: align === 'justify' && !isLast, joint };
  });
}

const lineWidth = (line: readonly MeasuredPiece[], space: number): number =>
  line.reduce((sum, { width, spaced }, index) => sum + width + (spaced && index > 0 ? space : 0), 0);

/** A piece wider than the line is cut where it must be. */
function fitting(piece: Piece, face: FaceId, size: number, limit: number): MeasuredPiece[] {
  const width = widthOf(face, piece.text) * size;
  if (width <= limit) return [{ ...piece, width }];
  const parts: MeasuredPiece[] = [];
  let text = '';
  let sum = 0;
  for (const char of graphemesOf(piece.text)) {
    const wide = widthOf(face, char) * size;
    if (sum + wide > limit && text !== '') {
      parts.push({ text, width: sum, spaced: parts.length === 0 && piece.spaced });
      text = '';
      sum = 0;
    }
    text += char;
    sum += wide;
  }
  return [...parts, { text, width: sum, spaced: parts.length === 0 && piece.spaced }];
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

/** The index behind the last piece of each line. */
function bestEnds(pieces: readonly MeasuredPiece[], space: number, limit: number): number[] {
  const count = pieces.length;
  const cost = new Float64Array(count + 1).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(count + 1);
  cost[0] = 0;
  for (let start = 0; start < count; start++) {
    const soFar = at(cost, start);
    let width = 0;
    for (let end = start; end < count; end++) {
      const piece = at(pieces, end);
      width += piece.width + (piece.spaced && end > start ? space : 0);
      if (width > limit && end > start) break;
      const total = soFar + lineCost(pieces, start, end, (limit - width) / limit);
      if (total < at(cost, end + 1)) {
        cost[end + 1] = total;
        from[end + 1] = start;
      }
    }
  }
  const ends: number[] = [];
  for (let end = count; end > 0; end = at(from, end)) ends.push(end);
  return ends.reverse();
}

function lineCost(pieces: readonly MeasuredPiece[], start: number, end: number, slack: number): number {
  const isLast = end === pieces.length - 1;
  const free = Math.max(slack, 0);
  if (isLast) return start === end && start > 0 && free > 1 - SHORT_LAST_LINE ? LAST_WORD_ALONE : 0;
  const { text } = at(pieces, end);
  const pause = /[,.;:!?…，。；：！？]['"”’」』]?$/u.test(text) ? AFTER_PAUSE : 0;
  const short = pause === 0 && text.length <= 2 && /^\p{L}+$/u.test(text) ? AFTER_SHORT_WORD : 0;
  return free * free + 0.002 + pause + short;
}
