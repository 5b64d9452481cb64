/**
 * Arithmetic on dims whose size has only a name: integer polynomials in canonical text, such as `B*T`, `P+T` or `2*H-1`.
 * Two dims are equal exactly when their texts are. What a polynomial cannot say (a rounded quotient, a minimum) becomes
 * an atom like `floor(N/77)`.
 */
import { at } from '../../../common/base/at';
import type { Dim, Shape } from '../types';

/** Factors, sorted and joined by `*`, to coefficient; the constant term has the empty key. */
type Polynomial = ReadonlyMap<string, number>;

/** The canonical text of a dim: `T*B` becomes `B*T`, `4/2`-like numbers stay numbers. */
export function normalDim(dim: Dim): Dim {
  return typeof dim === 'number' ? dim : dimFrom(polynomialFrom(dim));
}

export function addDims(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  const sum = new Map(polynomialFrom(a));
  for (const [factors, coefficient] of polynomialFrom(b)) sum.set(factors, (sum.get(factors) ?? 0) + coefficient);
  return dimFrom(sum);
}

export function multiplyDims(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return a * b + 0; // + 0: a size is never -0
  const product = new Map<string, number>();
  for (const [left, leftCoefficient] of polynomialFrom(a)) {
    for (const [right, rightCoefficient] of polynomialFrom(b)) {
      const factors = joinFactors([...splitFactors(left), ...splitFactors(right)]);
      product.set(factors, (product.get(factors) ?? 0) + leftCoefficient * rightCoefficient);
    }
  }
  return dimFrom(product);
}

export function subtractDims(a: Dim, b: Dim): Dim {
  return addDims(a, multiplyDims(-1, b));
}

/** The product of all dims of a shape; 1 for a scalar. */
export function productOf(shape: Shape): Dim {
  return shape.reduce<Dim>(multiplyDims, 1);
}

/** The exact quotient, or undefined when names or numbers do not divide. */
export function divideExactly(a: Dim, b: Dim): Dim | undefined {
  if (a === b) return 1;
  const divisor = [...polynomialFrom(b)];
  if (divisor.length !== 1) return undefined;
  const [divisorFactors, divisorCoefficient] = at(divisor, 0);
  const quotient = new Map<string, number>();
  for (const [factors, coefficient] of polynomialFrom(a)) {
    const rest = splitFactors(factors);
    for (const factor of splitFactors(divisorFactors)) {
      const index = rest.indexOf(factor);
      if (index < 0) return undefined;
      rest.splice(index, 1);
    }
    if (coefficient % divisorCoefficient !== 0) return undefined;
    quotient.set(joinFactors(rest), coefficient / divisorCoefficient);
  }
  return dimFrom(quotient);
}

/** floor(a / b): exact where it divides, else an atom. */
export function divideDims(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return Math.floor(a / b);
  return divideExactly(a, b) ?? `floor(${bracketed(a)}/${bracketed(b)})`;
}

function bracketed(dim: Dim): string {
  return typeof dim === 'string' && /[-+*/]/.test(dim) ? `(${dim})` : String(dim);
}

/** Whether a dim is at least so large whatever its names stand for: no term is negative, and the constant one reaches. */
export function isAtLeast(dim: Dim, size: number): boolean {
  const terms = polynomialFrom(dim);
  return [...terms.values()].every((coefficient) => coefficient >= 0) && (terms.get('') ?? 0) >= size;
}

/** What two dims broadcast to, or undefined when they do not. */
export function broadcastDim(a: Dim, b: Dim): Dim | undefined {
  if (a === b || b === 1) return a;
  return a === 1 ? b : undefined;
}

/** What shapes broadcast to, aligned at the last axis, or undefined when they do not. */
export function broadcastShapes(shapes: readonly Shape[]): Shape | undefined {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const result: Dim[] = [];
  for (let axis = 0; axis < rank; axis += 1) {
    let dim: Dim = 1;
    for (const shape of shapes) {
      const joint = broadcastDim(dim, shape[axis - rank + shape.length] ?? 1);
      if (joint === undefined) return undefined;
      dim = joint;
    }
    result.push(dim);
  }
  return result;
}

/** A dim's value under given sizes of its names; undefined while an atom is not bound. */
export function evaluateDim(dim: Dim, sizes: ReadonlyMap<string, number>): number | undefined {
  let total = 0;
  for (const [factors, coefficient] of polynomialFrom(dim)) {
    let term = coefficient;
    for (const factor of splitFactors(factors)) {
      const size = sizes.get(factor);
      if (size === undefined) return undefined;
      term *= size;
    }
    total += term;
  }
  return total;
}

function polynomialFrom(dim: Dim): Polynomial {
  if (typeof dim === 'number') return new Map(dim === 0 ? [] : [['', dim]]);
  const terms = new Map<string, number>();
  for (const term of splitOutside(dim.replaceAll('-', '+-').replace(/^\+/, ''), '+')) {
    let coefficient = 1;
    const names: string[] = [];
    for (const part of splitOutside(term.trim().replace(/^-(?=\D)/, '-1*'), '*')) {
      const text = part.trim();
      if (/^-?\d+$/.test(text)) coefficient *= Number(text);
      else if (text !== '') names.push(text.replaceAll('+-', '-'));
    }
    const factors = joinFactors(names);
    terms.set(factors, (terms.get(factors) ?? 0) + coefficient);
  }
  return terms;
}

function dimFrom(polynomial: Polynomial): Dim {
  const terms = [...polynomial].filter(([, coefficient]) => coefficient !== 0);
  if (terms.every(([factors]) => factors === '')) return terms[0]?.[1] ?? 0;
  // Names first, the constant last; a positive term first where there is one, so that no text starts with a sign.
  terms.sort(
    ([a, x], [b, y]) => Number(y > 0) - Number(x > 0) || Number(a === '') - Number(b === '') || (a < b ? -1 : 1),
  );
  const text = terms.map(([factors, coefficient]) => {
    const size = Math.abs(coefficient);
    const body = factors === '' ? String(size) : size === 1 ? factors : `${String(size)}*${factors}`;
    return (coefficient < 0 ? '-' : '+') + body;
  });
  return text.join('').replace(/^\+/, '');
}

function splitFactors(factors: string): string[] {
  return factors === '' ? [] : splitOutside(factors, '*');
}

function joinFactors(factors: readonly string[]): string {
  return [...factors].sort().join('*');
}

/** Splits at a sign that is not inside parentheses. */
function splitOutside(text: string, sign: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === sign && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)];
}
