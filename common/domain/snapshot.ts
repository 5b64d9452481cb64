// A state of a story that was put by: what is said of it in a list. The state itself is a story. Files and thinning are
// main/services/stories.
import { z } from 'zod';

export const snapshotIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/);
export const MAX_SNAPSHOT_NAME = 120;

/** Why it was made: the writer asked, the story was opened, time went by, or something large was about to happen. */
export const snapshotReasonSchema = z.enum([
  'asked',
  'opening',
  'editing',
  'before-restore',
  'before-change', // several panels were about to go
  'outside', // what another program had written
  'recovered', // text found after a crash that the writer did not take
]);
export type SnapshotReason = z.infer<typeof snapshotReasonSchema>;

export const snapshotSchema = z.strictObject({
  id: snapshotIdSchema,
  at: z.string().max(40),
  bytes: z.number(),
  /** null: this file cannot be read; it is listed so that nobody wonders where it went. */
  content: z
    .strictObject({
      name: z.string().max(MAX_SNAPSHOT_NAME).nullable(), // null: automatic
      reason: snapshotReasonSchema,
      panels: z.int().nonnegative(),
      words: z.int().nonnegative(),
    })
    .nullable(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;
