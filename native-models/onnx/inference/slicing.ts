/**
 * The size that is left of an axis after a slice, with numbers or names in every place.
 * Named bounds are trusted to lie inside the axis, as a caller means them; number bounds are cut as the standard says.
 */
import type { Dim } from '../types';
import { addDims, divideDims, isAtLeast, subtractDims } from './dims';

/** The standard's "to the end", in either direction, is any bound beyond this. */
const beyondAnySize = 2 ** 31 - 1;

/** Size of x[start:end:step] for an axis of size `dim`. */
export function slicedDim(dim: Dim, start: Dim, end: Dim, step: number): Dim {
  if (typeof dim === 'number' && typeof start === 'number' && typeof end === 'number') {
    const [from, to] = numericBounds(dim, start, end, step);
    return Math.max(0, Math.ceil((to - from) / step));
  }
  const from = resolved(dim, start);
  const to = resolved(dim, end);
  if (step === -1)
    return start === -1 && typeof end === 'number' && end < -beyondAnySize ? dim : subtractDims(from, to);
  const mayPassEnd = typeof end === 'number' && end >= 0 && end < beyondAnySize && !isAtLeast(dim, end);
  const stop = mayPassEnd ? `min(${String(dim)},${String(end)})` : to;
  const span = subtractDims(stop, from);
  return step === 1 ? span : divideDims(addDims(span, step - 1), step);
}

/** First index and the one behind the last, cut to the axis as the standard says. */
export function numericBounds(size: number, start: number, end: number, step: number): readonly [number, number] {
  const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
  const from = start < 0 ? start + size : start;
  const to = end < 0 ? end + size : end;
  return step > 0 ? [clamp(from, 0, size), clamp(to, 0, size)] : [clamp(from, 0, size - 1), clamp(to, -1, size - 1)];
}

function resolved(dim: Dim, bound: Dim): Dim {
  if (typeof bound === 'string') return bound;
  if (bound >= beyondAnySize) return dim;
  return bound < 0 ? addDims(dim, bound) : bound;
}
