/**
 * Gradient rules of activations, written in as few passes over the elements as the operators at hand allow: on the CPU
 * each pass costs about as much as a tenth of the matrix product next to it.
 */
import { ops, type Value } from '../../onnx';
import type { OperatorName } from '../../onnx/operator-table';
import type { VjpRules } from '../vjp-call';

export const activationRules = {
  Relu: (call) => [ops.Where(ops.Greater(call.y, 0), call.dy, 0)],
  /** y (1 - y) */
  Sigmoid: (call) => [ops.Mul(call.dy, ops.Sub(call.y, ops.Mul(call.y, call.y)))],
  /** 1 - y² */
  Tanh: (call) => [ops.Mul(call.dy, ops.Sub(1, ops.Mul(call.y, call.y)))],
  Gelu: (call) => {
    const slope = call.node.attributes.approximate === 'tanh' ? tanhGeluSlope : geluSlope;
    return [ops.Mul(call.dy, slope(call.x(0)))];
  },
  /** With s = sigmoid(αx) and y = xs: s + αy(1 - s) = s (1 + α (x - y)) */
  QuickGelu: (call) => {
    const x = call.x(0);
    const alpha = call.node.attributes.alpha ?? 1.702;
    const scaled = (value: Value): Value => (alpha === 1 ? value : ops.Mul(value, alpha));
    const rest = ops.Add(scaled(ops.Sub(x, call.y)), 1);
    return [ops.Mul(ops.Mul(call.dy, ops.Sigmoid(scaled(x))), rest)];
  },
} satisfies Partial<VjpRules<OperatorName>>;

/** Φ(x) + x φ(x) */
function geluSlope(x: Value): Value {
  const bell = ops.Exp(ops.Mul(ops.Mul(x, x), -0.5));
  const density = ops.Mul(ops.Mul(x, 1 / Math.sqrt(2 * Math.PI)), bell);
  const below = ops.Add(ops.Mul(ops.Erf(ops.Mul(x, Math.SQRT1_2)), 0.5), 0.5);
  return ops.Add(below, density);
}

/** With t = tanh(u), u = √(2/π) (x + 0.044715 x³): (1 + t) / 2 + x (1 - t²) u' / 2 */
function tanhGeluSlope(x: Value): Value {
  const scale = Math.sqrt(2 / Math.PI);
  const square = ops.Mul(x, x);
  const t = ops.Tanh(ops.Mul(x, ops.Add(ops.Mul(square, scale * 0.044715), scale)));
  const inner = ops.Add(ops.Mul(square, scale * 3 * 0.044715), scale); // u'
  const bend = ops.Mul(ops.Mul(x, inner), ops.Sub(1, ops.Mul(t, t)));
  return ops.Mul(ops.Add(ops.Add(t, 1), bend), 0.5);
}
