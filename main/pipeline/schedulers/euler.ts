// Euler's method on the probability-flow ODE in σ. Samples are variance-exploding here (clean + σ · noise), so they are
// scaled down before the network sees them and the first noise is scaled up. Not stochastic: no churn.
// Source: Karras et al. 2022, algorithm 1; step counting as in diffusers' EulerDiscreteScheduler with its defaults.
import { weightedSum } from '../../../native-models/graphs/noise-schedule';
import { timestepNow } from './plan-progress';
import { noisedBySigma, planTail } from './plan-tail';
import type { Sampler, SamplerPlan, SamplerState } from './sampler';
import { eulerTimesteps, karrasSigmas, sigmaAt, timestepOfSigma, trainingSigmas } from './timestep-spacing';

export const euler: Sampler = {
  name: 'euler',

  plan(schedule, { steps, spacing = schedule.config.timestepSpacing, karras = false }) {
    const all = trainingSigmas(schedule);
    const spaced = eulerTimesteps(schedule, steps, spacing);
    const spacedSigmas = spaced.map((timestep) => sigmaAt(all, timestep));
    const visited = karras
      ? karrasSigmas(spacedSigmas[0]!, spacedSigmas[spacedSigmas.length - 1]!, steps)
      : spacedSigmas;
    const timesteps = karras ? visited.map((sigma) => Math.fround(timestepOfSigma(all, sigma))) : spaced;
    const sigmas = [...visited, 0].map(Math.fround);
    const sigmaMax = Math.max(...sigmas);
    const initialNoiseScale = spacing === 'leading' ? Math.sqrt(sigmaMax ** 2 + 1) : sigmaMax;
    return { schedule, steps, timesteps, sigmas, initialNoiseScale };
  },

  tail: planTail,

  noised: (plan, clean, noise, index) => noisedBySigma(plan, clean, noise, index, false),

  modelInput(plan, state) {
    const scale = inputScaleAt(plan, state);
    return state.sample.map((value) => value * scale);
  },

  step(plan, state, prediction) {
    timestepNow(plan, state);
    const sigma = plan.sigmas[state.index]!;
    const clean = cleanAt(plan, state, prediction, sigma);
    // x + (x - x₀)/σ · (σ_next - σ), gathered by term so that σ_next = 0 gives x₀ exactly
    const keep = plan.sigmas[state.index + 1]! / sigma;
    const sample = weightedSum([keep, state.sample], [1 - keep, clean]);
    return { state: { index: state.index + 1, sample, history: [] }, clean };
  },
};

function inputScaleAt(plan: SamplerPlan, state: SamplerState): number {
  timestepNow(plan, state);
  return 1 / Math.sqrt(plan.sigmas[state.index]! ** 2 + 1);
}

function cleanAt(plan: SamplerPlan, state: SamplerState, prediction: Float32Array, sigma: number): Float32Array {
  switch (plan.schedule.config.predictionType) {
    case 'epsilon':
      return weightedSum([1, state.sample], [-sigma, prediction]);
    case 'v_prediction':
      return weightedSum([1 / (sigma ** 2 + 1), state.sample], [-sigma / Math.sqrt(sigma ** 2 + 1), prediction]);
    case 'sample':
      return Float32Array.from(prediction);
  }
}
