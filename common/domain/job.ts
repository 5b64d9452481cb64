// A job: everything slow. Id, place in the queue, progress, typed failure. The queue itself is main/services/jobs.
import { z } from 'zod';
import { exportedFileSchema } from './export';
import { assetSchema, generationSchema, styleIdSchema } from './story';

export const generationModeSchema = z.enum(['both', 'text', 'picture']);
/** both: text and its picture; text: words only; picture: draws the text that stands in the panel. */
export type GenerationMode = z.infer<typeof generationModeSchema>;

export const samplerSchema = z.enum(['dpm-solver++', 'ddim', 'euler', 'pndm']);
export type Sampler = z.infer<typeof samplerSchema>;

/** The settings of one generation. What is absent comes from the bundle's defaults. */
export const generationOptionsSchema = z.strictObject({
  seed: z.int().min(0).max(0xffff_ffff),
  sampler: samplerSchema.optional(),
  steps: z.int().min(1).max(200).optional(),
  guidanceScale: z.number().min(0).max(30).optional(),
  temperature: z.number().min(0).max(3).optional(),
  topP: z.number().min(0).max(1).optional(),
  topK: z.int().min(0).max(100_000).optional(),
  repetitionPenalty: z.number().min(0.5).max(3).optional(),
  /** A drawing style of the bundle; absent: its first. */
  style: styleIdSchema.optional(),
});
export type GenerationOptions = z.infer<typeof generationOptionsSchema>;

/** Words of the prompt that the bundle cannot draw, how much of the story did not fit, and that it had come to its end. */
export const generationNoticeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unknown-words'), words: z.array(z.string()) }),
  z.strictObject({
    kind: z.literal('context-cut'),
    panelsCut: z.int(),
    tokensCut: z.int(),
    budget: z.int(),
    isTextCut: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('empty-prompt') }),
  z.strictObject({ kind: z.literal('story-complete') }),
]);
export type GenerationNotice = z.infer<typeof generationNoticeSchema>;

export const generationResultSchema = z.strictObject({
  text: z.string(),
  asset: assetSchema.nullable(),
  generation: generationSchema,
  notices: z.array(generationNoticeSchema),
  ms: z.strictObject({ see: z.number(), write: z.number(), map: z.number(), draw: z.number(), decode: z.number() }),
});
export type GenerationResult = z.infer<typeof generationResultSchema>;

export const jobStageSchema = z.enum(['queued', 'see', 'write', 'map', 'draw', 'decode', 'export', 'done']);
export type JobStage = z.infer<typeof jobStageSchema>;

export const failureSchema = z.strictObject({ code: z.string(), message: z.string(), hint: z.string().optional() });
export type Failure = z.infer<typeof failureSchema>;

export const jobSchema = z.strictObject({
  id: z.string().max(64),
  kind: z.enum(['generate', 'export']),
  storyId: z.string().max(64),
  /** As it was when the job came; empty: not known. */
  storyTitle: z.string(),
  panelId: z.string().max(64).nullable(),
  /** Of a panel that does not exist yet: the panel it comes after, null for the first place. Null: the panel exists. */
  place: z.strictObject({ after: z.string().max(64).nullable() }).nullable(),
  mode: generationModeSchema.nullable(),
  /** parked: from before a restart; it waits for the writer's word and never starts by itself. */
  state: z.enum(['parked', 'queued', 'running', 'stopping', 'done', 'cancelled', 'failed']),
  queuePosition: z.int().nonnegative(), // among those that wait in its lane; 0 = parked, running or ended
  stage: jobStageSchema,
  step: z.int().nonnegative(),
  steps: z.int().nonnegative(),
  /** What is left of a running job; null while nobody knows. */
  etaMs: z.number().nullable(),
  /** How long work of this kind took before on this device: the median of what was measured, null before the first. */
  typicalMs: z.number().nullable(),
  failure: failureSchema.nullable(),
  result: generationResultSchema.nullable(),
  /** What an export wrote; absent until then, and in every other job. */
  exported: exportedFileSchema.optional(),
  /** Whether the story holds the result and is saved; until then the queue keeps it. */
  isTaken: z.boolean(),
});
export type Job = z.infer<typeof jobSchema>;
