/**
 * Every gradient rule against central differences in the float64 reference, and its graph in the real ONNX Runtime.
 * The cases are those of the operators (test/unit/onnx/operator-cases.ts) and, for what only gradients meet, the table
 * here: one line per case.
 */
import { describe, expect, it } from 'vitest';
import type { AnyCall } from '../../../native-models/autodiff/vjp-call';
import { gradientStops, vjpRules, type DifferentiableName } from '../../../native-models/autodiff/rules';
import { at } from '../../../common/base/at';
import { constant, elementCount, ops, type Value } from '../../../native-models/onnx';
import { operatorTable } from '../../../native-models/onnx/operator-table';
import { cases, type Case } from '../onnx/operator-cases';
import { runWithOnnxRuntime } from '../onnx/run-with-onnxruntime';
import { checkVjp, compareVjp, isDifferentiable } from './check-vjp';

const weights = (...shape: readonly number[]): Value =>
  constant(
    Array.from({ length: elementCount(shape) }, (_, index) => Math.sin(index + 1)),
    'float32',
    shape,
  );

const furtherCases: { readonly [Op in DifferentiableName]?: readonly Case[] } = {
  Cast: [(m) => ops.Cast(ops.Mul(m.real('B', 4), m.real('B', 1)), 'float32')],
  Pow: [(m) => ops.Pow(m.real('B', 4), 2), (m) => ops.Pow(m.positive('B', 4), -0.5)],
  Clip: [(m) => ops.Clip(m.real('B', 8), 0.25)],
  Where: [(m) => ops.Where(m.truth(4), m.real('B', 1), m.real('B', 4))],
  Add: [(m) => reused(m.real('B', 4), (x) => ops.Add(x, x)), (m) => ops.Add(m.real(1, 'T', 1), m.real('B', 1, 4))],
  MatMul: [
    (m) => ops.MatMul(m.real(4), m.real(4)),
    (m) => ops.MatMul(m.real(4, 'B'), m.real('B')),
    (m) => ops.MatMul(m.real('B', 2, 'T', 4), ops.Transpose(m.real('B', 2, 'P', 4), { perm: [0, 1, 3, 2] })),
    (m) => ops.MatMul(m.real('B', 'T', 4), m.real(1, 4, 5)),
    (m) => ops.MatMul(m.real('B', 2, 'T'), m.real('T', 3)),
  ],
  FusedMatMul: [
    (m) => ops.FusedMatMul(m.real('B', 4, 'T'), m.real('B', 5, 4), { transA: 1, transB: 1, alpha: 3 }),
    (m) => ops.FusedMatMul(m.real('B', 1, 'T', 4), m.real(2, 4, 5)),
  ],
  Gemm: [
    (m) => ops.Gemm(m.real(4, 'B'), m.real(5, 4), m.real(1), { transA: 1, transB: 1, alpha: 2, beta: 0.5 }),
    (m) => ops.Gemm(m.real('B', 4), m.real(4, 5), m.real('B', 1)),
    (m) => ops.Gemm(m.real('B', 'P'), m.real(5, 'P'), undefined, { transB: 1 }),
  ],
  Einsum: [(m) => ops.Einsum('bij,bjk,k->bi', m.real('B', 3, 4), m.real('B', 4, 5), m.real(5))],
  Reshape: [(m) => ops.Mul(ops.Reshape(m.real('B', 'T', 4), [-1, 2]), m.real(2))],
  Transpose: [
    (m) =>
      ops.Transpose(ops.Mul(ops.Transpose(m.real('B', 3, 4), { perm: [0, 2, 1] }), m.real(3)), { perm: [2, 0, 1] }),
  ],
  Expand: [
    (m) => ops.Expand(m.real(4), [3, 2, 4]),
    (m) => ops.Mul(ops.Expand(m.real(1, 3, 1), ops.Shape(m.real('B', 3, 'T'))), 2),
  ],
  Tile: [(m) => ops.Tile(m.real('B', 'T'), [2, 3])],
  Concat: [(m) => ops.Concat([m.real('B', 4), ops.Neg(m.real('T', 4)), m.real(1, 4), m.real('P', 4)], { axis: 0 })],
  Split: [(m) => at(ops.Split(m.real('B', 'T', 7), [2, 4, 1], { axis: -1 }), 1)],
  Slice: [
    (m) => ops.Slice(m.real('B', 'T', 6), [-1], [2 ** 31], [1]),
    (m) => ops.Slice(m.real('B', 'T', 6), [0, 1], [-1, 5], [1, 2]),
    (m) => ops.Slice(m.real('B', 9), [1], [8], [1], [3]),
    (m) => ops.Slice(m.real('B', 9), [-1], [-(2 ** 31) - 1], [1], [-1]),
    (m) => ops.Slice(m.real('B', 8), [6], [0], [1], [-2]),
    (m) => ops.Slice(m.real('H', 4), ops.Shape(m.real('B'), { start: 0 }), [2 ** 31], [0]),
    (m) => ops.Slice(m.real('H', 4), [0], ops.Shape(m.real('B'), { start: 0 }), [0]),
  ],
  Gather: [
    (m) => ops.Gather(m.real(80, 3), m.index(80, 'B', 'T')),
    (m) => ops.Gather(m.real('B', 'T', 3), m.index(2, 4), { axis: 1 }),
    (m) => ops.Gather(m.real('B', 5, 3), m.index(5, 'T', 2), { axis: 1 }),
    (m) => ops.Gather(m.real('T', 3), -1),
    (m) => ops.Gather(m.real('B', 3), ops.Squeeze(m.index(3, 1), [0]), { axis: 1 }),
    (m) => ops.Gather(m.real(5), m.index(5, 7)),
    (m) => ops.Gather(ops.Reshape(m.real('B', 'T', 4), [-1, 4]), m.index(6, 3, 2)),
  ],
  GatherND: [
    (m) => ops.GatherND(m.real('B', 'T', 5, 4), m.index(5, 'B', 'T', 1), { batchDims: 2 }),
    (m) => ops.GatherND(m.real('B', 5), m.index(2, 'T', 1)),
  ],
  ScatterElements: [(m) => ops.ScatterElements(m.real('T', 4), constant([2, 0, 1, 1], 'int64', [1, 4]), m.real(1, 4))],
  ReduceMean: [
    (m) => ops.ReduceMean(m.real('B', 'T', 4), { axes: [0, 1], keepdims: false }),
    (m) => ops.ReduceMean(m.real('B', 4)),
  ],
  ReduceMax: [(m) => ops.ReduceMax(m.real('B', 'T', 4), { axes: [0, 2], keepdims: false })],
  Softmax: [(m) => ops.Softmax(m.real('B', 'T', 4), { axis: 0 })],
  LogSoftmax: [(m) => ops.LogSoftmax(m.real('B', 'T', 4), { axis: 1 })],
  CumSum: [(m) => ops.CumSum(m.real('B', 'T'), 1, { reverse: true })],
  LayerNormalization: [(m) => ops.LayerNormalization(m.real('T', 4), m.real(1), m.real(4), { epsilon: 0.1 })],
  RMSNormalization: [(m) => ops.RMSNormalization(m.real('B', 3, 4), m.real(3, 4), { axis: 1, epsilon: 0.1 })],
  InstanceNormalization: [
    (m) => ops.InstanceNormalization(m.real('B', 2, 'T'), constant([1, 1]), constant([0, 0]), { epsilon: 0.1 }),
  ],
  Conv: [
    (m) => ops.Conv(m.real('B', 3, 'H', 'W'), weights(4, 3, 3, 3), m.real(4), { pads: [1, 1, 1, 1] }),
    (m) => ops.Conv(m.real('B', 3, 8, 7), m.real(4, 3, 3, 3), m.real(4), { strides: [2, 2], pads: [0, 0, 1, 1] }),
    (m) => ops.Conv(m.real('B', 3, 6, 6), m.real(4, 3, 3, 3), undefined, { pads: [3, 0, 0, 3] }),
    (m) => ops.Conv(m.real('B', 3, 6, 6), m.real(4, 3, 1, 1), m.real(4)),
    (m) => ops.Conv(m.real('B', 2, 9), m.real(2, 2, 3), undefined, { strides: [3], dilations: [2], pads: [2, 1] }),
    (m) => ops.Conv(m.real('B', 5, 6, 5), m.real(2, 5, 3, 2), undefined, { dilations: [2, 1], pads: [1, 0, 2, 1] }),
    (m) => ops.Conv(m.real('B', 4, 7), m.real(6, 2, 3), undefined, { dilations: [2], pads: [1, 5], group: 2 }),
    (m) => ops.Conv(m.real(2, 65, 3, 3), m.real(66, 65, 2, 2), undefined, { pads: [1, 0, 0, 1] }), // place by place
  ],
  ConvTranspose: [
    (m) =>
      ops.ConvTranspose(m.real('B', 4, 3, 3), m.real(4, 1, 3, 3), undefined, {
        strides: [2, 2],
        output_padding: [1, 0],
        group: 2,
      }),
    (m) => ops.ConvTranspose(m.real('B', 2, 'H', 'W'), weights(2, 3, 3, 3), undefined, { pads: [1, 1, 1, 1] }),
    (m) => ops.ConvTranspose(m.real('B', 2, 4, 5), m.real(2, 3, 3, 2), undefined, { pads: [1, 0, 1, 1] }),
  ],
  AveragePool: [
    (m) => ops.AveragePool(m.real('B', 2, 7, 6), { kernel_shape: [3, 2], strides: [2, 1], pads: [1, 0, 0, 1] }),
  ],
};

/** The same value on two ways. */
function reused(x: Value, use: (x: Value) => Value): Value {
  return ops.Mul(use(x), ops.Sigmoid(x));
}

/** Cases of the operators' own table that a rule refuses, by their place among the differentiable ones. */
const refusedCases: { readonly [Op in DifferentiableName]?: readonly number[] } = {
  Resize: [1], // by fractions
  Pad: [2, 3], // reflecting, repeating the edge
  Conv: [1], // a trained weight where sizes are open
  ConvTranspose: [1],
};

const names = Object.keys(vjpRules) as DifferentiableName[];
const casesOf = (op: DifferentiableName): readonly Case[] => [
  ...cases[op].filter(isDifferentiable).filter((__, index) => refusedCases[op]?.includes(index) !== true),
  ...(furtherCases[op] ?? []),
];
const refused = names.flatMap((op) =>
  (refusedCases[op] ?? []).map((place) => [op, place, cases[op].filter(isDifferentiable)[place]!] as const),
);

it('every operator has a rule or a reason, never both', () => {
  const stops = Object.keys(gradientStops);
  expect([...names, ...stops].sort()).toEqual(Object.keys(operatorTable).sort());
});

describe.each(names)('%s', (op) => {
  it('has a case', () => {
    expect(casesOf(op).length).toBeGreaterThan(0);
  });

  it.each(casesOf(op).map((build, index) => [index, build] as const))('case %i', async (_, build) => {
    const { graph, feeds, gradients } = checkVjp(build);
    const actual = await runWithOnnxRuntime(graph, feeds);
    for (const [name, wanted] of Object.entries(gradients)) {
      const got = actual[name];
      expect(got?.shape).toEqual(wanted.shape);
      const scale = Math.max(1e-3, ...wanted.data.map(Math.abs));
      const worst = Math.max(0, ...wanted.data.map((value, index) => Math.abs(value - (got?.data[index] ?? NaN))));
      expect(worst / scale, name).toBeLessThan(1e-5);
    }
  });
});

it.each(refused)('%s refuses case %i in words', (op, _, build) => {
  expect(() => compareVjp(build)).toThrowError(new RegExp(`^Gradient of ${op}\\(.*\\): `));
});

describe('a rule that is wrong by a thousandth', () => {
  type Table = Record<string, (call: AnyCall) => readonly (Value | undefined)[]>;
  const table = vjpRules as unknown as Table;

  it.each(names)('is seen: %s', (op) => {
    const right = table[op]!;
    table[op] = (call) => right(call).map((gradient) => gradient && ops.Mul(gradient, 1.001));
    try {
      const errors = casesOf(op).map((build) => {
        const { fromGradients, fromDifferences } = compareVjp(build);
        return Math.abs(fromGradients - fromDifferences) / Math.max(1e-2, Math.abs(fromDifferences));
      });
      expect(Math.max(...errors)).toBeGreaterThan(1e-4);
    } finally {
      table[op] = right;
    }
  });
});
