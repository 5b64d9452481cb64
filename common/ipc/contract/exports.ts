// The story as a file for readers.
import { z } from 'zod';
import { trimSizeSchema } from '../../domain/book-design';
import { storySchema } from '../../domain/story';
import { method } from '../shape';
import { nothing } from './values';

export const exportsGroup = {
  /** Asks where, prints, and answers with the file's name; null when the writer cancels. */
  pdf: method(
    z.strictObject({ story: storySchema, trimSize: trimSizeSchema }),
    z.strictObject({ fileName: z.string(), pages: z.int(), bytes: z.int() }).nullable(),
  ),
  showInFolder: method(z.strictObject({ fileName: z.string() }), nothing),
} as const;
