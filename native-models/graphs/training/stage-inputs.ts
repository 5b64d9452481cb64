// The batch of a training step as graph inputs: names, types and named dims. What the numbers mean is said here once;
// main/training fills them. Named dims: B rows, S columns, N ends of text, P labelled positions, K soft tokens, M drawn
// panels. "Flat" positions are row * S + column. Not the parameters: those are the scope's inputs.
import type { FeatureMapperConfig } from '../../architectures/feature-mapper';
import type { LanguageModelConfig } from '../../architectures/language-model-config';
import type { UnetConfig } from '../../architectures/unet-config';
import { StudioError } from '../../../common/base/studio-error';
import { input, type Value } from '../../onnx';
import type { StageConfig } from './stage-config';

export interface SequenceInputs {
  /** int64 (B, S): the base sequence, then a branch [IMG0]…[IMG(n-2)] per end of text; padding anywhere else */
  readonly inputIds: Value;
  /** int64 (B, S): a branch goes on from its end of text */
  readonly positionIds: Value;
  /** float32 (B, 1, S, S): 0 where a column may be seen, -1e9 where not */
  readonly attentionBias: Value;
  /** int64 (K), flat; K may be 0 */
  readonly softPositions: Value;
  /** float32 (K, d) */
  readonly softTokens: Value;
  /** int64 (N, n), flat: the positions that predict the n vokens, the end of text first, then its branch */
  readonly states: Value;
  /** float32 (N): 1, or 0 where the vokens are dropped for guidance */
  readonly keep: Value;
}

export interface TextInputs {
  /** int64 (P), flat */
  readonly positions: Value;
  /** int64 (P): the token that follows */
  readonly labels: Value;
  /** float32 (P): 1, or 0 to ignore */
  readonly weights: Value;
}

export interface CaptionInputs {
  /** float32 (N, L, d̂): τ(caption), or τ("") where the vokens are dropped */
  readonly targets: Value;
  /** float32 (N): 1 where a caption exists */
  readonly known: Value;
}

export interface DenoisingInputs {
  /** int64 (M): which of the N panels are drawn */
  readonly drawn: Value;
  /** float32 (M, c, h, w): z_t */
  readonly noisyLatents: Value;
  /** float32 (M) */
  readonly timesteps: Value;
  /** float32 (M, c, h, w): noise or velocity, as the scheduler's prediction_type says */
  readonly noiseTargets: Value;
  /** float32 (M): Min-SNR weights, or ones */
  readonly weights: Value;
}

export interface ReaderInputs {
  /** int64 (N, heads): the class of each single choice */
  readonly single: Value;
  /** float32 (N, R) of zeros and ones */
  readonly several: Value;
  /** float32 (N): 1, or 0 where nothing is to be read */
  readonly weights: Value;
}

export interface StageInputs {
  readonly sequence: SequenceInputs;
  readonly text: TextInputs | undefined;
  readonly caption: CaptionInputs | undefined;
  readonly denoising: DenoisingInputs | undefined;
  readonly reader: ReaderInputs | undefined;
  /** All of them, in the order of the signature. */
  readonly all: readonly Value[];
}

export interface StageSizes {
  readonly language: LanguageModelConfig;
  readonly mapper: FeatureMapperConfig;
  readonly unet: UnetConfig | undefined;
}

/** Makes the inputs that the stage's losses need. Throws `bad-request` where L_LDM counts and no denoiser is given. */
export function stageInputs(config: StageConfig, sizes: StageSizes): StageInputs {
  const all: Value[] = [];
  const feed = (...wanted: Parameters<typeof input>): Value => {
    const value = input(...wanted);
    all.push(value);
    return value;
  };
  const { hiddenSize } = sizes.language;
  const { numQueries, outputSize } = sizes.mapper;
  const { losses, reader } = config;
  const sequence: SequenceInputs = {
    inputIds: feed('input_ids', 'int64', ['B', 'S']),
    positionIds: feed('position_ids', 'int64', ['B', 'S']),
    attentionBias: feed('attention_bias', 'float32', ['B', 1, 'S', 'S']),
    softPositions: feed('soft_positions', 'int64', ['K']),
    softTokens: feed('soft_tokens', 'float32', ['K', hiddenSize]),
    states: feed('states', 'int64', ['N', config.vokens.count]),
    keep: feed('keep', 'float32', ['N']),
  };
  const text = losses.text > 0 && {
    positions: feed('label_positions', 'int64', ['P']),
    labels: feed('labels', 'int64', ['P']),
    weights: feed('label_weights', 'float32', ['P']),
  };
  const caption = losses.caption > 0 && {
    targets: feed('caption_targets', 'float32', ['N', numQueries, outputSize]),
    known: feed('caption_known', 'float32', ['N']),
  };
  const latent = losses.ldm > 0 && latentShape(sizes.unet);
  const denoising = latent && {
    drawn: feed('drawn', 'int64', ['M']),
    noisyLatents: feed('noisy_latents', 'float32', ['M', ...latent.noisy]),
    timesteps: feed('timesteps', 'float32', ['M']),
    noiseTargets: feed('noise_targets', 'float32', ['M', ...latent.predicted]),
    weights: feed('ldm_weights', 'float32', ['M']),
  };
  const reading = losses.reader > 0 &&
    reader && {
      single: feed('reader_single', 'int64', ['N', reader.single.length]),
      several: feed('reader_several', 'float32', ['N', reader.several]),
      weights: feed('reader_weights', 'float32', ['N']),
    };
  return {
    sequence,
    text: text || undefined,
    caption: caption || undefined,
    denoising: denoising || undefined,
    reader: reading || undefined,
    all,
  };
}

function latentShape(unet: UnetConfig | undefined): { readonly noisy: number[]; readonly predicted: number[] } {
  if (unet?.sampleSize === undefined) {
    throw new StudioError(
      'bad-request',
      'Training stage: L_LDM needs a denoiser whose configuration has a sample_size.',
      {
        hint: 'Give the bundle a U-Net, or set the weight of L_LDM to 0.',
      },
    );
  }
  const sides = [unet.sampleSize, unet.sampleSize];
  return { noisy: [unet.inChannels, ...sides], predicted: [unet.outChannels, ...sides] };
}
