/**
 * Matrix products with transposes folded in: a Transpose of the last two axes in front of a product is read through, and
 * a transposed product becomes the product of the swapped operands, so that no transposed copy comes to be.
 */
import { ops, type Value } from '../../onnx';

export interface Factor {
  readonly value: Value;
  readonly isTransposed: boolean;
}

export function factor(value: Value, isTransposed = false): Factor {
  return { value, isTransposed };
}

/** alpha · a' · b', with broadcast leading axes. */
export function product(a: Factor, b: Factor, alpha = 1): Value {
  const left = withoutTranspose(a);
  const right = withoutTranspose(b);
  if (!left.isTransposed && !right.isTransposed && alpha === 1) return ops.MatMul(left.value, right.value);
  return ops.FusedMatMul(left.value, right.value, {
    transA: left.isTransposed ? 1 : 0,
    transB: right.isTransposed ? 1 : 0,
    alpha,
  });
}

/** The transpose of a product as a product, or undefined where the value is no product of this file's kind. */
export function transposedProduct(value: Value): Value | undefined {
  const { producer } = value;
  if (producer.kind !== 'node') return undefined;
  const [a, b] = producer.inputs;
  if (a === undefined || b === undefined || a.shape.length < 2 || b.shape.length < 2) return undefined;
  if (producer.op === 'MatMul') return product(factor(b, true), factor(a, true));
  if (producer.op !== 'FusedMatMul') return undefined;
  const { transA, transB, alpha } = producer.attributes;
  return product(factor(b, transB !== 1), factor(a, transA !== 1), alpha ?? 1);
}

/** Whether a permutation exchanges the last two axes and nothing else. */
export function isLastSwap(perm: readonly number[]): boolean {
  const rank = perm.length;
  return rank >= 2 && perm.every((axis, index) => axis === (index < rank - 2 ? index : 2 * rank - 3 - index));
}

function withoutTranspose(side: Factor): Factor {
  const { producer } = side.value;
  if (producer.kind !== 'node' || producer.op !== 'Transpose') return side;
  const [inner] = producer.inputs;
  if (inner === undefined || !isLastSwap(producer.attributes.perm ?? [])) return side;
  return { value: inner, isTransposed: !side.isTransposed };
}
