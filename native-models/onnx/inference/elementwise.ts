/**
 * Type rules of operators on single elements: same shape, or the broadcast of the operands' shapes.
 */
import type { OperatorName } from '../operator-table';
import type { TensorType } from '../types';
import type { InferenceCall, InferenceRules } from './call';

type AnyCall = InferenceCall<OperatorName>;

const like = (call: AnyCall): TensorType[] => {
  const { dtype, shape } = call.operand(0);
  return [{ dtype, shape }];
};

const realLike = (call: AnyCall): TensorType[] => {
  const { dtype, shape } = call.floatOperand(0);
  return [{ dtype, shape }];
};

const arithmetic = (call: AnyCall): TensorType[] => {
  const [a, b] = [call.operand(0), call.operand(1)];
  call.checkSameDtype(a, b);
  if (a.dtype === 'bool') throw call.error('cannot compute with bool', 'Cast it to float32 or int64.');
  return [{ dtype: a.dtype, shape: call.broadcast(a, b) }];
};

const comparison = (call: AnyCall): TensorType[] => {
  const [a, b] = [call.operand(0), call.operand(1)];
  call.checkSameDtype(a, b);
  return [{ dtype: 'bool', shape: call.broadcast(a, b) }];
};

const logical = (call: AnyCall): TensorType[] => {
  const operands = call.inputs.map((_, index) => call.operand(index));
  const wrong = operands.find((operand) => operand.dtype !== 'bool');
  if (wrong !== undefined) throw call.error(`needs bool, got ${wrong.dtype}`, 'Compare first, or Cast to bool.');
  return [{ dtype: 'bool', shape: call.broadcast(...operands) }];
};

export const elementwiseRules = {
  Add: arithmetic,
  Sub: arithmetic,
  Mul: arithmetic,
  Div: arithmetic,
  Pow: arithmetic,
  Max: arithmetic,
  Min: arithmetic,
  Neg: like,
  Abs: like,
  Sign: like,
  Floor: realLike,
  Reciprocal: realLike,
  Sqrt: realLike,
  Exp: realLike,
  Log: realLike,
  Sin: realLike,
  Cos: realLike,
  Erf: realLike,
  Relu: like,
  Sigmoid: realLike,
  Tanh: realLike,
  Gelu: realLike,
  QuickGelu: realLike,
  Equal: comparison,
  Less: comparison,
  LessOrEqual: comparison,
  Greater: comparison,
  GreaterOrEqual: comparison,
  And: logical,
  Or: logical,
  Not: logical,
  Clip: (call) => {
    const [x, min, max] = [call.operand(0), call.inputs[1], call.inputs[2]];
    call.checkSameDtype(x, min, max);
    const wide = [min, max].find((bound) => bound !== undefined && bound.shape.length > 0);
    if (wide !== undefined) throw call.error(`the bound ${wide.label} must be a scalar`, 'Use Max and Min instead.');
    return [{ dtype: x.dtype, shape: x.shape }];
  },
  Where: (call) => {
    const [condition, a, b] = [call.operand(0), call.operand(1), call.operand(2)];
    if (condition.dtype !== 'bool') throw call.error(`the condition must be bool, it is ${condition.dtype}`);
    call.checkSameDtype(a, b);
    return [{ dtype: a.dtype, shape: call.broadcast(condition, a, b) }];
  },
} satisfies Partial<InferenceRules<OperatorName>>;
