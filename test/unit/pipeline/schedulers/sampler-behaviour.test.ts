// What a caller may rely on beside the numbers: samplers hold no state, end on the clean latent, and refuse nonsense
// in words. The numbers themselves are in samplers-golden.test.ts.
import { describe, expect, it } from 'vitest';
import { guide, isGuidedAt } from '../../../../main/pipeline/guidance';
import {
  noiseScheduleConfigFrom,
  noiseScheduleFrom,
  stableDiffusionSchedule,
} from '../../../../native-models/graphs/noise-schedule';
import { isFinished } from '../../../../main/pipeline/schedulers/plan-progress';
import { startSampling, type Sampler, type SamplerState } from '../../../../main/pipeline/schedulers/sampler';
import { samplerNamed, samplers } from '../../../../main/pipeline/schedulers/sampler-registry';
import { karrasSigmas, roundHalfEven } from '../../../../main/pipeline/schedulers/timestep-spacing';

const schedule = noiseScheduleFrom(stableDiffusionSchedule);
const noise = Float32Array.from([0.3, -1.2, 0.9, 2.1]);
const clean = Float32Array.from([0.5, -0.25, 1, -1]);

/** A perfect network for one known clean latent: says exactly the noise that is in the sample. */
function oracle(sampler: Sampler, state: SamplerState, timestep: number, sigma: number | undefined): Float32Array {
  if (sampler.name === 'euler') return state.sample.map((x, i) => (x - clean[i]!) / sigma!);
  const alpha = sigma === undefined ? schedule.alphasCumprod[timestep]! : 1 / (sigma ** 2 + 1);
  return state.sample.map((x, i) => (x - Math.sqrt(alpha) * clean[i]!) / Math.sqrt(1 - alpha));
}

describe.each(Object.values(samplers).map((sampler) => [sampler.name, sampler] as const))('%s', (name, sampler) => {
  const plan = sampler.plan(schedule, { steps: 12 });

  it('finds the clean latent that a perfect network knows', () => {
    let state = startSampling(plan, noise);
    while (!isFinished(plan, state)) {
      const prediction = oracle(sampler, state, plan.timesteps[state.index]!, plan.sigmas[state.index]);
      const done = sampler.step(plan, state, prediction);
      done.clean.forEach((value, i) => expect(value).toBeCloseTo(clean[i]!, 3));
      state = done.state;
    }
    // DDIM and PNDM end at ᾱ₀ under Stable Diffusion's set_alpha_to_one = false, a trace of noise away from clean.
    state.sample.forEach((value, i) =>
      expect(Math.abs(value - clean[i]!)).toBeLessThan(name === 'ddim' || name === 'pndm' ? 0.1 : 1e-4),
    );
  });

  it('keeps nothing between calls: the same state steps twice to the same result', () => {
    const start = startSampling(plan, noise);
    const second = sampler.step(plan, start, clean).state;
    const before = Float32Array.from(second.sample);
    const once = sampler.step(plan, second, noise);
    const twice = sampler.step(plan, second, noise);
    expect(twice).toEqual(once);
    expect(second.sample).toEqual(before);
    expect(start.sample).toEqual(startSampling(plan, noise).sample);
  });

  it('says so when the plan is used up', () => {
    const ended = { ...startSampling(plan, noise), index: plan.timesteps.length };
    expect(() => sampler.step(plan, ended, clean)).toThrow(/start a new one/);
  });

  it('says so when the prediction has another size', () => {
    expect(() => sampler.step(plan, startSampling(plan, noise), new Float32Array(3))).toThrow(/4 and 3|3 and 4/);
  });

  it.each([0, 1.5, 1001])('refuses %s steps', (steps) => {
    expect(() => sampler.plan(schedule, { steps })).toThrow(/expected/);
  });
});

it('DDIM with η needs noise', () => {
  const ddim = samplerNamed('ddim');
  const plan = ddim.plan(schedule, { steps: 4 });
  expect(() => ddim.step(plan, startSampling(plan, noise), clean, { eta: 1 })).toThrow(/needs Gaussian noise/);
});

it('an unknown sampler is named beside the known ones', () => {
  expect(() => samplerNamed('heun')).toThrow(/"heun".*ddim.*pndm/);
});

describe('scheduler_config.json', () => {
  it('refuses what it does not know, by key', () => {
    expect(() => noiseScheduleConfigFrom({ beta_schedule: 'exponential' })).toThrow(/beta_schedule.*exponential/);
    expect(() => noiseScheduleConfigFrom({ beta_start: '0.1' })).toThrow(/beta_start/);
    expect(() => noiseScheduleConfigFrom({ clip_sample: 1 })).toThrow(/clip_sample/);
    expect(() => noiseScheduleConfigFrom([])).toThrow(/expected an object/);
  });

  it('refuses betas outside [0, 1]', () => {
    expect(() => noiseScheduleFrom({ ...stableDiffusionSchedule, betaEnd: 3 })).toThrow(/β at timestep/);
  });
});

describe('guidance', () => {
  it('γ = 1 is the conditional prediction, γ = 0 the unconditional one', () => {
    expect(guide(noise, clean, { scale: 0 })).toEqual(noise);
    guide(noise, clean, { scale: 1 }).forEach((value, i) => expect(value).toBeCloseTo(clean[i]!, 6));
  });

  it('acts inside its interval only', () => {
    const interval = { from: 0.25, to: 0.75 };
    const guided = Array.from({ length: 9 }, (_, i) => isGuidedAt({ scale: 5, interval }, i, 9));
    expect(guided).toEqual([false, false, true, true, true, true, true, false, false]);
    expect(isGuidedAt({ scale: 1 }, 3, 9)).toBe(false);
  });

  it('refuses halves of different sizes', () => {
    expect(() => guide(noise, new Float32Array(3), { scale: 2 })).toThrow(/equal lengths/);
  });
});

it('rounds halves to the even neighbour', () => {
  expect([0.5, 1.5, 2.5, 2.4, 2.6].map(roundHalfEven)).toEqual([0, 2, 2, 2, 3]);
});

it('Karras levels fall from the first to the last', () => {
  const sigmas = karrasSigmas(14.6, 0.03, 6);
  expect(sigmas[0]).toBeCloseTo(14.6, 6);
  expect(sigmas[5]).toBeCloseTo(0.03, 6);
  expect([...sigmas].sort((a, b) => b - a)).toEqual(sigmas);
});
