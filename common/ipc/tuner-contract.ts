// What main and the process that tunes say to each other. Same machinery as the engine's contract; works on paths that main has looked
// up, and nothing here ever reaches a page.
import { z } from 'zod';
import { newWordsSchema } from '../domain/adapter';
import { metricPointSchema, tuningCheckpointSchema, tuningPlanSchema, tuningSampleSchema } from '../domain/tuning';
import { event, method } from './shape';

/** A panel, or a drawing by itself: its picture and its words. */
const panelSchema = z.strictObject({
  id: z.string(),
  imagePath: z.string(),
  text: z.string(), // empty for a drawing
  caption: z.string(), // empty where nobody has described it
  /** Measured by and never learned from. */
  isKeptBack: z.boolean(),
});
/** Panels of one story in their order. */
export const tuningRecordSchema = z.strictObject({
  id: z.string(),
  panels: z.array(panelSchema).min(1),
  /** Id of the drawing style that the story says it has. */
  style: z.string().optional(),
});
export type TuningRecord = z.infer<typeof tuningRecordSchema>;

const estimateSchema = z.strictObject({
  steps: z.int().positive(),
  ms: z.number(),
  peakBytes: z.number(),
  diskBytes: z.number(),
  newWords: newWordsSchema,
});
export type TunerEstimate = z.infer<typeof estimateSchema>;

const model = { bundleDir: z.string(), cacheDir: z.string() };
const workSchema = z.strictObject({
  /** Folder of the training: configuration, metrics, what it goes on from. */
  trainingDir: z.string(),
  records: z.array(tuningRecordSchema).min(1),
  plan: tuningPlanSchema,
});
export type TuningWork = z.infer<typeof workSchema>;

export const tunerContract = {
  tuner: {
    /** One for each plan; nothing is trained. */
    estimate: method(
      workSchema
        .omit({ plan: true, trainingDir: true })
        .extend({ plans: z.array(tuningPlanSchema).min(1).max(3), ...model }),
      z.array(estimateSchema),
    ),
    /** Ends when the run has ended; fails with `cancelled` after `pause`, when all that was learned is saved. */
    run: method(
      workSchema.extend({
        ...model,
        /** Folder of checkpoints to choose from: an adapter in each `<step>/`. */
        checkpointsDir: z.string(),
        /** Folder that receives the pictures drawn to compare. */
        assetsDir: z.string(),
        name: z.string(),
        /** Goes on where this run was left. */
        isResumed: z.boolean(),
      }),
      z.strictObject({ steps: z.int() }),
    ),
    /** Takes effect after the step that is being done. */
    pause: method(z.void(), z.void()),
    progress: event(metricPointSchema.extend({ steps: z.int(), etaMs: z.number().nullable() })),
    base: event(z.strictObject({ samples: z.array(tuningSampleSchema) })),
    /** A checkpoint that is whole on the disk; again when its samples are drawn. */
    checkpoint: event(tuningCheckpointSchema),
  },
} as const;
export type TunerContract = typeof tunerContract;
