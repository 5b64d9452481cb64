// Every sampler replays diffusers' full loop against the dummy network of test/golden/make/schedulers.py.
// The tolerance is absolute, 1e-5 on values of order one (docs/numerics.md).
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  addNoise,
  noiseScheduleConfigFrom,
  noiseScheduleFrom,
} from '../../../../native-models/graphs/noise-schedule';
import { isFinished } from '../../../../main/pipeline/schedulers/plan-progress';
import { startSampling, type SamplerPlan, type SamplerState } from '../../../../main/pipeline/schedulers/sampler';
import { samplerNamed } from '../../../../main/pipeline/schedulers/sampler-registry';
import { guide, guideHalves } from '../../../../main/pipeline/guidance';

interface Case {
  sampler: string;
  steps: number;
  options: { karras?: boolean; eta?: number };
  config: Record<string, unknown>;
  timesteps: number[];
  samples: Record<string, number[]>;
  etaNoise?: number[];
}
interface Goldens {
  noise: number[];
  cases: Case[];
  guidance: Record<'unconditional' | 'conditional' | 'guided' | 'rescaled', number[]>;
  alphasCumprod: Record<string, number>;
  forward: { clean: number[][]; timesteps: number[]; noisy: number[][] };
}

const goldens = JSON.parse(
  readFileSync(new URL('../../../golden/schedulers/goldens.json', import.meta.url), 'utf8'),
) as Goldens;

/** The same stand-in for a network as in the maker. */
function dummyNetwork(sample: Float32Array, timestep: number): Float32Array {
  const wave = 0.2 * Math.cos(timestep / 100);
  return sample.map((x) => 0.7 * Math.tanh(x) + wave * Math.sqrt(Math.abs(x)) - 0.05);
}

function worstDifference(got: ArrayLike<number>, want: readonly number[]): number {
  expect(got.length).toBe(want.length);
  return Math.max(...want.map((value, i) => Math.abs(value - got[i]!) / Math.max(1, Math.abs(value))));
}

function nameOf({ sampler, steps, config, options }: Case): string {
  const zeroSnr = config['rescale_betas_zero_snr'] === true ? 'zero SNR' : '';
  const words = [
    sampler,
    steps,
    config['beta_schedule'],
    config['prediction_type'],
    config['timestep_spacing'],
    zeroSnr,
  ];
  return [...words, ...Object.keys(options)].filter((word) => word !== '').join(' ');
}

describe.each(goldens.cases.map((golden) => [nameOf(golden), golden] as const))('%s', (_name, golden) => {
  const sampler = samplerNamed(golden.sampler);
  const schedule = noiseScheduleFrom(noiseScheduleConfigFrom(golden.config));
  const plan: SamplerPlan = sampler.plan(schedule, {
    steps: golden.steps,
    ...(golden.options.karras === undefined ? {} : { karras: golden.options.karras }),
  });

  it('visits the same timesteps', () => {
    expect(plan.timesteps).toHaveLength(golden.timesteps.length);
    golden.timesteps.forEach((timestep, i) => expect(plan.timesteps[i]).toBeCloseTo(timestep, 2));
  });

  it('walks the same trajectory', () => {
    let state: SamplerState = startSampling(plan, Float32Array.from(goldens.noise));
    const size = goldens.noise.length;
    while (!isFinished(plan, state)) {
      const { index } = state;
      const prediction = dummyNetwork(sampler.modelInput(plan, state), plan.timesteps[index]!);
      const noise = golden.etaNoise && Float32Array.from(golden.etaNoise.slice(index * size, (index + 1) * size));
      const options = noise === undefined ? {} : { eta: golden.options.eta!, noise };
      state = sampler.step(plan, state, prediction, options).state;
      const want = golden.samples[index];
      if (want !== undefined) expect(worstDifference(state.sample, want), `after step ${index}`).toBeLessThan(1e-5);
    }
  });
});

describe('guidance', () => {
  const { unconditional, conditional, guided, rescaled } = goldens.guidance;
  const [first, second] = [Float32Array.from(unconditional), Float32Array.from(conditional)];

  it('agrees with the reference', () => {
    expect(worstDifference(guide(first, second, { scale: 7.5 }, 2), guided)).toBeLessThan(1e-5);
    expect(
      worstDifference(guideHalves(Float32Array.from([...first, ...second]), { scale: 7.5 }, 2), guided),
    ).toBeLessThan(1e-5);
  });

  it('restores contrast per picture', () => {
    expect(worstDifference(guide(first, second, { scale: 7.5, rescale: 0.7 }, 2), rescaled)).toBeLessThan(1e-5);
  });
});

it('the forward process agrees with the reference', () => {
  const schedule = noiseScheduleFrom(noiseScheduleConfigFrom(goldens.cases[0]!.config));
  goldens.forward.timesteps.forEach((timestep, i) => {
    const clean = Float32Array.from(goldens.forward.clean[i]!);
    const noisy = addNoise(schedule, clean, new Float32Array(clean.length).fill(0.5), timestep);
    expect(worstDifference(noisy, goldens.forward.noisy[i]!)).toBeLessThan(1e-5);
  });
});

it("ᾱ is the reference's to the last bit", () => {
  const schedule = noiseScheduleFrom(noiseScheduleConfigFrom(goldens.cases[0]!.config));
  const timesteps = Object.keys(goldens.alphasCumprod).map(Number);
  expect(timesteps.map((t) => schedule.alphasCumprod[t])).toEqual(Object.values(goldens.alphasCumprod));
});
