// The losses of the method as graph functions: text (MiniGPT-5 eq. 1), denoising (eq. 3) and captions (eq. 5), each a
// float32 scalar. Rows that do not count carry a weight of 0 instead of being left out, so that one graph serves every
// batch. Min-SNR weights (Hang et al. 2023, arXiv 2303.09556) come in with the batch. Not the optimiser.
import { constant, ops, type Value } from '../../onnx';

/** Σ w·x / max(Σ w, 1) over all elements; the floor keeps a batch without any counting row at 0. */
export function weightedMean(values: Value, weights: Value): Value {
  const total = ops.ReduceSum(ops.Mul(values, weights), { keepdims: false });
  return ops.Div(total, ops.Max(ops.ReduceSum(weights, { keepdims: false }), 1));
}

/** Negative log-likelihood of a class per row. logits (P, V), labels int64 (P) -> (P) */
export function crossEntropy(logits: Value, labels: Value): Value {
  const chosen = ops.GatherElements(ops.LogSoftmax(logits, { axis: -1 }), ops.Unsqueeze(labels, [1]), { axis: 1 }); // (P, 1)
  return ops.Neg(ops.Squeeze(chosen, [1]));
}

/**
 * Cross-entropy per yes-or-no question, mean over a row: softplus(x) - x·t, written so that no exponential overflows.
 * logits (N, R), wanted (N, R) of zeros and ones -> (N)
 */
export function binaryCrossEntropy(logits: Value, wanted: Value): Value {
  const magnitude = ops.Max(logits, ops.Neg(logits));
  const softplus = ops.Add(ops.Relu(logits), ops.Log(ops.Add(ops.Exp(ops.Neg(magnitude)), 1)));
  return ops.ReduceMean(ops.Sub(softplus, ops.Mul(logits, wanted)), { axes: [1], keepdims: false });
}

/** Mean squared error of each row, in a metric where one is given: (N, …, d) twice and a matrix (d, d) for the error -> (N) */
export function squaredError(got: Value, wanted: Value, metric?: Value): Value {
  const difference = ops.Sub(got, wanted);
  const error = metric === undefined ? difference : ops.MatMul(difference, metric);
  const axes = got.shape.map((_, axis) => axis).slice(1);
  return ops.ReduceMean(ops.Mul(error, error), { axes, keepdims: false });
}

/** Mean of weighted errors, as in the reference: divided by the number of rows and not by the weights' sum. (M) -> () */
export function denoisingLoss(prediction: Value, wanted: Value, weights: Value): Value {
  return ops.ReduceMean(ops.Mul(squaredError(prediction, wanted), weights), { keepdims: false });
}

/**
 * Weights of text labels under the published masking: vokens but the first and the last do not count.
 * labels int64 (P), weights (P) -> (P)
 */
export function maskedLikePublished(labels: Value, weights: Value, firstId: number, count: number): Value {
  const isInner = ops.And(ops.Greater(labels, firstId), ops.Less(labels, firstId + count - 1));
  return ops.Where(isInner, constant(0), weights);
}

/** Σ weight·loss of those that are there. Throws RangeError without any. */
export function weightedSum(parts: readonly { readonly loss: Value; readonly weight: number }[]): Value {
  return parts.map(({ loss, weight }) => ops.Mul(loss, weight)).reduce((sum, part) => ops.Add(sum, part));
}
