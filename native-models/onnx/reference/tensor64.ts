/**
 * The reference evaluator's tensor: float64 elements row by row, and the few ways of reading them by index.
 * Written for clarity, not speed: it is the yardstick, never a runtime.
 */
import { at } from '../../../common/base/at';
import { StudioError } from '../../../common/base/studio-error';
import { numbersFrom } from '../elements';
import { elementCount, typeText, type DType, type TensorData } from '../types';

export interface Tensor64 {
  /** What the elements mean; they are held as float64 all the same (bool as 0 and 1). */
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** A tensor from numbers. Throws `shape-mismatch` on a wrong count. */
export function tensor64(dtype: DType, shape: readonly number[], numbers: ArrayLike<number>): Tensor64 {
  if (numbers.length !== elementCount(shape)) {
    throw new StudioError(
      'shape-mismatch',
      `${typeText({ dtype, shape })} cannot hold ${String(numbers.length)} elements`,
    );
  }
  return { dtype, shape, data: Float64Array.from(numbers) };
}

export function tensor64From(content: TensorData): Tensor64 {
  return { dtype: content.dtype, shape: content.shape, data: numbersFrom(content) };
}

/** A tensor whose every element is a function of its index. The index array is reused between calls. */
export function tensorOf(
  dtype: DType,
  shape: readonly number[],
  element: (index: readonly number[]) => number,
): Tensor64 {
  const data = new Float64Array(elementCount(shape));
  forEachIndex(shape, (index, position) => {
    data[position] = element(index);
  });
  return { dtype, shape, data };
}

/** Visits every index of a shape in row order. The index array is reused between calls. */
export function forEachIndex(
  shape: readonly number[],
  visit: (index: readonly number[], position: number) => void,
): void {
  const count = elementCount(shape);
  const index = shape.map(() => 0);
  for (let position = 0; position < count; position += 1) {
    visit(index, position);
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      index[axis] = at(index, axis) + 1;
      if (at(index, axis) < at(shape, axis)) break;
      index[axis] = 0;
    }
  }
}

/**
 * The element at a position in row order. Like `at`, but for one kind of array: reading is most of the work here, and a
 * function that also sees lists is an order of magnitude slower.
 */
export function elementAt(data: Float64Array, position: number): number {
  const element = data[position];
  if (element === undefined) throw new StudioError('internal', `Position ${String(position)} is outside a tensor.`);
  return element;
}

/** The element at an index. */
export function read(tensor: Tensor64, index: readonly number[]): number {
  return elementAt(tensor.data, positionOf(tensor.shape, index));
}

/** The element that broadcasts to an index of equal or higher rank. */
export function readBroadcast(tensor: Tensor64, index: readonly number[]): number {
  return elementAt(tensor.data, broadcastPosition(tensor.shape, index));
}

/** Where the element that broadcasts to an index lies in row order. */
export function broadcastPosition(shape: readonly number[], index: readonly number[]): number {
  const skipped = index.length - shape.length;
  let position = 0;
  shape.forEach((size, axis) => {
    position = position * size + (size === 1 ? 0 : at(index, axis + skipped));
  });
  return position;
}

/** Where the element of an index lies in row order. */
export function positionOf(shape: readonly number[], index: readonly number[]): number {
  let position = 0;
  for (let axis = 0; axis < shape.length; axis += 1) position = position * at(shape, axis) + at(index, axis);
  return position;
}

/** A copy of an index with one entry replaced. */
export function withEntry(index: readonly number[], axis: number, entry: number): number[] {
  return index.map((old, other) => (other === axis ? entry : old));
}
