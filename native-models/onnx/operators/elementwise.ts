/**
 * Constructors of operators that work on one element at a time: arithmetic, functions, comparisons, choice.
 * Binary ones broadcast as numpy does; a number becomes a scalar literal of the other operand's dtype.
 */
import { applySingle } from '../node';
import type { Value } from '../value';
import { pairOf, valueOf, type Operand } from './operand';

type UnaryName =
  | 'Neg'
  | 'Abs'
  | 'Sign'
  | 'Floor'
  | 'Reciprocal'
  | 'Sqrt'
  | 'Exp'
  | 'Log'
  | 'Sin'
  | 'Cos'
  | 'Erf'
  | 'Relu'
  | 'Sigmoid'
  | 'Tanh'
  | 'Not';
type BinaryName =
  | 'Add'
  | 'Sub'
  | 'Mul'
  | 'Div'
  | 'Pow'
  | 'Max'
  | 'Min'
  | 'Equal'
  | 'Less'
  | 'LessOrEqual'
  | 'Greater'
  | 'GreaterOrEqual'
  | 'And'
  | 'Or';

const unary =
  (op: UnaryName) =>
  (x: Value): Value =>
    applySingle(op, [x], {});
const binary =
  (op: BinaryName) =>
  (a: Operand, b: Operand): Value =>
    applySingle(op, pairOf(a, b), {});

export const Add = binary('Add');
export const Sub = binary('Sub');
export const Mul = binary('Mul');
export const Div = binary('Div');
export const Pow = binary('Pow');
export const Max = binary('Max');
export const Min = binary('Min');

export const Neg = unary('Neg');
export const Abs = unary('Abs');
export const Sign = unary('Sign');
export const Floor = unary('Floor');
export const Reciprocal = unary('Reciprocal');
export const Sqrt = unary('Sqrt');
export const Exp = unary('Exp');
export const Log = unary('Log');
export const Sin = unary('Sin');
export const Cos = unary('Cos');
export const Erf = unary('Erf');

export const Relu = unary('Relu');
export const Sigmoid = unary('Sigmoid');
export const Tanh = unary('Tanh');

export const Equal = binary('Equal');
export const Less = binary('Less');
export const LessOrEqual = binary('LessOrEqual');
export const Greater = binary('Greater');
export const GreaterOrEqual = binary('GreaterOrEqual');
export const And = binary('And');
export const Or = binary('Or');
export const Not = unary('Not');

/** `condition ? a : b`, element by element, all three broadcast. */
export function Where(condition: Value, a: Operand, b: Operand): Value {
  return applySingle('Where', [condition, ...pairOf(a, b)], {});
}

/** Limits to min..max; either bound may be left out. */
export function Clip(x: Value, min?: Operand, max?: Operand): Value {
  const bound = (limit: Operand | undefined): Value | undefined =>
    limit === undefined ? undefined : valueOf(limit, x.dtype);
  return applySingle('Clip', [x, bound(min), bound(max)], {});
}

/** Gaussian error linear unit: exact (`none`, the default) or by the tanh approximation. */
export function Gelu(x: Value, options: { readonly approximate?: 'none' | 'tanh' } = {}): Value {
  return applySingle('Gelu', [x], { approximate: options.approximate ?? 'none' });
}

/** x * sigmoid(alpha * x): alpha 1.702 (the default) is CLIP's quick_gelu, alpha 1 is SiLU. */
export function QuickGelu(x: Value, options: { readonly alpha?: number } = {}): Value {
  return applySingle('QuickGelu', [x], { alpha: options.alpha ?? 1.702 });
}
