// What the model sees in a picture: a sentence, and those of its own words that it is sure of. Proposed to the writer as "I see: …"
// and as the words for readers who cannot see; never taken for granted.
import { z } from 'zod';

const words = z.array(z.string().max(60)).max(50);

export const pictureDescriptionSchema = z.strictObject({
  /** One sentence or two. */
  caption: z.string().max(2000),
  /** Words of `knows` that are in the picture, the surest first; empty where nothing is sure, and where the bundle names none. */
  words: z.strictObject({ characters: words, places: words, times: words, props: words }),
});
export type PictureDescription = z.infer<typeof pictureDescriptionSchema>;
