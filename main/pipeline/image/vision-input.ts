// A picture file as the vision encoder wants it: a square on white, resized, normalised, channels first. Not cropped: a character at
// the edge of a drawing is part of the story. Means and deviations are the bundle's.
import { StudioError } from '../../../common/base/studio-error';
import { decoded, openPicture } from './read-picture';

export interface VisionSize {
  readonly sizePx: number;
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** @returns float32[3][sizePx][sizePx], normalised; throws `bad-request` for a file that is no whole picture */
export async function visionInputFrom(bytes: Uint8Array, name: string, vision: VisionSize): Promise<Float32Array> {
  const { sizePx, mean, std } = vision;
  const picture = await openPicture(bytes, name);
  const white = { r: 255, g: 255, b: 255 };
  const { data, info } = await decoded(
    name,
    picture
      .pixels()
      .resize(sizePx, sizePx, { fit: 'contain', background: white, kernel: 'cubic' })
      .flatten({ background: white })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true }),
  );
  if (info.width !== sizePx || info.height !== sizePx || info.channels !== 3) {
    throw new StudioError(
      'internal',
      `${name}: expected ${sizePx} x ${sizePx} x 3 pixels, got ${info.width} x ${info.height} x ${info.channels}.`,
    );
  }
  const plane = sizePx * sizePx;
  const pixels = new Float32Array(3 * plane); // (3, H, W)
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) pixels[c * plane + i] = (data[i * 3 + c]! / 255 - mean[c]!) / std[c]!;
  }
  return pixels;
}
