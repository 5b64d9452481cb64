/** The reference evaluator against numbers worked out by hand or taken from tables, and its own checks. */
import { describe, expect, it } from 'vitest';
import { constant, graphFrom, initializer, input, ops, tensorDataFrom, type Value } from '../../../native-models/onnx';
import { evaluate, tensor64 } from '../../../native-models/onnx/reference';
import { erf } from '../../../native-models/onnx/reference/erf';

/** The elements of a value that needs no inputs. */
function elementsOf(value: Value): number[] {
  return [...(evaluate(graphFrom({ name: 'g', inputs: [], outputs: { y: value } }), {})['y']?.data ?? [])];
}

const matrix = (rows: number, columns: number, ...numbers: number[]): Value =>
  constant(numbers, 'float32', [rows, columns]);

describe('hand numbers', () => {
  const cases: readonly (readonly [string, Value, readonly number[]])[] = [
    ['MatMul', ops.MatMul(matrix(2, 2, 1, 2, 3, 4), matrix(2, 2, 5, 6, 7, 8)), [19, 22, 43, 50]],
    ['Gemm', ops.Gemm(matrix(1, 2, 1, 2), matrix(2, 2, 3, 4, 5, 6), constant([10, 20]), { transB: 1 }), [21, 37]],
    ['Softmax', ops.Softmax(ops.Log(constant([1, 3]))), [0.25, 0.75]],
    ['LogSoftmax of large numbers', ops.LogSoftmax(constant([1000, 1000])), [-Math.LN2, -Math.LN2]],
    [
      'LayerNormalization',
      ops.LayerNormalization(constant([1, 3]), constant([2, 2]), constant([1, 1]), { epsilon: 0 }),
      [-1, 3],
    ],
    [
      'RMSNormalization',
      ops.RMSNormalization(constant([3, 4]), constant([1, 2]), { epsilon: 0 }),
      [3 / Math.sqrt(12.5), 8 / Math.sqrt(12.5)],
    ],
    [
      'Conv',
      ops.Conv(constant([1, 2, 3, 4], 'float32', [1, 1, 4]), constant([1, 0, -1], 'float32', [1, 1, 3])),
      [-2, -2],
    ],
    [
      'ConvTranspose',
      ops.ConvTranspose(constant([1, 2], 'float32', [1, 1, 2]), constant([1, 10], 'float32', [1, 1, 2]), undefined, {
        strides: [2],
      }),
      [1, 10, 2, 20],
    ],
    ['Transpose', ops.Transpose(matrix(2, 3, 1, 2, 3, 4, 5, 6)), [1, 4, 2, 5, 3, 6]],
    ['Gather', ops.Gather(matrix(3, 2, 1, 2, 3, 4, 5, 6), constant([2, 0], 'int64')), [5, 6, 1, 2]],
    ['Slice backwards', ops.Slice(constant([1, 2, 3, 4, 5]), [-1], [-100], [0], [-2]), [5, 3, 1]],
    ['CumSum', ops.CumSum(constant([1, 2, 3]), 0, { reverse: true }), [6, 5, 3]],
    ['TopK keeps the first of equals', ops.TopK(constant([1, 3, 3, 2]), 2)[1], [1, 2]],
    ['integer division truncates', ops.Div(constant([-7, 7], 'int64'), 2), [-3, 3]],
    ['Cast truncates', ops.Cast(constant([-1.7, 1.7]), 'int64'), [-1, 1]],
    ['Resize', ops.Resize(constant([1, 2], 'float32', [1, 1, 2]), [1, 1, 2]), [1, 1, 2, 2]],
    ['uint4 is packed, low half first', ops.Cast(constant([1, 15, 7], 'uint4'), 'float32'), [1, 15, 7]],
    [
      'half precision',
      ops.Cast(constant([1 / 3, 65504, 6e-8, 1e6], 'float16'), 'float32'),
      [0.333251953125, 65504, 2 ** -24, Infinity],
    ],
  ];
  it.each(cases)('%s', (_, value, expected) => {
    const elements = elementsOf(value);
    expect(elements).toHaveLength(expected.length);
    elements.forEach((element, index) => {
      const wanted = expected[index] ?? NaN;
      if (Number.isFinite(wanted)) expect(element).toBeCloseTo(wanted, 12);
      else expect(element).toBe(wanted);
    });
  });
});

it('knows the error function to twelve digits', () => {
  // Abramowitz and Stegun, table 7.1, and erfc(3) = 2.209049699858544e-5.
  const table = [
    [0, 0],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [3, 1 - 2.209049699858544e-5],
    [-1, -0.8427007929497149],
    [7, 1],
  ] as const;
  for (const [x, expected] of table) expect(Math.abs(erf(x) - expected)).toBeLessThan(1e-14);
});

describe('its own checks', () => {
  const x = input('x', 'float32', ['B', 4]);
  const y = input('y', 'float32', ['B', 4]);
  const graph = graphFrom({ name: 'g', inputs: [x, y], outputs: { sum: ops.Add(x, y) } });
  const row = tensor64('float32', [1, 4], [1, 2, 3, 4]);

  it('holds one name to one size', () => {
    const two = tensor64('float32', [2, 4], [1, 2, 3, 4, 5, 6, 7, 8]);
    expect(() => evaluate(graph, { x: row, y: two })).toThrow('The input y: float32[B][4] was fed float32[2][4].');
  });

  it('asks for what is missing', () => {
    expect(() => evaluate(graph, { x: row })).toThrow('The input y: float32[B][4] is not fed.');
    expect(() => evaluate(graph, { x: row, y: tensor64('int64', [1, 4], [1, 2, 3, 4]) })).toThrow(
      'was fed int64[1][4]',
    );
  });

  it('reads weights that lie in files only through the reader it is given', () => {
    const weight = initializer('w', { dtype: 'float32', shape: [2], file: 'w.safetensors', offset: 8, byteLength: 8 });
    const external = graphFrom({ name: 'e', inputs: [], outputs: { y: ops.Neg(weight) } });
    expect(() => evaluate(external, {})).toThrow('The weight lies in w.safetensors');
    const read = evaluate(
      external,
      {},
      { readExternal: (tensor) => tensorDataFrom(tensor.dtype, tensor.shape, [1, 2]) },
    );
    expect([...(read['y']?.data ?? [])]).toEqual([-1, -2]);
  });
});
