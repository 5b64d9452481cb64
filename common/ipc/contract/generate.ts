// What the model is asked for.
import { z } from 'zod';
import { generationModeSchema, generationOptionsSchema } from '../../domain/job';
import { sha256Schema, storyIdSchema } from '../../domain/story';
import { method } from '../shape';
import { id } from './values';

const contextPanelSchema = z.strictObject({ text: z.string(), image: sha256Schema.nullable() });
export type ContextPanel = z.infer<typeof contextPanelSchema>;

export const generateGroup = {
  start: method(
    z.strictObject({
      storyId: storyIdSchema,
      panelId: id,
      mode: generationModeSchema,
      /** The panels before this one, oldest first. */
      context: z.array(contextPanelSchema).max(5000),
      references: z.array(sha256Schema).max(20),
      /** Text of this panel so far: continued in `both` and `text`, drawn in `picture`. */
      text: z.string(),
      /** A picture already in this panel: `text` then tells what it shows. */
      image: sha256Schema.nullable(),
      /** What the page decides itself; everything else follows from the writer's settings and the bundle. */
      options: generationOptionsSchema.pick({ seed: true, style: true }),
    }),
    z.strictObject({ jobId: id }),
  ),
} as const;
