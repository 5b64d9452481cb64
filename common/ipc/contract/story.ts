// Stories: opening, saving, what was found after a crash, pictures from outside.
import { z } from 'zod';
import { assetSchema, storyIdSchema, storySchema } from '../../domain/story';
import { storyEditSchema } from '../../domain/story-edit';
import { event, method } from '../shape';
import { nothing, pictureBytes } from './values';

/** How a story was opened, besides its contents. */
export const openedStorySchema = z.strictObject({
  story: storySchema,
  folderName: z.string(), // for display; the path stays in main
  readOnly: z
    .strictObject({
      reason: z.string(),
      offersLastGoodCopy: z.boolean(),
      /** Another studio has it open, and `openAnyway` takes it over. */
      offersTakeOver: z.boolean(),
    })
    .nullable(),
  /** Text newer than the last save, found in the journal after a crash. */
  recovered: z.strictObject({ story: storySchema, at: z.string() }).nullable(),
  /** How many pictures the story names and the folder does not have. */
  missingPictures: z.int().nonnegative(),
});
export type OpenedStory = z.infer<typeof openedStorySchema>;

/**
 * Who has worked in the folder of an open story besides this studio: nobody, another program (which left a story, something
 * unreadable, or nothing), or another studio that took it over.
 */
export const outsideStateSchema = z.enum(['none', 'changed', 'unreadable', 'missing', 'taken']);
export type OutsideState = z.infer<typeof outsideStateSchema>;

const saved = z.strictObject({ savedAt: z.string(), checked: z.literal(true) });
/** A whole state. `sequence` is the page's count of states, from which an edit may continue. */
const state = z.strictObject({ story: storySchema, sequence: z.int().nonnegative().optional() });
const ofStory = z.strictObject({ storyId: storyIdSchema });

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
  /** Opens for writing what another studio has open: that one can no longer save. */
  openAnyway: method(ofStory, openedStorySchema),
  /** The page shows an open story again; nothing is read. */
  show: method(ofStory, nothing),
  save: method(state, saved),
  /** The same for the state that an edit leads to: what did not change is not sent. */
  saveEdit: method(storyEditSchema, saved),
  /** Puts the state into the journal: cheap, within a second of the last key. */
  journal: method(state, nothing),
  journalEdit: method(storyEditSchema, nothing),
  /** The recovered text goes to the snapshots. */
  discardRecovery: method(ofStory, nothing),
  /** The recovered text is the story now, and saved. */
  recoveryRestored: method(ofStory, nothing),
  outside: event(z.strictObject({ storyId: storyIdSchema, state: outsideStateSchema })),
  /** The story that another program has put into the folder; null with the reason when it cannot be read. */
  readOutside: method(ofStory, z.strictObject({ story: storySchema.nullable(), reason: z.string() })),
  /** The writer has decided: what lies in the folder becomes a snapshot, and the next save replaces it. */
  settleOutside: method(ofStory, nothing),
  /** Saves the given state to a folder that the writer picks; works also when the story itself cannot be saved. */
  saveCopy: method(
    z.strictObject({ story: storySchema }),
    z.strictObject({ folderName: z.string(), missingPictures: z.int().nonnegative() }).nullable(),
  ),
  /** Copies a story's files as they are, for one that cannot be opened; null: the story of the last time. */
  copyFolder: method(
    z.strictObject({ storyId: storyIdSchema.nullable() }),
    z.strictObject({ folderName: z.string(), filesLeftOut: z.int().nonnegative() }).nullable(),
  ),
  importPicture: method(
    z.strictObject({ storyId: storyIdSchema, name: z.string().max(300), bytes: pictureBytes }),
    assetSchema,
  ),
} as const;
