// The promises of the typeset book, for any story and any design: no word is lost, doubled or out of order; nothing important leaves the safe
// area; every line fits its column; a storyboard page holds its cells; the same input gives the same book.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Book, TextBox } from '../../../common/book/book';
import { groundOpacity, ink } from '../../../common/book/book';
import { bookFrom } from '../../../common/book/book-from';
import { pageFrameOf } from '../../../common/book/page-frame';
import { presetIds, presetOf, withPreset } from '../../../common/book/presets';
import { printable } from '../../../common/book/set-text';
import {
  bookDesignSchema,
  defaultBookDesign,
  placementSchema,
  trimSizeSchema,
  typePairingSchema,
  type BookDesign,
} from '../../../common/domain/book-design';
import type { Panel, Story } from '../../../common/domain/story';
import { panelWith, storyWith } from '../../support/sample-stories';

const designs: fc.Arbitrary<BookDesign> = fc.record({
  format: fc.constantFrom('picture-book', 'storyboard'),
  trimSize: fc.constantFrom(...trimSizeSchema.options),
  spreads: fc.boolean(),
  placement: fc.constantFrom(...placementSchema.options),
  typePairing: fc.constantFrom(...typePairingSchema.options),
  grid: fc.record({ columns: fc.integer({ min: 1, max: 8 }), rows: fc.integer({ min: 1, max: 8 }) }),
  bleedMm: fc.constantFrom(0, 3, 10),
  cropMarks: fc.boolean(),
  cover: fc.boolean(),
  pageNumbers: fc.boolean(),
  header: fc.constantFrom('', 'A header', 'long header '.repeat(16)),
  footer: fc.constantFrom('', 'A footer', '页脚'.repeat(90)),
  colophon: fc.constantFrom('', 'All rights reserved.', 'line\n\n'.repeat(300)),
  textScale: fc.constantFrom(0.7, 1, 1.6),
});

const words = fc.constantFrom(
  ...['a', 'the', 'lantern', 'sea,', 'night.', '“No!”', 'well-known', '狐狸看见了大海，', '（真的？）', 'لم', 'تكن'],
  ...['Ωμέγα', 'Привет', '🦊🦉', 'x'.repeat(220), 'e\u0301tude', '—', '\u0000bad', '𝒜'],
);
const gaps = fc.constantFrom(' ', ' ', ' ', '  ', '\n', '\n\n', '\t');
const texts = fc
  .tuple(fc.array(fc.tuple(words, gaps), { maxLength: 60 }), fc.constantFrom(1, 1, 1, 12))
  .map(([pairs, times]) =>
    pairs
      .map(([word, gap]) => word + gap)
      .join('')
      .repeat(times),
  );
const stories: fc.Arbitrary<Story> = fc
  .array(
    fc.tuple(
      texts,
      fc.constantFrom(null, [128, 128], [400, 100], [90, 300]),
      fc.constantFrom(undefined, ...placementSchema.options),
    ),
    { maxLength: 6 },
  )
  .map((panels) => ({
    ...storyWith([]),
    title: 'The Lantern by the Sea',
    panels: panels.map(([text, size, placement], index): Panel => {
      const panel = panelWith(`p${index}`, text, size !== null);
      const [widthPx = 1, heightPx = 1] = size ?? [];
      const pictures = panel.pictures.map((picture) => ({
        ...picture,
        asset: { ...picture.asset, widthPx, heightPx },
      }));
      return { ...panel, pictures, ...(placement === undefined ? {} : { placement }) };
    }),
  }));

const textBoxes = (book: Book): TextBox[] =>
  book.pages.flatMap(({ boxes }) => boxes.filter((box) => box.kind === 'text'));
const lettersOf = (text: string): string => printable(text).replace(/\s+/g, '');
const setLetters = (book: Book, panelId: string): string =>
  textBoxes(book)
    .filter((box) => box.role === 'words' && box.panelId === panelId)
    .flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines }) => lines.map(({ text }) => text)))
    .join('')
    .replace(/\s+/g, '');

const RUNS = { numRuns: 120, seed: 20261123 };

describe('a typeset book', () => {
  it('holds every word of every panel once and in order', () => {
    fc.assert(
      fc.property(stories, designs, (story, design) => {
        const book = bookFrom(story, design);
        for (const { id, text } of story.panels) expect(setLetters(book, id)).toBe(lettersOf(text));
        const order = textBoxes(book)
          .filter(({ role }) => role === 'words')
          .map(({ panelId }) => story.panels.findIndex(({ id }) => id === panelId));
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }),
      RUNS,
    );
  });

  it('keeps words and framed pictures within the safe area, clear of the gutter, and margins on the page', () => {
    fc.assert(
      fc.property(stories, designs, (story, design) => {
        const book = bookFrom(story, design);
        const frame = pageFrameOf(design);
        for (const { side, boxes } of book.pages) {
          const safe = frame.safe(side);
          for (const box of boxes) {
            const { rect } = box;
            const isFull = box.kind === 'picture' && rect.x < 0.01 && rect.width > book.width - 0.01;
            const inMargin = box.kind === 'text' && ['header', 'footer', 'folio'].includes(box.role);
            const area = isFull
              ? {
                  x: -frame.bleed,
                  y: -frame.bleed,
                  width: book.width + 2 * frame.bleed,
                  height: book.height + 2 * frame.bleed,
                }
              : inMargin
                ? { x: safe.x, y: 0, width: safe.width, height: book.height }
                : safe;
            expect(rect.x).toBeGreaterThanOrEqual(area.x - 0.01);
            expect(rect.y).toBeGreaterThanOrEqual(area.y - 0.01);
            expect(rect.x + rect.width).toBeLessThanOrEqual(area.x + area.width + 0.01);
            expect(rect.y + rect.height).toBeLessThanOrEqual(area.y + area.height + 0.01);
          }
        }
      }),
      RUNS,
    );
  });

  it('sets no line wider than its column', () => {
    fc.assert(
      fc.property(stories, designs, (story, design) => {
        for (const { rect, paragraphs, size } of textBoxes(bookFrom(story, design))) {
          for (const { width, text } of paragraphs.flatMap(({ lines }) => lines)) {
            expect(width, text).toBeLessThanOrEqual(Math.max(rect.width, size) + 0.01);
          }
        }
      }),
      RUNS,
    );
  });

  it('never puts two texts over each other', () => {
    fc.assert(
      fc.property(stories, designs, (story, design) => {
        for (const { boxes } of bookFrom(story, design).pages) {
          const rects = boxes.filter((box) => box.kind === 'text').map(({ rect }) => rect);
          for (const [index, a] of rects.entries()) {
            for (const b of rects.slice(index + 1)) {
              const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
              const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
              expect(across > 0.01 && down > 0.01).toBe(false);
            }
          }
        }
      }),
      RUNS,
    );
  });

  it('is the same again, whatever was set in between', () => {
    fc.assert(
      fc.property(stories, designs, designs, (story, design, other) => {
        const first = bookFrom(story, design);
        bookFrom(story, other);
        expect(bookFrom(structuredClone(story), { ...design })).toEqual(first);
        expect(bookFrom(story, design)).toEqual(first);
      }),
      { ...RUNS, numRuns: 60 },
    );
  });

  it('puts columns times rows cells on each full page of a storyboard', () => {
    for (const [columns, rows] of [
      [1, 1],
      [3, 4],
      [8, 8],
      [2, 7],
    ] as const) {
      const story = storyWith(
        Array.from({ length: columns * rows * 2 + 1 }, (_, index) => `Panel ${index}.`),
        true,
      );
      const book = bookFrom(story, {
        ...defaultBookDesign(),
        format: 'storyboard',
        grid: { columns, rows },
        cover: false,
      });
      const cells = book.pages.map(({ boxes }) => boxes.filter(({ kind }) => kind === 'ground').length);
      expect(cells).toEqual([columns * rows, columns * rows, 1]);
    }
  });

  it('lets each spread begin on a left page and keeps the picture beside its words', () => {
    const story = storyWith(['One.', 'Two words. '.repeat(400), 'Three.'], true);
    const book = bookFrom(story, { ...defaultBookDesign(), spreads: true });
    for (const panel of story.panels) {
      const picture = book.pages.find(
        ({ kind, boxes }) =>
          kind !== 'cover' && boxes.some((box) => box.kind === 'picture' && box.panelId === panel.id),
      )!;
      const facing = book.pages[picture.index - 1]!;
      expect([facing.side, picture.side]).toEqual(['left', 'right']);
      expect(facing.boxes.some((box) => box.kind === 'text' && box.panelId === panel.id && box.part === 0)).toBe(true);
    }
  });

  it('keeps the pages of panels that did not change as the same objects', () => {
    const story = storyWith(['One.', 'Two.', 'Three.'], true);
    const design = defaultBookDesign();
    const before = bookFrom(story, design);
    const changed = { ...story, panels: story.panels.with(1, { ...story.panels[1]!, text: 'Two and a half.' }) };
    const after = bookFrom(changed, design);
    expect(after.pages.map((page, index) => page === before.pages[index])).toEqual([false, true, false, true]);
  });

  it('reads no words of panels that did not change, so that a key costs the same in a long book', () => {
    let reads = 0;
    const watched = Object.defineProperty({ ...panelWith('watched', '', true) }, 'text', {
      enumerable: true,
      get: () => {
        reads++;
        return 'Many words. '.repeat(100);
      },
    });
    const [other] = storyWith(['Other.'], true).panels;
    const story = { ...storyWith([]), panels: [watched, other!] };
    const design = defaultBookDesign();
    bookFrom(story, design);
    expect(reads).toBeGreaterThan(0);
    reads = 0;
    const after = bookFrom({ ...story, panels: [watched, { ...other!, text: 'Other words.' }] }, design);
    expect(reads).toBe(0);
    expect(after.outline.map(({ title }) => title.slice(0, 8))).toEqual(['The Lant', '1  Many ', '2  Other']);
  });

  it('has ink that stands out on the ground of any picture by WCAG AA', () => {
    const channel = (value: number): number => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    const luminance = (rgb: readonly number[]): number =>
      rgb.reduce((sum, value, index) => sum + channel(value) * [0.2126, 0.7152, 0.0722][index]!, 0);
    const rgbOf = (hex: string): number[] => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
    const overBlack = rgbOf('#fffdf8').map((value) => value * groundOpacity);
    expect((luminance(overBlack) + 0.05) / (luminance(rgbOf(ink)) + 0.05)).toBeGreaterThan(7);
  });

  it('knows its presets again, and each is a valid design', () => {
    for (const id of presetIds) {
      const design = withPreset({ ...defaultBookDesign(), header: 'mine' }, id);
      expect(bookDesignSchema.parse(design)).toEqual(design);
      expect([presetOf(design), design.header]).toEqual([id, 'mine']);
    }
    expect(presetOf({ ...defaultBookDesign(), trimSize: 'letter' })).toBeNull();
  });
});
