// Drawing over a picture replays diffusers' image to image and masked loops against the dummy network of test/golden/make/redraw.py,
// through the drawing loop itself. The tolerance is the samplers' own, 1e-5 on values of order one (docs/numerics.md).
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Rng } from '../../../../common/base/rng';
import { denoise, type DrawnOver } from '../../../../main/pipeline/denoise';
import type { SamplerName } from '../../../../main/pipeline/schedulers/sampler';
import { stepsOfStrength } from '../../../../main/pipeline/schedulers/plan-tail';
import { samplerNamed } from '../../../../main/pipeline/schedulers/sampler-registry';
import type { Session } from '../../../../main/runtime/session';
import { floatTensor, floatsOf } from '../../../../main/runtime/tensor';
import { noiseScheduleConfigFrom, noiseScheduleFrom } from '../../../../native-models/graphs/noise-schedule';

interface Case {
  sampler: SamplerName;
  steps: number;
  strength: number;
  masked: boolean;
  config: Record<string, unknown>;
  timesteps: number[];
  samples: Record<string, number[]>;
}
const goldens = JSON.parse(
  readFileSync(new URL('../../../golden/schedulers/redraw.json', import.meta.url), 'utf8'),
) as { clean: number[]; noise: number[]; mask: number[]; cases: Case[] };

const BATCH = 2;
const latent = { channels: 2, sizePx: 4 };

/** The same stand-in for a network as in the maker; it notes the timesteps that it is told. */
function dummyUnet(told: number[], seen: Float32Array[]): Session {
  return {
    name: 'unet',
    inputNames: [],
    outputNames: [],
    run: (inputs) => {
      const timestep = floatsOf(inputs, 'timestep')[0]!;
      told.push(timestep);
      const wave = 0.2 * Math.cos(timestep / 100);
      const sample = floatsOf(inputs, 'sample');
      seen.push(sample);
      const output = sample.map((x) => 0.7 * Math.tanh(x) + wave * Math.sqrt(Math.abs(x)) - 0.05);
      return Promise.resolve({ noise_pred: floatTensor(output, inputs['sample']!.shape) });
    },
    traffic: () => ({ inBytes: 0, outBytes: 0, runs: 0 }) as never,
    close: () => Promise.resolve(),
  };
}

/** Hands out the golden's noise. */
function noiseOf(picture: number): Rng {
  const size = goldens.noise.length / BATCH;
  let at = picture * size;
  return { gaussian: () => goldens.noise[at++]! } as unknown as Rng;
}

async function draw(golden: Pick<Case, 'sampler' | 'steps' | 'config'>, over: DrawnOver | undefined) {
  const told: number[] = [];
  const seen: Float32Array[] = [];
  const condition = new Float32Array(2);
  const latents = await denoise(
    {
      conditions: [condition, condition],
      negative: condition,
      noise: [noiseOf(0), noiseOf(1)],
      sampler: golden.sampler,
      steps: golden.steps,
      guidance: { scale: 1 },
      over,
    },
    {
      unet: dummyUnet(told, seen),
      schedule: noiseScheduleFrom(noiseScheduleConfigFrom(golden.config)),
      latent,
      conditioning: { length: 1, size: 2 },
      pause: () => Promise.resolve(),
    },
  );
  return { latents, told, seen };
}

function worstDifference(got: ArrayLike<number>, want: readonly number[]): number {
  expect(got.length).toBe(want.length);
  return Math.max(...want.map((value, i) => Math.abs(value - got[i]!) / Math.max(1, Math.abs(value))));
}

const clean = Float32Array.from(goldens.clean);
const mask = Float32Array.from(goldens.mask);
const nameOf = ({ sampler, strength, masked, config }: Case): string =>
  `${sampler}, ${String(config['prediction_type'])}, strength ${strength}${masked ? ', masked' : ''}`;

const planOf = ({ sampler, steps, config }: Case) =>
  samplerNamed(sampler).plan(noiseScheduleFrom(noiseScheduleConfigFrom(config)), { steps });
const tailOf = (golden: Case) =>
  samplerNamed(golden.sampler).tail(planOf(golden), stepsOfStrength(golden.steps, golden.strength));

describe.each(goldens.cases.map((golden) => [nameOf(golden), golden] as const))('%s', (_name, golden) => {
  const over = { clean, strength: golden.strength, mask: golden.masked ? mask : null };

  it('visits the same timesteps and walks the same way', async () => {
    const { latents, told, seen } = await draw(golden, over);
    expect(told).toHaveLength(golden.timesteps.length);
    golden.timesteps.forEach((timestep, i) => expect(told[i]).toBeCloseTo(timestep, 2));
    for (const [index, sample] of Object.entries(golden.samples)) {
      const state = { index: Number(index), sample: Float32Array.from(sample), history: [] };
      if (state.index === seen.length) continue;
      const want = samplerNamed(golden.sampler).modelInput(tailOf(golden), state);
      expect(worstDifference(seen[state.index]!, [...want]), `before step ${index}`).toBeLessThan(1e-5);
    }
    const last = golden.samples[golden.timesteps.length];
    expect(worstDifference(latents, last!)).toBeLessThan(1e-5);
  });

  it('begins with the same noised picture', () => {
    const sampler = samplerNamed(golden.sampler);
    const tail = tailOf(golden);
    if (golden.strength === 1) expect(tail).toEqual(planOf(golden));
    else {
      const noised = sampler.noised(tail, clean, Float32Array.from(goldens.noise), 0);
      expect(worstDifference(noised, golden.samples['0']!)).toBeLessThan(1e-5);
    }
  });
});

describe('drawing over a picture', () => {
  const golden = goldens.cases[0]!;
  const plain = { ...golden, config: golden.config };

  it.each(['ddim', 'dpm-solver++', 'euler', 'pndm'] as const)(
    'at full strength is a fresh drawing: %s',
    async (sampler) => {
      const fresh = await draw({ ...plain, sampler }, undefined);
      const over = await draw({ ...plain, sampler }, { clean, strength: 1, mask: null });
      expect(over.latents).toEqual(fresh.latents);
    },
  );

  it('keeps what the mask protects to the last bit, and nothing else', async () => {
    const half = Float32Array.from({ length: 16 }, (_, i) => (i < 8 ? 0 : 1));
    const { latents } = await draw(plain, { clean, strength: 0.8, mask: half });
    latents.forEach((value, i) => {
      if (half[i % 16] === 0) expect(value).toBe(clean[i]);
    });
    expect(latents.filter((value, i) => half[i % 16] === 1 && value === clean[i])).toHaveLength(0);
  });

  it('takes one step at the least, and refuses a strength that is none', async () => {
    expect([0.001, 0.29, 0.999, 1].map((strength) => stepsOfStrength(100, strength))).toEqual([1, 29, 99, 100]);
    await expect(draw(plain, { clean, strength: 0, mask: null })).rejects.toThrow(/strength of 0/);
    await expect(draw(plain, { clean: clean.slice(1), strength: 1, mask: null })).rejects.toMatchObject({
      code: 'shape-mismatch',
    });
  });
});
