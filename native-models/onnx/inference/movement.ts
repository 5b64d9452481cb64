/**
 * Type rules of operators that move or repeat elements.
 */
import { at } from '../../../common/base/at';
import type { OperatorName } from '../operator-table';
import { shapeText, type Dim, type Shape } from '../types';
import type { InferenceRules } from './call';
import { addDims, broadcastShapes, divideExactly, multiplyDims, productOf } from './dims';
import { slicedDim } from './slicing';

export const movementRules = {
  Identity: (call) => {
    const { dtype, shape } = call.operand(0);
    return [{ dtype, shape }];
  },

  Cast: (call) => {
    const { to } = call.attributes;
    if (to === undefined) throw call.error('the target dtype is missing');
    return [{ dtype: to, shape: call.operand(0).shape }];
  },

  Reshape: (call) => {
    const x = call.operand(0);
    const target = call.contents(1).map((dim, axis) => {
      if (dim !== 0) return dim;
      const kept = x.shape[axis];
      if (kept === undefined) throw call.error(`0 at axis ${String(axis)} keeps an axis that ${x.label} does not have`);
      return kept;
    });
    const total = productOf(x.shape);
    const open = target.indexOf(-1);
    const rest = productOf(target.filter((_, axis) => axis !== open));
    if (open !== target.lastIndexOf(-1)) throw call.error('only one dim can be -1');
    if (open < 0) {
      if (total !== rest) {
        throw call.error(
          `${String(total)} elements do not fit ${shapeText(target)}`,
          'Let one dim be -1, or check the sizes.',
        );
      }
      return [{ dtype: x.dtype, shape: target }];
    }
    const inferred = divideExactly(total, rest);
    if (inferred === undefined) {
      throw call.error(
        `${String(total)} elements are not divisible by ${String(rest)}`,
        'Write named dims as the product of their factors, or rename them with assumeShape.',
      );
    }
    return [{ dtype: x.dtype, shape: target.map((dim, axis) => (axis === open ? inferred : dim)) }];
  },

  Flatten: (call) => {
    const { dtype, shape } = call.operand(0);
    const axis = call.axis(call.attributes.axis ?? 1, shape.length, true);
    return [{ dtype, shape: [productOf(shape.slice(0, axis)), productOf(shape.slice(axis))] }];
  },

  Transpose: (call) => {
    const { dtype, shape } = call.operand(0);
    const perm = call.attributes.perm ?? [];
    const isPermutation = [...perm].sort((a, b) => a - b).every((axis, index) => axis === index);
    if (perm.length !== shape.length || !isPermutation) {
      throw call.error(`perm [${perm.join(', ')}] must name each of the ${String(shape.length)} axes once`);
    }
    return [{ dtype, shape: perm.map((axis) => at(shape, axis)) }];
  },

  Squeeze: (call) => {
    const { dtype, shape } = call.operand(0);
    const axes = new Set(call.numbers(1).map((axis) => call.axis(axis, shape.length)));
    const wide = [...axes].find((axis) => shape[axis] !== 1);
    if (wide !== undefined) throw call.error(`axis ${String(wide)} has size ${String(shape[wide])}, not 1`);
    return [{ dtype, shape: shape.filter((_, axis) => !axes.has(axis)) }];
  },

  Unsqueeze: (call) => {
    const { dtype, shape } = call.operand(0);
    const given = call.numbers(1);
    const rank = shape.length + given.length;
    const axes = new Set(given.map((axis) => call.axis(axis, rank)));
    if (axes.size !== given.length) throw call.error('an axis is named twice');
    const rest = [...shape];
    const inserted = Array.from({ length: rank }, (_, axis): Dim => (axes.has(axis) ? 1 : (rest.shift() ?? 1)));
    return [{ dtype, shape: inserted }];
  },

  Expand: (call) => {
    const { dtype, shape } = call.operand(0);
    const target = call.contents(1);
    const result = broadcastShapes([shape, target]);
    if (result === undefined) throw call.error(`does not broadcast to ${shapeText(target)}`);
    return [{ dtype, shape: result }];
  },

  Tile: (call) => {
    const { dtype, shape } = call.operand(0);
    const repeats = call.contents(1);
    if (repeats.length !== shape.length)
      throw call.error(`needs ${String(shape.length)} repeats, got ${String(repeats.length)}`);
    return [{ dtype, shape: shape.map((dim, axis) => multiplyDims(dim, at(repeats, axis))) }];
  },

  Concat: (call) => {
    const parts = call.inputs.map((_, index) => call.operand(index));
    const first = call.operand(0);
    const axis = call.axis(call.attributes.axis ?? 0, first.shape.length);
    call.checkSameDtype(...parts);
    for (const part of parts) {
      if (part.shape.length !== first.shape.length) throw call.error('numbers of axes differ');
      part.shape.forEach((dim, index) => {
        if (index !== axis) call.checkSameDim(`sizes of axis ${String(index)}`, at(first.shape, index), dim);
      });
    }
    const joint = parts.map((part) => at(part.shape, axis)).reduce<Dim>(addDims, 0);
    return [{ dtype: first.dtype, shape: replaced(first.shape, axis, joint) }];
  },

  Split: (call) => {
    const { dtype, shape } = call.operand(0);
    const axis = call.axis(call.attributes.axis ?? 0, shape.length);
    const sizes = call.numbers(1);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    call.checkSameDim(`size of axis ${String(axis)} and sum of the parts`, at(shape, axis), total);
    return sizes.map((size) => ({ dtype, shape: replaced(shape, axis, size) }));
  },

  Slice: (call) => {
    const { dtype, shape } = call.operand(0);
    const [starts, ends] = [call.contents(1), call.contents(2)];
    const axes = call.optionalNumbers(3) ?? starts.map((_, index) => index);
    const steps = call.optionalNumbers(4) ?? starts.map(() => 1);
    if (ends.length !== starts.length || axes.length !== starts.length || steps.length !== starts.length) {
      throw call.error('starts, ends, axes and steps must be equally many');
    }
    const result = [...shape];
    axes.forEach((given, index) => {
      const axis = call.axis(given, shape.length);
      if (at(steps, index) === 0) throw call.error('a step is 0');
      result[axis] = slicedDim(at(shape, axis), at(starts, index), at(ends, index), at(steps, index));
    });
    return [{ dtype, shape: result }];
  },

  Pad: (call) => {
    const { dtype, shape } = call.operand(0);
    call.checkSameDtype(call.operand(0), call.inputs[2]);
    const pads = call.numbers(1);
    const axes = call.optionalNumbers(3) ?? shape.map((_, axis) => axis);
    if (pads.length !== 2 * axes.length)
      throw call.error(`needs ${String(2 * axes.length)} pads, got ${String(pads.length)}`);
    const result = [...shape];
    axes.forEach((given, index) => {
      const axis = call.axis(given, shape.length);
      result[axis] = addDims(at(shape, axis), at(pads, index) + at(pads, index + axes.length));
    });
    return [{ dtype, shape: result }];
  },

  Trilu: (call) => {
    const { dtype, shape } = call.operand(0);
    if (shape.length < 2) throw call.error('needs at least two axes');
    return [{ dtype, shape }];
  },
} satisfies Partial<InferenceRules<OperatorName>>;

function replaced(shape: Shape, axis: number, dim: Dim): Shape {
  return shape.map((old, index) => (index === axis ? dim : old));
}
