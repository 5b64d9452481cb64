// The one source of truth for what renderer and main say to each other. Schemas only: handlers live in main/app, the client in
// renderer/api, the table of names in preload/surface.ts.
import { z } from 'zod';
import { bundleSummarySchema } from '../domain/bundle';
import { generationModeSchema, generationOptionsSchema, jobSchema } from '../domain/job';
import { settingsChangesSchema, settingsSchema, trimSizeSchema } from '../domain/settings';
import { assetSchema, sha256Schema, storyIdSchema, storySchema } from '../domain/story';
import { event, method } from './shape';

const nothing = z.void();
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const pictureBytes = z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= 64 * 1024 * 1024, {
  message: 'expected a picture file of at most 64 MB',
});

/** How a story was opened, besides its contents. */
export const openedStorySchema = z.strictObject({
  story: storySchema,
  folderName: z.string(), // for display; the path stays in main
  readOnly: z.strictObject({ reason: z.string(), offersLastGoodCopy: z.boolean() }).nullable(),
  /** Text newer than the last save, found in the journal after a crash. */
  recovered: z.strictObject({ story: storySchema, at: z.string() }).nullable(),
});
export type OpenedStory = z.infer<typeof openedStorySchema>;

export const engineStatusSchema = z.strictObject({
  state: z.enum(['starting', 'ready', 'restarting', 'failed']),
  device: z.string(),
  bundle: bundleSummarySchema.nullable(),
  message: z.string(), // one sentence for the writer; empty when all is well
  restarts: z.int(),
});
export type EngineStatus = z.infer<typeof engineStatusSchema>;

const contextPanelSchema = z.strictObject({ text: z.string(), image: sha256Schema.nullable() });
export type ContextPanel = z.infer<typeof contextPanelSchema>;

export const contract = {
  app: {
    info: method(nothing, z.strictObject({ version: z.string(), platform: z.string(), shell: z.string() })),
    openLog: method(nothing, nothing),
  },
  story: {
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
  },
  generate: {
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
  },
  job: {
    list: method(nothing, z.array(jobSchema)),
    cancel: method(z.strictObject({ jobId: id }), nothing),
    cancelAll: method(nothing, nothing),
    changed: event(jobSchema),
    /** Text so far of a running job (the whole text, not a piece). */
    text: event(z.strictObject({ jobId: id, text: z.string() })),
    /** A PNG of the picture as it stands. */
    preview: event(z.strictObject({ jobId: id, png: z.instanceof(Uint8Array) })),
  },
  engine: {
    status: method(nothing, engineStatusSchema),
    changed: event(engineStatusSchema),
    restart: method(nothing, nothing),
  },
  exports: {
    /** Asks where, prints, and answers with the file's name; null when the writer cancels. */
    pdf: method(
      z.strictObject({ story: storySchema, trimSize: trimSizeSchema }),
      z.strictObject({ fileName: z.string(), pages: z.int(), bytes: z.int() }).nullable(),
    ),
    showInFolder: method(z.strictObject({ fileName: z.string() }), nothing),
  },
  settings: {
    get: method(nothing, settingsSchema),
    set: method(settingsChangesSchema, settingsSchema),
    changed: event(settingsSchema),
  },
  /** What the app menu or the window asks of the page. */
  menu: {
    command: event(z.enum(['new-story', 'open-story', 'export-pdf', 'undo', 'redo', 'settings'])),
    closing: event(z.void()),
    /** Saved, or the writer gives the changes up: close. */
    readyToClose: method(nothing, nothing),
    /** The page asks the writer first: do not close by yourself. */
    holdClose: method(nothing, nothing),
  },
} as const;
export type StudioContract = typeof contract;
