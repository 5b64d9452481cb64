/**
 * Operators without a gradient rule, each with its reason. `zero`: the derivative is zero almost everywhere or the result
 * is no real number, so nothing flows back. `refused`: there is a derivative but no rule, and asking for it is an error.
 */
import type { OperatorName } from '../../onnx/operator-table';

interface GradientStop {
  readonly kind: 'zero' | 'refused';
  readonly reason: string;
}

const truth: GradientStop = { kind: 'zero', reason: 'the result is true or false' };
const step: GradientStop = { kind: 'zero', reason: 'the result is constant between its jumps' };
const index: GradientStop = { kind: 'zero', reason: 'the result is whole numbers' };

export const gradientStops = {
  Floor: step,
  Sign: step,
  Equal: truth,
  Less: truth,
  LessOrEqual: truth,
  Greater: truth,
  GreaterOrEqual: truth,
  And: truth,
  Or: truth,
  Not: truth,
  ArgMax: index,
  Shape: index,
  ConstantOfShape: { kind: 'zero', reason: 'the result depends on a shape only' },
  Range: { kind: 'refused', reason: 'numbers in a row are made from indices; multiply them by what is trained' },
  OneHot: { kind: 'refused', reason: 'its two values cannot be trained; use Where over a comparison' },
  MultiHeadAttention: { kind: 'refused', reason: "the fused operator hides its weights; build with 'plain' attention" },
} as const satisfies Partial<Readonly<Record<OperatorName, GradientStop>>>;

/** The stop of an operator, or undefined where it has a rule. */
export function gradientStopOf(op: OperatorName): GradientStop | undefined {
  const stops: Partial<Readonly<Record<OperatorName, GradientStop>>> = gradientStops;
  return stops[op];
}
