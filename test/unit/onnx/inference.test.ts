/**
 * Type inference on its own: named dims, and the words of its errors. Inference of ordinary sizes is covered by
 * operators.test.ts, where the runtime is the judge.
 */
import { describe, expect, it } from 'vitest';
import { assumeShape, constant, input, labelled, ops, type Value } from '../../../native-models/onnx';
import { StudioError } from '../../../common/base/studio-error';

const hidden = input('hidden', 'float32', ['B', 77, 768]);
const image = input('image', 'float32', ['B', 3, 'H', 'W']);
const states = input('states', 'float32', ['B', 'T', 64]);
const past = input('past', 'float32', ['B', 'P', 64]);

/** The error of a call that must fail. */
function errorOf(build: () => unknown): StudioError {
  try {
    build();
  } catch (error) {
    if (error instanceof StudioError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('named dims', () => {
  const cases: readonly (readonly [string, () => Value, string])[] = [
    ['a product by -1', () => ops.Reshape(states, [-1, 64]), 'float32[B*T][64]'],
    ['a product by its name, in any order', () => ops.Reshape(states, ['T*B', 64]), 'float32[B*T][64]'],
    ['a product taken apart', () => ops.Reshape(ops.Reshape(states, [-1, 64]), ['B*T', 8, -1]), 'float32[B*T][8][8]'],
    ['heads out of a width', () => ops.Reshape(hidden, ['B', 77, 12, -1]), 'float32[B][77][12][64]'],
    [
      'a number times a name',
      () => ops.Reshape(ops.Reshape(hidden, ['B', 77, 12, 64]), [-1, 64]),
      'float32[924*B][64]',
    ],
    ['0 keeps a dim', () => ops.Reshape(states, [0, 0, 8, 8]), 'float32[B][T][8][8]'],
    ['names at other places', () => ops.Reshape(states, ['T', 'B', 64]), 'float32[T][B][64]'],
    ['a sum by Concat', () => ops.Concat([past, states], { axis: 1 }), 'float32[B][P+T][64]'],
    [
      'a sum cut again',
      () => ops.Slice(ops.Concat([past, states], { axis: 1 }), [1], [-1], [1]),
      'float32[B][P+T-2][64]',
    ],
    [
      'a slice to a named end',
      () =>
        ops.Slice(
          constant(new Float32Array(64), 'float32', [16, 4]),
          [0],
          ops.Shape(states, { start: 1, end: 2 }),
          [0],
        ),
      'float32[T][4]',
    ],
    ['a slice that may be cut', () => ops.Slice(states, [0], [5], [1]), 'float32[B][min(T,5)][64]'],
    ['broadcast of names and 1', () => ops.Add(states, input('m', 'float32', ['B', 1, 1])), 'float32[B][T][64]'],
    ['expand to a computed shape', () => ops.Expand(constant([1]), ops.Shape(states)), 'float32[B][T][64]'],
    [
      'a convolution that keeps sizes',
      () => ops.Conv(image, constant(new Float32Array(27), 'float32', [1, 3, 3, 3]), undefined, { pads: [1, 1, 1, 1] }),
      'float32[B][1][H][W]',
    ],
    [
      'a convolution that halves sizes',
      () => ops.Conv(image, constant(new Float32Array(12), 'float32', [1, 3, 2, 2]), undefined, { strides: [2, 2] }),
      'float32[B][1][floor((H-2)/2)+1][floor((W-2)/2)+1]',
    ],
    ['doubling a picture', () => ops.Resize(image, [1, 1, 2, 2]), 'float32[B][3][2*H][2*W]'],
    ['positions by Range', () => ops.Range(0, ops.Gather(ops.Shape(states), 1)), 'int64[T]'],
    [
      'positions after the past',
      () =>
        ops.Range(
          ops.Gather(ops.Shape(past), 1),
          ops.Add(ops.Gather(ops.Shape(past), 1), ops.Gather(ops.Shape(states), 1)),
        ),
      'int64[T]',
    ],
    ['a fed length', () => ops.ConstantOfShape(input('n', 'int64', [1])), 'float32[n]'],
    ['flattened', () => ops.Flatten(states), 'float32[B][64*T]'],
    ['tiled', () => ops.Tile(states, [2, 1, 1]), 'float32[2*B][T][64]'],
  ];
  it.each(cases)('%s', (_, build, expected) => {
    expect(
      build()
        .toString()
        .replace(/^\w+: /, ''),
    ).toBe(expected);
  });
});

describe('errors speak', () => {
  const cases: readonly (readonly [() => unknown, string])[] = [
    [
      () => ops.MatMul(hidden, input('w_q', 'float32', [1024, 64])),
      'MatMul(hidden: float32[B][77][768], w_q: float32[1024][64]): inner axes differ: 768 and 1024',
    ],
    [
      () => ops.Add(states, past),
      'Add(states: float32[B][T][64], past: float32[B][P][64]): shapes do not broadcast: [B][T][64] and [B][P][64]',
    ],
    [
      () => ops.Add(states, input('i', 'int64', [64])),
      'Add(states: float32[B][T][64], i: int64[64]): dtypes differ: float32 and int64',
    ],
    [
      () => ops.Concat([hidden, states], { axis: 1 }),
      'Concat(hidden: float32[B][77][768], states: float32[B][T][64]): sizes of axis 2 differ: 768 and 64',
    ],
    [
      () => ops.Reshape(hidden, [-1, 77, 100]),
      'Reshape(hidden: float32[B][77][768], constant: int64[3]): 59136*B elements are not divisible by 7700',
    ],
    [
      () => ops.Reshape(constant([1, 2, 3]), [2, 2]),
      'Reshape(constant: float32[3], constant: int64[2]): 3 elements do not fit [2][2]',
    ],
    [
      () => ops.Reshape(states, ['N', 64]),
      'Reshape(states: float32[B][T][64], constant: int64[2]): the dim called N comes out as B*T',
    ],
    [() => ops.Reshape(hidden, ['B', 'Q', -1]), 'hidden: float32[B][77][768] has no dim named Q'],
    [
      () => ops.Transpose(hidden, { perm: [0, 2, 2] }),
      'Transpose(hidden: float32[B][77][768]): perm [0, 2, 2] must name each of the 3 axes once',
    ],
    [
      () => ops.Squeeze(hidden, [1]),
      'Squeeze(hidden: float32[B][77][768], constant: int64[1]): axis 1 has size 77, not 1',
    ],
    [() => ops.Softmax(hidden, { axis: 3 }), 'Softmax(hidden: float32[B][77][768]): axis 3 is outside the 3 axes'],
    [
      () => ops.Gather(hidden, states),
      'Gather(hidden: float32[B][77][768], states: float32[B][T][64]): indices must be int64 or int32, states is float32',
    ],
    [
      () => ops.Where(states, 1, 0),
      'Where(states: float32[B][T][64], constant: float32, constant: float32): the condition must be bool, it is float32',
    ],
    [
      () => ops.Split(hidden, [256, 256], { axis: 2 }),
      'Split(hidden: float32[B][77][768], constant: int64[2]): size of axis 2 and sum of the parts differ: 768 and 512',
    ],
    [
      () => ops.Conv(image, input('w', 'float32', [8, 4, 3, 3])),
      'Conv(image: float32[B][3][H][W], w: float32[8][4][3][3]): channels and the weight’s channels times groups differ: 3 and 4',
    ],
    [
      () => ops.LayerNormalization(hidden, input('s', 'float32', [64]), undefined, { epsilon: 1e-5 }),
      'LayerNormalization(hidden: float32[B][77][768], s: float32[64]): s must have the normalised shape [768]',
    ],
    [
      () => ops.MultiHeadAttention(states, past, past, { numHeads: 5 }),
      'MultiHeadAttention(states: float32[B][T][64], past: float32[B][P][64], past: float32[B][P][64]): widths must be divisible by 5 heads',
    ],
    [() => ops.Sqrt(input('i', 'int64', [2])), 'Sqrt(i: int64[2]): needs real numbers, got int64'],
    [() => ops.TopK(constant([1, 2]), 3), 'TopK(constant: float32[2], constant: int64[1]): asks for 3 of 2 elements'],
    [
      () => ops.Reshape(states, ops.Cast(ops.ReduceSum(states, { axes: [0, 1], keepdims: false }), 'int64')),
      'Reshape(states: float32[B][T][64], Cast: int64[64]): the elements of Cast are unknown',
    ],
    [
      () => ops.Einsum('ij,jk->il', constant([1, 2], 'float32', [1, 2]), constant([1, 2], 'float32', [2, 1])),
      'Einsum(constant: float32[1][2], constant: float32[2][1]): the result names "l", which no operand has',
    ],
  ];
  it.each(cases)('case %#', (build, message) => {
    const error = errorOf(build);
    expect(error.message).toBe(message);
    expect(error.code).toBe('shape-mismatch');
  });

  it('offers the way out where two names may mean one size', () => {
    const [a, b] = [input('a', 'float32', ['B', 'S']), input('b', 'float32', ['S2', 4])];
    expect(errorOf(() => ops.MatMul(a, b)).hint).toContain('assumeShape');
    expect(ops.MatMul(a, assumeShape(b, ['S', 4])).shape).toEqual(['B', 4]);
  });
});

describe('labels and assumptions', () => {
  it('names a tensor in messages without making another', () => {
    const sum = ops.Add(states, 1);
    const named = labelled('shifted', sum);
    expect(named.toString()).toBe('shifted: float32[B][T][64]');
    expect(named.producer).toBe(sum.producer);
  });

  it('does not let an assumption change a known size', () => {
    expect(errorOf(() => assumeShape(hidden, ['B', 78, 768])).message).toBe(
      'assumeShape(hidden: float32[B][77][768]): cannot be taken for float32[B][78][768]',
    );
    expect(errorOf(() => assumeShape(hidden, ['B', 77])).code).toBe('shape-mismatch');
  });
});
