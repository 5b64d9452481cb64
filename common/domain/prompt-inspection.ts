// "What the model sees": the parts of a request in the order in which the language model reads them, with their share of the window.
// Numbers and words only; laying it out is main/pipeline/prompt.ts.
import { z } from 'zod';
import { sha256Schema } from './story';

export const promptPartSchema = z.strictObject({
  /** `panel` is one before the current one; `current` is the panel that is asked for. */
  kind: z.enum(['style', 'card', 'reference', 'panel', 'current']),
  /** Name of the card. */
  name: z.string().nullable(),
  /** Index in the request's `context`, for a panel. */
  panel: z.int().nonnegative().nullable(),
  /** The words as the model reads them: of a part that was cut, what is left; of one that was left out, none. */
  words: z.string(),
  /** The pictures that the model looks at with it. */
  pictures: z.array(sha256Schema),
  /** Places in the window; of what is left out, about how many it would have taken. */
  tokens: z.int().nonnegative(),
  state: z.enum(['whole', 'cut', 'left-out']),
  /** Words of a card that this bundle cannot draw and that it is therefore not told. */
  unknownWords: z.array(z.string()),
});
export type PromptPart = z.infer<typeof promptPartSchema>;

export const promptInspectionSchema = z.strictObject({
  /** Places for story and pictures; what the new panel needs is set aside already. */
  budget: z.int().nonnegative(),
  used: z.int().nonnegative(),
  parts: z.array(promptPartSchema),
});
export type PromptInspection = z.infer<typeof promptInspectionSchema>;
