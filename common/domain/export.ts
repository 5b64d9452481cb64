// An export: what a story is turned into for readers, and what was written. Data only; main/services/exports does the work.
import { z } from 'zod';
import { bookDesignSchema } from './book-design';

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** One entry a format, with what the writer decides about it. A new format is a line here and one in services/exports. */
export const exportRequestSchema = z.discriminatedUnion('format', [
  z.strictObject({ format: z.literal('pdf'), design: bookDesignSchema }),
  z.strictObject({ format: z.literal('epub') }),
  z.strictObject({ format: z.literal('html') }),
  /** Every panel's chosen picture, in one zip or in a folder of its own. */
  z.strictObject({ format: z.literal('pictures'), packing: z.enum(['zip', 'folder']) }),
  /** One version of one panel's picture. */
  z.strictObject({ format: z.literal('picture'), panelId: id, pictureId: id }),
  z.strictObject({ format: z.literal('report'), as: z.enum(['html', 'markdown']) }),
]);
export type ExportRequest = z.infer<typeof exportRequestSchema>;
export type ExportFormat = ExportRequest['format'];

/** What lies on the disk now. `pages` only where there are pages. */
export const exportedFileSchema = z.strictObject({
  format: z.enum(['pdf', 'epub', 'html', 'pictures', 'picture', 'report']),
  fileName: z.string(),
  bytes: z.int().nonnegative(),
  pages: z.int().nonnegative().optional(),
  pictures: z.int().nonnegative().optional(),
});
export type ExportedFile = z.infer<typeof exportedFileSchema>;
