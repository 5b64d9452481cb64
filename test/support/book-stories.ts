// Stories that exports must survive: ordinary, empty, long, right-to-left, without a Latin letter, hostile.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Generation, Panel, PictureVariant, Story } from '../../common/domain/story';
import { bookTypeOf } from '../../main/services/exports/book-type';
import type { BookType } from '../../main/services/exports/embedded-font';
import { onePixelPng, panelWith, storyWith } from './sample-stories';

const named = (title: string, texts: readonly string[], more: Partial<Story> = {}): Story => ({
  ...storyWith(texts, true),
  title,
  ...more,
});

const hostileText =
  '<script>alert(1)</script> ]]> <!-- & &amp; &nbsp; "quotes" \'and\' \u0000\u0001\u001b\u007f\u0085\ufffe \ud800 lone </p></section></style>';

export const longText = Array.from(
  { length: 60 },
  (_, i) => `Paragraph ${i + 1}. ${'The wind went on. '.repeat(12)}`,
).join('\n\n');

export const bookStories: Readonly<Record<string, Story>> = {
  ordinary: named('The Lantern', ['One night.', 'Then morning came,\nslowly.\n\nIt was warm.'], { author: 'Ada Ink' }),
  empty: { ...storyWith([]), title: '' },
  'words only': storyWith(['Once.', 'Twice.']),
  long: named('A long book', [longText, ...Array.from({ length: 120 }, (_, i) => `Page ${i}`)]),
  'right to left': named('הפנס', ['לילה אחד מצא השועל פנס.', 'ואז בא הבוקר. Pip said "hi".'], { author: 'עדה' }),
  arabic: named('الفانوس', ['ذات ليلة وجد الثعلب فانوسا.', 'ثم جاء الصباح.']),
  chinese: named('灯笼', ['一天晚上，小狐狸捡到一盏灯笼。', '天亮了。'], { author: '墨' }),
  japanese: named('ランタン', ['ある夜、きつねはランタンを見つけました。']),
  'only emoji': named('🦊🏮', ['🦊🏮🌙✨', '👩‍👩‍👧‍👦 🏳️‍🌈 🇳🇱']),
  hostile: {
    ...named(hostileText, [hostileText, '\u0000', '   \n \n  '], { author: hostileText, language: '"><script>' }),
    panels: [hostileText, '\u0000', '   \n \n  '].map((text, i) => {
      const panel = panelWith(`h-${i}`, text, true);
      return { ...panel, pictures: panel.pictures.map((picture) => ({ ...picture, alt: i === 0 ? hostileText : '' })) };
    }),
  },
};

export const drawn: Generation = {
  bundle: 'miniature',
  bundleDigest: 'ab'.repeat(32),
  seed: 1234,
  sampler: 'dpm-solver++',
  steps: 20,
  guidanceScale: 4,
  temperature: 0.8,
  style: 'ink',
  device: 'CPU',
  createdAt: '2026-11-23T10:00:00.000Z',
};

/** A panel whose words and picture have the origins given. */
export function madePanel(
  id: string,
  text: string,
  made: { words?: Panel['origin']; picture?: Partial<PictureVariant> } = {},
): Panel {
  const panel = panelWith(id, text, true);
  const words = made.words ?? 'model';
  return {
    ...panel,
    origin: words,
    generation: words === 'human' ? null : drawn,
    pictures: panel.pictures.map((picture) => ({
      ...picture,
      origin: 'model' as const,
      altOrigin: 'model' as const,
      generation: drawn,
      ...made.picture,
    })),
  };
}

const fontsFolder = join(import.meta.dirname, '../../node_modules/@fontsource');
/** From the packages that the app takes them from. */
export const testFontBytes = (folder: string, file: string): Promise<Uint8Array> =>
  readFile(join(fontsFolder, folder, 'files', file));
/** The type that the app would set this story in. */
export const testTypeOf = (story: Story): Promise<BookType> => bookTypeOf(story, testFontBytes);

export const pictureOf = (): Promise<Uint8Array> => Promise.resolve(new Uint8Array(onePixelPng));
