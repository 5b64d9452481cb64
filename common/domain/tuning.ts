// A tuning run: what was asked for, how far it is, what it measured and which checkpoints there are to choose from. Data only; the
// training is main/training, the service that runs it beside the app main/services/tuning.
import { z } from 'zod';
import { newWordsSchema } from './adapter';
import { failureSchema } from './job';
import { assetSchema, storyIdSchema } from './story';

export const MAX_TUNING_NAME = 60;
export const MAX_TUNING_STEPS = 20_000;

export const tuningPresetSchema = z.enum(['quick', 'balanced', 'thorough']);
export type TuningPreset = z.infer<typeof tuningPresetSchema>;

/** voice: how it writes; look: how it draws. */
export const tuningPartsSchema = z.enum(['both', 'voice', 'look']);

/** What the writer asks for. Null: as the preset has it. */
export const tuningPlanSchema = z.strictObject({
  preset: tuningPresetSchema,
  parts: tuningPartsSchema,
  rank: z.int().min(4).max(64).nullable(),
  steps: z.int().min(1).max(MAX_TUNING_STEPS).nullable(),
  rate: z.number().gt(0).max(0.1).nullable(),
  seed: z.int().min(0).max(0xffff_ffff),
  /** The model is also reminded of its own world, so that it forgets little. */
  keepsWorld: z.boolean(),
});
export type TuningPlan = z.infer<typeof tuningPlanSchema>;
export const defaultTuningPlan = (preset: TuningPreset, seed: number): TuningPlan => ({
  preset,
  parts: 'both',
  rank: null,
  steps: null,
  rate: null,
  seed,
  keepsWorld: true,
});

/** What a run will take, told before it starts. */
export const tuningEstimateSchema = z.strictObject({
  preset: tuningPresetSchema,
  steps: z.int().positive(),
  ms: z.number().nonnegative(),
  peakBytes: z.number().nonnegative(),
  freeBytes: z.number().nonnegative(), // memory free now
  diskBytes: z.number().nonnegative(),
  freeDiskBytes: z.number().nonnegative(),
  /** Words for characters that the model does not know, learned with the rest; runs of earlier versions do not tell them. */
  newWords: newWordsSchema.default([]),
});
export type TuningEstimate = z.infer<typeof tuningEstimateSchema>;

/** Losses of a step; null where that one was not measured there. */
export const metricPointSchema = z.strictObject({
  step: z.int().nonnegative(),
  loss: z.number().nullable(),
  validation: z.number().nullable(),
});
export type MetricPoint = z.infer<typeof metricPointSchema>;

/** What every checkpoint has to show before it may be used: a rival once shipped adapters that were all zero. */
export const tuningProofSchema = z.strictObject({
  finite: z.boolean(),
  /** Size of what each part changes; 0: nothing. */
  normPerPart: z.record(z.string().max(60), z.number()),
  /** How much it changed since the checkpoint before; null for the first. */
  changedSinceLast: z.number().nullable(),
  /** Mean distance between what it says and draws for the samples and what the model alone does; null until it was measured. */
  effectOnSamples: z.number().nullable(),
});
export type TuningProof = z.infer<typeof tuningProofSchema>;

/** A picture drawn to compare: for the same words and the same seed. */
export const tuningSampleSchema = z.strictObject({ prompt: z.string(), seed: z.int(), asset: assetSchema.nullable() });
export type TuningSample = z.infer<typeof tuningSampleSchema>;

export const tuningCheckpointSchema = z.strictObject({
  step: z.int().nonnegative(),
  validation: z.number().nullable(),
  /** The lowest held-out loss so far. */
  isBest: z.boolean(),
  proof: tuningProofSchema,
  /** Why it may not be used; empty: it may. */
  refusal: z.string(),
  /** In the order of the run's own samples; empty until they are drawn. */
  samples: z.array(tuningSampleSchema),
});
export type TuningCheckpoint = z.infer<typeof tuningCheckpointSchema>;

/**
 * interrupted: the app ended while it ran, and it can go on at its last saved step; stopped: the writer has ended it, what it learned
 * can still be chosen.
 */
export const tuningStateSchema = z.enum([
  'preparing',
  'running',
  'pausing',
  'paused',
  'interrupted',
  'done',
  'stopped',
  'failed',
]);
export type TuningState = z.infer<typeof tuningStateSchema>;

export const tuningRunSchema = z.strictObject({
  id: storyIdSchema,
  name: z.string().max(MAX_TUNING_NAME),
  createdAt: z.string(),
  plan: tuningPlanSchema,
  estimate: tuningEstimateSchema.nullable(),
  learned: z.int().nonnegative(), // pictures
  keptBack: z.int().nonnegative(),
  state: tuningStateSchema,
  step: z.int().nonnegative(),
  steps: z.int().nonnegative(), // 0 until it is known
  etaMs: z.number().nullable(),
  failure: failureSchema.nullable(),
  metrics: z.array(metricPointSchema),
  /** By the model as it was, before anything was learned. */
  base: z.array(tuningSampleSchema),
  checkpoints: z.array(tuningCheckpointSchema),
  /** What the writer took into the library. */
  chosen: z.array(z.strictObject({ step: z.int(), adapterId: z.string(), name: z.string() })),
});
export type TuningRun = z.infer<typeof tuningRunSchema>;

/** Work that holds the one place beside the app. */
export const isTuningActive = ({ state }: Pick<TuningRun, 'state'>): boolean =>
  state === 'preparing' || state === 'running' || state === 'pausing';
/** Work that can go on where it stood. */
export const canResumeTuning = ({ state }: Pick<TuningRun, 'state'>): boolean =>
  state === 'paused' || state === 'interrupted' || state === 'failed';
