/**
 * What constructors accept beside Values: numbers as literals of the other operand's dtype, lists as index vectors.
 * Not an operator itself.
 */
import { constant } from '../graph';
import type { DType } from '../types';
import type { Value } from '../value';

/** A tensor, or a number that becomes a scalar literal. */
export type Operand = Value | number;

/** Index arguments (axes, starts, repeats): a literal list or a computed int64 vector. */
export type IndexOperand = Value | readonly number[];

/** The Value behind an operand; a number takes `dtype`. */
export function valueOf(operand: Operand, dtype: DType): Value {
  return typeof operand === 'number' ? constant(operand, dtype) : operand;
}

/** Both operands as Values: a number takes the dtype of the other; two numbers are float32. */
export function pairOf(a: Operand, b: Operand): readonly [Value, Value] {
  const dtype = typeof a !== 'number' ? a.dtype : typeof b !== 'number' ? b.dtype : 'float32';
  return [valueOf(a, dtype), valueOf(b, dtype)];
}

/** An int64 vector. */
export function indicesOf(indices: IndexOperand): Value;
export function indicesOf(indices: IndexOperand | undefined): Value | undefined;
export function indicesOf(indices: IndexOperand | undefined): Value | undefined {
  if (indices === undefined) return undefined;
  return isList(indices) ? constant(indices, 'int64') : indices;
}

/** Whether an index argument is a literal. */
export function isList(indices: IndexOperand): indices is readonly number[] {
  return Array.isArray(indices);
}
