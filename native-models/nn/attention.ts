// Scaled dot-product attention of whole sequences (Vaswani et al. 2017), without parameters and without a cache.
// Two forms of the same numbers: the runtime's fused operator for inference, plain products where gradients are wanted.
// The language model's cached form is split-attention.ts.
import { ops, type Value } from '../onnx';

export interface AttentionOptions {
  readonly numHeads: number;
  /** Added to the scores: (B or 1, H or 1, Q, K), 0 or very negative. */
  readonly bias?: Value | undefined;
  /** The fused operator (default) or plain products that every gradient rule knows. */
  readonly form?: 'fused' | 'plain';
}

/** softmax(q kᵀ / sqrt(D) + bias) v per head. (B, Q, H*D), (B, K, H*D), (B, K, H*E) -> (B, Q, H*E) */
export function attention(query: Value, key: Value, value: Value, options: AttentionOptions): Value {
  const { numHeads, bias, form = 'fused' } = options;
  if (form === 'fused') return ops.MultiHeadAttention(query, key, value, { numHeads, attentionBias: bias });
  const q = splitHeads(query, numHeads); // (B, H, Q, D)
  const k = splitHeads(key, numHeads); // (B, H, K, D)
  const v = splitHeads(value, numHeads); // (B, H, K, E)
  const width = q.shape[3];
  const scale = typeof width === 'number' ? 1 / Math.sqrt(width) : 1;
  const scores = ops.MatMul(ops.Mul(q, scale), ops.Transpose(k, { perm: [0, 1, 3, 2] })); // (B, H, Q, K)
  const weights = ops.Softmax(bias === undefined ? scores : ops.Add(scores, bias), { axis: -1 });
  return mergeHeads(ops.MatMul(weights, v)); // (B, Q, H*E)
}

/** (B, T, H*D) -> (B, H, T, D) */
export function splitHeads(x: Value, numHeads: number): Value {
  const [batch = -1, length = -1, width] = x.shape;
  const perHead = typeof width === 'number' ? width / numHeads : -1;
  return ops.Transpose(ops.Reshape(x, [batch, length, numHeads, perHead]), { perm: [0, 2, 1, 3] });
}

/** (B, H, T, D) -> (B, T, H*D) */
export function mergeHeads(x: Value): Value {
  const [batch = -1, heads, length = -1, perHead] = x.shape;
  const width = typeof heads === 'number' && typeof perHead === 'number' ? heads * perHead : -1;
  return ops.Reshape(ops.Transpose(x, { perm: [0, 2, 1, 3] }), [batch, length, width]);
}
