// DDIM: first-order sampling of the deterministic process, with η to mix DDPM's noise back in. Not multistep: it keeps no
// history. Source: Song et al. 2020, eq. 12 and 16; step counting as in diffusers' DDIMScheduler.
import { StudioError } from '../../../common/base/studio-error';
import {
  alphaCumprodAt,
  cleanFromPrediction,
  noiseFromPrediction,
  noiseLevelAt,
  weightedSum,
} from '../../../native-models/graphs/noise-schedule';
import { timestepNow } from './plan-progress';
import { noisedByTimestep, planTail } from './plan-tail';
import type { Sampler } from './sampler';
import { ddimTimesteps } from './timestep-spacing';

export const ddim: Sampler = {
  name: 'ddim',

  plan(schedule, { steps, spacing }) {
    const timesteps = ddimTimesteps(schedule, steps, spacing ?? schedule.config.timestepSpacing);
    return { schedule, steps, timesteps, sigmas: [], initialNoiseScale: 1 };
  },

  tail: planTail,

  noised: noisedByTimestep,

  modelInput: (_plan, state) => state.sample,

  step(plan, state, prediction, { eta = 0, noise } = {}) {
    const { schedule } = plan;
    const { predictionType, clipSample, clipSampleRange, numTrainTimesteps } = schedule.config;
    const timestep = timestepNow(plan, state);
    const level = noiseLevelAt(schedule, timestep);
    const alpha = alphaCumprodAt(schedule, timestep);
    const alphaNext = alphaCumprodAt(schedule, timestep - Math.floor(numTrainTimesteps / plan.steps));

    const epsilon = noiseFromPrediction(predictionType, state.sample, prediction, level);
    const raw = cleanFromPrediction(predictionType, state.sample, prediction, level);
    const clean = clipSample ? raw.map((x) => Math.min(Math.max(x, -clipSampleRange), clipSampleRange)) : raw;

    const variance = ((1 - alphaNext) / (1 - alpha)) * (1 - alpha / alphaNext); // σ²(η=1), eq. 16
    const deviation = eta * Math.sqrt(Math.max(variance, 0));
    const direction = Math.sqrt(Math.max(1 - alphaNext - deviation ** 2, 0));
    const sample = weightedSum([Math.sqrt(alphaNext), clean], [direction, epsilon]); // eq. 12
    if (eta === 0) return { state: { index: state.index + 1, sample, history: [] }, clean };

    if (noise === undefined) {
      throw new StudioError('bad-request', `DDIM: η is ${eta}, so each step needs Gaussian noise; none was given`);
    }
    const noisy = weightedSum([1, sample], [deviation, noise]);
    return { state: { index: state.index + 1, sample: noisy, history: [] }, clean };
  },
};
