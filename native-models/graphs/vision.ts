// "See" as a named graph: pixel_values float32[B][3][h][w], already scaled and centred, to soft_tokens float32[B][Q][d].
// Not the preprocessing of pictures, which is the pipeline's.
import { pictureReader, type PictureReaderConfig } from '../architectures/picture-reader';
import type { ParamScope } from '../nn/param-scope';
import { graphFrom, input, labelled, type Graph } from '../onnx';

/** @param width d of the language model that the soft tokens are for */
export function visionGraph(config: PictureReaderConfig, scope: ParamScope, width: number): Graph {
  const { imageSizePx } = config.encoder;
  const pixels = input('pixel_values', 'float32', ['B', 3, imageSizePx, imageSizePx]);
  const { softTokens } = pictureReader(scope, pixels, config, width);
  return graphFrom({
    name: 'vision',
    inputs: [pixels, ...scope.fedInputs()],
    outputs: { soft_tokens: labelled('soft_tokens', softTokens) },
  });
}
