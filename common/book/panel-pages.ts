// A panel on a page of its own: words under the picture, beside it, or on it over a ground. Words first take room from the picture, then
// shrink, then go on overleaf; they never leave the page.
import type { Placement } from '../domain/book-design';
import type { Panel, PictureVariant } from '../domain/story';
import type { Box, Rect, SetParagraph } from './book';
import { groundOpacity, paper } from './book';
import { aspectOf, cropToFill, pictureBox, rectInside } from './fit-picture';
import { textBox, type PageDraft } from './page-draft';
import { bleedRect, wordsStyle, type PageFrame, type PageSide } from './page-frame';
import {
  heightOf,
  leastHeight,
  linesIn,
  setAgain,
  setText,
  splitText,
  widestLine,
  type SplitText,
  type TextStyle,
} from './set-text';
import { CAPTION_LINES, columnOf, flowPages } from './text-pages';

const CORNER = 4;
/** Sizes of the words to try, largest first. */
const SCALES = [1, 0.92, 0.85] as const;

interface FittedWords {
  readonly style: TextStyle;
  readonly here: readonly SetParagraph[];
  readonly overleaf: readonly SetParagraph[];
}

/** Sets words into a column; what does not fit at the smallest size goes overleaf. */
export function fitWords(
  text: string,
  frame: PageFrame,
  column: { readonly width: number; readonly height: number },
  caption: boolean,
): FittedWords {
  for (const scale of SCALES) {
    const centred = wordsStyle(frame, scale, 'center');
    const least = leastHeight(text, centred, column.width);
    if (least > column.height) continue;
    const mayBeCaption = caption && least <= CAPTION_LINES * centred.leading;
    const asCaption = mayBeCaption ? setText(text, centred, column.width) : [];
    const isCaption = mayBeCaption && linesIn(asCaption) <= CAPTION_LINES;
    const style = isCaption ? centred : wordsStyle(frame, scale, 'start');
    const here = isCaption ? asCaption : setText(text, style, column.width);
    if (heightOf(here, style) <= column.height) return { style, here, overleaf: [] };
  }
  return smallestWords(text, frame, column);
}

const MOST_LINES_CARRIED = 8;

function leavesWidow({ rest, isWithin }: SplitText, style: TextStyle, pageWidth: number): boolean {
  return isWithin && linesIn(setAgain(rest.slice(0, 1), style, pageWidth)) < 2;
}

/** At the smallest size, as much as fits. */
function smallestWords(
  text: string,
  frame: PageFrame,
  { width, height }: { width: number; height: number },
): FittedWords {
  const style = wordsStyle(frame, SCALES[SCALES.length - 1] ?? 1, 'start');
  const paragraphs = setText(text, style, width);
  const pageWidth = columnOf(frame, 'right', style.size).width;
  let split = splitText(paragraphs, style, height, true);
  // What begins the next page is set again, wider: two lines of here may be one there, and one alone is a widow.
  for (let less = 1; less <= MOST_LINES_CARRIED && leavesWidow(split, style, pageWidth); less++) {
    const shorter = splitText(paragraphs, style, height - less * style.leading, false);
    if (shorter.head.length === 0) break;
    split = shorter;
  }
  return { style, here: split.head, overleaf: split.rest };
}

/** Lines that were set for a narrow column, set again for whole pages. */
export function overleafPages(panel: Panel, frame: PageFrame, words: FittedWords, firstPart = 1): PageDraft[] {
  if (words.overleaf.length === 0) return [];
  const style = wordsStyle(frame, SCALES[SCALES.length - 1] ?? 1, 'start');
  const paragraphs = setAgain(words.overleaf, style, columnOf(frame, 'right', style.size).width);
  return flowPages(paragraphs, style, frame, panel.id, firstPart);
}

export function panelPages(panel: Panel, picture: PictureVariant, placement: Placement, frame: PageFrame): PageDraft[] {
  if (placement === 'over' || placement === 'over-top') return overPages(panel, picture, placement, frame);
  if (panel.text.trim() === '') return [platePage(panel, picture, frame)];
  return placement === 'beside' ? besidePages(panel, picture, frame) : underPages(panel, picture, frame);
}

/** A picture alone, whole, in the middle of the safe area. */
export function platePage(panel: Panel, picture: PictureVariant, frame: PageFrame): PageDraft {
  const rectOn = (side: PageSide): Rect => rectInside(frame.safe(side), aspectOf(picture));
  return {
    kind: 'panel',
    bare: false,
    boxesOn: (side) => [pictureBox(panel, picture, rectOn(side), { radius: CORNER })],
  };
}

/** A picture over the whole sheet, cut to fill it. */
export function fullPageBox(panel: Panel, picture: PictureVariant, frame: PageFrame): Box {
  const rect = bleedRect(frame);
  return pictureBox(panel, picture, rect, { crop: cropToFill(picture, rect) });
}

const TALLEST_PICTURE = 0.82;
const LOWEST_PICTURE = 0.5;
const PICTURE_STEPS = 6;

function underPages(panel: Panel, picture: PictureVariant, frame: PageFrame): PageDraft[] {
  const safe = frame.safe('right');
  const gap = frame.textSize * 1.15;
  const column = Math.min(safe.width, frame.textSize * 32);
  const aspect = aspectOf(picture);
  let pictureHeight = 0;
  let words: FittedWords | null = null;
  // Words that cannot fit below the smallest picture go straight to it, and on overleaf.
  const smallest = wordsStyle(frame, SCALES[SCALES.length - 1] ?? 1, 'start');
  const mostRoom = safe.height - Math.min(safe.width / aspect, safe.height * LOWEST_PICTURE) - gap;
  const firstStep = leastHeight(panel.text, smallest, column) > mostRoom ? PICTURE_STEPS : 0;
  for (let step = firstStep; step <= PICTURE_STEPS; step++) {
    const share = TALLEST_PICTURE - ((TALLEST_PICTURE - LOWEST_PICTURE) * step) / PICTURE_STEPS;
    pictureHeight = Math.min(safe.width / aspect, safe.height * share);
    words = fitWords(panel.text, frame, { width: column, height: safe.height - pictureHeight - gap }, true);
    if (words.overleaf.length === 0 && words.style.size === frame.textSize) break;
  }
  if (words === null) return [];
  const { style, here } = words;
  const free = safe.height - pictureHeight - gap - heightOf(here, style);
  const first: PageDraft = {
    kind: 'panel',
    bare: false,
    boxesOn: (side) => {
      const area = frame.safe(side);
      const y = area.y + Math.max(0, free) * 0.16;
      const place = rectInside({ ...area, y, height: pictureHeight }, aspect);
      const wordsY = y + pictureHeight + gap + Math.max(0, free) * 0.14;
      const wordsRect = { x: area.x + (area.width - column) / 2, y: wordsY, width: column, height: 0 };
      return [
        pictureBox(panel, picture, place, { radius: CORNER }),
        textBox(here, style, wordsRect, { role: 'words', panelId: panel.id }),
      ];
    },
  };
  return [first, ...overleafPages(panel, frame, words)];
}

const PICTURE_COLUMN = 0.6;
const COLUMN_GAP = 0.045;
/** A picture beside words may lose a tenth of its width, so that it stands taller. */
const MOST_CUT = 0.1;

function besidePages(panel: Panel, picture: PictureVariant, frame: PageFrame): PageDraft[] {
  const safe = frame.safe('right');
  const pictureWidth = safe.width * PICTURE_COLUMN;
  const aspect = aspectOf(picture);
  const pictureHeight = Math.min(safe.height, pictureWidth / (aspect * (1 - MOST_CUT)));
  const wordsWidth = safe.width * (1 - PICTURE_COLUMN - COLUMN_GAP);
  const words = fitWords(panel.text, frame, { width: wordsWidth, height: safe.height }, false);
  const { style, here } = words;
  const first: PageDraft = {
    kind: 'panel',
    bare: false,
    boxesOn: (side) => {
      const area = frame.safe(side);
      const centred = (height: number): number => area.y + (area.height - height) * 0.46;
      // The picture stands at the outer edge, the words at the gutter, where the eye comes from.
      const pictureX = side === 'right' ? area.x + area.width - pictureWidth : area.x;
      const wordsX = side === 'right' ? area.x : area.x + area.width - wordsWidth;
      const place = { x: pictureX, y: centred(pictureHeight), width: pictureWidth, height: pictureHeight };
      const wordsRect = { x: wordsX, y: centred(heightOf(here, style)), width: wordsWidth, height: 0 };
      return [
        pictureBox(panel, picture, place, { crop: cropToFill(picture, place), radius: CORNER }),
        textBox(here, style, wordsRect, { role: 'words', panelId: panel.id }),
      ];
    },
  };
  return [first, ...overleafPages(panel, frame, words)];
}

/** More than this of a picture is not hidden; longer words go on overleaf. */
const HIGHEST_GROUND = 0.44;

/** Words on a ground at the foot or head of a safe area. */
export function groundedWords(
  words: FittedWords,
  panel: Panel,
  safe: Rect,
  placement: Placement,
  padding: number,
): Box[] {
  const { style, here } = words;
  const inner = Math.min(safe.width - 2 * padding, Math.max(widestLine(here) / 0.985 + 1, safe.width * 0.4));
  const width = inner + 2 * padding;
  const height = heightOf(here, style) + 2 * padding;
  const x = safe.x + (safe.width - width) / 2;
  const y = placement === 'over-top' ? safe.y : safe.y + safe.height - height;
  return [
    { kind: 'ground', rect: { x, y, width, height }, fill: paper, opacity: groundOpacity, stroke: null, radius: 8 },
    textBox(
      here,
      style,
      { x: x + padding, y: y + padding, width: inner, height: 0 },
      { role: 'words', panelId: panel.id },
    ),
  ];
}

/** Room for words on a picture, and the padding of their ground. */
export function fitOnPicture(panel: Panel, frame: PageFrame): { words: FittedWords; padding: number } {
  const safe = frame.safe('right');
  const padding = frame.textSize * 0.85;
  const width = Math.min(safe.width, frame.textSize * 32) - 2 * padding;
  return {
    padding,
    words: fitWords(panel.text, frame, { width, height: safe.height * HIGHEST_GROUND - 2 * padding }, true),
  };
}

function overPages(panel: Panel, picture: PictureVariant, placement: Placement, frame: PageFrame): PageDraft[] {
  const image = fullPageBox(panel, picture, frame);
  if (panel.text.trim() === '') return [{ kind: 'panel', bare: true, boxesOn: () => [image] }];
  const { words, padding } = fitOnPicture(panel, frame);
  return [
    {
      kind: 'panel',
      bare: true,
      boxesOn: (side) => [image, ...groundedWords(words, panel, frame.safe(side), placement, padding)],
    },
    ...overleafPages(panel, frame, words),
  ];
}
