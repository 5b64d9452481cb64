/**
 * The way back from a broadcast: a gradient of the broadcast shape, summed over the axes that were repeated.
 * The walk calls it once for every operand, so rules need not know about broadcasting.
 */
import { ops, type Shape, type Value } from '../onnx';

/** The gradient summed to the operand's shape; unchanged where nothing was broadcast. */
export function sumToShape(gradient: Value, shape: Shape): Value {
  const added = gradient.shape.length - shape.length;
  if (added < 0) return gradient;
  const repeated = gradient.shape.flatMap((dim, axis) =>
    axis >= added && shape[axis - added] === 1 && dim !== 1 ? [axis] : [],
  );
  if (added === 0) return repeated.length === 0 ? gradient : ops.ReduceSum(gradient, { axes: repeated });
  const leading = Array.from({ length: added }, (_, axis) => axis);
  const summed = ops.ReduceSum(gradient, { axes: [...leading, ...repeated], keepdims: false });
  return repeated.length === 0
    ? summed
    : ops.Unsqueeze(
        summed,
        repeated.map((axis) => axis - added),
      );
}
