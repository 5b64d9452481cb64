// One evaluation of the denoiser as a graph. Height and width are baked in: the runtime plans better with known sizes.
// Guided sampling feeds both halves as one batch: [unconditional…, conditional…].
import { StudioError } from '../../common/base/studio-error';
import { unet } from '../architectures/unet';
import type { UnetConfig } from '../architectures/unet-config';
import type { ParamScope } from '../nn/param-scope';
import { graphFrom, input, labelled, type Dim, type Graph } from '../onnx';

export interface UnetGraphSizes {
  /** A number bakes the batch in; 'B' (default) leaves it open. */
  readonly batch?: Dim;
  /** Sides of the latent; default the configuration's sample_size. */
  readonly latentHeight?: number;
  readonly latentWidth?: number;
  /** Length of the conditioning; 'L' (default) leaves it open. */
  readonly conditionLength?: Dim;
}

/**
 * sample float32[B][c][h][w], timestep float32[B], encoder_hidden_states float32[B][L][d̂] -> noise_pred float32[B][c'][h][w]
 * Throws `bad-request` when neither sizes nor configuration give the latent's sides.
 */
export function unetGraph(config: UnetConfig, scope: ParamScope, sizes: UnetGraphSizes = {}): Graph {
  const {
    batch = 'B',
    latentHeight = config.sampleSize,
    latentWidth = config.sampleSize,
    conditionLength = 'L',
  } = sizes;
  if (latentHeight === undefined || latentWidth === undefined) {
    throw new StudioError(
      'bad-request',
      'unet graph: the configuration has no sample_size; give latentHeight and latentWidth.',
    );
  }
  const sample = input('sample', 'float32', [batch, config.inChannels, latentHeight, latentWidth]);
  const timestep = input('timestep', 'float32', [batch]);
  const condition = input('encoder_hidden_states', 'float32', [batch, conditionLength, config.crossAttentionDim]);
  const prediction = labelled('noise_pred', unet(scope, { sample, timestep, condition }, config));
  return graphFrom({
    name: 'unet',
    inputs: [sample, timestep, condition, ...scope.fedInputs()],
    outputs: { noise_pred: prediction },
  });
}
