// A linear layer in PyTorch's layout, weight (out, in), with an optional low-rank adapter attached by the scope.
// It is a Gemm over rows, not Transpose + MatMul: Gemm reads the weight as it lies in the file, so it can stay mapped,
// whereas the runtime folds the transposed weight into a second copy in memory (measured: docs/numerics.md).
import { constant, ops, type Value } from '../onnx';
import type { ParamScope } from './param-scope';

export interface LinearSizes {
  readonly in: number;
  readonly out: number;
  /** Whether the layer has a bias; true unless said otherwise, as in PyTorch. */
  readonly bias?: boolean;
}

/** y = x Wᵀ + b, plus the adapter's (x Aᵀ) Bᵀ. Keys `weight`, `bias`. (…, in) -> (…, out) */
export function linear(scope: ParamScope, x: Value, sizes: LinearSizes): Value {
  if (x.shape.length === 2) return linearRows(scope, x, sizes);
  return withLeadingAxes(x, linearRows(scope, rowsFrom(x, sizes.in), sizes), sizes.out);
}

function linearRows(scope: ParamScope, rows: Value, sizes: LinearSizes): Value {
  const weight = scope.param('weight', [sizes.out, sizes.in]);
  const bias = sizes.bias === false ? undefined : scope.param('bias', [sizes.out]);
  const y = ops.Gemm(rows, weight, bias, { transB: 1 }); // (N, out)
  const lora = scope.adapter({ in: sizes.in, out: sizes.out });
  if (lora === undefined) return y;
  const narrow = ops.Gemm(rows, lora.a, undefined, { transB: 1 }); // (N, r)
  return ops.Gemm(narrow, lora.b, y, { transB: 1 }); // (N, out)
}

/** All leading axes as one. (…, C) -> (N, C) */
export function rowsFrom(x: Value, width: number): Value {
  return x.shape.length === 2 ? x : ops.Reshape(x, [-1, width]);
}

/** Rows with the leading axes of `like` back in place. (N, C) -> (…, C) */
export function withLeadingAxes(like: Value, rows: Value, width: number): Value {
  const leading = like.shape.slice(0, -1);
  const named = leading.filter((dim) => typeof dim === 'string');
  if (named.length <= 1) {
    return ops.Reshape(rows, [...leading.map((dim) => (typeof dim === 'string' ? -1 : dim)), width]);
  }
  const sizes = ops.Concat([ops.Shape(like, { start: 0, end: leading.length }), constant([width], 'int64')], {
    axis: 0,
  });
  return ops.Reshape(rows, sizes);
}
