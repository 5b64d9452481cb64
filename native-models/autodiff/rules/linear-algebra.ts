/**
 * Gradient rules of matrix products: for Y = A B, dA = dY Bᵀ and dB = Aᵀ dY, with the transposes folded into the products.
 * Gradients keep the operands' own layout, so a weight stored as (out, in) is read as it lies.
 */
import { at } from '../../../common/base/at';
import { constant, ops, type Value } from '../../onnx';
import type { OperatorName } from '../../onnx/operator-table';
import type { VjpCall, VjpRules } from '../vjp-call';
import { factor, product } from './products';

export const linearAlgebraRules = {
  MatMul: (call) => {
    const [a, b] = [call.x(0), call.x(1)];
    // A vector is a matrix of one row or one column, and its axis comes back into the gradient.
    const left = a.shape.length === 1 ? ops.Unsqueeze(a, [0]) : a;
    const right = b.shape.length === 1 ? ops.Unsqueeze(b, [1]) : b;
    let dy = b.shape.length === 1 ? ops.Unsqueeze(call.dy, [-1]) : call.dy;
    if (a.shape.length === 1) dy = ops.Unsqueeze(dy, [-2]);
    return call.each(
      () => product(factor(dy), factor(right, true)),
      () => {
        const gradient = rightGradient(call, left, right, dy);
        return b.shape.length === 1 ? ops.Squeeze(gradient, [-1]) : gradient;
      },
    );
  },

  FusedMatMul: (call) => {
    const [a, b, dy] = [call.x(0), call.x(1), factor(call.dy)];
    const alpha = call.node.attributes.alpha ?? 1;
    const [transA, transB] = [call.node.attributes.transA === 1, call.node.attributes.transB === 1];
    return call.each(
      () =>
        transA ? product(factor(b, transB), factor(call.dy, true), alpha) : product(dy, factor(b, !transB), alpha),
      () =>
        transB ? product(factor(call.dy, true), factor(a, transA), alpha) : product(factor(a, !transA), dy, alpha),
    );
  },

  Gemm: (call) => {
    const [a, b, dy] = [call.x(0), call.x(1), call.dy];
    const { alpha = 1, beta = 1 } = call.node.attributes;
    const transA = call.node.attributes.transA === 1 ? 1 : 0;
    const transB = call.node.attributes.transB === 1 ? 1 : 0;
    const scale = alpha === 1 ? {} : { alpha };
    return call.each(
      () =>
        transA === 1
          ? ops.Gemm(b, dy, undefined, { transA: transB, transB: 1, ...scale })
          : ops.Gemm(dy, b, undefined, { transB: transB === 1 ? 0 : 1, ...scale }),
      () =>
        transB === 1
          ? ops.Gemm(dy, a, undefined, { transA: 1, transB: transA, ...scale })
          : ops.Gemm(a, dy, undefined, { transA: transA === 1 ? 0 : 1, ...scale }),
      () => (beta === 1 ? dy : ops.Mul(dy, beta ?? 1)),
    );
  },

  Einsum: (call) => {
    const [left = '', output = ''] = (call.node.attributes.equation ?? '').replaceAll(' ', '').split('->');
    const terms = left.split(',');
    return call.node.inputs.map((_, index) =>
      call.needs(index) ? einsumGradient(call, terms, output, index) : undefined,
    );
  },
} satisfies Partial<VjpRules<OperatorName>>;

/** Aᵀ dY; where the right side is one matrix for all leading axes, they join the rows instead of being summed later. */
function rightGradient(call: VjpCall<'MatMul'>, left: Value, right: Value, dy: Value): Value {
  if (right.shape.length > 2 || left.shape.length === 2) return product(factor(left, true), factor(dy));
  const rows = (x: Value): Value => {
    const width = at(x.shape, x.shape.length - 1);
    if (typeof width === 'number') return ops.Reshape(x, [-1, width]);
    return ops.Reshape(x, ops.Concat([constant([-1], 'int64'), call.sizes.size(width, x)], { axis: 0 }));
  };
  return ops.Gemm(rows(left), rows(dy), undefined, { transA: 1 }); // (K, N)
}

/** The operand's letters from the result's letters and the other operands. */
function einsumGradient(call: VjpCall<'Einsum'>, terms: readonly string[], output: string, index: number): Value {
  const term = at(terms, index);
  const others = terms.filter((_, other) => other !== index);
  const given = new Set([output, ...others].join(''));
  if (new Set(term).size !== term.length || new Set(output).size !== output.length) {
    throw call.refusal('a letter occurs twice in one term', 'Write diagonals with GatherND.');
  }
  if ([...term].some((letter) => !given.has(letter))) {
    throw call.refusal('an axis is summed within one operand alone', 'Use ReduceSum for it.');
  }
  const rest = call.node.inputs
    .filter((_, other) => other !== index)
    .map((_, other) => call.x(other < index ? other : other + 1));
  return ops.Einsum([output, ...others].join(',') + `->${term}`, call.dy, ...rest);
}
