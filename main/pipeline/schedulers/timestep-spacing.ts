// Which training timesteps a sampler visits, and at which noise levels: the three spacings of Lin et al. 2023 table 2 and
// the levels of Karras et al. 2022 eq. 5 (ρ = 7). Not a sampler. Each function says which reference it agrees with, since
// diffusers counts slightly differently in each scheduler; rounding is numpy's (halves to even).
import { StudioError } from '../../../common/base/studio-error';
import type { NoiseSchedule, TimestepSpacing } from '../../../native-models/graphs/noise-schedule';

const rho = 7; // ρ, Karras et al. 2022 §3

/** Timesteps in falling order as DDIM counts them: `steps` of them, from the whole schedule. */
export function ddimTimesteps(schedule: NoiseSchedule, steps: number, spacing: TimestepSpacing): number[] {
  const { numTrainTimesteps: total, stepsOffset } = schedule.config;
  checkSteps(steps, total);
  switch (spacing) {
    case 'linspace':
      return linspace(0, total - 1, steps)
        .map(roundHalfEven)
        .reverse();
    case 'leading':
      return fitted(leading(Math.floor(total / steps), steps, stepsOffset), total);
    case 'trailing':
      return trailing(total, steps);
  }
}

/** Timesteps in falling order as DPM-Solver counts them: one interval more, whose end (timestep 0) is not visited. */
export function dpmSolverTimesteps(schedule: NoiseSchedule, steps: number, spacing: TimestepSpacing): number[] {
  const { numTrainTimesteps: total, stepsOffset } = schedule.config;
  checkSteps(steps, total);
  switch (spacing) {
    case 'linspace':
      return linspace(0, total - 1, steps + 1)
        .map(roundHalfEven)
        .reverse()
        .slice(0, -1);
    case 'leading':
      return fitted(leading(Math.floor(total / (steps + 1)), steps + 1, stepsOffset).slice(0, -1), total);
    case 'trailing':
      return trailing(total, steps);
  }
}

/** Timesteps in falling order as Euler counts them: 'linspace' stays fractional. */
export function eulerTimesteps(schedule: NoiseSchedule, steps: number, spacing: TimestepSpacing): number[] {
  if (spacing !== 'linspace') return ddimTimesteps(schedule, steps, spacing);
  checkSteps(steps, schedule.config.numTrainTimesteps);
  return linspace(0, schedule.config.numTrainTimesteps - 1, steps)
    .map(Math.fround)
    .reverse();
}

/** σ_t = √((1-ᾱ_t)/ᾱ_t) for every training timestep, rising. */
export function trainingSigmas(schedule: NoiseSchedule): number[] {
  return Array.from(schedule.alphasCumprod, (alpha, t) => {
    // A zero terminal SNR has no finite σ: the smallest half-precision number stands in, as in the reference.
    const last = t === schedule.alphasCumprod.length - 1;
    const signal = last && schedule.config.rescaleBetasZeroSnr ? 2 ** -24 : alpha;
    return Math.sqrt((1 - signal) / signal);
  });
}

/** σ at a possibly fractional timestep, by linear interpolation. */
export function sigmaAt(sigmas: readonly number[], timestep: number): number {
  const low = Math.min(Math.max(Math.floor(timestep), 0), sigmas.length - 1);
  const high = Math.min(low + 1, sigmas.length - 1);
  const share = Math.min(Math.max(timestep - low, 0), 1);
  return sigmas[low]! + (sigmas[high]! - sigmas[low]!) * share;
}

/** The fractional timestep whose σ this is, by interpolation in log σ. */
export function timestepOfSigma(sigmas: readonly number[], sigma: number): number {
  const target = Math.log(Math.max(sigma, 1e-10));
  let low = 0;
  while (low < sigmas.length - 2 && Math.log(sigmas[low + 1]!) <= target) low++;
  const from = Math.log(sigmas[low]!);
  const to = Math.log(sigmas[low + 1]!);
  const share = Math.min(Math.max((from - target) / (from - to), 0), 1);
  return low + share;
}

/** `steps` noise levels falling from sigmaMax to sigmaMin, even in σ^(1/ρ). */
export function karrasSigmas(sigmaMax: number, sigmaMin: number, steps: number): number[] {
  const top = sigmaMax ** (1 / rho);
  const bottom = sigmaMin ** (1 / rho);
  return linspace(0, 1, steps).map((share) => (top + share * (bottom - top)) ** rho);
}

/** Rounds to the nearest integer, halves to the even one. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function linspace(from: number, to: number, count: number): number[] {
  if (count === 1) return [from];
  return Array.from({ length: count }, (_, i) => (i === count - 1 ? to : from + i * ((to - from) / (count - 1))));
}

function leading(stride: number, count: number, offset: number): number[] {
  return Array.from({ length: count }, (_, i) => i * stride + offset).reverse();
}

function trailing(total: number, steps: number): number[] {
  const stride = total / steps;
  return Array.from({ length: Math.ceil(total / stride) }, (_, i) => roundHalfEven(total - i * stride) - 1);
}

/** With as many steps as training timesteps, an offset would point behind the last one. */
function fitted(timesteps: number[], total: number): number[] {
  return timesteps.map((timestep) => Math.min(timestep, total - 1));
}

function checkSteps(steps: number, total: number): void {
  if (Number.isInteger(steps) && steps >= 1 && steps <= total) return;
  throw new StudioError('bad-request', `sampler: ${steps} steps asked for, expected a whole number from 1 to ${total}`);
}
