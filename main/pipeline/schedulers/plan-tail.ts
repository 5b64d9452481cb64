// Where a drawing begins that starts from a picture: the last steps of a plan, and a clean latent with the noise of one of its levels.
// Shared by the samplers; the one that visits a timestep twice counts its own tail (pndm.ts).
import { StudioError } from '../../../common/base/studio-error';
import { addNoise, weightedSum } from '../../../native-models/graphs/noise-schedule';
import type { SamplerPlan } from './sampler';

/** How many of `steps` a strength in (0, 1] gives: as the reference's image to image, but never none. */
export function stepsOfStrength(steps: number, strength: number): number {
  if (!(strength > 0 && strength <= 1)) {
    throw new StudioError('bad-request', `A strength of ${strength} was asked for, expected above 0 and at most 1.`);
  }
  // The reference's own arithmetic would lose a step to the last bit: 0.29 of 100 is 28.999…
  return Math.max(Math.floor(steps * strength + 1e-9), 1);
}

/** The last `count` evaluations of a plan whose evaluations are its steps. */
export function planTail(plan: SamplerPlan, count: number): SamplerPlan {
  const first = Math.max(plan.timesteps.length - count, 0);
  return { ...plan, timesteps: plan.timesteps.slice(first), sigmas: plan.sigmas.slice(first) };
}

/** For samplers that count in ᾱ: √ᾱ x₀ + √(1-ᾱ) ε at evaluation `index`; behind the last, x₀ itself. */
export function noisedByTimestep(
  plan: SamplerPlan,
  clean: Float32Array,
  noise: Float32Array,
  index: number,
): Float32Array {
  const timestep = plan.timesteps[index];
  return timestep === undefined ? clean.slice() : addNoise(plan.schedule, clean, noise, timestep);
}

/** The same for samplers that count in σ; `scaled` keeps the variance at one (DPM-Solver), else it grows (Euler). */
export function noisedBySigma(
  plan: SamplerPlan,
  clean: Float32Array,
  noise: Float32Array,
  index: number,
  scaled: boolean,
): Float32Array {
  const sigma = plan.sigmas[index] ?? 0;
  const signal = scaled ? 1 / Math.sqrt(sigma ** 2 + 1) : 1;
  return weightedSum([signal, clean], [sigma * signal, noise]);
}
