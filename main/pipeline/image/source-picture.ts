// A picture that is drawn over, and the mask that says where: pixels as they lie in the file, and as a square for the autoencoder. With a
// mask the whole picture goes into the square, its edges drawn out where it is not square itself; without one its middle fills it.
import { StudioError } from '../../../common/base/studio-error';
import { decoded, openPicture } from './read-picture';

/** Three bytes a pixel, rows from the top. */
export interface RgbPicture {
  readonly rgb: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface SourcePicture {
  /** As it lies in the file. */
  readonly whole: RgbPicture;
  /** As it lies in the square, without what is drawn out beside it. */
  readonly small: RgbPicture;
  /** Where `small` lies in the square. */
  readonly left: number;
  readonly top: number;
  /** The square, float32[3][sizePx][sizePx] in [-1, 1]. */
  readonly square: Float32Array;
}

const white = { r: 255, g: 255, b: 255 };

/** Throws `bad-request` for a file that is no whole picture. */
export async function readSourcePicture(
  bytes: Uint8Array,
  name: string,
  { sizePx, fit }: { readonly sizePx: number; readonly fit: 'whole' | 'fill' },
): Promise<SourcePicture> {
  const picture = await openPicture(bytes, name);
  const { widthPx, heightPx } = picture;
  const read = async (width: number, height: number, how: 'fill' | 'cover'): Promise<RgbPicture> => {
    const pixels = picture.pixels().flatten({ background: white }).removeAlpha();
    const sized =
      width === widthPx && height === heightPx ? pixels : pixels.resize(width, height, { fit: how, kernel: 'cubic' });
    const { data } = await decoded(name, sized.raw().toBuffer({ resolveWithObject: true }));
    if (data.length !== 3 * width * height) {
      throw new StudioError('internal', `${name}: ${data.length} bytes came for ${width} x ${height} pixels.`);
    }
    return { rgb: data, widthPx: width, heightPx: height };
  };
  const shrink = sizePx / Math.max(widthPx, heightPx);
  const side = (px: number): number => (fit === 'fill' ? sizePx : Math.max(Math.round(px * shrink), 1));
  const small = await read(side(widthPx), side(heightPx), fit === 'fill' ? 'cover' : 'fill');
  const isSame = small.widthPx === widthPx && small.heightPx === heightPx;
  const left = Math.floor((sizePx - small.widthPx) / 2);
  const top = Math.floor((sizePx - small.heightPx) / 2);
  return {
    whole: isSame || fit === 'fill' ? small : await read(widthPx, heightPx, 'fill'),
    small,
    left,
    top,
    square: squareFrom(small, left, top, sizePx),
  };
}

/** A picture in a square, its edges drawn out to the sides. */
function squareFrom({ rgb, widthPx, heightPx }: RgbPicture, left: number, top: number, sizePx: number): Float32Array {
  const plane = sizePx * sizePx;
  const square = new Float32Array(3 * plane); // (3, S, S)
  for (let y = 0; y < sizePx; y++) {
    const row = Math.min(Math.max(y - top, 0), heightPx - 1) * widthPx;
    for (let x = 0; x < sizePx; x++) {
      const pixel = (row + Math.min(Math.max(x - left, 0), widthPx - 1)) * 3;
      for (let c = 0; c < 3; c++) square[c * plane + y * sizePx + x] = rgb[pixel + c]! / 127.5 - 1;
    }
  }
  return square;
}

/** A mask from 0 (stays) to 1 (may change), stretched to a size; what is transparent stays. Throws `bad-request`. */
export async function readMask(bytes: Uint8Array, widthPx: number, heightPx: number): Promise<Float32Array> {
  const name = 'The mask';
  const picture = await openPicture(bytes, name);
  const pixels = picture
    .pixels()
    .flatten({ background: { r: 0, g: 0, b: 0 } })
    .greyscale();
  const isSame = picture.widthPx === widthPx && picture.heightPx === heightPx;
  const sized = isSame ? pixels : pixels.resize(widthPx, heightPx, { fit: 'fill', kernel: 'linear' });
  const { data, info } = await decoded(name, sized.raw().toBuffer({ resolveWithObject: true }));
  const mask = new Float32Array(widthPx * heightPx);
  for (let i = 0; i < mask.length; i++) mask[i] = data[i * info.channels]! / 255;
  return mask;
}
