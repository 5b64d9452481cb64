// Words that stand on pages of their own: the words of a panel without a picture, the page that faces a picture, and what a page with a
// picture had no room for.
import type { Panel } from '../domain/story';
import type { Rect, SetParagraph } from './book';
import { textBox, type PageDraft } from './page-draft';
import { wordsStyle, type PageFrame, type PageSide } from './page-frame';
import { heightOf, leastHeight, linesIn, setText, splitText, type TextStyle } from './set-text';

/** Up to so many lines, words are set centred as in a picture book; more read better as prose. */
export const CAPTION_LINES = 7;
/** The eye loses longer lines; in ems. */
const LONGEST_MEASURE = 33;
const OPTICAL_MIDDLE = 0.44;

/** The column that words get: the safe area, but no wider than reads well. */
export function columnOf(frame: PageFrame, side: PageSide, size: number): Rect {
  const safe = frame.safe(side);
  const width = Math.min(safe.width, size * LONGEST_MEASURE);
  return { ...safe, x: safe.x + (safe.width - width) / 2, width };
}

/** A short text on a page of its own may be larger; the longer it is, the closer to the size of the rest. */
const OWN_PAGE_SCALES = [1.25, 1.1, 1, 0.92] as const;

/** A style and its lines that fit the height, or null. */
function fitting(
  text: string,
  frame: PageFrame,
  height: number,
): { style: TextStyle; paragraphs: SetParagraph[] } | null {
  for (const scale of OWN_PAGE_SCALES) {
    const room = height * (scale > 1 ? 0.45 : 1);
    const plain = wordsStyle(frame, scale, 'start');
    if (leastHeight(text, plain, columnOf(frame, 'right', plain.size).width) > room) continue;
    const style = captionOrProse(text, frame, scale);
    const paragraphs = setText(text, style, columnOf(frame, 'right', style.size).width);
    if (heightOf(paragraphs, style) <= room) return { style, paragraphs };
  }
  return null;
}

function captionOrProse(text: string, frame: PageFrame, scale: number): TextStyle {
  const centred = wordsStyle(frame, scale, 'center');
  const lines = linesIn(setText(text, centred, columnOf(frame, 'right', centred.size).width));
  return lines <= CAPTION_LINES ? centred : wordsStyle(frame, scale, 'start');
}

/** Prose of several pages; a last page of a few lines is saved by the next smaller size. */
const PROSE_SCALES = [0.82, 0.79, 0.76] as const;
const FEW_LINES = 0.3; // of a page

function prosePages(panel: Panel, frame: PageFrame): PageDraft[] {
  const { height } = frame.safe('right');
  let chosen: PageDraft[] | null = null;
  for (const scale of PROSE_SCALES) {
    const style = wordsStyle(frame, scale, 'start');
    const paragraphs = setText(panel.text, style, columnOf(frame, 'right', style.size).width);
    const pages = flowPages(paragraphs, style, frame, panel.id, 0);
    if (chosen !== null && pages.length >= chosen.length) continue;
    chosen = pages;
    const onLast =
      pages
        .at(-1)
        ?.boxesOn('right')
        .reduce((sum, { rect }) => sum + rect.height, 0) ?? 0;
    if (pages.length === 1 || onLast >= height * FEW_LINES) break;
  }
  return chosen ?? [];
}

/** Pages that hold the words of a panel alone; the first of them may be asked to lie on one side. */
export function wordPages(panel: Panel, frame: PageFrame): PageDraft[] {
  const { height } = frame.safe('right');
  const whole = fitting(panel.text, frame, height);
  if (whole === null) return prosePages(panel, frame);
  const { style, paragraphs } = whole;
  return [
    {
      kind: 'panel',
      bare: false,
      boxesOn: (side) => {
        const column = columnOf(frame, side, style.size);
        const free = column.height - heightOf(paragraphs, style);
        const y = column.y + free * OPTICAL_MIDDLE;
        return [textBox(paragraphs, style, { ...column, y }, { role: 'words', panelId: panel.id })];
      },
    },
  ];
}

/** Set text over as many pages as it needs, from the top of each. */
export function flowPages(
  paragraphs: readonly SetParagraph[],
  style: TextStyle,
  frame: PageFrame,
  panelId: string,
  firstPart: number,
): PageDraft[] {
  const pages: PageDraft[] = [];
  const { height } = frame.safe('right');
  let rest = paragraphs;
  while (rest.length > 0) {
    const split = splitText(rest, style, height, true);
    const part = firstPart + pages.length;
    const { head } = split;
    pages.push({
      kind: 'panel',
      bare: false,
      boxesOn: (side) => [textBox(head, style, columnOf(frame, side, style.size), { role: 'words', panelId, part })],
    });
    rest = split.rest;
  }
  return pages;
}
