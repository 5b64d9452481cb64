// Drawing over a picture that is there: all of it with a strength, or only inside a mask. It prepares what the drawing loop needs
// (denoise.ts) and lays the result into the old picture, so that outside the mask and its seam no byte changes. Sources: SDEdit (Meng et
// al. 2022) for the strength, blended latent diffusion (Avrahami et al. 2023) for the mask.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { StudioError } from '../../common/base/studio-error';
import type { BundleManifest } from '../../common/domain/bundle';
import type { Generation } from '../../common/domain/story';
import type { GenerateRequest } from '../../common/ipc/engine-contract';
import { floatTensor, floatsOf } from '../runtime/tensor';
import type { Session } from '../runtime/session';
import type { DrawnOver } from './denoise';
import { croppedTo, pngFromRgb, resizedRgb, rgbFrom } from './image/encode-picture';
import { readMask, readSourcePicture, type RgbPicture } from './image/source-picture';
import { featheredMask, laidInto, latentMask } from './mask';
import type { PictureViewer } from './see';

export interface FinishedPicture {
  readonly png: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface Redraw {
  readonly over: DrawnOver;
  /** What is recorded of it. */
  readonly source: NonNullable<Generation['source']>;
  /** The finished picture from the decoded square float32[3][S][S]. */
  finish(image: Float32Array): Promise<FinishedPicture>;
  /** The same, no larger than the model draws. */
  preview(image: Float32Array): Promise<Uint8Array>;
}

export interface RedrawParts {
  readonly encoder: () => Promise<Session>;
  readonly viewer: PictureViewer;
  readonly picture: BundleManifest['picture'];
}

/** A seam of three pixels in a hundred: wide enough to hide an edge, too narrow to be seen as a change. */
const SEAM_SHARE = 0.03;

/** Throws `bad-request` for a picture or mask that cannot be read, and for a mask in which nothing may change. */
export async function openRedraw(
  { imagePath, strength, mask }: NonNullable<GenerateRequest['redraw']>,
  parts: RedrawParts,
): Promise<Redraw> {
  const { sizePx } = parts.picture;
  const name = basename(imagePath);
  const bytes = await readFile(imagePath).catch((cause: unknown) => {
    throw new StudioError('io', `The picture ${name} cannot be read.`, {
      hint: 'Check that the file is still there.',
      cause,
    });
  });
  const picture = await readSourcePicture(bytes, name, { sizePx, fit: mask === null ? 'fill' : 'whole' });
  const { whole, small, left, top } = picture;
  const clean = await encodedLatents(picture.square, parts);
  const source = { sha256: await parts.viewer.hashOf(imagePath), strength, masked: mask !== null };
  if (mask === null) {
    const plain = async (image: Float32Array): Promise<FinishedPicture> => ({
      png: await pngFromRgb({ rgb: rgbFrom(image, sizePx, sizePx), widthPx: sizePx, heightPx: sizePx }),
      widthPx: sizePx,
      heightPx: sizePx,
    });
    return {
      over: { clean, strength, mask: null },
      source,
      finish: plain,
      preview: async (image) => (await plain(image)).png,
    };
  }
  const smallMask = await readMask(mask, small.widthPx, small.heightPx);
  const wholeMask = whole === small ? smallMask : await readMask(mask, whole.widthPx, whole.heightPx);
  if (!smallMask.some((value) => value > 0)) {
    throw new StudioError('bad-request', 'Nothing is brushed, so nothing may change.', {
      hint: 'Brush over the part that shall be drawn anew.',
    });
  }
  const place = { widthPx: small.widthPx, heightPx: small.heightPx, left, top, sizePx };
  const laid = async (old: RgbPicture, oldMask: Float32Array, image: Float32Array): Promise<FinishedPicture> => {
    const { widthPx, heightPx } = old;
    const square = { rgb: rgbFrom(image, sizePx, sizePx), widthPx: sizePx, heightPx: sizePx };
    const drawn = await resizedRgb(croppedTo(square, place), widthPx, heightPx);
    const seamPx = Math.max(Math.round(SEAM_SHARE * Math.max(widthPx, heightPx)), 1);
    const rgb = laidInto(old.rgb, drawn.rgb, featheredMask(oldMask, widthPx, heightPx, seamPx));
    return { png: await pngFromRgb({ rgb, widthPx, heightPx }), widthPx, heightPx };
  };
  return {
    over: { clean, strength, mask: latentMask(smallMask, place, parts.picture.latentSizePx) },
    source,
    finish: (image) => laid(whole, wholeMask, image),
    preview: async (image) => (await laid(small, smallMask, image)).png,
  };
}

/** float32[3][S][S] in [-1, 1] -> the mean latent as the denoiser has it, float32[c][h][w]. */
async function encodedLatents(square: Float32Array, { encoder, picture }: RedrawParts): Promise<Float32Array> {
  const { sizePx, scalingFactor, latentShift = 0 } = picture;
  const session = await encoder();
  const outputs = await session.run({ image: floatTensor(square, [1, 3, sizePx, sizePx]) });
  return floatsOf(outputs, 'mean', 4).map((value) => (value - latentShift) * scalingFactor);
}
