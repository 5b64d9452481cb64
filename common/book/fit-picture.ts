// A picture into a place: whole, or cut to fill it. Pure arithmetic on sizes.
import { chosenPictureOf, type Panel, type PictureVariant } from '../domain/story';
import type { Crop, PictureBox, Rect } from './book';
import { wholePicture } from './book';
import { printable } from './set-text';

export const aspectOf = ({ asset }: PictureVariant): number => asset.widthPx / asset.heightPx;

/** The largest rectangle of that shape inside another, centred. */
export function rectInside(outer: Rect, aspect: number): Rect {
  const width = Math.min(outer.width, outer.height * aspect);
  const height = width / aspect;
  return { x: outer.x + (outer.width - width) / 2, y: outer.y + (outer.height - height) / 2, width, height };
}

/**
 * Of what must go, the share that goes above. The model's figures stand on the ground below a wide sky; in photos and drawings of people
 * the head is near the upper edge, and nobody forgives a head that is cut.
 */
const CUT_ABOVE = { model: 0.6, imported: 0.18 } as const;

/** The part of a picture that fills a rectangle of another shape. */
export function cropToFill(picture: PictureVariant, { width, height }: Rect): Crop {
  const aspect = aspectOf(picture);
  const wanted = width / height;
  if (wanted >= aspect) {
    const share = aspect / wanted;
    return { x: 0, y: (1 - share) * CUT_ABOVE[picture.origin], width: 1, height: share };
  }
  const share = wanted / aspect;
  return { x: (1 - share) / 2, y: 0, width: share, height: 1 };
}

/** What a picture says to who cannot see it: its description, else the words beside it. */
export function altOf(panel: Panel): string {
  const alt = chosenPictureOf(panel)?.alt.trim() ?? '';
  return printable(alt === '' ? panel.text.slice(0, 200) : alt)
    .replace(/\s+/g, ' ')
    .trim();
}

export function pictureBox(
  panel: Panel,
  picture: PictureVariant,
  rect: Rect,
  options: { readonly crop?: Crop; readonly decorative?: boolean; readonly radius?: number } = {},
): PictureBox {
  const { crop = wholePicture, decorative = false, radius = 0 } = options;
  return {
    kind: 'picture',
    rect,
    crop,
    asset: picture.asset,
    alt: altOf(panel),
    decorative,
    radius,
    panelId: panel.id,
  };
}
