// The story as a file for readers. One method for every format: it asks where, starts a job and answers with its id; the job tells
// progress, failure, and in `exported` what lies on the disk.
import { z } from 'zod';
import { exportRequestSchema } from '../../domain/export';
import { storySchema } from '../../domain/story';
import { method } from '../shape';
import { id, nothing } from './values';

export const exportsGroup = {
  /** Exports the given state of the story. Null when the writer cancels the question where. */
  start: method(
    z.strictObject({ story: storySchema, request: exportRequestSchema }),
    z.strictObject({ jobId: id }).nullable(),
  ),
  /** Shows what an export of this run of the studio wrote. */
  showInFolder: method(z.strictObject({ jobId: id }), nothing),
} as const;
