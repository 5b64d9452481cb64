// What a writer has marked on a picture, as data: strokes, regions, and turning it all round. Places are shares of the picture's width
// and height, so that marks know nothing of pixels. Painting them is paint-mask.ts.

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Region {
  readonly shape: 'rectangle' | 'ellipse';
  readonly x: number; // of its left edge
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Mark =
  | { readonly kind: 'stroke'; readonly points: readonly Point[]; readonly radius: number; readonly erases: boolean }
  | { readonly kind: 'region'; readonly region: Region; readonly erases: boolean }
  | { readonly kind: 'invert' };

export const MIN_REGION = 0.04;
/** One press of an arrow key. */
export const REGION_STEP = 0.04;

export const firstRegion = (shape: Region['shape']): Region => ({ shape, x: 0.3, y: 0.3, width: 0.4, height: 0.4 });

const within = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

export const movedRegion = (region: Region, dx: number, dy: number): Region => ({
  ...region,
  x: within(region.x + dx, 0, 1 - region.width),
  y: within(region.y + dy, 0, 1 - region.height),
});

/** Its lower right corner moves; never smaller than a mark that can be seen, never out of the picture. */
export const resizedRegion = (region: Region, dx: number, dy: number): Region => ({
  ...region,
  width: within(region.width + dx, MIN_REGION, 1 - region.x),
  height: within(region.height + dy, MIN_REGION, 1 - region.y),
});

/** The region between two corners, as it is drawn with a pointer. */
export function regionBetween(shape: Region['shape'], a: Point, b: Point): Region {
  const x = within(Math.min(a.x, b.x), 0, 1 - MIN_REGION);
  const y = within(Math.min(a.y, b.y), 0, 1 - MIN_REGION);
  return {
    shape,
    x,
    y,
    width: within(Math.abs(a.x - b.x), MIN_REGION, 1 - x),
    height: within(Math.abs(a.y - b.y), MIN_REGION, 1 - y),
  };
}

/** Whether anything can be marked at all: an eraser alone marks nothing. */
export const marksAnything = (marks: readonly Mark[]): boolean =>
  marks.some((mark) => mark.kind === 'invert' || !mark.erases);
