// What main and the engine process say to each other over their message port. Same machinery as contract.ts, other speakers.
// The engine works on file paths that main has already looked up; nothing here ever reaches a renderer.
import { z } from 'zod';
import { MAX_CHOSEN_ADAPTERS, adapterReadingSchema, adapterStrengthSchema } from '../domain/adapter';
import { bundleSummarySchema } from '../domain/bundle';
import { deviceTestSchema } from '../domain/device';
import { generationModeSchema, generationOptionsSchema, generationResultSchema, jobStageSchema } from '../domain/job';
import { pictureDescriptionSchema } from '../domain/picture-description';
import { promptInspectionSchema } from '../domain/prompt-inspection';
import { assetSchema, castCardSchema } from '../domain/story';
import { event, method } from './shape';

const jobId = z.string().max(64);

export const generateRequestSchema = z.strictObject({
  jobId,
  mode: generationModeSchema,
  context: z.array(z.strictObject({ text: z.string(), imagePath: z.string().nullable() })),
  referencePaths: z.array(z.string()),
  /** The story's cards; absent: none. */
  cast: z
    .array(
      castCardSchema
        .pick({ name: true, kind: true, look: true, always: true })
        .extend({ imagePaths: z.array(z.string()) }),
    )
    .optional(),
  text: z.string(),
  imagePath: z.string().nullable(),
  /** Draws over this picture, in mode `picture`; absent: a fresh drawing. `mask` is a PNG: white may change. */
  redraw: z
    .strictObject({
      imagePath: z.string(),
      strength: z.number().gt(0).max(1),
      mask: z.instanceof(Uint8Array).nullable(),
    })
    .optional(),
  /** Folders of adapters, and how strongly each acts; absent: none. */
  adapters: z
    .array(z.strictObject({ dir: z.string(), strength: adapterStrengthSchema }))
    .max(MAX_CHOSEN_ADAPTERS)
    .optional(),
  options: generationOptionsSchema,
  /** Folder that receives `<sha256>.png`. */
  assetsDir: z.string(),
});
export type GenerateRequest = z.infer<typeof generateRequestSchema>;
export type InspectRequest = Omit<GenerateRequest, 'jobId' | 'assetsDir'>;

export const deviceSchema = z.strictObject({
  name: z.string(),
  provider: z.string(),
  ok: z.boolean(),
  gflops: z.number().nullable(),
  freeBytes: z.number().nullable(),
  reason: z.string(),
});
export type Device = z.infer<typeof deviceSchema>;

export const engineContract = {
  engine: {
    /** Opens a bundle on a device: verifies the manifest, derives graphs, opens sessions. */
    load: method(
      z.strictObject({
        bundleDir: z.string(),
        cacheDir: z.string(),
        device: z.string(),
        /** One thread, and nothing kept between two generations: slow, small, and most likely to work. */
        safeMode: z.boolean().default(false),
      }),
      z.strictObject({ bundle: bundleSummarySchema, device: z.string(), ms: z.number() }),
    ),
    generate: method(generateRequestSchema, generationResultSchema),
    /** What the model sees in a picture; runs between two steps of a generation. */
    describe: method(z.strictObject({ imagePath: z.string() }), pictureDescriptionSchema),
    /** What the model would be told; runs no network. */
    inspect: method(generateRequestSchema.omit({ jobId: true, assetsDir: true }), promptInspectionSchema),
    /** Reads an adapter's folder and proves it against the loaded bundle; runs no network. */
    readAdapter: method(z.strictObject({ dir: z.string() }), adapterReadingSchema),
    /** Takes effect between two runs of a network; the generate call then fails with `cancelled`. */
    cancel: method(z.strictObject({ jobId }), z.void()),
    /** Decodes, orients, caps the size, and writes `<sha256>.png|jpg` into assetsDir. */
    importPicture: method(
      z.strictObject({ name: z.string(), bytes: z.instanceof(Uint8Array), assetsDir: z.string() }),
      assetSchema,
    ),
    /** What a picture looks like from afar, as 64 bits: near copies differ in few of them. Refuses what is no whole picture. */
    likeness: method(
      z.strictObject({ imagePath: z.string(), name: z.string() }),
      z.strictObject({ bits: z.string().regex(/^[0-9a-f]{16}$/) }),
    ),
    /** Mean difference of the colours of two pictures of one size, from 0 to 1. */
    difference: method(
      z.strictObject({ imagePath: z.string(), otherPath: z.string() }),
      z.strictObject({ mean: z.number().min(0).max(1) }),
    ),
    devices: method(z.void(), z.array(deviceSchema)),
    /** A measured test run of one device. */
    testDevice: method(z.strictObject({ device: z.string() }), deviceTestSchema),
    ping: method(z.void(), z.strictObject({ rssBytes: z.number() })),
    progress: event(
      z.strictObject({ jobId, stage: jobStageSchema, step: z.int(), steps: z.int(), etaMs: z.number().nullable() }),
    ),
    text: event(z.strictObject({ jobId, text: z.string() })),
    preview: event(z.strictObject({ jobId, png: z.instanceof(Uint8Array) })),
  },
} as const;
export type EngineContract = typeof engineContract;
