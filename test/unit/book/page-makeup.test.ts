// What was seen on printed pages and mended, so that it stays so: no head cut, no forgotten blank page, no picture hidden behind its words, no
// line alone at the head of a page, no page for three lines.
import { describe, expect, it } from 'vitest';
import type { BookPage } from '../../../common/book/book';
import { bookFrom } from '../../../common/book/book-from';
import { cropToFill } from '../../../common/book/fit-picture';
import { pageFrameOf } from '../../../common/book/page-frame';
import { defaultBookDesign, trimSizeSchema, type BookDesign } from '../../../common/domain/book-design';
import type { Panel, PictureVariant, Story } from '../../../common/domain/story';
import { panelWith, storyWith } from '../../support/sample-stories';

const plain: BookDesign = { ...defaultBookDesign(), cover: false };
const picture = (widthPx: number, heightPx: number, origin: PictureVariant['origin'] = 'imported'): PictureVariant => {
  const [base] = panelWith('any', '', true).pictures;
  return { ...base!, origin, asset: { ...base!.asset, widthPx, heightPx } };
};
const panel = (id: string, text: string, shown: PictureVariant | null): Panel => ({
  ...panelWith(id, text),
  ...(shown === null ? {} : { pictures: [{ ...shown, id: `${id}-p` }], chosenPictureId: `${id}-p` }),
});
const storyOf = (...panels: Panel[]): Story => ({ ...storyWith([]), panels });
const kindsOf = (page: BookPage): string =>
  [...new Set(page.boxes.flatMap((box) => (box.kind === 'text' ? [box.role] : [box.kind])))]
    .filter((kind) => kind !== 'folio')
    .join('+') || 'blank';
const linesOn = ({ boxes }: BookPage): number =>
  boxes.reduce(
    (sum, box) =>
      box.kind === 'text' && box.role === 'words'
        ? sum + box.paragraphs.reduce((count, { lines }) => count + lines.length, 0)
        : sum,
    0,
  );
const sentence = 'He walked along the wall where the wind was strongest, and the town lay far behind him. ';

describe('a picture cut to fill its place', () => {
  it('keeps the head of a person in a photo, and the ground of what the model drew', () => {
    const page = { x: 0, y: 0, width: 100, height: 100 };
    const photo = cropToFill(picture(200, 300), page);
    expect(photo.y).toBeLessThan(0.08); // a head that begins a tenth below the edge stays whole
    const drawn = cropToFill(picture(200, 300, 'model'), page);
    expect(1 - (drawn.y + drawn.height)).toBeLessThan(drawn.y);
  });

  it('lies across two pages only when enough of it stays', () => {
    const across: BookDesign = { ...plain, spreads: true, placement: 'over' };
    const pagesOf = (shown: PictureVariant): string[] => {
      const first = panel('one', 'One night.', null);
      return bookFrom(storyOf(first, panel('two', 'Then.', shown)), across).pages.map(kindsOf);
    };
    expect(pagesOf(picture(300, 200))).toEqual(['words', 'picture', 'picture+ground+words']);
    expect(pagesOf(picture(200, 300))).toEqual(['words', 'words', 'picture']);
  });
});

describe('spreads', () => {
  it('leave no blank page beside a picture that has no words', () => {
    const spreads: BookDesign = { ...plain, spreads: true, cover: true };
    const story = storyOf(
      panel('one', 'One.', picture(128, 128)),
      panel('two', '', picture(128, 128)),
      panel('three', 'Nobody slept.', null),
      panel('four', 'Four.', picture(128, 128)),
    );
    expect(bookFrom(story, spreads).pages.map(kindsOf)).toEqual([
      'title+picture',
      ...['words', 'picture'],
      ...['picture', 'words'],
      ...['words', 'picture'],
    ]);
  });
});

describe('words', () => {
  it('hide less than half of the picture that they stand on', () => {
    for (const trimSize of trimSizeSchema.options) {
      const design: BookDesign = { ...plain, trimSize, placement: 'over' };
      const book = bookFrom(storyOf(panel('long', sentence.repeat(40), picture(128, 128, 'model'))), design);
      const ground = book.pages[0]!.boxes.find(({ kind }) => kind === 'ground')!;
      expect(ground.rect.height, trimSize).toBeLessThan(pageFrameOf(design).safe('right').height * 0.45);
      expect(book.pages.length).toBeGreaterThan(1);
    }
  });

  it('never begin a page with the last line of a paragraph, whatever the column before was', () => {
    for (let words = 40; words < 240; words += 3) {
      const text = `${sentence.repeat(12).split(' ').slice(0, words).join(' ')}.\n\n${sentence.repeat(9)}`;
      for (const placement of ['under', 'beside', 'over'] as const) {
        const story = storyOf(panel('split', text, picture(128, 128, 'model')));
        const { pages } = bookFrom(story, { ...plain, placement });
        const [here, there] = [pages[0], pages[1]].map((page) =>
          page?.boxes.flatMap((box) => (box.kind === 'text' && box.role === 'words' ? box.paragraphs : [])),
        );
        const isWithin = here !== undefined && !/\.$/.test(here.at(-1)?.lines.at(-1)?.text ?? '.');
        if (isWithin) expect(there?.[0]?.lines.length, `${placement}, ${words} words`).toBeGreaterThan(1);
      }
    }
  });

  it('take no page for a few lines when a little less size saves it', () => {
    const sizes = new Set<number>();
    let fewest = Number.POSITIVE_INFINITY;
    for (let count = 1; count < 40; count++) {
      // One line a sentence: the book that is just too long for a page becomes one page of a smaller size.
      const book = bookFrom(storyOf(panel('prose', 'He walked along the wall.\n'.repeat(count), null)), plain);
      if (book.pages.length === 2) fewest = Math.min(fewest, linesOn(book.pages[1]!));
      for (const { boxes } of book.pages)
        for (const box of boxes) if (box.kind === 'text' && box.role === 'words') sizes.add(box.size);
    }
    expect(Math.min(...sizes)).toBeLessThan(pageFrameOf(plain).textSize * 0.8);
    expect(fewest).toBeGreaterThan(1);
  });
});
