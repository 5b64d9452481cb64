// What the model is asked for: a panel, what it sees in a picture, and what it would be told.
import { z } from 'zod';
import { chosenAdaptersSchema } from '../../domain/adapter';
import { generationModeSchema, generationOptionsSchema } from '../../domain/job';
import { pictureDescriptionSchema } from '../../domain/picture-description';
import { promptInspectionSchema } from '../../domain/prompt-inspection';
import { MAX_TEXT_LENGTH, castCardSchema, sha256Schema, storyIdSchema } from '../../domain/story';
import { method } from '../shape';
import { id } from './values';

const contextPanelSchema = z.strictObject({ text: z.string().max(MAX_TEXT_LENGTH), image: sha256Schema.nullable() });
export type ContextPanel = z.infer<typeof contextPanelSchema>;

const maskBytes = z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= 16 * 1024 * 1024, {
  message: 'expected a mask of at most 16 MB',
});

/** A picture of the story that the new one is drawn over; in mode `picture` only. */
const redrawSchema = z.strictObject({
  image: sha256Schema,
  /** How much may change: near 0 the picture stays as it is, at 1 nothing of it is kept but what the mask protects. */
  strength: z.number().gt(0).max(1),
  /** A PNG of any size, stretched over the picture: white may change, black stays to the pixel. Null: all of it may change. */
  mask: maskBytes.nullable(),
});
export type Redraw = z.infer<typeof redrawSchema>;

const castMemberSchema = castCardSchema
  .pick({ name: true, kind: true, look: true, always: true })
  .extend({ images: z.array(sha256Schema).max(12) });
/** A card as the model is told of it. */
export type CastMember = z.infer<typeof castMemberSchema>;

const generationInputSchema = z.strictObject({
  storyId: storyIdSchema,
  panelId: id,
  /** Of a panel that does not exist yet: the panel it comes after, null for the first place. Absent: the panel exists. */
  place: z.strictObject({ after: id.nullable() }).optional(),
  mode: generationModeSchema,
  /** The panels before this one, oldest first. */
  context: z.array(contextPanelSchema).max(5000),
  references: z.array(sha256Schema).max(20),
  /** All cards of the story; the ones that are named in the text, or lately, or `always`, reach the model. */
  cast: z.array(castMemberSchema).max(200),
  /** Text of this panel so far: continued in `both` and `text`, drawn in `picture`. */
  text: z.string().max(MAX_TEXT_LENGTH),
  /** A picture already in this panel: `text` then tells what it shows. */
  image: sha256Schema.nullable(),
  redraw: redrawSchema.nullable(),
  /** Adapters of the library; absent: none. */
  adapters: chosenAdaptersSchema.optional(),
  /**
   * What the page decides itself; everything else follows from the writer's settings and the bundle. The seed of a former picture and
   * changed words give the same composition as far as the model can.
   */
  options: generationOptionsSchema.pick({ seed: true, style: true }),
});

export const generateGroup = {
  start: method(generationInputSchema, z.strictObject({ jobId: id })),
  /** What the model sees in a picture of the story. Runs between two steps of a generation, in no queue. */
  describe: method(z.strictObject({ storyId: storyIdSchema, image: sha256Schema }), pictureDescriptionSchema),
  /** What the model would be told by `start` with the same input. Draws nothing and waits for nothing. */
  inspect: method(generationInputSchema, promptInspectionSchema),
} as const;
