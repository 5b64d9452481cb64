/**
 * The table of cases that operators.test.ts runs: for each operator, functions from a maker of inputs to the output(s).
 * To add a case, add one to the list under the operator's name. `real`, `positive`, `index` and `truth` make fed inputs
 * with named or numeric dims (names take the sizes of `dims`); all other arguments are literals.
 * The table is a mapped type: an operator without a list does not compile.
 */
import {
  constant,
  elementCount,
  input,
  ops,
  tensorDataFrom,
  type DType,
  type Shape,
  type Value,
} from '../../../native-models/onnx';
import type { OperatorName } from '../../../native-models/onnx/operator-table';
import { tensor64, type Tensor64 } from '../../../native-models/onnx/reference';
import { createRng } from './numbers';

const dims: Readonly<Record<string, number>> = { B: 2, T: 3, P: 2, H: 6, W: 5 };

/** Makes fed inputs and remembers what feeds them. */
export class Maker {
  readonly inputs: Value[] = [];
  readonly feeds: Record<string, Tensor64> = {};
  readonly #random = createRng(7);

  real(...shape: Shape): Value {
    return this.#fed('float32', shape, () => Math.fround(this.#random() * 4 - 2));
  }
  positive(...shape: Shape): Value {
    return this.#fed('float32', shape, () => Math.fround(this.#random() * 2 + 0.25));
  }
  index(limit: number, ...shape: Shape): Value {
    return this.#fed('int64', shape, () => Math.floor(this.#random() * limit));
  }
  truth(...shape: Shape): Value {
    return this.#fed('bool', shape, () => (this.#random() < 0.5 ? 0 : 1));
  }
  #fed(dtype: DType, shape: Shape, next: () => number): Value {
    const sizes = shape.map((dim) => (typeof dim === 'number' ? dim : (dims[dim] ?? 0)));
    const value = input(`x${String(this.inputs.length)}`, dtype, shape);
    this.feeds[value.label] = tensor64(dtype, sizes, Array.from({ length: elementCount(sizes) }, next));
    this.inputs.push(value);
    return value;
  }
}

export type Case = (m: Maker) => Value | readonly Value[];

export const cases: { readonly [Op in OperatorName]: readonly Case[] } = {
  Add: [
    (m) => ops.Add(m.real('B', 'T', 4), m.real(4)),
    (m) => ops.Add(m.real('B', 1), m.real('T')),
    (m) => ops.Add(1, m.index(9, 'T')),
  ],
  Sub: [(m) => ops.Sub(m.real('B', 'T', 4), m.real('T', 1)), (m) => ops.Sub(m.index(9, 'T'), 3)],
  Mul: [(m) => ops.Mul(m.real('B', 4), m.real('B', 4)), (m) => ops.Mul(m.real('B'), 0.5)],
  Div: [(m) => ops.Div(m.real('B', 4), m.positive('B', 1)), (m) => ops.Div(m.index(9, 'T'), 2)],
  Pow: [(m) => ops.Pow(m.positive('B', 4), 3), (m) => ops.Pow(m.positive('T'), m.real('T'))],
  Max: [(m) => ops.Max(m.real('B', 4), m.real(4)), (m) => ops.Max(m.real('B', 4), 0)],
  Min: [(m) => ops.Min(m.real('B', 4), m.real(4))],
  Neg: [(m) => ops.Neg(m.real('B', 4))],
  Abs: [(m) => ops.Abs(m.real('B', 4))],
  Sign: [(m) => ops.Sign(m.real('B', 4))],
  Floor: [(m) => ops.Floor(m.real('B', 4))],
  Reciprocal: [(m) => ops.Reciprocal(m.positive('B', 4))],
  Sqrt: [(m) => ops.Sqrt(m.positive('B', 4))],
  Exp: [(m) => ops.Exp(m.real('B', 4))],
  Log: [(m) => ops.Log(m.positive('B', 4))],
  Sin: [(m) => ops.Sin(m.real('B', 4))],
  Cos: [(m) => ops.Cos(m.real('B', 4))],
  Erf: [(m) => ops.Erf(ops.Mul(m.real('B', 16), 2))],
  Clip: [
    (m) => ops.Clip(m.real('B', 4), -0.5, 1),
    (m) => ops.Clip(m.real('B', 4), undefined, 0),
    (m) => ops.Clip(m.real('B', 4), 0),
  ],
  Relu: [(m) => ops.Relu(m.real('B', 4))],
  Sigmoid: [(m) => ops.Sigmoid(m.real('B', 4))],
  Tanh: [(m) => ops.Tanh(m.real('B', 4))],
  Gelu: [(m) => ops.Gelu(m.real('B', 4)), (m) => ops.Gelu(m.real('B', 4), { approximate: 'tanh' })],
  QuickGelu: [(m) => ops.QuickGelu(m.real('B', 4)), (m) => ops.QuickGelu(m.real('B', 4), { alpha: 1 })],
  Equal: [(m) => ops.Equal(m.index(3, 'B', 8), m.index(3, 8))],
  Less: [(m) => ops.Less(m.real('B', 4), m.real(4)), (m) => ops.Less(m.index(3, 'T'), 2)],
  LessOrEqual: [(m) => ops.LessOrEqual(m.index(3, 'B', 8), 1)],
  Greater: [(m) => ops.Greater(m.real('B', 4), 0)],
  GreaterOrEqual: [(m) => ops.GreaterOrEqual(m.index(3, 'B', 8), m.index(3, 8))],
  And: [(m) => ops.And(m.truth('B', 8), m.truth(8))],
  Or: [(m) => ops.Or(m.truth('B', 8), m.truth(8))],
  Not: [(m) => ops.Not(m.truth('B', 8))],
  Where: [
    (m) => ops.Where(m.truth('B', 4), m.real(4), m.real('B', 1)),
    (m) => ops.Where(m.truth('B', 4), m.real('B', 4), -10000),
  ],

  MatMul: [
    (m) => ops.MatMul(m.real('B', 'T', 4), m.real(4, 5)),
    (m) => ops.MatMul(m.real('B', 1, 'T', 4), m.real(3, 4, 5)),
    (m) => ops.MatMul(m.real(4), m.real('B', 4, 5)),
    (m) => ops.MatMul(m.real('B', 4), m.real(4)),
  ],
  Gemm: [
    (m) => ops.Gemm(m.real('B', 4), m.real(5, 4), m.real(5), { transB: 1 }),
    (m) => ops.Gemm(m.real(4, 'B'), m.real(4, 5), undefined, { transA: 1, alpha: 0.5 }),
    (m) => ops.Gemm(m.real('B', 4), m.real(4, 5), m.real('B', 5), { beta: 2 }),
  ],
  FusedMatMul: [
    (m) => ops.FusedMatMul(m.real('B', 'T', 4), m.real('B', 5, 4), { transB: 1, alpha: 0.5 }),
    (m) => ops.FusedMatMul(m.real('B', 4, 'T'), m.real('B', 4, 5), { transA: 1 }),
  ],
  Einsum: [
    (m) => ops.Einsum('bhqd,bhkd->bhqk', m.real('B', 2, 3, 4), m.real('B', 2, 5, 4)),
    (m) => ops.Einsum('ij->ji', m.real('B', 4)),
  ],
  MultiHeadAttention: [
    (m) => ops.MultiHeadAttention(m.real('B', 'T', 8), m.real('B', 5, 8), m.real('B', 5, 8), { numHeads: 2 }),
    (m) =>
      ops.MultiHeadAttention(m.real('B', 3, 8), m.real('B', 5, 8), m.real('B', 5, 4), {
        numHeads: 2,
        scale: 0.3,
        attentionBias: m.real(1, 1, 3, 5),
      }),
    (m) =>
      ops.MultiHeadAttention(m.real('B', 4, 8), m.real('B', 4, 8), m.real('B', 4, 8), {
        numHeads: 4,
        unidirectional: true,
      }),
  ],

  Identity: [(m) => ops.Identity(m.real('B', 4))],
  Cast: [
    (m) => ops.Cast(m.real('B', 4), 'int64'),
    (m) => ops.Cast(m.index(2, 'B'), 'bool'),
    (m) => ops.Cast(m.truth('B'), 'float32'),
    () => ops.Cast(constant([0.5, -2, 65504], 'float16'), 'float32'),
    () => ops.Cast(constant([1, 15, 7], 'uint4'), 'float32'),
    () => ops.Cast(constant([1, -15, 127], 'int8'), 'int32'),
    () => ops.Cast(constant([1, 200, 7], 'uint8'), 'float32'),
  ],
  Reshape: [
    (m) => ops.Reshape(m.real('B', 'T', 8), ['B', 'T', 2, 4]),
    (m) => ops.Reshape(m.real('B', 'T', 8), [-1, 8]),
    (m) => ops.Reshape(m.real('B', 'T', 8), ['B*T', 8]),
    (m) => ops.Reshape(m.real(4, 'B', 'T'), ['T', 2, 'B', 2]),
  ],
  Flatten: [(m) => ops.Flatten(m.real('B', 'T', 4)), (m) => ops.Flatten(m.real('B', 'T', 4), { axis: -1 })],
  Transpose: [
    (m) => ops.Transpose(m.real('B', 'T', 2, 4), { perm: [0, 2, 3, 1] }),
    (m) => ops.Transpose(m.real('B', 'T', 4)),
  ],
  Squeeze: [(m) => ops.Squeeze(m.real('B', 1, 4, 1), [1, -1])],
  Unsqueeze: [(m) => ops.Unsqueeze(m.real('B', 4), [1, -1])],
  Expand: [
    (m) => ops.Expand(m.real('B', 1, 4), ['B', 3, 4]),
    (m) => ops.Expand(m.real(1, 4), ops.Shape(m.real('B', 'T', 4))),
  ],
  Tile: [(m) => ops.Tile(m.real('B', 3), [2, 3])],
  Concat: [
    (m) => ops.Concat([m.real('B', 'P', 4), m.real('B', 'T', 4)], { axis: 1 }),
    (m) => ops.Concat([m.real('B', 4), m.real('B', 1), m.real('B', 2)], { axis: -1 }),
  ],
  Split: [(m) => ops.Split(m.real('B', 7), [2, 4, 1], { axis: 1 })],
  Slice: [
    (m) => ops.Slice(m.real('B', 'T', 6), [1], [-1], [2]),
    (m) => ops.Slice(m.real('B', 'T', 6), [1], [2 ** 31], [1]),
    (m) => ops.Slice(m.real(9), [-1], [-100], [0], [-2]),
    (m) => ops.Slice(m.real(16, 4), [0], ops.Shape(m.real('B', 'T'), { start: 1, end: 2 }), [0]),
  ],
  Pad: [
    (m) => ops.Pad(m.real('B', 3, 4), [1, 2], { axes: [-1] }),
    (m) => ops.Pad(m.real(2, 3), [0, 1, 1, 0], { value: 5 }),
    (m) => ops.Pad(m.real(2, 4), [0, 2, 0, 1], { mode: 'reflect' }),
    (m) => ops.Pad(m.real(2, 4), [1, 2, 0, 1], { mode: 'edge' }),
  ],
  Trilu: [
    (m) => ops.Trilu(m.real('B', 4, 5)),
    (m) => ops.Trilu(m.real(5, 4), { upper: false, k: -1 }),
    (m) => ops.Trilu(m.real(5, 5), { k: 1 }),
  ],

  Gather: [
    (m) => ops.Gather(m.real(7, 4), m.index(7, 'B', 'T')),
    (m) => ops.Gather(m.real('B', 5, 4), -1, { axis: 1 }),
    (m) => ops.Gather(m.real('B', 5), m.index(5, 'T'), { axis: 1 }),
  ],
  GatherElements: [(m) => ops.GatherElements(m.real('B', 5), m.index(5, 'B', 3), { axis: 1 })],
  GatherND: [
    (m) => ops.GatherND(m.real(3, 5, 4), constant([0, 4, 2, -1], 'int64', [2, 2])),
    (m) => ops.GatherND(m.real('B', 5, 4), m.index(5, 'B', 1), { batchDims: 1 }),
  ],
  ScatterElements: [
    (m) => ops.ScatterElements(m.real('B', 5), constant([1, 4, 0, 2], 'int64', [2, 2]), m.real(2, 2), { axis: 1 }),
    (m) =>
      ops.ScatterElements(m.real(2, 5), constant([1, 1, 0, 0], 'int64', [2, 2]), m.real(2, 2), {
        axis: 1,
        reduction: 'add',
      }),
  ],
  ScatterND: [
    (m) => ops.ScatterND(m.real(5, 4), constant([3, 0], 'int64', [2, 1]), m.real(2, 4)),
    (m) => ops.ScatterND(m.real(5, 4), constant([3, 3], 'int64', [2, 1]), m.real(2, 4), { reduction: 'add' }),
  ],
  OneHot: [
    (m) => ops.OneHot(m.index(5, 'B', 'T'), 5),
    (m) => ops.OneHot(m.index(5, 'B', 'T'), 5, { axis: 1, values: constant([-1, 3], 'float32') }),
  ],
  Shape: [
    (m) => ops.Shape(m.real('B', 'T', 4)),
    (m) => ops.Shape(m.real('B', 'T', 4), { start: 1 }),
    (m) => ops.Shape(m.real('B', 'T', 4), { start: -2, end: -1 }),
  ],
  Range: [
    () => ops.Range(2, 11, 3),
    (m) => ops.Range(0, ops.Gather(ops.Shape(m.real('B', 'T')), 1)),
    () => ops.Range(constant(0), constant(1), constant(0.25), { length: 4 }),
  ],
  ConstantOfShape: [
    (m) => ops.ConstantOfShape(ops.Shape(m.real('B', 'T'))),
    () => ops.ConstantOfShape([2, 3], tensorDataFrom('int64', [1], [7])),
  ],

  ReduceMean: [
    (m) => ops.ReduceMean(m.real('B', 'T', 4), { axes: [-1] }),
    (m) => ops.ReduceMean(m.real('B', 'T', 4), { axes: [0, 2], keepdims: false }),
  ],
  ReduceSum: [
    (m) => ops.ReduceSum(m.real('B', 'T', 4)),
    (m) => ops.ReduceSum(m.real('B', 'T', 4), { axes: [1], keepdims: false }),
  ],
  ReduceMax: [(m) => ops.ReduceMax(m.real('B', 'T', 4), { axes: [1] })],
  ArgMax: [
    (m) => ops.ArgMax(m.real('B', 'T', 4), { axis: -1 }),
    (m) => ops.ArgMax(m.real('B', 7), { axis: 1, keepdims: false }),
  ],
  TopK: [(m) => ops.TopK(m.real('B', 7), 3), (m) => ops.TopK(m.real(7, 'B'), 2, { axis: 0, largest: false })],
  CumSum: [
    (m) => ops.CumSum(m.real('B', 4), 1),
    (m) => ops.CumSum(m.real('B', 4), -1, { exclusive: true, reverse: true }),
  ],
  Softmax: [(m) => ops.Softmax(m.real('B', 'T', 4)), (m) => ops.Softmax(m.real('B', 'T', 4), { axis: 1 })],
  LogSoftmax: [(m) => ops.LogSoftmax(m.real('B', 'T', 4))],
  LayerNormalization: [
    (m) => ops.LayerNormalization(m.real('B', 'T', 8), m.real(8), m.real(8), { epsilon: 1e-5 }),
    (m) => ops.LayerNormalization(m.real('B', 3, 4), m.real(3, 4), undefined, { axis: 1, epsilon: 1e-3 }),
  ],
  RMSNormalization: [(m) => ops.RMSNormalization(m.real('B', 'T', 8), m.real(8), { epsilon: 1e-5 })],
  InstanceNormalization: [
    (m) => ops.InstanceNormalization(m.real('B', 3, 4, 4), m.real(3), m.real(3), { epsilon: 1e-5 }),
  ],

  Conv: [
    (m) => ops.Conv(m.real('B', 3, 6, 6), m.real(4, 3, 3, 3), m.real(4), { pads: [1, 1, 1, 1] }),
    (m) => ops.Conv(m.real('B', 3, 'H', 'W'), m.real(4, 3, 3, 3), m.real(4), { pads: [1, 1, 1, 1] }),
    (m) =>
      ops.Conv(m.real(1, 4, 7, 6), m.real(6, 2, 3, 3), undefined, { strides: [2, 2], pads: [0, 0, 1, 1], group: 2 }),
    (m) => ops.Conv(m.real(1, 2, 9, 9), m.real(2, 2, 3, 3), undefined, { dilations: [2, 2] }),
    (m) => ops.Conv(m.real('B', 3, 8), m.real(4, 3, 3), m.real(4)),
  ],
  ConvTranspose: [
    (m) =>
      ops.ConvTranspose(m.real('B', 3, 4, 4), m.real(3, 2, 4, 4), m.real(2), { strides: [2, 2], pads: [1, 1, 1, 1] }),
    (m) =>
      ops.ConvTranspose(m.real('B', 4, 'H', 'W'), m.real(4, 1, 3, 3), undefined, {
        strides: [2, 2],
        pads: [1, 1, 1, 1],
        output_padding: [1, 1],
        group: 2,
      }),
  ],
  AveragePool: [
    (m) => ops.AveragePool(m.real('B', 2, 6, 6), { kernel_shape: [2, 2], strides: [2, 2] }),
    (m) => ops.AveragePool(m.real('B', 2, 5, 5), { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }),
    (m) => ops.AveragePool(m.real('B', 2, 5, 5), { kernel_shape: [3, 3], pads: [1, 1, 1, 1], count_include_pad: 1 }),
  ],
  GlobalAveragePool: [(m) => ops.GlobalAveragePool(m.real('B', 3, 'H', 'W'))],
  Resize: [
    (m) => ops.Resize(m.real('B', 2, 'H', 'W'), [1, 1, 2, 2]),
    (m) => ops.Resize(m.real(1, 2, 5, 4), [1, 1, 1.5, 0.5]),
  ],
};
