// What a tuning learns from, as the writer checks it before the start: every picture with its words, what is wrong with it, and
// whether it is learned or kept back to measure by. main/services/tuning makes it.
import { z } from 'zod';
import { assetSchema, chosenPictureOf, storyIdSchema, type Story } from './story';

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
/** Lower case: it is the host of `story-asset://<set>/<sha256>`, as the id of a story is. */
export const dataSetIdSchema = storyIdSchema;

export const MAX_CAPTION_LENGTH = 1000;
export const MAX_TUNING_ITEMS = 400;
/** Fewer whole pictures with words teach nothing that could be measured. */
export const MIN_TUNING_ITEMS = 4;

/**
 * no-picture: a panel without one; broken-picture: its file cannot be read; too-small: smaller than the model draws; duplicate: looks
 * like another one; no-words: neither a description nor a text.
 */
export const itemProblemSchema = z.enum(['no-picture', 'broken-picture', 'too-small', 'duplicate', 'no-words']);
export type ItemProblem = z.infer<typeof itemProblemSchema>;

export const itemSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('panel'),
    storyId: storyIdSchema,
    storyTitle: z.string(),
    panelId: id,
    number: z.int().positive(),
    /** The drawing style of the story, where it says one. */
    style: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('drawing'), name: z.string() }),
]);

export const tuningItemSchema = z.strictObject({
  id,
  from: itemSourceSchema,
  /** Null where there is no picture that can be read. */
  asset: assetSchema.nullable(),
  /** The words of the panel; empty for a drawing. */
  text: z.string(),
  /** What is to be seen. The writer may change it. */
  caption: z.string().max(MAX_CAPTION_LENGTH),
  captionBy: z.enum(['writer', 'model', 'nobody']),
  problems: z.array(itemProblemSchema),
  /** The item that this one looks like. */
  duplicateOf: id.nullable(),
  /** One sentence about a file that cannot be read. */
  reason: z.string(),
  /** learn: shown to the model; keep-back: measured by; leave-out: not used, because the writer says so or because it cannot be. */
  use: z.enum(['learn', 'keep-back', 'leave-out']),
});
export type TuningItem = z.infer<typeof tuningItemSchema>;

const MAX_PANEL_WORDS = 160;
/** A panel of a story before anything of it is copied: to be chosen by its picture and its first words. */
export const offeredPanelSchema = z.strictObject({
  id,
  number: z.int().positive(),
  /** Null: nothing to learn from. */
  asset: assetSchema.nullable(),
  /** How its text begins, or its description where it has none; empty: nothing says yet what is to be seen. */
  words: z.string().max(MAX_PANEL_WORDS),
});
export type OfferedPanel = z.infer<typeof offeredPanelSchema>;
export const offeredPanelsOf = (story: Story): OfferedPanel[] =>
  story.panels.map((panel, index) => {
    const picture = chosenPictureOf(panel);
    const words = panel.text.trim() || (picture?.alt.trim() ?? '');
    return { id: panel.id, number: index + 1, asset: picture?.asset ?? null, words: words.slice(0, MAX_PANEL_WORDS) };
  });

export const dataSetCountsSchema = z.strictObject({
  items: z.int().nonnegative(),
  learned: z.int().nonnegative(),
  keptBack: z.int().nonnegative(),
  leftOut: z.int().nonnegative(),
  problems: z.record(itemProblemSchema, z.int().nonnegative()),
});

export const tuningDataSetSchema = z.strictObject({
  id: dataSetIdSchema,
  items: z.array(tuningItemSchema).max(MAX_TUNING_ITEMS),
  counts: dataSetCountsSchema,
  /** Why no tuning can start from it; null: one can. */
  refusal: z.strictObject({ usable: z.int().nonnegative(), minimum: z.int().positive() }).nullable(),
});
export type TuningDataSet = z.infer<typeof tuningDataSetSchema>;

/** An item that cannot be learned from as it is, whatever the writer wishes. */
export const blocksLearning = (problem: ItemProblem): boolean =>
  problem === 'no-picture' || problem === 'broken-picture' || problem === 'no-words';
