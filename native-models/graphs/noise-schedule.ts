// The forward process of a diffusion model: how much signal and noise a latent holds at each training timestep, and the
// conversions between what a network may predict (noise, velocity, the clean latent). Not a sampler: those are beside it.
// Source: DDPM (Ho et al. 2020) §2 and §4; v-prediction from Salimans & Ho 2022 §4; zero terminal SNR from Lin et al.
// 2023 §3.1. Keys are those of diffusers' scheduler_config.json. Betas are rounded to float32 as the reference does.
import { StudioError } from '../../common/base/studio-error';

export type PredictionType = 'epsilon' | 'v_prediction' | 'sample';
export type TimestepSpacing = 'leading' | 'linspace' | 'trailing';
export type BetaSchedule = 'linear' | 'scaled_linear' | 'squaredcos_cap_v2';

export interface NoiseScheduleConfig {
  readonly numTrainTimesteps: number;
  readonly betaStart: number; // β₁, DDPM §4
  readonly betaEnd: number; // β_T, DDPM §4
  readonly betaSchedule: BetaSchedule;
  readonly predictionType: PredictionType;
  readonly timestepSpacing: TimestepSpacing;
  /** Added to each timestep under 'leading' spacing: Stable Diffusion's 1. */
  readonly stepsOffset: number;
  /** Whether the sample before timestep 0 counts as free of noise (ᾱ = 1) or as ᾱ of timestep 0. */
  readonly setAlphaToOne: boolean;
  /** Clamp the predicted clean sample to ±clipSampleRange (pixel models only; latents are not clipped). */
  readonly clipSample: boolean;
  readonly clipSampleRange: number;
  readonly rescaleBetasZeroSnr: boolean;
}

export interface NoiseSchedule {
  readonly config: NoiseScheduleConfig;
  /** ᾱ_t for t = 0 … numTrainTimesteps-1 (DDPM eq. 4). */
  readonly alphasCumprod: Float64Array;
}

/** The numbers of Stable Diffusion's schedule; scheduler_config.json overrides them key by key. */
export const stableDiffusionSchedule: NoiseScheduleConfig = {
  numTrainTimesteps: 1000,
  betaStart: 0.00085,
  betaEnd: 0.012,
  betaSchedule: 'scaled_linear',
  predictionType: 'epsilon',
  timestepSpacing: 'leading',
  stepsOffset: 1,
  setAlphaToOne: false,
  clipSample: false,
  clipSampleRange: 1,
  rescaleBetasZeroSnr: false,
};

/**
 * Reads a diffusers scheduler_config.json (any scheduler class: the noise schedule's keys are shared by all).
 * Missing keys take diffusers' own defaults for DDIM. Throws StudioError 'bad-request' naming the key, what came and
 * what is possible.
 */
export function noiseScheduleConfigFrom(json: unknown): NoiseScheduleConfig {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new StudioError('bad-request', `scheduler_config.json: expected an object, got ${JSON.stringify(json)}`);
  }
  const record = json as Record<string, unknown>;
  return {
    numTrainTimesteps: numberAt(record, 'num_train_timesteps', 1000),
    betaStart: numberAt(record, 'beta_start', 0.0001),
    betaEnd: numberAt(record, 'beta_end', 0.02),
    betaSchedule: choiceAt(record, 'beta_schedule', ['linear', 'scaled_linear', 'squaredcos_cap_v2'], 'linear'),
    predictionType: choiceAt(record, 'prediction_type', ['epsilon', 'v_prediction', 'sample'], 'epsilon'),
    timestepSpacing: choiceAt(record, 'timestep_spacing', ['leading', 'linspace', 'trailing'], 'leading'),
    stepsOffset: numberAt(record, 'steps_offset', 0),
    setAlphaToOne: booleanAt(record, 'set_alpha_to_one', true),
    clipSample: booleanAt(record, 'clip_sample', true),
    clipSampleRange: numberAt(record, 'clip_sample_range', 1),
    rescaleBetasZeroSnr: booleanAt(record, 'rescale_betas_zero_snr', false),
  };
}

/** Builds ᾱ for every training timestep. Throws 'bad-request' when the betas leave (0, 1). */
export function noiseScheduleFrom(config: NoiseScheduleConfig): NoiseSchedule {
  const betas = betasFrom(config);
  const alphasCumprod = new Float64Array(betas.length);
  let product = 1;
  for (const [t, beta] of betas.entries()) {
    if (!(beta >= 0 && beta <= 1)) {
      throw new StudioError('bad-request', `noise schedule: β at timestep ${t} is ${beta}, expected a value in [0, 1]`);
    }
    product *= Math.fround(1 - beta);
    alphasCumprod[t] = Math.fround(product);
  }
  return { config, alphasCumprod };
}

/** ᾱ at a timestep; before the first timestep it is 1 or ᾱ₀, as the configuration says. */
export function alphaCumprodAt(schedule: NoiseSchedule, timestep: number): number {
  if (timestep < 0) return schedule.config.setAlphaToOne ? 1 : schedule.alphasCumprod[0]!;
  const value = schedule.alphasCumprod[timestep];
  if (value === undefined) {
    throw new StudioError(
      'bad-request',
      `timestep ${timestep} is outside the schedule of ${schedule.alphasCumprod.length} timesteps`,
    );
  }
  return value;
}

/** x_t = √ᾱ_t x₀ + √(1-ᾱ_t) ε (DDPM eq. 4), elementwise; arrays of equal length. */
export function addNoise(
  schedule: NoiseSchedule,
  clean: Float32Array,
  noise: Float32Array,
  timestep: number,
): Float32Array {
  const alpha = alphaCumprodAt(schedule, timestep);
  return weightedSum([Math.sqrt(alpha), clean], [Math.sqrt(1 - alpha), noise]);
}

/** Signal and noise scale of a sample: x = signal · x₀ + sigma · ε. */
export interface NoiseLevel {
  readonly signal: number;
  readonly sigma: number;
}

/** The noise level of a training timestep under the variance-preserving process. */
export function noiseLevelAt(schedule: NoiseSchedule, timestep: number): NoiseLevel {
  const alpha = alphaCumprodAt(schedule, timestep);
  return { signal: Math.sqrt(alpha), sigma: Math.sqrt(1 - alpha) };
}

/** The clean sample x₀ that a prediction implies for a sample at this noise level. */
export function cleanFromPrediction(
  type: PredictionType,
  sample: Float32Array,
  prediction: Float32Array,
  { signal, sigma }: NoiseLevel,
): Float32Array {
  switch (type) {
    case 'epsilon':
      return weightedSum([1 / signal, sample], [-sigma / signal, prediction]);
    case 'v_prediction':
      return weightedSum([signal, sample], [-sigma, prediction]);
    case 'sample':
      return Float32Array.from(prediction);
  }
}

/** The noise ε that a prediction implies for a sample at this noise level. */
export function noiseFromPrediction(
  type: PredictionType,
  sample: Float32Array,
  prediction: Float32Array,
  { signal, sigma }: NoiseLevel,
): Float32Array {
  switch (type) {
    case 'epsilon':
      return Float32Array.from(prediction);
    case 'v_prediction':
      return weightedSum([signal, prediction], [sigma, sample]);
    case 'sample':
      return weightedSum([1 / sigma, sample], [-signal / sigma, prediction]);
  }
}

/** Σ weight · array over arrays of equal length: the only arithmetic that samplers do. */
export function weightedSum(...terms: readonly (readonly [weight: number, array: Float32Array])[]): Float32Array {
  const length = terms[0]?.[1].length ?? 0;
  for (const [, array] of terms) {
    if (array.length !== length) {
      throw new StudioError('shape-mismatch', `sampler: arrays of ${length} and ${array.length} values do not match`);
    }
  }
  const result = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    let sum = 0;
    for (const [weight, array] of terms) sum += weight * array[i]!;
    result[i] = sum;
  }
  return result;
}

function betasFrom(config: NoiseScheduleConfig): number[] {
  const { numTrainTimesteps: count, betaStart, betaEnd } = config;
  const rounded = betasOf(config.betaSchedule, betaStart, betaEnd, count).map(Math.fround);
  return config.rescaleBetasZeroSnr ? zeroTerminalSnr(rounded) : rounded;
}

function betasOf(kind: BetaSchedule, start: number, end: number, count: number): number[] {
  switch (kind) {
    case 'linear':
      return floatSteps(start, end, count);
    case 'scaled_linear':
      return floatSteps(Math.sqrt(start), Math.sqrt(end), count).map((root) => root ** 2);
    case 'squaredcos_cap_v2':
      return Array.from({ length: count }, (_, t) =>
        Math.min(1 - cosineSignal((t + 1) / count) / cosineSignal(t / count), 0.999),
      );
  }
}

/**
 * Even steps in float32, counted from both ends towards the middle: bit for bit what the reference has. A last bit of ᾱ
 * counts, because 1 - ᾱ is a thousand times smaller at the timesteps where a picture is finished.
 */
function floatSteps(start: number, end: number, count: number): number[] {
  const from = Math.fround(start);
  const to = Math.fround(end);
  const step = count === 1 ? 0 : Math.fround(Math.fround(to - from) / (count - 1));
  return Array.from({ length: count }, (_, i) =>
    Math.fround(i < Math.floor(count / 2) || count === 1 ? from + step * i : to - step * (count - 1 - i)),
  );
}

/** ᾱ of the cosine schedule at a share of the way (Nichol & Dhariwal 2021, eq. 17). */
function cosineSignal(share: number): number {
  return Math.cos((((share + 0.008) / 1.008) * Math.PI) / 2) ** 2;
}

/** Shifts and scales √ᾱ so that the last one is 0 and the first one stays (Lin et al. 2023, algorithm 1). */
function zeroTerminalSnr(betas: readonly number[]): number[] {
  let product = 1;
  const roots = betas.map((beta) => Math.sqrt((product *= 1 - beta)));
  const first = roots[0]!;
  const last = roots[roots.length - 1]!;
  const signals = roots.map((root) => (((root - last) * first) / (first - last)) ** 2);
  return signals.map((signal, t) => (t === 0 ? 1 - signal : 1 - signal / signals[t - 1]!));
}

function numberAt(record: Record<string, unknown>, key: string, fallback: number): number {
  const value = record[key] ?? fallback;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new StudioError('bad-request', `scheduler_config.json: ${key} is ${JSON.stringify(value)}, expected a number`);
}

function booleanAt(record: Record<string, unknown>, key: string, fallback: boolean): boolean {
  const value = record[key] ?? fallback;
  if (typeof value === 'boolean') return value;
  throw new StudioError('bad-request', `scheduler_config.json: ${key} is ${JSON.stringify(value)}, expected a boolean`);
}

function choiceAt<T extends string>(
  record: Record<string, unknown>,
  key: string,
  choices: readonly T[],
  fallback: T,
): T {
  const value = record[key] ?? fallback;
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  throw new StudioError(
    'bad-request',
    `scheduler_config.json: ${key} is ${JSON.stringify(value)}, expected one of ${choices.join(', ')}`,
  );
}
