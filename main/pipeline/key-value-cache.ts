// The keys and values of every position that the language model has read, per layer, outside the network: fed as inputs without a
// copy, while a run returns only the new ones (split attention, docs/performance.md). Batch 1. It knows positions, not words.
import { StudioError } from '../../common/base/studio-error';
import { floatTensor, floatsOf } from '../runtime/tensor';
import type { TensorData } from '../../native-models/onnx/types';

export interface CacheShape {
  readonly numLayers: number;
  readonly numKeyValueHeads: number;
  readonly headDim: number;
}

const SMALLEST_CAPACITY = 64;

/** Places that the buffers have for a past of this length: powers of two, so that a session sees few different shapes. */
export function capacityFor(length: number): number {
  let capacity = SMALLEST_CAPACITY;
  while (capacity < length) capacity *= 2;
  return capacity;
}

export class KeyValueCache {
  readonly #shape: CacheShape;
  #keys: Float32Array[];
  #values: Float32Array[];
  #capacity = SMALLEST_CAPACITY;
  #length = 0;

  constructor(shape: CacheShape) {
    this.#shape = shape;
    this.#keys = this.#buffers(SMALLEST_CAPACITY);
    this.#values = this.#buffers(SMALLEST_CAPACITY);
  }

  /** Positions held. */
  get length(): number {
    return this.#length;
  }

  get capacity(): number {
    return this.#capacity;
  }

  /** Forgets every position from `length` on. */
  truncate(length: number): void {
    if (length > this.#length)
      throw new StudioError('internal', `The cache holds ${this.#length} positions; it cannot be cut to ${length}.`);
    this.#length = length;
  }

  /**
   * The past as inputs of the network: float32[1][H][P][Dh] a layer. P depends on the length alone, never on what the cache
   * held before: the same story must give the same bytes whether it was read at once or panel by panel.
   */
  inputs(): Record<string, TensorData> {
    this.#resize(capacityFor(this.#length));
    const { numLayers, numKeyValueHeads, headDim } = this.#shape;
    const shape = [1, numKeyValueHeads, this.#capacity, headDim];
    const entries: Record<string, TensorData> = {};
    for (let layer = 0; layer < numLayers; layer++) {
      entries[`past_key_values.${layer}.key`] = floatTensor(this.#keys[layer]!, shape);
      entries[`past_key_values.${layer}.value`] = floatTensor(this.#values[layer]!, shape);
    }
    return entries;
  }

  /** Adds the new keys and values of a run over `count` positions: outputs `present.{i}.key|value` float32[1][H][S][Dh]. */
  append(outputs: Readonly<Record<string, TensorData>>, count: number): void {
    const end = this.#length + count;
    this.#resize(Math.max(capacityFor(end), this.#capacity));
    const { numLayers, numKeyValueHeads, headDim } = this.#shape;
    for (let layer = 0; layer < numLayers; layer++) {
      for (const [part, buffers] of [
        ['key', this.#keys],
        ['value', this.#values],
      ] as const) {
        const fresh = floatsOf(outputs, `present.${layer}.${part}`, 4);
        for (let head = 0; head < numKeyValueHeads; head++) {
          const rows = fresh.subarray(head * count * headDim, (head + 1) * count * headDim);
          buffers[layer]!.set(rows, (head * this.#capacity + this.#length) * headDim);
        }
      }
    }
    this.#length = end;
  }

  #resize(capacity: number): void {
    if (capacity === this.#capacity) return;
    const { numKeyValueHeads, headDim } = this.#shape;
    const moved = (old: Float32Array): Float32Array => {
      const fresh = new Float32Array(numKeyValueHeads * capacity * headDim);
      for (let head = 0; head < numKeyValueHeads; head++) {
        const start = head * this.#capacity * headDim;
        fresh.set(old.subarray(start, start + this.#length * headDim), head * capacity * headDim);
      }
      return fresh;
    };
    this.#keys = this.#keys.map(moved);
    this.#values = this.#values.map(moved);
    this.#capacity = capacity;
  }

  #buffers(capacity: number): Float32Array[] {
    const { numLayers, numKeyValueHeads, headDim } = this.#shape;
    return Array.from({ length: numLayers }, () => new Float32Array(numKeyValueHeads * capacity * headDim));
  }
}
