/**
 * Gradient rules of operators that read or write by index: reading becomes adding at the same places, writing becomes
 * reading. Indices themselves have no gradient. An index that occurs twice collects both contributions.
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
    return [ops.ScatterND(zerosLike(call, call.x(0)), indices, call.dy, { reduction: 'add' })];
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
  if (given === undefined) {
    const index = ops.Unsqueeze(call.x(1), [0]); // (1)
    return scatteredRows(call, dy, index, axis);
  }
  if (typeof size === 'number') {
    const row = given < 0 ? given + size : given;
    return ops.Pad(dy, [row, size - 1 - row], { axes: [axis] });
  }
  return scatteredRows(call, dy, constant([given], 'int64'), axis);
}

/** Indices of any rank: their axes stand where the gathered axis stood, and are joined into one here. */
function rows(call: VjpCall<'Gather'>, axis: number): Value {
  const [x, indices] = [call.x(0), call.x(1)];
  if (indices.shape.length === 1) return scatteredRows(call, call.dy, indices, axis);
  const flat = ops.Reshape(indices, [-1]); // (N)
  const sizes = x.shape.map((dim, index) => (index === axis ? constant([-1], 'int64') : call.sizes.size(dim, x)));
  return scatteredRows(call, ops.Reshape(call.dy, ops.Concat(sizes, { axis: 0 })), flat, axis);
}

/** dy (…, N, …) added into zeros of x's shape at the N indices of an axis. */
function scatteredRows(call: VjpCall<'Gather'>, dy: Value, indices: Value, axis: number): Value {
  const x = call.x(0);
  if (axis === 0) return addedRows(call, dy, indices, x, call.sizes.shapeOf(x));
  const perm = [axis, ...x.shape.map((_, index) => index).filter((index) => index !== axis)];
  const front = perm.map((index) => at(x.shape, index));
  const gradient = addedRows(call, ops.Transpose(dy, { perm }), indices, x, call.sizes.vector(front, x));
  return ops.Transpose(gradient, { perm: perm.map((_, index) => perm.indexOf(index)) });
}

/** dy (N, …) added into zeros (V, …) at the N indices. */
function addedRows(call: VjpCall<'Gather'>, dy: Value, indices: Value, x: Value, shape: Value): Value {
  const [count] = x.shape;
  if (x.shape.length === 2 && typeof count === 'number' && count <= fewRows && call.node.attributes.axis !== 1) {
    return ops.Gemm(ops.OneHot(indices, count), dy, undefined, { transA: 1 }); // (V, N) (N, C) -> (V, C)
  }
  return ops.ScatterND(ops.ConstantOfShape(shape), ops.Unsqueeze(indices, [1]), dy, { reduction: 'add' });
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
