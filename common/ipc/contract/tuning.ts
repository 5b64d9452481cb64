// Teaching the model a hero or a voice: the data set that the writer checks, the runs, and what they left to choose from. Pictures of a
// data set and of a run are `story-asset://<id>/<sha256>`, as those of a story.
import { z } from 'zod';
import { storyIdSchema } from '../../domain/story';
import {
  MAX_TUNING_NAME,
  tuningEstimateSchema,
  tuningPlanSchema,
  tuningPresetSchema,
  tuningRunSchema,
} from '../../domain/tuning';
import {
  dataSetIdSchema,
  MAX_CAPTION_LENGTH,
  MAX_TUNING_ITEMS,
  offeredPanelSchema,
  tuningDataSetSchema,
} from '../../domain/tuning-data-set';
import { event, method } from '../shape';
import { id, nothing, pictureBytes } from './values';

const MAX_SOURCES = 50;
const MAX_DROPPED = 60;
const ofSet = z.strictObject({ dataSetId: dataSetIdSchema });
const ofRun = z.strictObject({ runId: storyIdSchema });
const name = z.string().trim().min(1).max(MAX_TUNING_NAME);

export const tuningGroup = {
  /** The panels of a story, as it was last saved, to choose from. */
  panels: method(z.strictObject({ storyId: storyIdSchema }), z.array(offeredPanelSchema)),
  /** A new data set from stories (null: all their panels) and from dropped drawings. Nothing of it is learned before `start`. */
  propose: method(
    z.strictObject({
      stories: z
        .array(z.strictObject({ storyId: storyIdSchema, panelIds: z.array(id).max(MAX_TUNING_ITEMS).nullable() }))
        .max(MAX_SOURCES),
      drawings: z.array(z.strictObject({ name: z.string().max(300), bytes: pictureBytes })).max(MAX_DROPPED),
    }),
    tuningDataSetSchema,
  ),
  /** Asks for a folder of drawings, each with its words in a text file of the same name; null when the writer cancels. */
  openFolder: method(nothing, tuningDataSetSchema.nullable()),
  /** The model's words for a picture that has none. */
  describe: method(ofSet.extend({ itemId: id }), tuningDataSetSchema),
  change: method(
    ofSet.extend({
      items: z
        .array(
          z.strictObject({
            id,
            caption: z.string().max(MAX_CAPTION_LENGTH).optional(),
            isLeftOut: z.boolean().optional(),
          }),
        )
        .max(MAX_TUNING_ITEMS),
    }),
    tuningDataSetSchema,
  ),
  /** The writer goes away without starting. */
  discard: method(ofSet, nothing),
  /** Time and memory of each preset for this data set, the plan's own choices applied. */
  estimate: method(
    ofSet.extend({ plan: tuningPlanSchema, presets: z.array(tuningPresetSchema).min(1).max(3) }),
    z.array(tuningEstimateSchema),
  ),
  /** The data set becomes the run's: it is no draft any more. */
  start: method(ofSet.extend({ name, plan: tuningPlanSchema }), tuningRunSchema),
  pause: method(ofRun, nothing),
  resume: method(ofRun, nothing),
  /** Ends a run for good after its step; what it learned stays to choose from. */
  stop: method(ofRun, nothing),
  /** Newest first. */
  list: method(nothing, z.array(tuningRunSchema)),
  /** Puts a checkpoint into the library of adapters. */
  choose: method(
    ofRun.extend({ step: z.int().nonnegative(), name }),
    z.strictObject({ adapterId: z.string().max(64) }),
  ),
  /** The run with its pictures and checkpoints; adapters that were chosen stay. */
  remove: method(ofRun, nothing),
  changed: event(tuningRunSchema),
  removed: event(z.strictObject({ runId: storyIdSchema })),
} as const;
