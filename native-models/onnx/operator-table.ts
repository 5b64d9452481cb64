/**
 * Every operator that the builder knows: its domain and its attributes with their ONNX kinds. Names and spellings are
 * the standard's (opset 23; com.microsoft 1). Not the signatures (operators/) and not the rules (inference/,
 * reference/), which are mapped types over this table: an operator added here does not compile until it has them.
 */
import type { TensorData, DType } from './types';

interface AttributeTypes {
  readonly int: number;
  readonly float: number;
  readonly string: string;
  readonly ints: readonly number[];
  readonly tensor: TensorData;
  /** An element type, written as TensorProto.DataType. */
  readonly dtype: DType;
}

export type AttributeKind = keyof AttributeTypes;

interface OperatorEntry {
  readonly domain: '' | 'com.microsoft';
  readonly attributes: Readonly<Record<string, AttributeKind>>;
}

const plain = { domain: '', attributes: {} } as const;
const convolution = { dilations: 'ints', group: 'int', pads: 'ints', strides: 'ints' } as const;
const reduction = { domain: '', attributes: { keepdims: 'int' } } as const;
const alongAxis = { domain: '', attributes: { axis: 'int' } } as const;

export const operatorTable = {
  // arithmetic and functions of one element
  Add: plain,
  Sub: plain,
  Mul: plain,
  Div: plain,
  Pow: plain,
  Max: plain,
  Min: plain,
  Neg: plain,
  Abs: plain,
  Sign: plain,
  Floor: plain,
  Reciprocal: plain,
  Sqrt: plain,
  Exp: plain,
  Log: plain,
  Sin: plain,
  Cos: plain,
  Erf: plain,
  Clip: plain,
  // activations
  Relu: plain,
  Sigmoid: plain,
  Tanh: plain,
  Gelu: { domain: '', attributes: { approximate: 'string' } },
  QuickGelu: { domain: 'com.microsoft', attributes: { alpha: 'float' } },
  // logic
  Equal: plain,
  Less: plain,
  LessOrEqual: plain,
  Greater: plain,
  GreaterOrEqual: plain,
  And: plain,
  Or: plain,
  Not: plain,
  Where: plain,
  // linear algebra
  MatMul: plain,
  Gemm: { domain: '', attributes: { alpha: 'float', beta: 'float', transA: 'int', transB: 'int' } },
  FusedMatMul: { domain: 'com.microsoft', attributes: { alpha: 'float', transA: 'int', transB: 'int' } },
  Einsum: { domain: '', attributes: { equation: 'string' } },
  MultiHeadAttention: {
    domain: 'com.microsoft',
    attributes: { num_heads: 'int', scale: 'float', unidirectional: 'int' },
  },
  // movement of elements
  Identity: plain,
  Cast: { domain: '', attributes: { to: 'dtype' } },
  Reshape: plain,
  Flatten: alongAxis,
  Transpose: { domain: '', attributes: { perm: 'ints' } },
  Squeeze: plain,
  Unsqueeze: plain,
  Expand: plain,
  Tile: plain,
  Concat: alongAxis,
  Split: alongAxis,
  Slice: plain,
  Pad: { domain: '', attributes: { mode: 'string' } },
  Trilu: { domain: '', attributes: { upper: 'int' } },
  // indexing
  Gather: alongAxis,
  GatherElements: alongAxis,
  GatherND: { domain: '', attributes: { batch_dims: 'int' } },
  ScatterElements: { domain: '', attributes: { axis: 'int', reduction: 'string' } },
  ScatterND: { domain: '', attributes: { reduction: 'string' } },
  OneHot: alongAxis,
  // shapes and generated tensors
  Shape: { domain: '', attributes: { start: 'int', end: 'int' } },
  Range: plain,
  ConstantOfShape: { domain: '', attributes: { value: 'tensor' } },
  // reductions and scans
  ReduceMean: reduction,
  ReduceSum: reduction,
  ReduceMax: reduction,
  ArgMax: { domain: '', attributes: { axis: 'int', keepdims: 'int' } },
  TopK: { domain: '', attributes: { axis: 'int', largest: 'int', sorted: 'int' } },
  CumSum: { domain: '', attributes: { exclusive: 'int', reverse: 'int' } },
  // normalisation
  Softmax: alongAxis,
  LogSoftmax: alongAxis,
  LayerNormalization: { domain: '', attributes: { axis: 'int', epsilon: 'float' } },
  RMSNormalization: { domain: '', attributes: { axis: 'int', epsilon: 'float' } },
  InstanceNormalization: { domain: '', attributes: { epsilon: 'float' } },
  // pictures
  Conv: { domain: '', attributes: convolution },
  ConvTranspose: { domain: '', attributes: { ...convolution, output_padding: 'ints' } },
  AveragePool: {
    domain: '',
    attributes: { count_include_pad: 'int', kernel_shape: 'ints', pads: 'ints', strides: 'ints' },
  },
  GlobalAveragePool: plain,
  Resize: {
    domain: '',
    attributes: { coordinate_transformation_mode: 'string', mode: 'string', nearest_mode: 'string' },
  },
} as const satisfies Readonly<Record<string, OperatorEntry>>;

export type OperatorName = keyof typeof operatorTable;

type KindsOf<Op extends OperatorName> = (typeof operatorTable)[Op]['attributes'];

/** The attributes of an operator: all optional here; the constructors say which are needed. */
export type AttributesOf<Op extends OperatorName> = {
  readonly [Name in keyof KindsOf<Op>]?: KindsOf<Op>[Name] extends AttributeKind
    ? AttributeTypes[KindsOf<Op>[Name]] | undefined
    : never;
};

/** An attribute's value of any kind, for code that treats all operators alike. */
export type AttributeValue = AttributeTypes[AttributeKind];

/** The ONNX kinds of an operator's attributes. */
export function attributeKindsOf(op: OperatorName): Readonly<Record<string, AttributeKind>> {
  return operatorTable[op].attributes;
}

/** The opset domain: empty for the standard's own operators. */
export function domainOf(op: OperatorName): '' | 'com.microsoft' {
  return operatorTable[op].domain;
}
