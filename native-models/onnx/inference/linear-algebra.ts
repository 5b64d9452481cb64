/**
 * Type rules of matrix products and fused attention.
 */
import { at } from '../../../common/base/at';
import type { OperatorName } from '../operator-table';
import type { Dim, Shape, TensorType } from '../types';
import type { Value } from '../value';
import type { InferenceCall, InferenceRules } from './call';
import { broadcastDim, broadcastShapes, divideExactly } from './dims';

export const linearAlgebraRules = {
  MatMul: (call) => {
    const [a, b] = [call.operand(0), call.operand(1)];
    return productOfMatrices(call, a, b, a.shape, b.shape);
  },

  FusedMatMul: (call) => {
    const [a, b] = [call.floatOperand(0), call.operand(1)];
    if (a.shape.length < 2 || b.shape.length < 2) throw call.error('both operands need at least two axes');
    const { transA, transB } = call.attributes;
    return productOfMatrices(
      call,
      a,
      b,
      transA === 1 ? swapped(a.shape) : a.shape,
      transB === 1 ? swapped(b.shape) : b.shape,
    );
  },

  Gemm: (call) => {
    const [a, b, c] = [call.operandOfRank(0, 2), call.operandOfRank(1, 2), call.inputs[2]];
    call.checkSameDtype(a, b, c);
    const [m, k] = pair(call.attributes.transA === 1 ? swapped(a.shape) : a.shape);
    const [inner, n] = pair(call.attributes.transB === 1 ? swapped(b.shape) : b.shape);
    call.checkSameDim('inner axes', k, inner);
    const shape = [m, n]; // (M, N)
    if (c !== undefined && broadcastShapes([shape, c.shape])?.every((dim, axis) => dim === shape[axis]) !== true) {
      throw call.error(`${c.label} does not broadcast to [${String(m)}][${String(n)}]`);
    }
    return [{ dtype: a.dtype, shape }];
  },

  Einsum: (call) => {
    const [left, output] = (call.attributes.equation ?? '').replaceAll(' ', '').split('->');
    const terms = left?.split(',') ?? [];
    if (output === undefined || terms.length !== call.inputs.length || /[^A-Za-z,]/.test(`${String(left)}${output}`)) {
      throw call.error('the equation must name every operand and the result by letters, like "ij,jk->ik"');
    }
    const sizes = new Map<string, Dim>();
    terms.forEach((letters, index) => {
      const operand = call.operandOfRank(index, letters.length);
      [...letters].forEach((letter, axis) => {
        const known = sizes.get(letter) ?? 1;
        const size = broadcastDim(known, at(operand.shape, axis));
        if (size === undefined)
          throw call.error(`sizes of "${letter}" differ: ${known} and ${at(operand.shape, axis)}`);
        sizes.set(letter, size);
      });
    });
    const shape = [...output].map((letter) => {
      const size = sizes.get(letter);
      if (size === undefined) throw call.error(`the result names "${letter}", which no operand has`);
      return size;
    });
    call.checkSameDtype(...call.inputs);
    return [{ dtype: call.operand(0).dtype, shape }];
  },

  MultiHeadAttention: (call) => {
    const [query, key, value] = [call.operandOfRank(0, 3), call.operandOfRank(1, 3), call.operandOfRank(2, 3)];
    call.checkSameDtype(query, key, value, call.inputs[5]);
    const heads = call.attributes.num_heads ?? 1;
    const [batch, queries, width] = [at(query.shape, 0), at(query.shape, 1), at(query.shape, 2)];
    call.checkSameDim('batches of query and key', batch, at(key.shape, 0));
    call.checkSameDim('batches of key and value', at(key.shape, 0), at(value.shape, 0));
    call.checkSameDim('widths of query and key', width, at(key.shape, 2));
    call.checkSameDim('lengths of key and value', at(key.shape, 1), at(value.shape, 1));
    if (divideExactly(width, heads) === undefined || divideExactly(at(value.shape, 2), heads) === undefined) {
      throw call.error(`widths must be divisible by ${String(heads)} heads`);
    }
    const bias = call.inputs[5];
    const scores = [batch, heads, queries, at(key.shape, 1)];
    if (bias !== undefined && !isBiasOf(bias.shape, scores)) {
      throw call.error(`the attention bias must be (B or 1, H or 1, Q, K) = [${scores.join('][')}]`);
    }
    return [{ dtype: query.dtype, shape: [batch, queries, at(value.shape, 2)] }]; // (B, Q, H*E)
  },
} satisfies Partial<InferenceRules<OperatorName>>;

function productOfMatrices(
  call: InferenceCall<'MatMul'> | InferenceCall<'FusedMatMul'>,
  a: Value,
  b: Value,
  left: Shape,
  right: Shape,
): readonly TensorType[] {
  call.checkSameDtype(a, b);
  if (left.length === 0 || right.length === 0) throw call.error('a scalar has no matrix product', 'Use Mul.');
  // A vector on the left is one row, on the right one column; that axis is dropped again.
  const rows = left.length === 1 ? [1, ...left] : left;
  const columns = right.length === 1 ? [...right, 1] : right;
  call.checkSameDim('inner axes', at(rows, rows.length - 1), at(columns, columns.length - 2));
  const batch = broadcastShapes([rows.slice(0, -2), columns.slice(0, -2)]);
  if (batch === undefined) {
    throw call.error(
      'leading axes do not broadcast',
      'Sizes must be equal or 1; use assumeShape where two names mean one size.',
    );
  }
  const shape = [
    ...batch,
    ...(left.length === 1 ? [] : [at(rows, rows.length - 2)]),
    ...(right.length === 1 ? [] : [at(columns, columns.length - 1)]),
  ];
  return [{ dtype: a.dtype, shape }];
}

function isBiasOf(bias: Shape, scores: Shape): boolean {
  return bias.length === 4 && bias.every((dim, axis) => dim === scores[axis] || (axis < 2 && dim === 1));
}

function swapped(shape: Shape): Shape {
  return [...shape.slice(0, -2), at(shape, shape.length - 1), at(shape, shape.length - 2)];
}

function pair(shape: Shape): readonly [Dim, Dim] {
  return [at(shape, 0), at(shape, 1)];
}
