/**
 * Reference rules of operators on single elements.
 */
import type { OperatorName } from '../operator-table';
import { isFloat, type DType } from '../types';
import { erf } from './erf';
import type { ReferenceCall, ReferenceRules } from './rule';
import { broadcastSizes } from './sizes';
import { readBroadcast, tensorOf, type Tensor64 } from './tensor64';

type AnyCall = ReferenceCall<OperatorName>;

const unary =
  (f: (x: number) => number) =>
  (call: AnyCall): Tensor64[] => {
    const { dtype, shape, data } = call.operand(0);
    return [{ dtype, shape, data: data.map(f) }];
  };

const binary =
  (f: (a: number, b: number, dtype: DType) => number) =>
  (call: AnyCall): Tensor64[] => {
    const [a, b] = [call.operand(0), call.operand(1)];
    const shape = broadcastSizes(a.shape, b.shape);
    const dtype = call.dtypes[0] ?? a.dtype;
    return [tensorOf(dtype, shape, (index) => f(readBroadcast(a, index), readBroadcast(b, index), a.dtype))];
  };

const truth = (claim: boolean): number => (claim ? 1 : 0);
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const geluExact = (x: number): number => 0.5 * x * (1 + erf(x / Math.SQRT2));
const geluTanh = (x: number): number => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

export const elementwiseRules = {
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b),
  Div: binary((a, b, dtype) => (isFloat(dtype) ? a / b : Math.trunc(a / b))),
  Pow: binary((a, b) => a ** b),
  Max: binary((a, b) => Math.max(a, b)),
  Min: binary((a, b) => Math.min(a, b)),
  Neg: unary((x) => -x),
  Abs: unary(Math.abs),
  Sign: unary(Math.sign),
  Floor: unary(Math.floor),
  Reciprocal: unary((x) => 1 / x),
  Sqrt: unary(Math.sqrt),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Sin: unary(Math.sin),
  Cos: unary(Math.cos),
  Erf: unary(erf),
  Relu: unary((x) => Math.max(x, 0)),
  Sigmoid: unary(sigmoid),
  Tanh: unary(Math.tanh),
  Gelu: (call) => unary(call.attributes.approximate === 'tanh' ? geluTanh : geluExact)(call),
  QuickGelu: (call) => {
    const alpha = call.attributes.alpha ?? 1.702;
    return unary((x) => x * sigmoid(alpha * x))(call);
  },
  Equal: binary((a, b) => truth(a === b)),
  Less: binary((a, b) => truth(a < b)),
  LessOrEqual: binary((a, b) => truth(a <= b)),
  Greater: binary((a, b) => truth(a > b)),
  GreaterOrEqual: binary((a, b) => truth(a >= b)),
  And: binary((a, b) => truth(a !== 0 && b !== 0)),
  Or: binary((a, b) => truth(a !== 0 || b !== 0)),
  Not: unary((x) => truth(x === 0)),
  Clip: (call) => {
    const x = call.operand(0);
    const min = call.optionalNumbers(1)?.[0] ?? -Infinity;
    const max = call.optionalNumbers(2)?.[0] ?? Infinity;
    return [{ ...x, data: x.data.map((value) => Math.min(Math.max(value, min), max)) }];
  },
  Where: (call) => {
    const [condition, a, b] = [call.operand(0), call.operand(1), call.operand(2)];
    const shape = broadcastSizes(condition.shape, a.shape, b.shape);
    const pick = (index: readonly number[]): Tensor64 => (readBroadcast(condition, index) === 0 ? b : a);
    return [tensorOf(a.dtype, shape, (index) => readBroadcast(pick(index), index))];
  },
} satisfies Partial<ReferenceRules<OperatorName>>;
