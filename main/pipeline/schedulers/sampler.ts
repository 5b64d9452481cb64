// What every sampler of the reverse process offers: a plan (which timesteps, in which order, at which noise levels), a
// state that is passed in and handed back, and one pure step. No sampler keeps anything between calls: a picture can be
// stopped, resumed or replayed from its state. Not the loop: the pipeline owns that, with cancel between two runs.
import type { NoiseSchedule, TimestepSpacing } from '../../../native-models/graphs/noise-schedule';

export type SamplerName = 'ddim' | 'dpm-solver++' | 'euler' | 'pndm';

export interface PlanOptions {
  /** How many steps the writer asked for; PNDM evaluates the network once more than that. */
  readonly steps: number;
  /** Default: the sampler's own habit in diffusers where the bundle says nothing, else the bundle's. */
  readonly spacing?: TimestepSpacing;
  /** Noise levels after Karras et al. 2022 eq. 5 instead of the training ones; DPM-Solver++ and Euler only. */
  readonly karras?: boolean;
}

export interface SamplerPlan {
  readonly schedule: NoiseSchedule;
  readonly steps: number;
  /** What the network is told at each evaluation, in order; may be fractional under Karras spacing with Euler. */
  readonly timesteps: readonly number[];
  /** σ = √((1-ᾱ)/ᾱ) at each evaluation and after the last; empty for samplers that work on ᾱ alone. */
  readonly sigmas: readonly number[];
  /** Standard Gaussian noise times this is the first sample. */
  readonly initialNoiseScale: number;
}

export interface SamplerState {
  /** Evaluations so far: index of the plan's next timestep. */
  readonly index: number;
  readonly sample: Float32Array;
  /** Earlier predictions that a multistep method still needs, oldest first. */
  readonly history: readonly Float32Array[];
  /** The sample that PNDM returns to at its second evaluation. */
  readonly held?: Float32Array;
}

export interface SamplerStep {
  readonly state: SamplerState;
  /** The clean latent that this evaluation implies: what a preview decodes. */
  readonly clean: Float32Array;
}

export interface StepOptions {
  /** η of DDIM (0 = deterministic, 1 = DDPM); needs noise when above 0. Other samplers take no noise. */
  readonly eta?: number;
  readonly noise?: Float32Array;
}

export interface Sampler {
  readonly name: SamplerName;
  plan(schedule: NoiseSchedule, options: PlanOptions): SamplerPlan;
  /** The plan's last `steps` steps, begun anew there: no history reaches over the cut. */
  tail(plan: SamplerPlan, steps: number): SamplerPlan;
  /** A clean latent with noise as the sample is before evaluation `index`; behind the last one, clean. */
  noised(plan: SamplerPlan, clean: Float32Array, noise: Float32Array, index: number): Float32Array;
  /** The sample as the network expects it at this evaluation (Euler scales it, the others do not). */
  modelInput(plan: SamplerPlan, state: SamplerState): Float32Array;
  /** One evaluation's worth of progress; throws 'bad-request' when the plan is used up. */
  step(plan: SamplerPlan, state: SamplerState, prediction: Float32Array, options?: StepOptions): SamplerStep;
}

/** The state before the first evaluation, from standard Gaussian noise. */
export function startSampling(plan: SamplerPlan, gaussianNoise: Float32Array): SamplerState {
  return { index: 0, sample: gaussianNoise.map((value) => value * plan.initialNoiseScale), history: [] };
}
