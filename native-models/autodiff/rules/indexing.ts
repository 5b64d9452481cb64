/**
 * Gradient rules of operators that read or write by index: reading becomes adding at the same places, writing becomes
 * reading. Indices themselves have no gradient. An index that occurs twice collects both contributions.
 * Never by ScatterND: the runtime adds in parallel without looking for equal indices and loses some (docs/numerics.md).
 */
import { at } from '../../../common/base/at';
import { constant, ops, type Value } from '../../onnx';
import type { OperatorName } from '../../onnx/operator-table';
import type { VjpCall, VjpRules } from '../vjp-call';
import { zerosLike } from './cutting';
import { literalOf } from './literal';

/** Tables up to this many rows collect their gradient by a product with one-hot rows: parallel and in a fixed order. */
const fewRows = 64;

export const indexingRules = {
  Gather: (call) => {
    const [x, indices] = [call.x(0), call.x(1)];
    const axis = positive(call.node.attributes.axis, x);
    return [indices.shape.length === 0 ? oneRow(call, axis) : rows(call, axis)];
  },

  GatherElements: (call) => {
    const axis = positive(call.node.attributes.axis, call.x(0));
    return [ops.ScatterElements(zerosLike(call, call.x(0)), call.x(1), call.dy, { axis, reduction: 'add' })];
  },

  GatherND: (call) => {
    const batchAxes = call.node.attributes.batch_dims ?? 0;
    const indices = batchAxes === 0 ? call.x(1) : withBatchIndices(call, batchAxes);
    return [addedSlices(call, indices)];
  },

  ScatterElements: (call) => {
    const indices = call.x(1);
    const axis = positive(call.node.attributes.axis, call.x(0));
    const isAdded = call.node.attributes.reduction === 'add';
    return [
      call.needs(0)
        ? isAdded
          ? call.dy
          : ops.ScatterElements(call.dy, indices, zerosLike(call, call.x(2)), { axis })
        : undefined,
      undefined,
      call.needs(2) ? ops.GatherElements(call.dy, indices, { axis }) : undefined,
    ];
  },

  ScatterND: (call) => {
    const indices = call.x(1);
    const isAdded = call.node.attributes.reduction === 'add';
    return [
      call.needs(0) ? (isAdded ? call.dy : ops.ScatterND(call.dy, indices, zerosLike(call, call.x(2)))) : undefined,
      undefined,
      call.needs(2) ? ops.GatherND(call.dy, indices) : undefined,
    ];
  },
} satisfies Partial<VjpRules<OperatorName>>;

function positive(axis: number | undefined, x: Value): number {
  return axis === undefined ? 0 : axis < 0 ? axis + x.shape.length : axis;
}

/** One row was taken and its axis dropped: the gradient is that row among zeros. */
function oneRow(call: VjpCall<'Gather'>, axis: number): Value {
  const [x, dy] = [call.x(0), ops.Unsqueeze(call.dy, [axis])];
  const size = at(x.shape, axis);
  const given = literalOf(call.x(1));
  if (given !== undefined && typeof size === 'number') {
    const row = given < 0 ? given + size : given;
    return ops.Pad(dy, [row, size - 1 - row], { axes: [axis] });
  }
  return addedRows(call, dy, ops.Unsqueeze(call.x(1), [0]), axis);
}

/** Indices of any rank: their axes stand where the gathered axis stood, and are joined into one here. */
function rows(call: VjpCall<'Gather'>, axis: number): Value {
  const [x, indices] = [call.x(0), call.x(1)];
  if (indices.shape.length === 1) return addedRows(call, call.dy, indices, axis);
  const flat = ops.Reshape(indices, [-1]); // (N)
  const sizes = x.shape.map((dim, index) => (index === axis ? constant([-1], 'int64') : call.sizes.size(dim, x)));
  return addedRows(call, ops.Reshape(call.dy, ops.Concat(sizes, { axis: 0 })), flat, axis);
}

/** dy (…, N, …) added into zeros of x's shape at the N indices of an axis. */
function addedRows(call: VjpCall<'Gather'>, dy: Value, indices: Value, axis: number): Value {
  const x = call.x(0);
  const [count] = x.shape;
  if (axis === 0 && x.shape.length === 2 && typeof count === 'number' && count <= fewRows) {
    return ops.Gemm(ops.OneHot(indices, count), dy, undefined, { transA: 1 }); // (V, N) (N, C) -> (V, C)
  }
  return added(zerosLike(call, x), indices, dy, axis);
}

/** Slices dy (n…, …) added into zeros of x's shape at the index tuples (n…, t): one number takes the place of a tuple. */
function addedSlices(call: VjpCall<'GatherND'>, indices: Value): Value {
  const x = call.x(0);
  const depth = Number(indices.shape.at(-1));
  const sizes = x.shape.slice(0, depth).map((dim) => call.sizes.size(dim, x));
  const sizeVector = ops.Concat(sizes, { axis: 0 }); // (t)
  const positive = ops.Where(ops.Less(indices, 0), ops.Add(indices, sizeVector), indices);
  let step: Value = constant([1], 'int64');
  const steps = sizes.map(() => step);
  for (let axis = depth - 2; axis >= 0; axis -= 1) {
    step = ops.Mul(step, at(sizes, axis + 1));
    steps[axis] = step;
  }
  const numbers = ops.ReduceSum(ops.Mul(positive, ops.Concat(steps, { axis: 0 })), { axes: [-1], keepdims: false });
  const whole = sizes.reduce((product, size) => ops.Mul(product, size));
  const inner = x.shape.slice(depth).map((dim) => call.sizes.size(dim, x));
  const flatDy = ops.Reshape(call.dy, ops.Concat([constant([-1], 'int64'), ...inner], { axis: 0 })); // (N, …)
  const zeros = ops.ConstantOfShape(ops.Concat([whole, ...inner], { axis: 0 }));
  return call.sizes.reshaped(added(zeros, ops.Reshape(numbers, [-1]), flatDy, 0), x);
}

/** zeros with dy (…, N, …) added at the N indices of an axis, one after the other. */
function added(zeros: Value, indices: Value, dy: Value, axis: number): Value {
  const shape = dy.shape.map((_, index) => (index === axis ? -1 : 1));
  const everywhere = ops.Expand(ops.Reshape(indices, constant(shape, 'int64')), ops.Shape(dy)); // (…, N, …)
  return ops.ScatterElements(zeros, everywhere, dy, { axis, reduction: 'add' });
}

/** The batch's own numbers in front of each index tuple. (b…, n…, t) -> (b…, n…, batchAxes + t) */
function withBatchIndices(call: VjpCall<'GatherND'>, batchAxes: number): Value {
  const indices = call.x(1);
  const leading = indices.shape.slice(0, -1);
  const tuples = call.sizes.vector([...leading, 1], indices);
  const numbers = leading.slice(0, batchAxes).map((dim, axis) => {
    const limit = ops.Squeeze(call.sizes.size(dim, indices), [0]);
    const range = ops.Range(0, limit, 1, { length: dim }); // (b)
    const shape = [...leading.map((_, index) => (index === axis ? -1 : 1)), 1];
    return ops.Expand(ops.Reshape(range, constant(shape, 'int64')), tuples); // (b…, n…, 1)
  });
  return ops.Concat([...numbers, indices], { axis: -1 });
}
