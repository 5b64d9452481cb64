// The page before anything is on it: trim sizes, margins with a wider one at the gutter, and the sizes of type that belong to them.
import type { BookDesign, TrimSize } from '../domain/book-design';
import type { Rect } from './book';
import { typographyOf, type Typography } from './faces';
import type { TextStyle } from './set-text';

export const POINTS_PER_INCH = 72;
export const POINTS_PER_MM = POINTS_PER_INCH / 25.4;

interface Trim {
  readonly width: number;
  readonly height: number;
  /** Margins of a picture book. */
  readonly outer: number;
  readonly inner: number;
  readonly top: number;
  readonly bottom: number;
  /** Size of the words. */
  readonly text: number;
}

const trims: Readonly<Record<TrimSize, Trim>> = {
  a4: { width: 595.28, height: 841.89, outer: 62, inner: 76, top: 66, bottom: 78, text: 20 },
  letter: { width: 612, height: 792, outer: 64, inner: 78, top: 62, bottom: 74, text: 20 },
  'square-8.5': { width: 612, height: 612, outer: 50, inner: 64, top: 50, bottom: 60, text: 17.5 },
  '8x10': { width: 576, height: 720, outer: 54, inner: 68, top: 56, bottom: 66, text: 18.5 },
};

export const trimPointsOf = (trimSize: TrimSize): { readonly width: number; readonly height: number } => {
  const { width, height } = trims[trimSize];
  return { width, height };
};

const STORYBOARD_MARGIN = 36;
const STORYBOARD_GUTTER = 46;

export type PageSide = 'left' | 'right';

export interface PageFrame {
  readonly width: number;
  readonly height: number;
  readonly bleed: number;
  readonly typography: Typography;
  /** Size of the words at this trim size, type pairing and scale. */
  readonly textSize: number;
  /** Where words and important things may stand, for a page on that side of the gutter. */
  readonly safe: (side: PageSide) => Rect;
}

export function pageFrameOf(design: BookDesign): PageFrame {
  const trim = trims[design.trimSize];
  const typography = typographyOf[design.typePairing];
  const isBoard = design.format === 'storyboard';
  const outer = isBoard ? STORYBOARD_MARGIN : trim.outer;
  const inner = isBoard ? STORYBOARD_GUTTER : trim.inner;
  const top = isBoard ? (design.header === '' ? STORYBOARD_MARGIN : 52) : trim.top;
  const bottom = isBoard ? (design.footer === '' && !design.pageNumbers ? STORYBOARD_MARGIN : 48) : trim.bottom;
  return {
    width: trim.width,
    height: trim.height,
    bleed: design.bleedMm * POINTS_PER_MM,
    typography,
    textSize: trim.text * typography.scale * design.textScale,
    safe: (side) => ({
      x: side === 'right' ? inner : outer,
      y: top,
      width: trim.width - inner - outer,
      height: trim.height - top - bottom,
    }),
  };
}

/** The whole sheet with its bleed. */
export const bleedRect = ({ width, height, bleed }: PageFrame): Rect => ({
  x: -bleed,
  y: -bleed,
  width: width + 2 * bleed,
  height: height + 2 * bleed,
});

/** Words of the story, at a share of their size. */
export function wordsStyle(frame: PageFrame, scale: number, align: TextStyle['align']): TextStyle {
  const size = frame.textSize * scale;
  const leading = size * frame.typography.leading;
  return { face: frame.typography.text, size, leading, paragraphGap: leading * 0.5, align };
}

export function titleStyle(frame: PageFrame, size: number): TextStyle {
  const leading = size * 1.16;
  return { face: frame.typography.title, size, leading, paragraphGap: leading * 0.3, align: 'center' };
}

/** Small words around the page: header, footer, page number. */
export function marginStyle(frame: PageFrame, size: number): TextStyle {
  return { face: frame.typography.text, size, leading: size * 1.3, paragraphGap: 0, align: 'center' };
}
