// Both halves of the autoencoder as graphs, with heights and widths baked in. Latents here are unscaled: the caller
// divides by the scaling factor (and adds the shift) before decoding, and multiplies after encoding.
import { autoencoderDecoder, autoencoderEncoder, type AutoencoderConfig } from '../architectures/autoencoder';
import type { ParamScope } from '../nn/param-scope';
import { graphFrom, input, labelled, type Dim, type Graph } from '../onnx';

export interface PlaneSizes {
  readonly height: number;
  readonly width: number;
  /** A number bakes the batch in; 'B' (default) leaves it open. */
  readonly batch?: Dim;
}

/** latents float32[B][c][h][w] -> image float32[B][3][H][W], about [-1, 1]. `sizes` are the latent's. */
export function autoencoderDecoderGraph(config: AutoencoderConfig, scope: ParamScope, sizes: PlaneSizes): Graph {
  const { batch = 'B', height, width } = sizes;
  const latents = input('latents', 'float32', [batch, config.latentChannels, height, width]);
  const image = labelled('image', autoencoderDecoder(scope, latents, config));
  return graphFrom({ name: 'autoencoder-decoder', inputs: [latents, ...scope.fedInputs()], outputs: { image } });
}

/** image float32[B][3][H][W] in [-1, 1] -> mean, logvar float32[B][c][h][w]. `sizes` are the image's, in pixels. */
export function autoencoderEncoderGraph(config: AutoencoderConfig, scope: ParamScope, sizes: PlaneSizes): Graph {
  const { batch = 'B', height, width } = sizes;
  const image = input('image', 'float32', [batch, config.inChannels, height, width]);
  const { mean, logVariance } = autoencoderEncoder(scope, image, config);
  return graphFrom({
    name: 'autoencoder-encoder',
    inputs: [image, ...scope.fedInputs()],
    outputs: { mean: labelled('mean', mean), logvar: labelled('logvar', logVariance) },
  });
}
/** How many pixels a latent's side covers: 2 per level but the last. */
export function downscaleOf(config: AutoencoderConfig): number {
  return 2 ** (config.blockOutChannels.length - 1);
}
