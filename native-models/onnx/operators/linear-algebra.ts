/**
 * Constructors of matrix products and fused attention.
 * Shapes are (…, M, K) x (…, K, N); layers with weights are nn/, not here.
 */
import { applySingle } from '../node';
import type { AttributesOf } from '../operator-table';
import type { Value } from '../value';

/** Batched matrix product; leading axes broadcast. (…, M, K) x (…, K, N) -> (…, M, N) */
export function MatMul(a: Value, b: Value): Value {
  return applySingle('MatMul', [a, b], {});
}

/**
 * alpha * A' B' + beta * C for matrices; transB: 1 takes PyTorch's Linear layout (out, in) as it is.
 * (M, K) x (K, N) + (N) -> (M, N)
 */
export function Gemm(a: Value, b: Value, c?: Value, attributes: AttributesOf<'Gemm'> = {}): Value {
  return applySingle('Gemm', [a, b, c], attributes);
}

/** alpha * A' B' with leading axes; the transposes swap the last two axes. com.microsoft. */
export function FusedMatMul(a: Value, b: Value, attributes: AttributesOf<'FusedMatMul'> = {}): Value {
  return applySingle('FusedMatMul', [a, b], attributes);
}

/** Products and sums named by letters, for example `bhqd,bhkd->bhqk`. No ellipsis. */
export function Einsum(equation: string, ...operands: readonly Value[]): Value {
  return applySingle('Einsum', operands, { equation });
}

/**
 * Fused attention of com.microsoft. query (B, Q, H*D), key (B, K, H*D), value (B, K, H*E) -> (B, Q, H*E).
 * `attentionBias` is added to the scores: (B or 1, H or 1, Q, K). Scores are scaled by 1/sqrt(D) unless `scale` is given.
 */
export function MultiHeadAttention(
  query: Value,
  key: Value,
  value: Value,
  options: {
    readonly numHeads: number;
    readonly scale?: number;
    readonly unidirectional?: boolean;
    readonly attentionBias?: Value | undefined;
  },
): Value {
  const inputs = [query, key, value, undefined, undefined, options.attentionBias];
  return applySingle('MultiHeadAttention', inputs, {
    num_heads: options.numHeads,
    ...(options.scale === undefined ? {} : { scale: options.scale }),
    ...(options.unidirectional === true ? { unidirectional: 1 } : {}),
  });
}
