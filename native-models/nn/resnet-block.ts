// The residual block of diffusion U-Nets and autoencoders (He et al. 2016, pre-activation form; timestep added between
// the convolutions as in DDPM). Keys and order as in diffusers' ResnetBlock2D with time_embedding_norm "default".
import { ops, type Value } from '../onnx';
import { activate, type ActivationName } from './activations';
import { conv2d } from './conv2d';
import { groupNorm } from './group-norm';
import { linear } from './linear';
import type { ParamScope } from './param-scope';

export interface ResnetSizes {
  readonly in: number;
  readonly out: number;
  readonly groups: number;
  readonly epsilon: number;
  readonly activation: ActivationName;
  /** What the sum of both ways is divided by: 1 unless given. */
  readonly outputScale?: number;
}

/** The timestep's embedding, already through the activation: every block of a network wants the same one. */
export interface TimeSignal {
  readonly value: Value; // (B, size)
  readonly size: number;
}

/** Keys `norm1`, `conv1`, `time_emb_proj`, `norm2`, `conv2`, `conv_shortcut`. (B, in, H, W) -> (B, out, H, W) */
export function resnetBlock(scope: ParamScope, x: Value, sizes: ResnetSizes, time?: TimeSignal): Value {
  const { out, groups, epsilon, activation, outputScale = 1 } = sizes;
  const first = groupNorm(scope.child('norm1'), x, { channels: sizes.in, groups, epsilon });
  let hidden = conv2d(scope.child('conv1'), activate(activation, first), { in: sizes.in, out }); // (B, out, H, W)
  if (time !== undefined) {
    const shift = linear(scope.child('time_emb_proj'), time.value, { in: time.size, out }); // (B, out)
    hidden = ops.Add(hidden, ops.Unsqueeze(shift, [2, 3]));
  }
  const second = groupNorm(scope.child('norm2'), hidden, { channels: out, groups, epsilon });
  hidden = conv2d(scope.child('conv2'), activate(activation, second), { in: out, out });
  const straight = sizes.in === out ? x : conv2d(scope.child('conv_shortcut'), x, { in: sizes.in, out, kernel: 1 }); // (B, out, H, W)
  const sum = ops.Add(straight, hidden);
  return outputScale === 1 ? sum : ops.Mul(sum, 1 / outputScale);
}
