// How far two pictures are apart: the mean difference of their colours, from 0 (the same pixels) to 1. For pictures drawn from one seed.
import { StudioError } from '../../../common/base/studio-error';
import { decoded, openPicture } from './read-picture';

const MOST = 255;

async function pixelsOf(
  bytes: Uint8Array,
  name: string,
): Promise<{ rgb: Uint8Array; widthPx: number; heightPx: number }> {
  const picture = await openPicture(bytes, name);
  const pixels = picture
    .pixels()
    .flatten({ background: { r: MOST, g: MOST, b: MOST } })
    .removeAlpha();
  const { data, info } = await decoded(name, pixels.raw().toBuffer({ resolveWithObject: true }));
  return { rgb: data, widthPx: info.width, heightPx: info.height };
}

/** Throws `shape-mismatch` for two sizes, `bad-request` for what is no whole picture. */
export async function differenceBetween(one: Uint8Array, other: Uint8Array): Promise<number> {
  const [a, b] = [await pixelsOf(one, 'The first picture'), await pixelsOf(other, 'The second picture')];
  if (a.rgb.length !== b.rgb.length || a.widthPx !== b.widthPx) {
    const [first, second] = [a, b].map(({ widthPx, heightPx }) => `${widthPx} x ${heightPx}`);
    throw new StudioError('shape-mismatch', `Pictures of ${first} and ${second} pixels cannot be compared.`);
  }
  let sum = 0;
  for (let i = 0; i < a.rgb.length; i++) sum += Math.abs(a.rgb[i]! - b.rgb[i]!);
  return sum / a.rgb.length / MOST;
}
