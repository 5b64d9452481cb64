// DPM-Solver++ 2M: second-order multistep solver on the predicted clean sample, midpoint form; first order at the first
// step and at the last (where σ = 0). Not the SDE variants and not order 3. Source: Lu et al. 2022b (DPM-Solver++),
// algorithm 2; step counting as in diffusers' DPMSolverMultistepScheduler with its defaults.
import { cleanFromPrediction, weightedSum } from '../../../native-models/graphs/noise-schedule';
import { timestepNow } from './plan-progress';
import { noisedBySigma, planTail } from './plan-tail';
import type { Sampler, SamplerPlan } from './sampler';
import { dpmSolverTimesteps, karrasSigmas, roundHalfEven, timestepOfSigma, trainingSigmas } from './timestep-spacing';

export const dpmSolverMultistep: Sampler = {
  name: 'dpm-solver++',

  plan(schedule, { steps, spacing, karras = false }) {
    const all = trainingSigmas(schedule);
    const spaced = dpmSolverTimesteps(schedule, steps, spacing ?? schedule.config.timestepSpacing);
    const visited = karras ? karrasSigmas(all[all.length - 1]!, all[0]!, steps) : spaced.map((t) => all[t]!);
    const timesteps = karras ? visited.map((sigma) => roundHalfEven(timestepOfSigma(all, sigma))) : spaced;
    return { schedule, steps, timesteps, sigmas: [...visited, 0].map(Math.fround), initialNoiseScale: 1 };
  },

  tail: planTail,

  noised: (plan, clean, noise, index) => noisedBySigma(plan, clean, noise, index, true),

  modelInput: (_plan, state) => state.sample,

  step(plan, state, prediction) {
    timestepNow(plan, state);
    const now = levelAt(plan, state.index);
    const next = levelAt(plan, state.index + 1);
    const clean = cleanFromPrediction(plan.schedule.config.predictionType, state.sample, prediction, now);

    // exp(-h) with h = λ_next - λ_now, λ = log(signal/σ); written without logarithms, since σ_next may be 0.
    const decay = (next.sigma / next.signal) * (now.signal / now.sigma);
    const gain = next.signal * (1 - decay); // α_t (1 - e^{-h})
    const keep = next.sigma / now.sigma;

    const previous = state.history[state.history.length - 1];
    const isLast = state.index === plan.timesteps.length - 1;
    let sample: Float32Array;
    if (previous === undefined || isLast) {
      sample = weightedSum([keep, state.sample], [gain, clean]);
    } else {
      const before = levelAt(plan, state.index - 1);
      const h = lambdaOf(next) - lambdaOf(now);
      const ratio = (lambdaOf(now) - lambdaOf(before)) / h; // r₀, algorithm 2
      const slope = 0.5 / ratio;
      sample = weightedSum([keep, state.sample], [gain * (1 + slope), clean], [-gain * slope, previous]);
    }
    return { state: { index: state.index + 1, sample, history: [clean] }, clean };
  },
};

function levelAt(plan: SamplerPlan, index: number): { signal: number; sigma: number } {
  const sigma = plan.sigmas[index]!;
  const signal = 1 / Math.sqrt(sigma ** 2 + 1);
  return { signal, sigma: sigma * signal };
}

/** λ = log(α/σ), half the log signal-to-noise ratio. */
function lambdaOf({ signal, sigma }: { signal: number; sigma: number }): number {
  return Math.log(signal) - Math.log(sigma);
}
