/**
 * Turns a shape literal with names into the int64 vector that Reshape and Expand take.
 * Names are resolved in the cheapest way that is exact: kept by position, inferred, or read from x's shape at run time.
 */
import { StudioError } from '../../../common/base/studio-error';
import { normalDim } from '../inference/dims';
import { constant } from '../graph';
import { applySingle } from '../node';
import type { Dim, Shape } from '../types';
import type { Value } from '../value';

/** Reshape's target: a constant with 0 for kept dims and -1 for one other named dim where that suffices. */
export function reshapeTarget(x: Value, literal: Shape): Value {
  const shape = literal.map(normalDim);
  const kept = shape.map((dim, axis) => (typeof dim === 'string' && x.shape[axis] === dim ? 0 : dim));
  const named = kept.filter((dim) => typeof dim === 'string');
  if (named.length === 0) return constant(kept as readonly number[], 'int64');
  if (named.length === 1 && !kept.includes(-1)) {
    return constant(
      kept.map((dim) => (typeof dim === 'string' ? -1 : dim)),
      'int64',
    );
  }
  return shapeVector(x, shape);
}

/** Throws unless every name of the literal is what inference says: -1 would otherwise take any name it is given. */
export function checkNamesOfReshape(reshaped: Value, literal: Shape): void {
  const axis = literal.findIndex((dim, index) => typeof dim === 'string' && normalDim(dim) !== reshaped.shape[index]);
  if (axis < 0 || reshaped.producer.kind !== 'node') return;
  const operands = reshaped.producer.inputs.map(String).join(', ');
  const [wanted, got] = [String(literal[axis]), String(reshaped.shape[axis])];
  throw new StudioError('shape-mismatch', `Reshape(${operands}): the dim called ${wanted} comes out as ${got}`, {
    hint: 'Write -1 there, and rename the result with assumeShape if it needs a name of its own.',
  });
}

/** An exact shape: literals where they are numbers, elements of Shape(x) where they are names. */
export function shapeVector(x: Value, literal: Shape): Value {
  const shape = literal.map(normalDim);
  if (shape.every((dim) => typeof dim === 'number')) return constant(shape, 'int64');
  const parts: Value[] = [];
  for (const dim of shape) parts.push(sizeOf(x, dim));
  return applySingle('Concat', parts, { axis: 0 });
}

function sizeOf(x: Value, dim: Dim): Value {
  if (typeof dim === 'number') return constant([dim], 'int64');
  const axis = x.shape.indexOf(dim);
  if (axis >= 0) return applySingle('Shape', [x], { start: axis, end: axis + 1 });
  const factors = dim.split('*');
  if (factors.length < 2) {
    throw new StudioError('shape-mismatch', `${x.toString()} has no dim named ${dim}`, {
      hint: 'Use a name of its own shape, -1 for the rest, or a vector built from Shape of the tensor that has it.',
    });
  }
  return factors
    .map((factor) => sizeOf(x, /^\d+$/.test(factor) ? Number(factor) : factor))
    .reduce((product, size) => applySingle('Mul', [product, size], {}));
}
