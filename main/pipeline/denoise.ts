// The drawing loop: noise to latents by a sampler, each evaluation one run of the U-Net with both halves of guidance in one batch.
// Cancel is heard between two runs. A drawing may begin with a picture, and a mask may keep part of it (redraw.ts). Not the samplers (schedulers/), not the decoder (decode.ts). Several pictures of one condition
// each go through as one batch; each has its own noise.
import type { Rng } from '../../common/base/rng';
import { StudioError, throwIfCancelled } from '../../common/base/studio-error';
import type { Session } from '../runtime/session';
import { floatTensor, floatsOf } from '../runtime/tensor';
import type { Pause } from './context-cache';
import { guideHalves, isGuidedAt, type GuidanceOptions } from './guidance';
import type { NoiseSchedule } from '../../native-models/graphs/noise-schedule';
import { stepsOfStrength } from './schedulers/plan-tail';
import {
  startSampling,
  type Sampler,
  type SamplerName,
  type SamplerPlan,
  type SamplerState,
} from './schedulers/sampler';
import { samplerNamed } from './schedulers/sampler-registry';

/** What a drawing begins with that is not a fresh one. */
export interface DrawnOver {
  /** Scaled latents of the pictures, float32[B][c][h][w]. */
  readonly clean: Float32Array;
  /** Above 0; at 1 the drawing begins with noise alone, below with the last of the steps. */
  readonly strength: number;
  /** float32[h][w] from 0 (stays) to 1 (may change); null: everything may. */
  readonly mask: Float32Array | null;
}

export interface DenoiseRequest {
  /** One conditioning a picture, float32[L][d̂]. */
  readonly conditions: readonly Float32Array[];
  /** float32[L][d̂]; needed where guidance acts. */
  readonly negative: Float32Array;
  /** One stream a picture: its first noise. */
  readonly noise: readonly Rng[];
  readonly sampler: SamplerName;
  readonly steps: number;
  readonly guidance: GuidanceOptions;
  /** Draws over pictures instead of from noise alone. */
  readonly over?: DrawnOver | undefined;
  readonly signal?: AbortSignal | undefined;
  /** After each evaluation: how many are done, of how many, and the clean latents that it implies, float32[B][c][h][w]. */
  readonly onStep?: ((done: number, count: number, clean: Float32Array) => Promise<void> | void) | undefined;
}

export interface DenoiseParts {
  readonly unet: Session;
  readonly schedule: NoiseSchedule;
  readonly latent: { readonly channels: number; readonly sizePx: number };
  readonly conditioning: { readonly length: number; readonly size: number };
  readonly pause: Pause;
}

/** @returns scaled latents float32[B][c][h][w]: divide by the scaling factor before decoding */
export async function denoise(request: DenoiseRequest, parts: DenoiseParts): Promise<Float32Array> {
  const { conditions, negative, noise, guidance, signal, onStep } = request;
  const { latent, conditioning } = parts;
  const batch = conditions.length;
  if (noise.length !== batch)
    throw new StudioError('internal', `${batch} conditions came with ${noise.length} noise streams.`);
  const latentSize = latent.channels * latent.sizePx * latent.sizePx;
  const gaussian = new Float32Array(batch * latentSize);
  for (const [picture, rng] of noise.entries()) {
    for (let i = 0; i < latentSize; i++) gaussian[picture * latentSize + i] = rng.gaussian();
  }

  const sampler = samplerNamed(request.sampler);
  const { plan, start } = beginning(sampler, parts.schedule, request, gaussian);
  let state = start;
  const conditional = concatenated(conditions); // (B, L, d̂)
  const bothHalves = concatenated([...conditions.map(() => negative), ...conditions]); // (2B, L, d̂)

  for (const [index, timestep] of plan.timesteps.entries()) {
    throwIfCancelled(signal);
    const isGuided = isGuidedAt(guidance, index, plan.timesteps.length);
    const rows = isGuided ? 2 * batch : batch;
    const sample = sampler.modelInput(plan, state); // (B, c, h, w)
    const outputs = await parts.unet.run({
      sample: floatTensor(isGuided ? concatenated([sample, sample]) : sample, [
        rows,
        latent.channels,
        latent.sizePx,
        latent.sizePx,
      ]),
      timestep: floatTensor(new Float32Array(rows).fill(timestep), [rows]),
      encoder_hidden_states: floatTensor(isGuided ? bothHalves : conditional, [
        rows,
        conditioning.length,
        conditioning.size,
      ]),
    });
    const output = floatsOf(outputs, 'noise_pred', 4);
    const prediction = isGuided ? guideHalves(output, guidance, batch) : output;
    const step = sampler.step(plan, state, prediction);
    state = withKnown(step.state, sampler, plan, request.over, gaussian);
    await onStep?.(index + 1, plan.timesteps.length, step.clean);
    await parts.pause();
  }
  if (!state.sample.every(Number.isFinite)) {
    throw new StudioError('internal', 'Drawing went out of range: the latents are not finite.', {
      hint: 'Lower the guidance scale, or choose another sampler.',
    });
  }
  return state.sample;
}

function concatenated(arrays: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let offset = 0;
  for (const array of arrays) {
    all.set(array, offset);
    offset += array.length;
  }
  return all;
}

/** Noise alone, or the noised picture at the step where its strength begins. */
function beginning(
  sampler: Sampler,
  schedule: NoiseSchedule,
  { steps, over }: DenoiseRequest,
  gaussian: Float32Array,
): { readonly plan: SamplerPlan; readonly start: SamplerState } {
  const whole = sampler.plan(schedule, { steps });
  if (over !== undefined && over.clean.length !== gaussian.length) {
    throw new StudioError(
      'shape-mismatch',
      `A picture of ${over.clean.length} latent values cannot be drawn over with ${gaussian.length}.`,
    );
  }
  const kept = over === undefined ? steps : stepsOfStrength(steps, over.strength);
  if (over === undefined || kept === steps) return { plan: whole, start: startSampling(whole, gaussian) };
  const plan = sampler.tail(whole, kept);
  return { plan, start: { index: 0, sample: sampler.noised(plan, over.clean, gaussian, 0), history: [] } };
}

/**
 * Puts the known picture back where the mask protects it, as noisy as the sample is now. Blended latent diffusion (Avrahami et al. 2023),
 * which is RePaint without resampling.
 */
function withKnown(
  state: SamplerState,
  sampler: Sampler,
  plan: SamplerPlan,
  over: DrawnOver | undefined,
  gaussian: Float32Array,
): SamplerState {
  const mask = over?.mask;
  if (over === undefined || mask === null || mask === undefined) return state;
  const known = sampler.noised(plan, over.clean, gaussian, state.index);
  const sample = state.sample.map((value, i) => {
    const free = mask[i % mask.length]!;
    return free * value + (1 - free) * known[i]!;
  });
  return { ...state, sample };
}
