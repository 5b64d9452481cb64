// The story as it stands on disk and in the editor: schema, types and the empty story. Pure data; reading and writing files is
// main/services/stories, editing is renderer/editor.
import { z } from 'zod';
import { MAX_CHOSEN_ADAPTERS, chosenAdaptersSchema, usedAdapterSchema } from './adapter';
import { bookDesignSchema, placementSchema } from './book-design';
import { sha256Schema } from './content-hash';

export { sha256Schema };

/**
 * 2: stories and generations may have a drawing style. 3: cast cards, the book's design, favourites among texts, who described a
 * picture, from which picture another was drawn, and adapters.
 */
export const STORY_SCHEMA_VERSION = 3;

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
/** Lower case, because it is the host of `story-asset://<story>/<sha256>` and hosts have no case. */
export const storyIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
const isoTime = z.string().max(40);
/** A drawing style as a bundle names it: `ink`. */
export const styleIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
export const MAX_TEXT_LENGTH = 400_000; // about 60,000 words in one panel

/** A picture file of the story: `assets/<sha256>.<ext>`, never rewritten. */
export const assetSchema = z.strictObject({
  sha256: sha256Schema,
  ext: z.enum(['png', 'jpg', 'webp']),
  widthPx: z.int().positive().max(32_768),
  heightPx: z.int().positive().max(32_768),
});
export type Asset = z.infer<typeof assetSchema>;

/** How a passage or picture was made: enough to make it again. */
export const generationSchema = z.strictObject({
  bundle: z.string().max(100),
  bundleDigest: z.string().max(64),
  seed: z.int().nonnegative(),
  sampler: z.string().max(40),
  steps: z.int().nonnegative(),
  guidanceScale: z.number(),
  temperature: z.number(),
  /** The drawing style; absent where the bundle has none to choose from. */
  style: styleIdSchema.optional(),
  /** The picture that this one was drawn over: how much of it was free to change, and whether only a brushed region was. */
  source: z.strictObject({ sha256: sha256Schema, strength: z.number().gt(0).max(1), masked: z.boolean() }).optional(),
  /** The adapters that had a part in it; absent: none. */
  adapters: z.array(usedAdapterSchema).min(1).max(MAX_CHOSEN_ADAPTERS).optional(),
  device: z.string().max(60),
  createdAt: isoTime,
});
export type Generation = z.infer<typeof generationSchema>;

export const originSchema = z.enum(['human', 'model', 'model-edited']);
export type Origin = z.infer<typeof originSchema>;

export const textVariantSchema = z.strictObject({
  id,
  text: z.string().max(MAX_TEXT_LENGTH),
  origin: originSchema,
  favourite: z.boolean(),
  generation: generationSchema.nullable(),
});
export type TextVariant = z.infer<typeof textVariantSchema>;

export const pictureVariantSchema = z.strictObject({
  id,
  asset: assetSchema,
  origin: z.enum(['model', 'imported']),
  alt: z.string().max(2000),
  altOrigin: originSchema, // who described it: a person, the model, or both
  favourite: z.boolean(),
  generation: generationSchema.nullable(),
});
export type PictureVariant = z.infer<typeof pictureVariantSchema>;

export const panelSchema = z.strictObject({
  id,
  text: z.string().max(MAX_TEXT_LENGTH),
  origin: originSchema,
  generation: generationSchema.nullable(), // of the text as it stands; null where a person wrote it
  textVariants: z.array(textVariantSchema).max(1000), // earlier texts, newest last: retrying never destroys
  pictures: z.array(pictureVariantSchema).max(1000), // every picture that this panel ever had, newest last
  chosenPictureId: id.nullable(),
  /** Where this panel's words stand in the book; absent: as the book's design says. */
  placement: placementSchema.optional(),
});
export type Panel = z.infer<typeof panelSchema>;

/** A person, place or thing of the story's world: what the model is told and shown of it. */
export const castCardSchema = z.strictObject({
  id,
  kind: z.enum(['character', 'place', 'thing']),
  name: z.string().max(100),
  look: z.string().max(500), // "a small fox with a green scarf"
  pictures: z.array(pictureVariantSchema).max(12), // reference pictures, the most telling first
  /** Told to the model with every panel, not only where the card is named. */
  always: z.boolean(),
});
export type CastCard = z.infer<typeof castCardSchema>;

export const storySchema = z.strictObject({
  schemaVersion: z.literal(STORY_SCHEMA_VERSION),
  id: storyIdSchema,
  title: z.string().max(300),
  author: z.string().max(300),
  language: z.string().max(20),
  /** The drawing style of the whole story; absent: the first of the bundle that draws it. */
  style: styleIdSchema.optional(),
  /** The adapters that it is told and drawn with; absent: none. */
  adapters: chosenAdaptersSchema.optional(),
  createdAt: isoTime,
  updatedAt: isoTime,
  panels: z.array(panelSchema).max(5000),
  /** Pictures given as reference for the next generation. */
  references: z.array(pictureVariantSchema).max(20),
  cast: z.array(castCardSchema).max(200),
  /** How the pages are set; absent: the studio's own design. */
  book: bookDesignSchema.optional(),
});
export type Story = z.infer<typeof storySchema>;

/** An empty panel written by a person. */
export const emptyPanel = (panelId: string): Panel => ({
  id: panelId,
  text: '',
  origin: 'human',
  generation: null,
  textVariants: [],
  pictures: [],
  chosenPictureId: null,
});

/** A new story with one empty panel. `now` is an ISO time. */
export const emptyStory = (args: { id: string; panelId: string; title: string; now: string }): Story => ({
  schemaVersion: STORY_SCHEMA_VERSION,
  id: args.id,
  title: args.title,
  author: '',
  language: 'en',
  createdAt: args.now,
  updatedAt: args.now,
  panels: [emptyPanel(args.panelId)],
  references: [],
  cast: [],
});

/** The picture that a panel shows, or null. */
export const chosenPictureOf = (panel: Panel): PictureVariant | null =>
  panel.pictures.find((picture) => picture.id === panel.chosenPictureId) ?? null;

/** Every picture that a story names: in its panels, among its references, on its cards. One asset may come more than once. */
export const picturesOf = (story: Pick<Story, 'panels' | 'references' | 'cast'>): PictureVariant[] => [
  ...story.references,
  ...story.cast.flatMap((card) => card.pictures),
  ...story.panels.flatMap((panel) => panel.pictures),
];
