// The drawing loop: noise to latents by a sampler, each evaluation one run of the U-Net with both halves of guidance in one batch.
// Cancel is heard between two runs. Not the samplers (schedulers/), not the decoder (decode.ts). Several pictures of one condition
// each go through as one batch; each has its own noise.
import type { Rng } from '../../common/base/rng';
import { StudioError, throwIfCancelled } from '../../common/base/studio-error';
import type { Session } from '../runtime/session';
import { floatTensor, floatsOf } from '../runtime/tensor';
import type { Pause } from './context-cache';
import { guideHalves, isGuidedAt, type GuidanceOptions } from './guidance';
import type { NoiseSchedule } from '../../native-models/graphs/noise-schedule';
import { startSampling, type SamplerName } from './schedulers/sampler';
import { samplerNamed } from './schedulers/sampler-registry';

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
  const plan = sampler.plan(parts.schedule, { steps: request.steps });
  let state = startSampling(plan, gaussian);
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
    state = step.state;
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
