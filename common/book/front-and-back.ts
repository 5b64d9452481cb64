// The pages around the story: the cover with title, author and a picture, and the colophon at the end.
import { chosenPictureOf, type Panel } from '../domain/story';
import type { BookDesign } from '../domain/book-design';
import type { Box, Rect, SetParagraph } from './book';
import { groundOpacity, paper, quietInk } from './book';
import { aspectOf, pictureBox, rectInside } from './fit-picture';
import { textBox, type PageDraft } from './page-draft';
import { marginStyle, titleStyle, wordsStyle, type PageFrame } from './page-frame';
import { fullPageBox } from './panel-pages';
import { heightOf, linesIn, setText, splitText, type TextStyle } from './set-text';

const TITLE_STEPS = [2.5, 2.1, 1.75, 1.45, 1.2, 1, 0.85, 0.7] as const;

interface Titling {
  readonly style: TextStyle;
  readonly title: readonly SetParagraph[];
  readonly authorStyle: TextStyle;
  readonly author: readonly SetParagraph[];
  readonly height: number;
}

/** The title as large as three lines allow; a very long one smaller, until it fits the room. */
function titling(title: string, author: string, width: number, room: number, frame: PageFrame): Titling {
  const authorStyle = wordsStyle({ ...frame, textSize: frame.textSize * 0.92 }, 1, 'center');
  const authorLines = setText(author.replace(/\s+/g, ' '), authorStyle, width);
  const authorHeight = author === '' ? 0 : heightOf(authorLines, authorStyle) + frame.textSize * 0.7;
  let fitted: { style: TextStyle; lines: SetParagraph[] } | null = null;
  let fits = false;
  for (const step of TITLE_STEPS) {
    const style = titleStyle(frame, frame.textSize * step);
    const lines = setText(title.replace(/\s+/g, ' '), style, width);
    // One size smaller is worth it when it saves a line; no more than one.
    if (fits && linesIn(lines) >= linesIn(fitted?.lines ?? [])) break;
    fitted = { style, lines };
    if (fits) break;
    fits = linesIn(lines) <= 3 && heightOf(lines, style) + authorHeight <= room;
    if (fits && linesIn(lines) === 1) break;
  }
  const { style, lines } = fitted ?? { style: titleStyle(frame, frame.textSize), lines: [] };
  return { style, title: lines, authorStyle, author: authorLines, height: heightOf(lines, style) + authorHeight };
}

function titlingBoxes(set: Titling, { x, y, width }: Rect, gap: number): Box[] {
  const title = textBox(set.title, set.style, { x, y, width, height: 0 }, { role: 'title' });
  if (set.author.length === 0) return [title];
  const authorY = y + title.rect.height + gap;
  return [
    title,
    textBox(set.author, set.authorStyle, { x, y: authorY, width, height: 0 }, { role: 'author', colour: quietInk }),
  ];
}

export function coverPage(
  story: { readonly title: string; readonly author: string; readonly panels: readonly Panel[] },
  design: BookDesign,
  frame: PageFrame,
): PageDraft {
  const panel = story.panels.find((candidate) => chosenPictureOf(candidate) !== null);
  const picture = panel === undefined ? null : chosenPictureOf(panel);
  const gap = frame.textSize * 0.7;
  const safe = frame.safe('right');
  if (panel === undefined || picture === null) {
    const set = titling(story.title, story.author, safe.width, safe.height, frame);
    return {
      kind: 'cover',
      bare: true,
      boxesOn: (side) => {
        const area = frame.safe(side);
        return titlingBoxes(set, { ...area, y: area.y + (area.height - set.height) * 0.38 }, gap);
      },
    };
  }
  const isOver = design.format === 'picture-book' && (design.placement === 'over' || design.placement === 'over-top');
  if (isOver) {
    const padding = frame.textSize;
    const set = titling(story.title, story.author, safe.width - 2 * padding, safe.height * 0.6, frame);
    return {
      kind: 'cover',
      bare: true,
      boxesOn: (side) => {
        const area = frame.safe(side);
        const ground = { ...area, height: set.height + 2 * padding };
        return [
          { ...fullPageBox(panel, picture, frame), decorative: true } as Box,
          { kind: 'ground', rect: ground, fill: paper, opacity: groundOpacity, stroke: null, radius: 8 },
          ...titlingBoxes(
            set,
            { x: area.x + padding, y: area.y + padding, width: area.width - 2 * padding, height: 0 },
            gap,
          ),
        ];
      },
    };
  }
  const set = titling(story.title, story.author, safe.width, safe.height * 0.55, frame);
  return {
    kind: 'cover',
    bare: true,
    boxesOn: (side) => {
      const area = frame.safe(side);
      const space = frame.textSize * 1.6;
      const left = area.height - set.height - space;
      const aspect = aspectOf(picture);
      const height = Math.min(left, (area.width * 0.86) / aspect);
      const top = area.y + (left - height) * 0.4;
      const place = rectInside({ ...area, y: top + set.height + space, height }, aspect);
      return [
        ...titlingBoxes(set, { ...area, y: top }, gap),
        pictureBox(panel, picture, place, { decorative: true, radius: 5 }),
      ];
    },
  };
}

/** The words of the last page, at its foot; more than a page of them go on. */
export function colophonPages(text: string, frame: PageFrame): PageDraft[] {
  const style: TextStyle = { ...marginStyle(frame, 9.5), leading: 14, paragraphGap: 6 };
  const { height, width } = frame.safe('right');
  const pages: PageDraft[] = [];
  let rest: readonly SetParagraph[] = setText(text, style, Math.min(width, 360));
  while (rest.length > 0) {
    const split = splitText(rest, style, height, true);
    const { head } = split;
    pages.push({
      kind: 'colophon',
      bare: true,
      boxesOn: (side) => {
        const area = frame.safe(side);
        const column = Math.min(area.width, 360);
        const y = area.y + area.height - heightOf(head, style);
        return [
          textBox(
            head,
            style,
            { x: area.x + (area.width - column) / 2, y, width: column, height: 0 },
            { role: 'colophon', colour: quietInk },
          ),
        ];
      },
    });
    rest = split.rest;
  }
  return pages;
}
