// An export: what a story is turned into for readers, and what was written. Data only; main/services/exports does the work.
import { z } from 'zod';
import { bookDesignSchema } from './book-design';

/** One entry a format, with what the writer decides about it. A new format is a line here and one in services/exports. */
export const exportRequestSchema = z.discriminatedUnion('format', [
  z.strictObject({ format: z.literal('pdf'), design: bookDesignSchema }),
]);
export type ExportRequest = z.infer<typeof exportRequestSchema>;
export type ExportFormat = ExportRequest['format'];

/** What lies on the disk now. `pages` only where there are pages. */
export const exportedFileSchema = z.strictObject({
  format: z.enum(['pdf']),
  fileName: z.string(),
  bytes: z.int().nonnegative(),
  pages: z.int().nonnegative().optional(),
  pictures: z.int().nonnegative().optional(),
});
export type ExportedFile = z.infer<typeof exportedFileSchema>;
