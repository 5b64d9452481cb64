/**
 * Reading by index without silent holes: an index outside the array is a programming error and says so.
 * It is not `Array.prototype.at`: negative indices are refused, because they hide off-by-one faults.
 */
import { StudioError } from './studio-error';

/** The element at `index`; throws `internal` when the index is outside 0..length-1. */
export function at<T>(items: ArrayLike<T>, index: number): T {
  const item = items[index];
  if (item === undefined) {
    throw new StudioError('internal', `Index ${String(index)} is outside an array of ${String(items.length)}.`);
  }
  return item;
}
