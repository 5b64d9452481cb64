/**
 * Constructors of operators that move, select or repeat elements without computing with them.
 * Axes may be negative, as in the standard.
 */
import { applyOperator, applySingle } from '../node';
import type { DType, Shape as ShapeLiteral } from '../types';
import type { Value } from '../value';
import { indicesOf, isList, valueOf, type IndexOperand, type Operand } from './operand';
import { checkNamesOfReshape, reshapeTarget, shapeVector } from './reshape-target';

export function Identity(x: Value): Value {
  return applySingle('Identity', [x], {});
}

/** Another element type: float to integer truncates towards zero, anything but 0 is true. */
export function Cast(x: Value, to: DType): Value {
  return applySingle('Cast', [x], { to });
}

/**
 * Same elements, other shape. In a literal, -1 is inferred, 0 keeps the dim of the same position, and names of x's own
 * dims may appear: `Reshape(x, ['B', 'T', heads, -1])`. A computed int64 vector is accepted too.
 */
export function Reshape(x: Value, shape: ShapeLiteral | Value): Value {
  if ('producer' in shape) return applySingle('Reshape', [x, shape], {});
  const reshaped = applySingle('Reshape', [x, reshapeTarget(x, shape)], {});
  checkNamesOfReshape(reshaped, shape);
  return reshaped;
}

/** Two axes: everything before `axis` and everything from it on. */
export function Flatten(x: Value, options: { readonly axis?: number } = {}): Value {
  return applySingle('Flatten', [x], { axis: options.axis ?? 1 });
}

/** Permutes the axes; without `perm` reverses them. */
export function Transpose(x: Value, options: { readonly perm?: readonly number[] } = {}): Value {
  const perm = options.perm ?? x.shape.map((_, index) => x.shape.length - 1 - index);
  return applySingle('Transpose', [x], { perm });
}

/** Removes axes of size 1. */
export function Squeeze(x: Value, axes: readonly number[]): Value {
  return applySingle('Squeeze', [x, indicesOf(axes)], {});
}

/** Inserts axes of size 1, at their positions in the result. */
export function Unsqueeze(x: Value, axes: readonly number[]): Value {
  return applySingle('Unsqueeze', [x, indicesOf(axes)], {});
}

/** Broadcasts to a shape, given as in Reshape but without -1; axes of x that are larger stay. */
export function Expand(x: Value, shape: ShapeLiteral | Value): Value {
  return applySingle('Expand', [x, 'producer' in shape ? shape : shapeVector(x, shape)], {});
}

/** Repeats each axis so many times. */
export function Tile(x: Value, repeats: IndexOperand): Value {
  return applySingle('Tile', [x, indicesOf(repeats)], {});
}

/** Joins along an axis; the other axes must agree. */
export function Concat(parts: readonly Value[], options: { readonly axis: number }): Value {
  return applySingle('Concat', parts, options);
}

/** Parts of the given sizes along an axis (0 unless given). */
export function Split(x: Value, sizes: readonly number[], options: { readonly axis?: number } = {}): readonly Value[] {
  return applyOperator('Split', [x, indicesOf(sizes)], { axis: options.axis ?? 0 });
}

/** x[starts:ends:steps] on `axes` (the first ones unless given). Ends beyond the size are cut to it. */
export function Slice(
  x: Value,
  starts: IndexOperand,
  ends: IndexOperand,
  axes?: IndexOperand,
  steps?: IndexOperand,
): Value {
  return applySingle('Slice', [x, indicesOf(starts), indicesOf(ends), indicesOf(axes), indicesOf(steps)], {});
}

/** `pads` = all begins, then all ends, for every axis (or for `axes`); `value` fills in constant mode. */
export function Pad(
  x: Value,
  pads: IndexOperand,
  options: {
    readonly mode?: 'constant' | 'reflect' | 'edge';
    readonly value?: Operand;
    readonly axes?: readonly number[];
  } = {},
): Value {
  const fill = options.value === undefined ? undefined : valueOf(options.value, x.dtype);
  const mode = options.mode ?? 'constant';
  const { axes } = options;
  const every = axes !== undefined && isList(pads) ? padsOfEveryAxis(x.shape.length, pads, axes) : undefined;
  if (every !== undefined) return applySingle('Pad', [x, indicesOf(every), fill], { mode });
  return applySingle('Pad', [x, indicesOf(pads), fill, indicesOf(axes)], { mode });
}

/**
 * Starts, then ends, of some axes -> the same of all axes, zero where nothing is added; undefined where they do not fit together. ONNX
 * Runtime 1.30 moves transposes past a Pad as if it always named every axis, which WebGPU's layout brings about.
 */
function padsOfEveryAxis(rank: number, pads: readonly number[], axes: readonly number[]): number[] | undefined {
  const all = new Array<number>(2 * rank).fill(0);
  if (pads.length !== 2 * axes.length) return undefined;
  for (const [index, axis] of axes.entries()) {
    const place = axis < 0 ? axis + rank : axis;
    if (place < 0 || place >= rank) return undefined;
    all[place] = pads[index] ?? 0;
    all[rank + place] = pads[axes.length + index] ?? 0;
  }
  return all;
}

/** Keeps the upper (or lower) triangle of the last two axes, shifted by k; the rest becomes 0. */
export function Trilu(x: Value, options: { readonly upper?: boolean; readonly k?: number } = {}): Value {
  const diagonal = options.k === undefined ? undefined : valueOf(options.k, 'int64');
  return applySingle('Trilu', [x, diagonal], { upper: (options.upper ?? true) ? 1 : 0 });
}
