/**
 * Gradient rules of arithmetic and functions of one element, after any table of derivatives. Results have the broadcast
 * shape: the walk sums them back. At a kink (Abs, Max, Min, Clip) one side is taken; ties go to the first operand.
 */
import { constant, ops, type Value } from '../../onnx';
import type { OperatorName } from '../../onnx/operator-table';
import type { VjpRules } from '../vjp-call';
import { literalOf } from './literal';

/** The gradient where a condition holds, zero elsewhere. */
function where(condition: Value, dy: Value): Value {
  return ops.Where(condition, dy, 0);
}

/** Of errors: d erf(x) = 2/√π exp(-x²) dx */
const erfSlope = 2 / Math.sqrt(Math.PI);

export const elementwiseRules = {
  Add: (call) =>
    call.each(
      () => call.dy,
      () => call.dy,
    ),
  Sub: (call) =>
    call.each(
      () => call.dy,
      () => ops.Neg(call.dy),
    ),
  Mul: (call) =>
    call.each(
      () => ops.Mul(call.dy, call.x(1)),
      () => ops.Mul(call.dy, call.x(0)),
    ),
  Div: (call) =>
    call.each(
      () => ops.Div(call.dy, call.x(1)),
      () => ops.Neg(ops.Div(ops.Mul(call.dy, call.y), call.x(1))),
    ),
  Pow: (call) =>
    call.each(
      () => ops.Mul(call.dy, powerSlope(call.x(0), call.x(1))),
      () => ops.Mul(ops.Mul(call.dy, call.y), ops.Log(call.x(0))),
    ),
  Max: (call) =>
    call.each(
      () => where(ops.GreaterOrEqual(call.x(0), call.x(1)), call.dy),
      () => where(ops.Less(call.x(0), call.x(1)), call.dy),
    ),
  Min: (call) =>
    call.each(
      () => where(ops.LessOrEqual(call.x(0), call.x(1)), call.dy),
      () => where(ops.Greater(call.x(0), call.x(1)), call.dy),
    ),
  Where: (call) => [
    undefined,
    call.needs(1) ? where(call.x(0), call.dy) : undefined,
    call.needs(2) ? ops.Where(call.x(0), constant(0, call.dy.dtype), call.dy) : undefined,
  ],
  Clip: (call) => {
    const [, min, max] = call.node.inputs;
    if (call.needs(1) || call.needs(2)) throw call.refusal('a bound depends on a target', 'Write it as Max and Min.');
    let gradient = call.dy;
    if (min !== undefined) gradient = where(ops.GreaterOrEqual(call.x(0), min), gradient);
    if (max !== undefined) gradient = where(ops.LessOrEqual(call.x(0), max), gradient);
    return [gradient];
  },

  Neg: (call) => [ops.Neg(call.dy)],
  Abs: (call) => [ops.Mul(call.dy, ops.Sign(call.x(0)))],
  Reciprocal: (call) => [ops.Neg(ops.Mul(call.dy, ops.Mul(call.y, call.y)))],
  Sqrt: (call) => [ops.Div(ops.Mul(call.dy, 0.5), call.y)],
  Exp: (call) => [ops.Mul(call.dy, call.y)],
  Log: (call) => [ops.Div(call.dy, call.x(0))],
  Sin: (call) => [ops.Mul(call.dy, ops.Cos(call.x(0)))],
  Cos: (call) => [ops.Neg(ops.Mul(call.dy, ops.Sin(call.x(0))))],
  Erf: (call) => [ops.Mul(ops.Mul(call.dy, erfSlope), ops.Exp(ops.Neg(ops.Mul(call.x(0), call.x(0)))))],
} satisfies Partial<VjpRules<OperatorName>>;

/** p x^(p-1), without a power where p is two. */
function powerSlope(x: Value, exponent: Value): Value {
  const p = literalOf(exponent);
  if (p === 2) return ops.Mul(x, 2);
  if (p !== undefined) return ops.Mul(ops.Pow(x, p - 1), p);
  return ops.Mul(exponent, ops.Pow(x, ops.Sub(exponent, 1)));
}
