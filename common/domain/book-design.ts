// The design of the printed book: what a writer chooses about its pages. Data only; the pages themselves are set by common/book.
import { z } from 'zod';

export const trimSizeSchema = z.enum(['a4', 'letter', 'square-8.5', '8x10']);
export type TrimSize = z.infer<typeof trimSizeSchema>;

/** Where a panel's words stand: under the picture, beside it, or on it (below or above) over a legible ground. */
export const placementSchema = z.enum(['under', 'beside', 'over', 'over-top']);
export type Placement = z.infer<typeof placementSchema>;

/** Three pairings of title and text type, all bundled. */
export const typePairingSchema = z.enum(['literata', 'garamond', 'fredoka-nunito']);
export type TypePairing = z.infer<typeof typePairingSchema>;

const cells = z.int().min(1).max(8);

export const bookDesignSchema = z.strictObject({
  format: z.enum(['picture-book', 'storyboard']),
  trimSize: trimSizeSchema,
  /** Two facing pages for each panel: picture and words on one each, or a picture across both. Only in a picture book. */
  spreads: z.boolean(),
  placement: placementSchema,
  typePairing: typePairingSchema,
  /** Panels a page in a storyboard. */
  grid: z.strictObject({ columns: cells, rows: cells }),
  /** Picture and ground reach this far over the trim edge; 0: none. */
  bleedMm: z.number().min(0).max(10),
  cropMarks: z.boolean(),
  /** A first page with title, author and a picture. */
  cover: z.boolean(),
  pageNumbers: z.boolean(),
  header: z.string().max(200), // empty: none
  footer: z.string().max(200),
  /** Words of the last page: rights, thanks, how the book was made. Empty: no such page. */
  colophon: z.string().max(2000),
  /** Size of the story's words, 1 = the design's own. */
  textScale: z.number().min(0.7).max(1.6),
});
export type BookDesign = z.infer<typeof bookDesignSchema>;

export const defaultBookDesign = (): BookDesign => ({
  format: 'picture-book',
  trimSize: 'square-8.5',
  spreads: false,
  placement: 'under',
  typePairing: 'literata',
  grid: { columns: 2, rows: 3 },
  bleedMm: 0,
  cropMarks: false,
  cover: true,
  pageNumbers: true,
  header: '',
  footer: '',
  colophon: '',
  textScale: 1,
});
