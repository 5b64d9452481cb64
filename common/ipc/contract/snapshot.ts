// Snapshots of an open story: states that were put by, to be compared and restored. Restoring itself is an edit of the page.
import { z } from 'zod';
import { MAX_SNAPSHOT_NAME, snapshotIdSchema, snapshotSchema } from '../../domain/snapshot';
import { storyIdSchema, storySchema } from '../../domain/story';
import { method } from '../shape';
import { nothing } from './values';

const name = z.string().trim().min(1).max(MAX_SNAPSHOT_NAME);
const one = z.strictObject({ storyId: storyIdSchema, snapshotId: snapshotIdSchema });

export const snapshotGroup = {
  /** Newest first. */
  list: method(z.strictObject({ storyId: storyIdSchema }), z.array(snapshotSchema)),
  /**
   * Puts the newest state by that was journaled or saved. Without a name it is the automatic one before a restore, which is left out
   * (null) when the newest snapshot holds the same.
   */
  create: method(z.strictObject({ storyId: storyIdSchema, name: name.nullable() }), snapshotSchema.nullable()),
  read: method(one, storySchema),
  /** A name keeps a snapshot for good; null takes it away. */
  rename: method(one.extend({ name: name.nullable() }), snapshotSchema),
  remove: method(one, nothing),
} as const;
