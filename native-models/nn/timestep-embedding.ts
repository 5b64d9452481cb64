// How a denoiser learns the noise level: sines and cosines of the timestep (DDPM §B, after Vaswani et al. 2017), then two
// linear layers. Not the place where blocks use it (resnet-block.ts). Key names and options as in diffusers.
import { constant, ops, type Value } from '../onnx';
import { activate, type ActivationName } from './activations';
import { linear } from './linear';
import type { ParamScope } from './param-scope';

const maxPeriod = 10000;

export interface SinusoidOptions {
  /** Even: half sines, half cosines. */
  readonly size: number;
  /** Cosines first: Stable Diffusion says true. */
  readonly flipSinToCos: boolean;
  /** 1 makes the slowest wave's period exactly 10000; Stable Diffusion says 0. */
  readonly freqShift: number;
}

/** timestep float32 (B) -> (B, size) */
export function sinusoids(timestep: Value, { size, flipSinToCos, freqShift }: SinusoidOptions): Value {
  const half = size / 2;
  // Rounded to float32 at each step, as the reference does: at timestep 1000 a last bit of the frequency is visible.
  const frequencies = Float32Array.from({ length: half }, (_, i) =>
    Math.exp(Math.fround((-Math.log(maxPeriod) * i) / (half - freqShift))),
  );
  const angles = ops.Mul(ops.Unsqueeze(timestep, [1]), constant(frequencies, 'float32', [1, half])); // (B, size/2)
  const waves = flipSinToCos ? [ops.Cos(angles), ops.Sin(angles)] : [ops.Sin(angles), ops.Cos(angles)];
  return ops.Concat(waves, { axis: 1 });
}

/** Keys `linear_1`, `linear_2`. (B, size) -> (B, out) */
export function timestepEmbedding(
  scope: ParamScope,
  waves: Value,
  { size, out, activation }: { readonly size: number; readonly out: number; readonly activation: ActivationName },
): Value {
  const hidden = activate(activation, linear(scope.child('linear_1'), waves, { in: size, out })); // (B, out)
  return linear(scope.child('linear_2'), hidden, { in: out, out });
}
