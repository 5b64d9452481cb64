// The bundle: what a folder with a manifest, weights and a tokenizer promises. Schema and types of manifest.json and of the
// short summary that the interface shows. Not the reader of weights (native-models/weights) and not the pipeline.
import { z } from 'zod';
import { styleIdSchema } from './story';

const relativePath = z
  .string()
  .min(1)
  .max(200)
  .refine((path) => !path.startsWith('/') && !path.includes('\\') && !path.split('/').includes('..'), {
    message: 'expected a relative path inside the bundle',
  });
const part = z.strictObject({ config: relativePath, weights: z.array(relativePath).min(1) });
const words = z.array(z.string().min(1).max(60)).max(500);

/** A word for a character that the bundle did not know, brought by an adapter that is folded in, and how much of it counts. */
export const newWordSchema = z.strictObject({ word: z.string().min(1).max(60), strength: z.number().min(0).max(1) });
export type NewWord = z.infer<typeof newWordSchema>;

/** A way to draw that the model knows, and the line that asks for it before a story begins; without a line it goes unsaid. */
export const drawingStyleSchema = z.strictObject({
  id: styleIdSchema,
  name: z.string().min(1).max(60),
  line: z.string().min(1).max(200).optional(),
});
export type DrawingStyle = z.infer<typeof drawingStyleSchema>;

export const bundleManifestSchema = z.strictObject({
  schemaVersion: z.literal(1),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  title: z.string().min(1).max(120),
  description: z.string().max(2000),
  license: z.string().max(500),
  language: z.string().max(20),
  parts: z.strictObject({
    languageModel: part.extend({ prefix: relativePath.optional() }), // keys and values that stand before every story
    vision: part,
    mapper: part,
    textEncoder: part,
    unet: part,
    autoencoder: part,
    scheduler: z.strictObject({ config: relativePath }),
    tokenizer: relativePath,
  }),
  tokens: z.strictObject({
    bos: z.int(),
    eos: z.int(),
    pad: z.int(),
    vokens: z.array(z.int()).min(1).max(16), // [IMG0]…[IMG7] in order
    imagePlaceholder: z.int(),
  }),
  prompt: z.strictObject({
    imageOpen: z.string(),
    imageClose: z.string(),
    contextLength: z.int().positive(),
    maxPanelTokens: z.int().positive(),
    /** A small model's names are kept as the story spells them. */
    keepNames: z.boolean().optional(),
  }),
  picture: z.strictObject({
    sizePx: z.int().positive(),
    latentSizePx: z.int().positive(),
    latentChannels: z.int().positive(),
    scalingFactor: z.number().positive(),
    latentShift: z.number().optional(),
  }),
  vision: z.strictObject({
    sizePx: z.int().positive(),
    mean: z.tuple([z.number(), z.number(), z.number()]),
    std: z.tuple([z.number(), z.number(), z.number()]),
    numSoftTokens: z.int().positive(),
  }),
  defaults: z.strictObject({
    steps: z.int().min(1).max(200),
    guidanceScale: z.number().min(0).max(30),
    temperature: z.number().min(0).max(3),
    topP: z.number().min(0).max(1),
    topK: z.int().min(0),
    repetitionPenalty: z.number().min(0.5).max(3),
  }),
  /** What the model can draw and tell of, as words; empty lists mean "anything". */
  knows: z.strictObject({ characters: words, places: words, times: words, props: words, names: words }),
  /** Absent: none. */
  newWords: z.array(newWordSchema).min(1).max(100).optional(),
  /** The drawing styles; the first is the one of a story that names none. Absent: there is nothing to choose. */
  styles: z
    .array(drawingStyleSchema)
    .min(1)
    .max(50)
    .refine((styles) => new Set(styles.map(({ id }) => id)).size === styles.length, {
      message: 'expected every style once',
    })
    .optional(),
  files: z
    .array(
      z.strictObject({ path: relativePath, bytes: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    )
    .min(1),
});
export type BundleManifest = z.infer<typeof bundleManifestSchema>;

export const bundleSummarySchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  digest: z.string(), // SHA-256 over the manifest: names exactly these weights
  language: z.string(), // in which it tells its stories, as a language tag
  pictureSizePx: z.int(),
  defaults: bundleManifestSchema.shape.defaults,
  knows: bundleManifestSchema.shape.knows,
  styles: z.array(drawingStyleSchema), // empty: there is nothing to choose
});
export type BundleSummary = z.infer<typeof bundleSummarySchema>;
