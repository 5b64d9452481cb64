import { describe, expect, it } from 'vitest';
import { rotaryTables, rotate } from '../../../native-models/nn/rotary';
import { splitAttention } from '../../../native-models/nn/split-attention';
import { input, ops } from '../../../native-models/onnx';
import { tensor64, type Tensor64 } from '../../../native-models/onnx/reference';
import { distance, evaluateOutputs, randomTensor } from './layer-fixture';

describe('rotary embedding', () => {
  const x = input('x', 'float32', ['B', 'S', 1, 4]);
  const positions = input('positions', 'int64', ['B', 'S']);
  const turned = rotate(x, rotaryTables(positions, { headSize: 4, theta: 100 }));
  const run = (numbers: readonly number[], at: number): Tensor64 =>
    evaluateOutputs({ turned }, [x, positions], {
      x: tensor64('float32', [1, 1, 1, 4], numbers),
      positions: tensor64('int64', [1, 1], [at]),
    }).turned;

  it('turns dimension i together with i + D/2, by position times θ^(-2i/D)', () => {
    const [a, b, c, d] = [1, 2, 3, 4];
    const [slow, fast] = [5 / 10, 5]; // frequencies 100^(-1/2) and 1
    const want = [
      a * Math.cos(fast) - c * Math.sin(fast),
      b * Math.cos(slow) - d * Math.sin(slow),
      c * Math.cos(fast) + a * Math.sin(fast),
      d * Math.cos(slow) + b * Math.sin(slow),
    ];
    expect(distance(run([a, b, c, d], 5), { shape: [1, 1, 1, 4], data: want })).toBeLessThan(1e-6);
  });

  it('leaves position 0 alone', () => {
    expect(distance(run([1, 2, 3, 4], 0), { shape: [1, 1, 1, 4], data: [1, 2, 3, 4] })).toBe(0);
  });

  it('makes products depend on the distance of positions only', () => {
    const dot = (p: number, q: number): number => {
      const [left, right] = [run([1, -2, 0.5, 3], p), run([2, 1, -1, 0.3], q)];
      return left.data.reduce((sum, value, i) => sum + value * (right.data[i] ?? NaN), 0);
    };
    expect(dot(11, 4)).toBeCloseTo(dot(107, 100), 4);
    expect(dot(11, 4)).not.toBeCloseTo(dot(11, 5), 2);
  });
});

describe.each([
  { heads: 2, keyValueHeads: 2 },
  { heads: 4, keyValueHeads: 2 },
  { heads: 3, keyValueHeads: 1 },
])('split attention with $heads heads over $keyValueHeads', ({ heads, keyValueHeads }) => {
  const size = 4;
  const query = input('q', 'float32', ['B', 'S', heads, size]);
  const key = input('k', 'float32', ['B', 'S', keyValueHeads, size]);
  const value = input('v', 'float32', ['B', 'S', keyValueHeads, size]);
  const past = {
    key: input('past_k', 'float32', ['B', keyValueHeads, 'P', size]),
    value: input('past_v', 'float32', ['B', keyValueHeads, 'P', size]),
  };
  const bias = input('bias', 'float32', ['B', 1, 'S', 'P+S']);
  const { output, present } = splitAttention({ query, key, value, past, bias });
  const inputs = [query, key, value, past.key, past.value, bias];

  /** Plain loops over (B, H, S, P+S). */
  function byHand(feeds: Readonly<Record<string, Tensor64>>, pastLength: number): Float64Array {
    const {
      q,
      k,
      v,
      past_k: pk,
      past_v: pv,
      bias: added,
    } = feeds as Record<'q' | 'k' | 'v' | 'past_k' | 'past_v' | 'bias', Tensor64>;
    const [batch = 0, length = 0] = q.shape;
    const at = (x: Tensor64, index: readonly number[]): number =>
      x.data[index.reduce((p, i, axis) => p * (x.shape[axis] ?? 1) + i, 0)] ?? NaN;
    const out: number[] = [];
    for (let b = 0; b < batch; b++) {
      for (let s = 0; s < length; s++) {
        for (let h = 0; h < heads; h++) {
          const g = Math.floor(h / (heads / keyValueHeads));
          const cached = (old: Tensor64, fresh: Tensor64, t: number, d: number): number =>
            t < pastLength ? at(old, [b, g, t, d]) : at(fresh, [b, t - pastLength, g, d]);
          const scores = Array.from({ length: pastLength + length }, (_, t) => {
            let score = at(added, [b, 0, s, t]);
            for (let d = 0; d < size; d++) score += at(q, [b, s, h, d]) * cached(pk, k, t, d);
            return Math.exp(score);
          });
          const total = scores.reduce((sum, score) => sum + score, 0);
          for (let d = 0; d < size; d++)
            out.push(scores.reduce((sum, score, t) => sum + (score / total) * cached(pv, v, t, d), 0));
        }
      }
    }
    return Float64Array.from(out);
  }

  it.each([0, 1, 5])('is attention over the past of %i positions and the new ones', (pastLength) => {
    const feeds = {
      q: randomTensor([2, 3, heads, size], 1),
      k: randomTensor([2, 3, keyValueHeads, size], 2),
      v: randomTensor([2, 3, keyValueHeads, size], 3),
      past_k: randomTensor([2, keyValueHeads, pastLength, size], 4),
      past_v: randomTensor([2, keyValueHeads, pastLength, size], 5),
      bias: randomTensor([2, 1, 3, pastLength + 3], 6),
    };
    const got = evaluateOutputs({ output, key: present.key, value: ops.Identity(present.value) }, inputs, feeds);
    expect(distance(got.output, { shape: [6, heads * size], data: byHand(feeds, pastLength) })).toBeLessThan(1e-7);
    expect(got.key.shape).toEqual([2, keyValueHeads, 3, size]);
    expect(got.value.data[size]).toBe(feeds.v.data[keyValueHeads * size]); // heads before positions: the second position
  });

  it('without a past, as in training, is the same as with an empty one', () => {
    const square = input('bias', 'float32', ['B', 1, 'S', 'S']);
    const alone = splitAttention({ query, key, value, bias: square });
    const feeds = {
      q: randomTensor([2, 3, heads, size], 1),
      k: randomTensor([2, 3, keyValueHeads, size], 2),
      v: randomTensor([2, 3, keyValueHeads, size], 3),
      bias: randomTensor([2, 1, 3, 3], 6),
    };
    const none = randomTensor([2, keyValueHeads, 0, size], 4);
    const got = evaluateOutputs({ y: alone.output }, [query, key, value, square], feeds).y;
    expect(
      distance(got, { shape: [6, heads * size], data: byHand({ ...feeds, past_k: none, past_v: none }, 0) }),
    ).toBeLessThan(1e-7);
  });
});
