/**
 * Gradient rules of reductions, scans, selections and softmax. A reduced gradient is spread again by Expand; ReduceMax
 * shares it among equals.
 */
import { at } from '../../../common/base/at';
import { ops, type Value } from '../../onnx';
import type { OperatorName } from '../../onnx/operator-table';
import type { VjpCall, VjpRules } from '../vjp-call';
import { zerosLike } from './cutting';
import { literalNumbers } from './literal';

type Reduction = 'ReduceMean' | 'ReduceSum' | 'ReduceMax';

export const reductionRules = {
  ReduceSum: (call) => [spread(call, call.dy)],
  ReduceMean: (call) => {
    const x = call.x(0);
    const count = call.sizes.count(
      axesOf(call).map((axis) => at(x.shape, axis)),
      x,
    );
    return [spread(call, ops.Div(call.dy, count))];
  },
  ReduceMax: (call) => {
    const x = call.x(0);
    const isTop = ops.Cast(ops.Equal(x, kept(call, call.y)), x.dtype);
    const shared = ops.Div(kept(call, call.dy), ops.ReduceSum(isTop, { axes: axesOf(call) }));
    return [ops.Mul(isTop, shared)];
  },

  /** y (dy - Σ dy y) */
  Softmax: (call) => {
    const weighted = ops.Mul(call.dy, call.y);
    const axis = call.node.attributes.axis ?? -1;
    return [ops.Sub(weighted, ops.Mul(call.y, ops.ReduceSum(weighted, { axes: [axis] })))];
  },
  /** dy - softmax(x) Σ dy */
  LogSoftmax: (call) => {
    const total = ops.ReduceSum(call.dy, { axes: [call.node.attributes.axis ?? -1] });
    return [ops.Sub(call.dy, ops.Mul(ops.Exp(call.y), total))];
  },

  CumSum: (call) => {
    const axis = literalNumbers(call.node.inputs[1])?.[0];
    if (axis === undefined) throw call.refusal('the axis is computed');
    const { exclusive, reverse } = call.node.attributes;
    return [ops.CumSum(call.dy, axis, { exclusive: exclusive === 1, reverse: reverse !== 1 })];
  },

  TopK: (call) => {
    const [values] = call.gradients;
    if (values === undefined) return [undefined];
    const axis = normalAxis(call.node.attributes.axis ?? -1, call.x(0));
    const indices = at(call.outputs, 1);
    return [ops.ScatterElements(zerosLike(call, call.x(0)), indices, values, { axis, reduction: 'add' })];
  },
} satisfies Partial<VjpRules<OperatorName>>;

function normalAxis(axis: number, x: Value): number {
  return axis < 0 ? axis + x.shape.length : axis;
}

function axesOf(call: VjpCall<Reduction>): readonly number[] {
  const x = call.x(0);
  const given = literalNumbers(call.node.inputs[1]);
  return (given ?? x.shape.map((_, axis) => axis)).map((axis) => normalAxis(axis, x));
}

/** With the reduced axes back as size 1. */
function kept(call: VjpCall<Reduction>, reduced: Value): Value {
  const axes = axesOf(call);
  return call.node.attributes.keepdims === 0 && axes.length > 0 ? ops.Unsqueeze(reduced, axes) : reduced;
}

function spread(call: VjpCall<Reduction>, dy: Value): Value {
  return ops.Expand(kept(call, dy), call.sizes.shapeOf(call.x(0)));
}
