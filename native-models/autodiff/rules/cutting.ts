/**
 * Gradient rules of operators that join and cut: Concat, Split, Slice, Pad. The way back of a cut is padding with zeros,
 * that of a join is cutting. Bounds may be named dims, as far as inference knows them.
 */
import { at } from '../../../common/base/at';
import { constant, ops, type Dim, type Value } from '../../onnx';
import type { OperatorName } from '../../onnx/operator-table';
import { addDims, multiplyDims, subtractDims } from '../../onnx/inference/dims';
import { knownContents } from '../../onnx/inference/known-contents';
import { slicedDim } from '../../onnx/inference/slicing';
import type { AnyCall, VjpCall, VjpRules } from '../vjp-call';
import { literalNumbers } from './literal';

/** The standard's "to the end" is any bound beyond this. */
const beyondAnySize = 2 ** 31 - 1;

/** Zeros of a shape. */
export function zerosLike(call: AnyCall, like: Value): Value {
  return ops.ConstantOfShape(call.sizes.shapeOf(like));
}

export const cuttingRules = {
  Concat: (call) => {
    const axis = normalAxis(call.node.attributes.axis ?? 0, call.y);
    const parts = call.node.inputs.map((_, index) => call.x(index));
    const sizes = parts.map((part) => at(part.shape, axis));
    if (parts.length === 1) return [call.dy];
    if (sizes.every((size) => typeof size === 'number')) {
      const pieces = ops.Split(call.dy, sizes, { axis });
      return parts.map((_, index) => (call.needs(index) ? pieces[index] : undefined));
    }
    let start: Value = constant([0], 'int64');
    return parts.map((part, index) => {
      const end = ops.Add(start, call.sizes.size(at(sizes, index), part));
      const piece = call.needs(index) ? ops.Slice(call.dy, start, end, [axis]) : undefined;
      start = end;
      return piece;
    });
  },

  Split: (call) => {
    const { axis = 0 } = call.node.attributes;
    const pieces = call.gradients.map((gradient, index) => gradient ?? zerosLike(call, at(call.outputs, index)));
    return [pieces.length === 1 ? at(pieces, 0) : ops.Concat(pieces, { axis: axis ?? 0 })];
  },

  Slice: (call) => {
    const x = call.x(0);
    const [starts, ends] = [knownContents(call.x(1)), knownContents(call.x(2))];
    if (starts === undefined || ends === undefined) throw call.refusal('the bounds are unknown while building');
    const axes = literalNumbers(call.node.inputs[3]) ?? starts.map((_, index) => index);
    const steps = literalNumbers(call.node.inputs[4]) ?? starts.map(() => 1);
    let gradient = call.dy;
    axes.forEach((given, index) => {
      const cut = {
        axis: normalAxis(given, x),
        start: at(starts, index),
        end: at(ends, index),
        step: at(steps, index),
      };
      gradient = uncut(call, gradient, x, cut);
    });
    return [gradient];
  },

  Pad: (call) => {
    const x = call.x(0);
    if ((call.node.attributes.mode ?? 'constant') !== 'constant')
      throw call.refusal('only padding with a constant has a rule');
    if (call.needs(2)) throw call.refusal('the filling depends on a target');
    const pads = literalNumbers(call.node.inputs[1]) ?? [];
    const axes = literalNumbers(call.node.inputs[3]) ?? x.shape.map((_, axis) => axis);
    const starts = axes.map((_, index) => at(pads, index));
    const after = axes.map((_, index) => at(pads, index + axes.length));
    if (pads.some((pad) => pad < 0)) throw call.refusal('negative padding cuts', 'Use Slice for it.');
    const ends = after.map((pad) => (pad === 0 ? beyondAnySize : -pad));
    return [ops.Slice(call.dy, starts, ends, axes)];
  },
} satisfies Partial<VjpRules<OperatorName>>;

interface Cut {
  readonly axis: number;
  readonly start: Dim;
  readonly end: Dim;
  readonly step: number;
}

/** One axis of a slice's gradient, spread to the size that it had before the cut. */
function uncut(call: VjpCall<'Slice'>, piece: Value, x: Value, { axis, start, end, step }: Cut): Value {
  const whole = at(x.shape, axis);
  const length = slicedDim(whole, start, end, step);
  let gradient = piece;
  let first = firstOf(whole, start, step);
  if (step < 0) {
    // The elements lie in falling order: turn them round, and the last one read is the first one in place.
    gradient = ops.Slice(gradient, [-1], [-beyondAnySize - 2], [axis], [-1]);
    first = addDims(first, multiplyDims(addDims(length, -1), step));
  }
  const stride = Math.abs(step);
  let covered = length;
  if (stride > 1) {
    if (typeof length !== 'number') throw call.refusal('steps need an axis of known size');
    gradient = spread(call, gradient, axis, stride, length);
    covered = (length - 1) * stride + 1;
  }
  return padded(call, gradient, x, { axis, before: first, after: subtractDims(subtractDims(whole, first), covered) });
}

/** Zeros between the elements of an axis: (…, n, …) -> (…, (n - 1) stride + 1, …) */
function spread(call: VjpCall<'Slice'>, x: Value, axis: number, stride: number, length: number): Value {
  const apart = ops.Pad(ops.Unsqueeze(x, [axis + 1]), [0, stride - 1], { axes: [axis + 1] }); // (…, n, stride, …)
  const shape = x.shape.map((dim, index) => (index === axis ? length * stride : dim));
  const joint = ops.Reshape(apart, call.sizes.vector(shape, x)); // (…, n stride, …)
  return ops.Slice(joint, [0], [(length - 1) * stride + 1], [axis]);
}

/** Zeros before and after along an axis; sizes with names are joined as blocks, since padding takes numbers only. */
function padded(
  call: VjpCall<'Slice'>,
  x: Value,
  whole: Value,
  { axis, before, after }: { readonly axis: number; readonly before: Dim; readonly after: Dim },
): Value {
  if (before === 0 && after === 0) return x;
  if (typeof before === 'number' && typeof after === 'number') return ops.Pad(x, [before, after], { axes: [axis] });
  const block = (size: Dim): Value[] => {
    if (size === 0) return [];
    const shape = x.shape.map((dim, index) =>
      index === axis ? call.sizes.size(size, whole) : call.sizes.size(dim, x),
    );
    return [ops.ConstantOfShape(ops.Concat(shape, { axis: 0 }))];
  };
  return ops.Concat([...block(before), x, ...block(after)], { axis });
}

function firstOf(whole: Dim, start: Dim, step: number): Dim {
  if (typeof start !== 'number') return start;
  if (start < 0) return addDims(whole, start);
  if (typeof whole !== 'number') return start;
  return step > 0 ? Math.min(start, whole) : Math.min(start, whole - 1);
}

function normalAxis(axis: number | undefined, x: Value): number {
  return axis === undefined ? 0 : axis < 0 ? axis + x.shape.length : axis;
}
