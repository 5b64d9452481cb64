// The type of a story's design as files to carry along: of the chosen pairing those weights, and of those the subsets, whose
// characters the story uses. A reader's own fonts stand in for every other script.
import { StudioError } from '../../../common/base/studio-error';
import { designOf } from '../../../common/book/book-from';
import { cssOf, typographyOf, type FaceId } from '../../../common/book/faces';
import { bookFontFamilies, fontFileOf } from '../../../common/book/font-families';
import type { Story } from '../../../common/domain/story';
import type { BookType, EmbeddedFont } from './embedded-font';
import { printable } from './markup';

/** The bytes of a bundled font file, of @fontsource/<folder>/files. */
export type FontBytes = (folder: string, file: string) => Promise<Uint8Array>;

/** Spaces and what every page has (numbers, dashes) are in the Latin files. */
const ALWAYS = ' 0123456789–';

const usesAny = (ranges: string, codePoints: ReadonlySet<number>): boolean =>
  ranges.split(',').some((range) => {
    const [first = '', last = first] = range.trim().slice(2).split('-');
    const [from, to] = [Number.parseInt(first, 16), Number.parseInt(last, 16)];
    return [...codePoints].some((code) => code >= from && code <= to);
  });

async function filesOf(face: FaceId, codePoints: ReadonlySet<number>, fontBytes: FontBytes): Promise<EmbeddedFont[]> {
  const family = bookFontFamilies.find(({ folder }) => face.startsWith(folder));
  if (family === undefined) return [];
  const { weight } = cssOf(face);
  const subsets = family.subsets.filter(({ ranges }) => usesAny(ranges, codePoints));
  return Promise.all(
    subsets.map(async (subset) => {
      const fileName = fontFileOf(family, subset, weight);
      const bytes = await fontBytes(family.folder, fileName).catch((cause: unknown) => {
        throw new StudioError('io', `The book's font file ${fileName} cannot be read.`, {
          hint: 'Install the studio again.',
          cause,
        });
      });
      return { cssName: family.cssName, weight, ranges: subset.ranges, fileName, bytes };
    }),
  );
}

/** A story whose design was never chosen is set in the studio's own. */
export async function bookTypeOf(story: Story, fontBytes: FontBytes): Promise<BookType> {
  const typography = typographyOf[designOf(story).typePairing];
  const words = [story.title, story.author, ...story.panels.map((panel) => panel.text)].join('');
  const codePoints = new Set([...printable(words), ...ALWAYS].map((char) => char.codePointAt(0) ?? 0));
  const faces = [...new Set([typography.title, typography.text])];
  const fonts = await Promise.all(faces.map((face) => filesOf(face, codePoints, fontBytes)));
  return {
    titleFamily: cssOf(typography.title).family,
    textFamily: cssOf(typography.text).family,
    fonts: fonts.flat(),
  };
}
