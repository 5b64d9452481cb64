// Attention over a cached past and new positions without joining them: two blocks of scores, one softmax, two products.
// The past is read where it lies and only new keys and values leave the graph, where returning a grown cache
// would copy it at every step (docs/decisions/0005). Grouped key-value heads: Ainslie et al. 2023, arXiv 2305.13245.
import { ops, type Value } from '../onnx';

/** Keys and values of some positions, (B, K, T, D): K key-value heads, heads before positions. */
export interface KeyValues {
  readonly key: Value;
  readonly value: Value;
}

export interface SplitAttentionInputs {
  /** (B, S, H, D), turned by position and scaled by 1/sqrt(D) */
  readonly query: Value;
  /** (B, S, K, D), turned by position */
  readonly key: Value;
  /** (B, S, K, D) */
  readonly value: Value;
  /** (B, K, P, D); P may be 0, and positions beyond the real past are masked by the bias. Absent in training. */
  readonly past?: KeyValues | undefined;
  /** Added to the scores: (B, 1, S, P+S), 0 where a position may be seen and about -1e9 where not */
  readonly bias: Value;
}

/** softmax(q [K_past | K_new]ᵀ + bias) [V_past ; V_new], and what the cache must remember. output (B*S, H*D) */
export function splitAttention(inputs: SplitAttentionInputs): { readonly output: Value; readonly present: KeyValues } {
  const { past } = inputs;
  const present = {
    key: ops.Transpose(inputs.key, { perm: [0, 2, 1, 3] }), // (B, K, S, D)
    value: ops.Transpose(inputs.value, { perm: [0, 2, 1, 3] }), // (B, K, S, D)
  };
  const [numHeads, headSize] = lastTwo(inputs.query);
  const [numKeyValueHeads] = lastTwo(inputs.key);
  const groupSize = numHeads / numKeyValueHeads;
  const isGrouped = groupSize > 1;
  // With groups there is one axis more: the G queries heads of a group meet the same keys by broadcasting.
  const query = isGrouped
    ? ops.Transpose(ops.Reshape(inputs.query, [0, 0, numKeyValueHeads, groupSize, headSize]), { perm: [0, 2, 3, 1, 4] }) // (B, K, G, S, D)
    : ops.Transpose(inputs.query, { perm: [0, 2, 1, 3] }); // (B, H, S, D)
  const wide = (x: Value): Value => (isGrouped ? ops.Unsqueeze(x, [2]) : x);
  const scoresOf = (key: Value): Value => ops.MatMul(query, swapLast(wide(key))); // (B, …, S, T)

  const newScores = scoresOf(present.key);
  const scores = past === undefined ? newScores : ops.Concat([scoresOf(past.key), newScores], { axis: -1 }); // (B, …, S, P+S)
  const weights = ops.Softmax(ops.Add(scores, wide(inputs.bias)), { axis: -1 });
  const mixed =
    past === undefined
      ? ops.MatMul(weights, wide(present.value))
      : weighted(weights, wide(past.value), wide(present.value));
  const perm = isGrouped ? [0, 3, 1, 2, 4] : [0, 2, 1, 3];
  const output = ops.Reshape(ops.Transpose(mixed, { perm }), [-1, numHeads * headSize]); // (B*S, H*D)
  return { output, present };
}

/**
 * The two value products, added: the weights are cut at P. A past of known length (a trained prefix) is short, and is
 * joined instead. (B, …, S, P+S) -> (B, …, S, D)
 */
function weighted(weights: Value, pastValue: Value, newValue: Value): Value {
  const positionsAxis = pastValue.shape.length - 2;
  if (typeof pastValue.shape[positionsAxis] === 'number') {
    return ops.MatMul(weights, ops.Concat([pastValue, newValue], { axis: positionsAxis }));
  }
  const pastLength = ops.Shape(pastValue, { start: positionsAxis, end: positionsAxis + 1 });
  const toEnd = [Number.MAX_SAFE_INTEGER];
  return ops.Add(
    ops.MatMul(ops.Slice(weights, [0], pastLength, [-1]), pastValue),
    ops.MatMul(ops.Slice(weights, pastLength, toEnd, [-1]), newValue),
  );
}

/** Left as Transpose before MatMul: the runtime fuses the pair and copies nothing. */
function swapLast(x: Value): Value {
  const rank = x.shape.length;
  const perm = x.shape.map((_, axis) => (axis === rank - 1 ? rank - 2 : axis === rank - 2 ? rank - 1 : axis));
  return ops.Transpose(x, { perm });
}

function lastTwo(x: Value): readonly [number, number] {
  const [heads, width] = x.shape.slice(-2);
  if (typeof heads === 'number' && typeof width === 'number') return [heads, width];
  throw new RangeError(`splitAttention(${x.toString()}): numbers of heads and head size must be known`);
}
