// The studio's own card of an adapter, `adapter.json` beside PEFT's files: what it is called, which bundle it belongs to, what it was
// trained on and what was proved of it. Also how an adapter is chosen, with a strength. Pure data; reading one with its numbers is
// main/runtime/adapters.
import { z } from 'zod';
import { sha256Schema } from './content-hash';

export const ADAPTER_CARD_VERSION = 1;
export const ADAPTER_CARD_FILE = 'adapter.json';
/** Every other file that an adapter may have, in the order of its digest: PEFT's two, those of the U-Net, and what PEFT has no place for. */
export const ADAPTER_FILES = [
  'adapter_config.json',
  'adapter_model.safetensors',
  'look/adapter_config.json',
  'look/adapter_model.safetensors',
  'vokens.safetensors',
  'words.json',
] as const;
/** Which words it has brought, beside the vokens. */
export const ADAPTER_WORDS_FILE = 'words.json';
/** As an opened adapter stands in a story: chosen at most so many at once. */
export const MAX_CHOSEN_ADAPTERS = 8;
export const MAX_ADAPTER_NAME = 100;
/** Above 1 an adapter is exaggerated; far above, pictures fall apart. */
export const MAX_ADAPTER_STRENGTH = 1.5;

export const MAX_ADAPTER_WORDS = 8;

export const adapterIdSchema = z.uuid();
export const adapterNameSchema = z.string().trim().min(1).max(MAX_ADAPTER_NAME);
export const adapterStrengthSchema = z.number().min(0).max(MAX_ADAPTER_STRENGTH);

const amount = z.number().nonnegative();
const lowRank = z.strictObject({
  rank: z.int().min(1).max(1024),
  alpha: z.number().positive(),
  /** PEFT's names of the linear layers: `q_proj`, `to_k`. */
  targets: z.array(z.string().min(1).max(100)).min(1).max(50),
});

/** Words for characters that the bundle does not know, in lower case: their rows lie where those of its own characters do. */
export const newWordsSchema = z
  .array(z.string().regex(/^\p{Ll}[\p{L}\p{M}'’-]{0,59}$/u))
  .max(MAX_ADAPTER_WORDS)
  .refine((words) => new Set(words).size === words.length, { message: 'expected every word once' });
export const adapterWordsSchema = z.strictObject({ characters: newWordsSchema });

/** What an adapter changes. The language model's is the "voice", the U-Net's the "look". */
export const adapterPartsSchema = z.strictObject({
  voice: lowRank.optional(),
  look: lowRank.optional(),
  /** Rows of the vokens in both tables of the language model. */
  vokens: z.boolean(),
  mapper: z.boolean(),
  /** Absent: none. */
  words: newWordsSchema.optional(),
});
export type AdapterParts = z.infer<typeof adapterPartsSchema>;

export const adapterPartNames = ['voice', 'look', 'vokens', 'mapper'] as const;
export type AdapterPartName = (typeof adapterPartNames)[number];

/** What was measured before an adapter was believed: every number finite, and how far each part is from changing nothing. */
export const adapterProofSchema = z.strictObject({
  finite: z.literal(true),
  /** Frobenius norm of what is added to the bundle's weights, per part; never 0. */
  normPerPart: z.partialRecord(z.enum(adapterPartNames), z.number().positive()),
  /** Norm of the difference to the checkpoint before, per part or in all; null: there is none. */
  changedSinceLast: amount.nullable(),
  /** Mean difference of the same-seed sample pictures against the bundle's own, from 0 to 1; null: no samples were drawn. */
  effectOnSamples: amount.nullable(),
});
export type AdapterProof = z.infer<typeof adapterProofSchema>;

export const adapterTrainingSchema = z.strictObject({
  trainedOn: z.strictObject({ stories: z.int().nonnegative(), panels: z.int().nonnegative(), digest: sha256Schema }),
  preset: z.string().min(1).max(40),
  steps: z.int().nonnegative(),
  /** The checkpoint that was kept. */
  bestStep: z.int().nonnegative(),
  /** Held-out loss of the bundle and of the adapter. */
  validation: z.strictObject({ before: z.number(), after: z.number() }).nullable(),
});
export type AdapterTraining = z.infer<typeof adapterTrainingSchema>;

export const adapterCardSchema = z.strictObject({
  version: z.literal(ADAPTER_CARD_VERSION),
  id: adapterIdSchema,
  name: adapterNameSchema,
  created: z.iso.datetime(),
  /** The bundle that it was trained on, by the SHA-256 of its manifest; null: made elsewhere, by PEFT itself. */
  bundle: z.strictObject({ name: z.string().min(1).max(100), digest: sha256Schema }).nullable(),
  parts: adapterPartsSchema,
  /** Null: made elsewhere, or exported from a training run, which has the rest. */
  training: adapterTrainingSchema.nullable(),
  proof: adapterProofSchema,
});
export type AdapterCard = z.infer<typeof adapterCardSchema>;

/** An adapter that a story draws and writes with. At strength 0 it is as if it were not there. */
export const chosenAdapterSchema = z.strictObject({ id: adapterIdSchema, strength: adapterStrengthSchema });
export type ChosenAdapter = z.infer<typeof chosenAdapterSchema>;
export const chosenAdaptersSchema = z.array(chosenAdapterSchema).max(MAX_CHOSEN_ADAPTERS);

/** An adapter as a passage or picture remembers it. */
export const usedAdapterSchema = z.strictObject({
  /** Absent where its files had no card of the studio. */
  id: adapterIdSchema.optional(),
  name: adapterNameSchema,
  /** SHA-256 over its files without the card: exactly these numbers. */
  digest: sha256Schema,
  strength: adapterStrengthSchema,
});
export type UsedAdapter = z.infer<typeof usedAdapterSchema>;

/** What reading and proving an adapter's folder tells of it. */
export const adapterReadingSchema = z.strictObject({
  card: adapterCardSchema.nullable(),
  /** From the card, else the folder's. */
  name: z.string(),
  digest: sha256Schema,
  parts: adapterPartsSchema,
  normPerPart: adapterProofSchema.shape.normPerPart,
});
export type AdapterReading = z.infer<typeof adapterReadingSchema>;

/** An adapter as the library lists it. */
export const adapterSummarySchema = adapterCardSchema.omit({ version: true, proof: true }).extend({
  bytes: amount,
  /** other-bundle: it belongs to one that is not open; damaged: its files cannot be used, `trouble` says why. */
  state: z.enum(['ready', 'other-bundle', 'damaged']),
  trouble: z.string(),
});
export type AdapterSummary = z.infer<typeof adapterSummarySchema>;

/** A story that names an adapter: among what it is told with now, or by panels that were made with it. */
export const adapterUseSchema = z.strictObject({
  storyId: z.string(),
  title: z.string(),
  isChosen: z.boolean(),
  panels: z.int().nonnegative(),
});
export type AdapterUse = z.infer<typeof adapterUseSchema>;
