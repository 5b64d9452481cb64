// Stories: opening, saving, what was found after a crash, pictures from outside.
import { z } from 'zod';
import { assetSchema, storyIdSchema, storySchema } from '../../domain/story';
import { method } from '../shape';
import { nothing, pictureBytes } from './values';

/** How a story was opened, besides its contents. */
export const openedStorySchema = z.strictObject({
  story: storySchema,
  folderName: z.string(), // for display; the path stays in main
  readOnly: z.strictObject({ reason: z.string(), offersLastGoodCopy: z.boolean() }).nullable(),
  /** Text newer than the last save, found in the journal after a crash. */
  recovered: z.strictObject({ story: storySchema, at: z.string() }).nullable(),
});
export type OpenedStory = z.infer<typeof openedStorySchema>;

export const storyGroup = {
  /** The story of the last time, or the sample story at the first start. */
  openLast: method(nothing, openedStorySchema),
  list: method(
    nothing,
    z.array(z.strictObject({ id: storyIdSchema, title: z.string(), folderName: z.string(), updatedAt: z.string() })),
  ),
  create: method(z.strictObject({ title: z.string().max(300) }), openedStorySchema),
  open: method(z.strictObject({ storyId: storyIdSchema }), openedStorySchema),
  /** Asks with a folder dialog; null when the writer cancels. */
  openFolder: method(nothing, openedStorySchema.nullable()),
  openLastGoodCopy: method(z.strictObject({ storyId: storyIdSchema }), openedStorySchema),
  save: method(
    z.strictObject({ story: storySchema }),
    z.strictObject({ savedAt: z.string(), checked: z.literal(true) }),
  ),
  /** Appends the state to the journal: cheap, within a second of the last key. */
  journal: method(z.strictObject({ story: storySchema }), nothing),
  discardRecovery: method(z.strictObject({ storyId: storyIdSchema }), nothing),
  /** Saves the given state to a folder that the writer picks; works also when the story itself cannot be saved. */
  saveCopy: method(z.strictObject({ story: storySchema }), z.strictObject({ folderName: z.string() }).nullable()),
  importPicture: method(
    z.strictObject({ storyId: storyIdSchema, name: z.string().max(300), bytes: pictureBytes }),
    assetSchema,
  ),
} as const;
