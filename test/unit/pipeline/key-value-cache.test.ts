// The cache of keys and values: positions land where they belong, survive a change of capacity, and are cut off cleanly.
import { describe, expect, it } from 'vitest';
import { capacityFor, KeyValueCache } from '../../../main/pipeline/key-value-cache';
import { attentionBias } from '../../../main/pipeline/language-model';
import { floatTensor } from '../../../main/runtime/tensor';

const shape = { numLayers: 2, numKeyValueHeads: 3, headDim: 2 };
/** New keys and values whose numbers name layer, part, head, position and axis. */
const fresh = (from: number, count: number) =>
  Object.fromEntries(
    [0, 1].flatMap((layer) =>
      ['key', 'value'].map((part, p) => {
        const data = new Float32Array(3 * count * 2);
        let i = 0;
        for (let head = 0; head < 3; head++)
          for (let position = from; position < from + count; position++)
            for (let axis = 0; axis < 2; axis++) data[i++] = nameOf(layer, p, head, position, axis);
        return [`present.${layer}.${part}`, floatTensor(data, [1, 3, count, 2])];
      }),
    ),
  );
const nameOf = (layer: number, part: number, head: number, position: number, axis: number): number =>
  layer * 100_000 + part * 50_000 + head * 10_000 + position * 10 + axis;

function expectHolds(cache: KeyValueCache, length: number): void {
  const inputs = cache.inputs();
  for (let layer = 0; layer < 2; layer++)
    for (const [p, part] of ['key', 'value'].entries()) {
      const { data, shape: got } = inputs[`past_key_values.${layer}.${part}`]!;
      expect(got).toEqual([1, 3, cache.capacity, 2]);
      for (let head = 0; head < 3; head++)
        for (let position = 0; position < length; position++)
          for (let axis = 0; axis < 2; axis++)
            expect(data[(head * cache.capacity + position) * 2 + axis]).toBe(nameOf(layer, p, head, position, axis));
    }
}

describe('KeyValueCache', () => {
  it('keeps every position through growth, cuts and shrinking', () => {
    const cache = new KeyValueCache(shape);
    for (const [from, count] of [
      [0, 5],
      [5, 60],
      [65, 200],
      [265, 1],
    ] as const) {
      cache.append(fresh(from, count), count);
      expectHolds(cache, from + count);
    }
    cache.truncate(70);
    cache.append(fresh(70, 10), 10);
    expectHolds(cache, 80);
    cache.truncate(3);
    expectHolds(cache, 3);
    expect(() => cache.truncate(4)).toThrow(/cannot be cut/);
  });

  it('has a capacity that depends on its length alone', () => {
    const grown = new KeyValueCache(shape);
    grown.append(fresh(0, 300), 300);
    grown.truncate(10);
    const small = new KeyValueCache(shape);
    small.append(fresh(0, 10), 10);
    grown.inputs();
    small.inputs();
    expect(grown.capacity).toBe(small.capacity);
    expect([1, 64, 65, 128, 129, 1000].map(capacityFor)).toEqual([64, 64, 128, 128, 256, 1024]);
  });
});

describe('attentionBias', () => {
  it('opens the filled past and what came before, and nothing else', () => {
    const { data, shape: got } = attentionBias(3, 2, 4);
    expect(got).toEqual([1, 1, 3, 7]);
    const open = Array.from({ length: data.length }, (_, i) => (data[i] === 0 ? 1 : 0));
    expect([open.slice(0, 7), open.slice(7, 14), open.slice(14)]).toEqual([
      [1, 1, 0, 0, 1, 0, 0],
      [1, 1, 0, 0, 1, 1, 0],
      [1, 1, 0, 0, 1, 1, 1],
    ]);
  });
});
