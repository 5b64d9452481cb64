/**
 * Gradient rules of operators that move or repeat elements: the same movement backwards. Joining and cutting is in
 * cutting.ts. Sizes are read from literals or the graph's inputs, never from the activation itself.
 */
import { at } from '../../../common/base/at';
import { constant, ops, type Value } from '../../onnx';
import { isFloat } from '../../onnx/types';
import type { OperatorName } from '../../onnx/operator-table';
import type { AnyCall, VjpRules } from '../vjp-call';
import { literalNumbers } from './literal';
import { isLastSwap, transposedProduct } from './products';

const backToShape = (call: AnyCall): Value[] => [call.sizes.reshaped(call.dy, call.x(0))];

export const movementRules = {
  Identity: (call) => [call.dy],
  Cast: (call) => [isFloat(call.x(0).dtype) ? ops.Cast(call.dy, call.x(0).dtype) : undefined],
  Reshape: backToShape,
  Flatten: backToShape,
  Squeeze: backToShape,
  Unsqueeze: backToShape,

  Transpose: (call) => {
    const perm = call.node.attributes.perm ?? [];
    if (isLastSwap(perm)) {
      const swapped = transposedProduct(call.dy);
      if (swapped !== undefined) return [swapped];
    }
    return [ops.Transpose(call.dy, { perm: perm.map((_, axis) => perm.indexOf(axis)) })];
  },

  // The walk sums what was repeated; only axes that Expand leaves as they are come through here.
  Expand: (call) => [call.dy],

  Tile: (call) => {
    const x = call.x(0);
    const repeats = literalNumbers(call.node.inputs[1]);
    if (repeats === undefined) throw call.refusal('the repeats are computed', 'Use Expand, or literal repeats.');
    const target = x.shape.flatMap((dim, axis) => [constant([at(repeats, axis)], 'int64'), call.sizes.size(dim, x)]);
    const split = ops.Reshape(call.dy, ops.Concat(target, { axis: 0 })); // (r0, d0, r1, d1, …)
    return [ops.ReduceSum(split, { axes: x.shape.map((_, axis) => 2 * axis), keepdims: false })];
  },

  Trilu: (call) => {
    const [, shift] = call.node.inputs;
    const k = literalNumbers(shift)?.[0];
    if (shift !== undefined && k === undefined) throw call.refusal('the diagonal is computed', 'Give k as a number.');
    return [ops.Trilu(call.dy, { upper: call.node.attributes.upper !== 0, ...(k === undefined ? {} : { k }) })];
  },
} satisfies Partial<VjpRules<OperatorName>>;
