// Latents to pixels: undoes the scaling that the diffusion model works in, runs the autoencoder's decoder, and encodes a PNG. One
// picture at a time: the decoder is the network with the largest activations.
import type { BundleManifest } from '../../common/domain/bundle';
import type { Session } from '../runtime/session';
import { floatTensor, floatsOf } from '../runtime/tensor';
import { pngFrom } from './image/encode-picture';

export type PictureShape = BundleManifest['picture'];

/** scaled latents float32[c][h][w] -> image float32[3][H][W], about [-1, 1] */
export async function decodeLatents(
  decoder: Session,
  latents: Float32Array,
  picture: PictureShape,
): Promise<Float32Array> {
  const { latentSizePx, latentChannels, scalingFactor, latentShift = 0 } = picture;
  const unscaled = latents.map((value) => value / scalingFactor + latentShift);
  const outputs = await decoder.run({
    latents: floatTensor(unscaled, [1, latentChannels, latentSizePx, latentSizePx]),
  });
  return floatsOf(outputs, 'image', 4);
}

/** The same, as PNG bytes. */
export async function pngFromLatents(
  decoder: Session,
  latents: Float32Array,
  picture: PictureShape,
): Promise<Uint8Array> {
  return pngFrom(await decodeLatents(decoder, latents, picture), picture.sizePx, picture.sizePx);
}
