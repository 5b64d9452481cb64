// PNDM without its Runge-Kutta start (PLMS): a linear multistep method of order four that evaluates the second timestep
// twice, so n steps cost n + 1 evaluations. The published system's sampler; kept for parity with it.
// Source: Liu et al. 2022 (PNDM), eq. 9 and 12; step counting as in diffusers' PNDMScheduler with skip_prk_steps.
import { StudioError } from '../../../common/base/studio-error';
import {
  alphaCumprodAt,
  cleanFromPrediction,
  noiseLevelAt,
  weightedSum,
} from '../../../native-models/graphs/noise-schedule';
import type { NoiseSchedule } from '../../../native-models/graphs/noise-schedule';
import { timestepNow } from './plan-progress';
import { noisedByTimestep } from './plan-tail';
import type { Sampler } from './sampler';
import { ddimTimesteps } from './timestep-spacing';

export const pndm: Sampler = {
  name: 'pndm',

  plan(schedule, { steps, spacing }) {
    if (steps < 2) throw new StudioError('bad-request', `PNDM: ${steps} steps asked for, expected at least 2`);
    if (schedule.config.predictionType === 'sample') {
      throw new StudioError('bad-request', 'PNDM: takes epsilon or v_prediction, this bundle predicts the sample');
    }
    const once = ddimTimesteps(schedule, steps, spacing ?? schedule.config.timestepSpacing);
    const timesteps = [once[0]!, once[1]!, ...once.slice(1)];
    return { schedule, steps, timesteps, sigmas: [], initialNoiseScale: 1 };
  },

  // A fresh start evaluates its second timestep twice, wherever it is. (diffusers' image to image cuts the list instead, and from there on
  // names timesteps that the sample is past by one.)
  tail(plan, steps) {
    const [first, ...later] = plan.timesteps;
    const tail = [first!, ...later.slice(1)].slice(-steps);
    return { ...plan, timesteps: tail.length < 2 ? tail : [tail[0]!, tail[1]!, ...tail.slice(1)] };
  },

  noised: noisedByTimestep,

  modelInput: (_plan, state) => state.sample,

  step(plan, state, prediction) {
    const { schedule } = plan;
    const stride = Math.floor(schedule.config.numTrainTimesteps / plan.steps);
    const timestep = timestepNow(plan, state);
    const level = noiseLevelAt(schedule, timestep);
    const clean = cleanFromPrediction(schedule.config.predictionType, state.sample, prediction, level);

    // The second evaluation repeats the first step with the mean of both ends' slopes (a Heun step) from the held sample.
    const isRepeat = state.index === 1;
    const history = isRepeat ? state.history : [...state.history.slice(-3), prediction];
    const slope = isRepeat
      ? weightedSum([0.5, prediction], [0.5, state.history[state.history.length - 1]!])
      : multistepSlope(history);
    const base = isRepeat ? (state.held ?? state.sample) : state.sample;
    const from = isRepeat ? timestep + stride : timestep;
    const sample = transfer(schedule, base, slope, from, isRepeat ? timestep : timestep - stride);

    const next = { index: state.index + 1, sample, history };
    return { state: state.index === 0 ? { ...next, held: state.sample } : next, clean };
  },
};

/** Adams-Bashforth combinations of the last one to four predictions (eq. 12). */
function multistepSlope(history: readonly Float32Array[]): Float32Array {
  const [e0, e1, e2, e3] = [...history].reverse();
  if (e0 === undefined) throw new StudioError('internal', 'PNDM: no prediction to step with');
  if (e1 === undefined) return e0;
  if (e2 === undefined) return weightedSum([3 / 2, e0], [-1 / 2, e1]);
  if (e3 === undefined) return weightedSum([23 / 12, e0], [-16 / 12, e1], [5 / 12, e2]);
  return weightedSum([55 / 24, e0], [-59 / 24, e1], [37 / 24, e2], [-9 / 24, e3]);
}

/** φ of eq. 9: carries a sample from one timestep to another along a predicted noise. */
function transfer(
  schedule: NoiseSchedule,
  sample: Float32Array,
  slope: Float32Array,
  from: number,
  to: number,
): Float32Array {
  const alpha = alphaCumprodAt(schedule, from);
  const alphaTo = alphaCumprodAt(schedule, to);
  // A velocity is turned into noise here, after the multistep mean and with this sample: the reference's order.
  const isVelocity = schedule.config.predictionType === 'v_prediction';
  const noise = isVelocity ? weightedSum([Math.sqrt(alpha), slope], [Math.sqrt(1 - alpha), sample]) : slope;
  const denominator = alpha * Math.sqrt(1 - alphaTo) + Math.sqrt(alpha * (1 - alpha) * alphaTo);
  return weightedSum([Math.sqrt(alphaTo / alpha), sample], [-(alphaTo - alpha) / denominator, noise]);
}
