/**
 * Constructors of operators that read or write by index tensors, and of generated tensors.
 * Indices are int64 or int32; negative ones count from the end.
 */
import { constant } from '../graph';
import { applySingle } from '../node';
import type { Dim, TensorData } from '../types';
import { assumeShape, type Value } from '../value';
import { indicesOf, valueOf, type IndexOperand, type Operand } from './operand';

/** Rows of x by index: the axis is replaced by the shape of `indices`. A number takes one row and drops the axis. */
export function Gather(x: Value, indices: Operand, options: { readonly axis?: number } = {}): Value {
  return applySingle('Gather', [x, valueOf(indices, 'int64')], { axis: options.axis ?? 0 });
}

/** One element per index along an axis; the result has the shape of `indices`. */
export function GatherElements(x: Value, indices: Value, options: { readonly axis?: number } = {}): Value {
  return applySingle('GatherElements', [x, indices], { axis: options.axis ?? 0 });
}

/** Slices of x by index tuples in the last axis of `indices`. */
export function GatherND(x: Value, indices: Value, options: { readonly batchDims?: number } = {}): Value {
  return applySingle('GatherND', [x, indices], { batch_dims: options.batchDims ?? 0 });
}

type Reduction = 'none' | 'add';

/** x with `updates` written (or added) at `indices` along an axis. */
export function ScatterElements(
  x: Value,
  indices: Value,
  updates: Value,
  options: { readonly axis?: number; readonly reduction?: Reduction } = {},
): Value {
  const attributes = { axis: options.axis ?? 0, reduction: options.reduction ?? 'none' };
  return applySingle('ScatterElements', [x, indices, updates], attributes);
}

/** x with slices `updates` written (or added) at the index tuples of `indices`. */
export function ScatterND(
  x: Value,
  indices: Value,
  updates: Value,
  options: { readonly reduction?: Reduction } = {},
): Value {
  return applySingle('ScatterND', [x, indices, updates], { reduction: options.reduction ?? 'none' });
}

/** A new axis of size `depth` that holds `on` at the index and `off` elsewhere, as float32 unless Values are given. */
export function OneHot(
  indices: Value,
  depth: number | Value,
  options: { readonly axis?: number; readonly values?: Value } = {},
): Value {
  const values = options.values ?? constant([0, 1]);
  return applySingle('OneHot', [indices, valueOf(depth, 'int64'), values], { axis: options.axis ?? -1 });
}

/** The shape of x as an int64 vector, or the part start..end of it. */
export function Shape(x: Value, options: { readonly start?: number; readonly end?: number } = {}): Value {
  return applySingle('Shape', [x], options);
}

/**
 * start, start + delta, … below limit; int64 unless Values are given. The length is known for literals and for
 * `Range(0, n)` where n is a dim taken by Shape; otherwise give it a name with `length`.
 */
export function Range(
  start: Operand,
  limit: Operand,
  delta: Operand = 1,
  options: { readonly length?: Dim } = {},
): Value {
  const given = [start, limit, delta].find((operand) => typeof operand !== 'number');
  const dtype = given === undefined || typeof given === 'number' ? 'int64' : given.dtype;
  const range = applySingle('Range', [valueOf(start, dtype), valueOf(limit, dtype), valueOf(delta, dtype)], {});
  return options.length === undefined ? range : assumeShape(range, [options.length]);
}

/** A tensor of one repeated value (float32 0 unless given); the shape is a literal or a computed int64 vector. */
export function ConstantOfShape(shape: IndexOperand, value?: TensorData): Value {
  return applySingle('ConstantOfShape', [indicesOf(shape)], value === undefined ? {} : { value });
}
