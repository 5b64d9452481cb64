// The denoising half of a batch: a noisy latent, what the denoiser should say about it, and how much the sample counts. Timesteps are
// spread over the batch, one in each equal share of the range. Sources: DDPM (Ho et al. 2020) eq. 4; v: Salimans & Ho 2022; Min-SNR
// weights: Hang et al. 2023, arXiv 2303.09556, γ = 5.
import type { Rng } from '../../../common/base/rng';
import { StudioError } from '../../../common/base/studio-error';
import { alphaCumprodAt, type NoiseSchedule } from '../../../native-models/graphs/noise-schedule';

export interface DenoisingTargets {
  /** z_t and its target, (M, c, h, w). */
  readonly noisy: Float32Array;
  readonly targets: Float32Array;
  /** (M) */
  readonly timesteps: Float32Array;
  readonly weights: Float32Array;
}

/**
 * @param clean (M, c, h, w), one latent of `rowLength` elements after the other
 * @param minSnr γ, or undefined for weights of one
 */
export function denoisingTargetsFrom(
  schedule: NoiseSchedule,
  clean: Float32Array,
  rowLength: number,
  minSnr: number | undefined,
  rng: Rng,
): DenoisingTargets {
  const { predictionType, numTrainTimesteps } = schedule.config;
  if (predictionType === 'sample') {
    throw new StudioError(
      'unsupported-op',
      'Training knows denoisers that predict epsilon or v; this one predicts the sample.',
    );
  }
  const isVelocity = predictionType === 'v_prediction';
  const count = clean.length / rowLength;
  const noisy = new Float32Array(clean.length);
  const targets = new Float32Array(clean.length);
  const timesteps = new Float32Array(count);
  const weights = new Float32Array(count);
  const shares = rng.shuffle(Array.from({ length: count }, (_, i) => i));
  for (let m = 0; m < count; m++) {
    const timestep = Math.min(
      numTrainTimesteps - 1,
      Math.floor(((shares[m]! + rng.uniform()) / count) * numTrainTimesteps),
    );
    const alpha = alphaCumprodAt(schedule, timestep);
    const signal = Math.sqrt(alpha);
    const sigma = Math.sqrt(1 - alpha);
    timesteps[m] = timestep;
    for (let i = m * rowLength; i < (m + 1) * rowLength; i++) {
      const noise = rng.gaussian();
      noisy[i] = signal * clean[i]! + sigma * noise;
      targets[i] = isVelocity ? signal * noise - sigma * clean[i]! : noise;
    }
    const snr = alpha / (1 - alpha);
    weights[m] = minSnr === undefined ? 1 : Math.min(snr, minSnr) / (isVelocity ? snr + 1 : snr);
  }
  return { noisy, targets, timesteps, weights };
}
