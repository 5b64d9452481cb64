// Group normalisation of pictures (Wu & He 2018), made of InstanceNormalization over groups and one scale and shift per
// channel: on the CPU this beats the standard's GroupNormalization. Not fused with the activation behind it.
import { constant, ops, type Value } from '../onnx';
import type { ParamScope } from './param-scope';

export interface GroupNormSizes {
  readonly channels: number;
  readonly groups: number;
  readonly epsilon: number;
}

/** Keys `weight`, `bias`. (B, C, H, W) -> the same shape; height and width must be known. */
export function groupNorm(scope: ParamScope, x: Value, { channels, groups, epsilon }: GroupNormSizes): Value {
  const [, , height = -1, width = -1] = x.shape;
  const grouped = ops.Reshape(x, [0, groups, -1]); // (B, G, C/G * H * W)
  const ones = constant(new Float32Array(groups).fill(1));
  const zeros = constant(new Float32Array(groups));
  const normal = ops.Reshape(ops.InstanceNormalization(grouped, ones, zeros, { epsilon }), [
    0,
    channels,
    height,
    width,
  ]); // (B, C, H, W)
  const scale = ops.Reshape(scope.param('weight', [channels]), [channels, 1, 1]); // (C, 1, 1)
  const shift = ops.Reshape(scope.param('bias', [channels]), [channels, 1, 1]); // (C, 1, 1)
  return ops.Add(ops.Mul(normal, scale), shift);
}
