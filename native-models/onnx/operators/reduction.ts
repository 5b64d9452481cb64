/**
 * Constructors of reductions, scans, selections and normalisations along axes.
 * Reductions keep the reduced axes as size 1 unless `keepdims: false`.
 */
import { applyOperator, applySingle } from '../node';
import type { Value } from '../value';
import { indicesOf, valueOf, type Operand } from './operand';

interface ReductionOptions {
  /** All axes unless given. */
  readonly axes?: readonly number[];
  readonly keepdims?: boolean;
}

const reduction =
  (op: 'ReduceMean' | 'ReduceSum' | 'ReduceMax') =>
  (x: Value, options: ReductionOptions = {}): Value =>
    applySingle(op, [x, indicesOf(options.axes)], { keepdims: (options.keepdims ?? true) ? 1 : 0 });

export const ReduceMean = reduction('ReduceMean');
export const ReduceSum = reduction('ReduceSum');
export const ReduceMax = reduction('ReduceMax');

/** Index of the largest element along an axis (the first of equals), int64. */
export function ArgMax(x: Value, options: { readonly axis: number; readonly keepdims?: boolean }): Value {
  return applySingle('ArgMax', [x], { axis: options.axis, keepdims: (options.keepdims ?? true) ? 1 : 0 });
}

/** The k largest elements along an axis in falling order, and their int64 indices. */
export function TopK(
  x: Value,
  k: Operand,
  options: { readonly axis?: number; readonly largest?: boolean } = {},
): readonly [values: Value, indices: Value] {
  // k is a vector of one element in the standard.
  const count = typeof k === 'number' ? indicesOf([k]) : valueOf(k, 'int64');
  const attributes = { axis: options.axis ?? -1, largest: (options.largest ?? true) ? 1 : 0, sorted: 1 };
  const [values, indices] = applyOperator('TopK', [x, count], attributes);
  if (values === undefined || indices === undefined) throw new RangeError('TopK has two outputs');
  return [values, indices];
}

/** Running sums along an axis. */
export function CumSum(
  x: Value,
  axis: number,
  options: { readonly exclusive?: boolean; readonly reverse?: boolean } = {},
): Value {
  const attributes = { exclusive: options.exclusive === true ? 1 : 0, reverse: options.reverse === true ? 1 : 0 };
  return applySingle('CumSum', [x, valueOf(axis, 'int64')], attributes);
}

/** exp(x) / sum exp(x) along an axis (the last unless given). */
export function Softmax(x: Value, options: { readonly axis?: number } = {}): Value {
  return applySingle('Softmax', [x], { axis: options.axis ?? -1 });
}

export function LogSoftmax(x: Value, options: { readonly axis?: number } = {}): Value {
  return applySingle('LogSoftmax', [x], { axis: options.axis ?? -1 });
}

interface NormOptions {
  /** First of the normalised axes; the last axis unless given. */
  readonly axis?: number;
  readonly epsilon: number;
}

/** (x - mean) / sqrt(variance + epsilon) * scale + bias over the axes from `axis` on. */
export function LayerNormalization(x: Value, scale: Value, bias: Value | undefined, options: NormOptions): Value {
  return applySingle('LayerNormalization', [x, scale, bias], { axis: options.axis ?? -1, epsilon: options.epsilon });
}

/** x / sqrt(mean(x^2) + epsilon) * scale over the axes from `axis` on. */
export function RMSNormalization(x: Value, scale: Value, options: NormOptions): Value {
  return applySingle('RMSNormalization', [x, scale], { axis: options.axis ?? -1, epsilon: options.epsilon });
}

/** Normalises each channel of each sample over its positions. x (N, C, …), scale (C), bias (C). */
export function InstanceNormalization(
  x: Value,
  scale: Value,
  bias: Value,
  options: { readonly epsilon: number },
): Value {
  return applySingle('InstanceNormalization', [x, scale, bias], { epsilon: options.epsilon });
}
