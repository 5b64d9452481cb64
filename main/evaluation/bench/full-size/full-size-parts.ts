// The networks of a full-size configuration, each as a part that can be opened, run on noise and thrown away: what a benchmark needs and no
// more. The language model is cut to a few layers, because all of them in float32 take 26 GB; what is measured says so in its name.
import { Rng } from '../../../../common/base/rng';
import { autoencoderConfigFrom } from '../../../../native-models/architectures/autoencoder';
import { featureMapperConfigFrom } from '../../../../native-models/architectures/feature-mapper';
import {
  languageModelConfigFrom,
  type LanguageModelConfig,
} from '../../../../native-models/architectures/language-model-config';
import { pictureReaderConfigFrom } from '../../../../native-models/architectures/picture-reader';
import { unetConfigFrom } from '../../../../native-models/architectures/unet-config';
import { autoencoderDecoderGraph } from '../../../../native-models/graphs/autoencoder';
import { featureMapperGraph } from '../../../../native-models/graphs/feature-mapper';
import { languageModelGraph, pastName } from '../../../../native-models/graphs/language-model';
import { unetGraph } from '../../../../native-models/graphs/unet';
import { visionGraph } from '../../../../native-models/graphs/vision';
import type { ParamScope } from '../../../../native-models/nn/param-scope';
import type { Graph } from '../../../../native-models/onnx';
import { attentionBias } from '../../../pipeline/language-model';
import type { Tensors } from '../../../runtime/session';
import { floatTensor, int64Tensor } from '../../../runtime/tensor';
import type { PublishedConfigs } from './published-configs';

/** One network and the runs that are timed on it. */
export interface FullSizePart {
  readonly name: string;
  readonly graph: (scope: ParamScope) => Graph;
  readonly runs: readonly { readonly name: string; readonly feeds: () => Tensors }[];
}

export interface LanguageModelCut extends FullSizePart {
  readonly numLayers: number;
}

/** What is timed, by the name of its figure. */
export const runNames = {
  see: 'see one picture',
  prefill: 'prefill of 128 tokens',
  token: 'one token after 512',
  vokens: 'vokens in one step',
  mapper: 'mapper',
  step: 'one guided step (batch of 2)',
  decode: 'decode a picture',
} as const;
const PREFILL_TOKENS = 128;
const PAST_TOKENS = 512;
/** The shorter cut holds the head and one layer; the longer one shows what further layers add. */
const SHORT = 1;
const LONG = 3;

/** Two cuts of the language model, from which its whole depth is added up; the longer one's weights serve both. */
export function languageModelCuts(configs: PublishedConfigs): {
  readonly short: LanguageModelCut;
  readonly long: LanguageModelCut;
  readonly numLayers: number;
} {
  const config = languageModelConfigFrom(configs.languageModel);
  const { numVokens } = featureMapperConfigFrom(configs.mapper);
  const cutTo = (numLayers: number): LanguageModelCut => {
    const cut = { ...config, numLayers };
    return {
      name: `${numLayers} of ${config.numLayers} layers`,
      numLayers,
      graph: (scope) => languageModelGraph(cut, scope, { logits: 'last' }),
      runs: [
        { name: runNames.prefill, feeds: () => languageModelFeeds(cut, PREFILL_TOKENS, 0) },
        { name: runNames.token, feeds: () => languageModelFeeds(cut, 1, PAST_TOKENS) },
        { name: runNames.vokens, feeds: () => languageModelFeeds(cut, numVokens, PAST_TOKENS) },
      ],
    };
  };
  return { short: cutTo(SHORT), long: cutTo(LONG), numLayers: config.numLayers };
}

/** Everything but the language model, in the order of a panel. */
export function fullSizeParts(configs: PublishedConfigs): readonly FullSizePart[] {
  const vision = pictureReaderConfigFrom(configs.vision);
  const mapper = featureMapperConfigFrom(configs.mapper);
  const unet = unetConfigFrom(configs.unet);
  const autoencoder = autoencoderConfigFrom(configs.autoencoder);
  const { hiddenSize } = languageModelConfigFrom(configs.languageModel);
  const side = unet.sampleSize ?? 64;
  const { imageSizePx } = vision.encoder;
  const { inChannels, crossAttentionDim } = unet;
  const { numVokens, inputSize, numQueries } = mapper;
  const only = (name: string, graph: FullSizePart['graph'], feeds: () => Tensors): FullSizePart => ({
    name,
    graph,
    runs: [{ name, feeds }],
  });
  return [
    only(
      runNames.see,
      (scope) => visionGraph(vision, scope, hiddenSize),
      () => ({ pixel_values: noise([1, 3, imageSizePx, imageSizePx]) }),
    ),
    only(
      runNames.mapper,
      (scope) => featureMapperGraph(mapper, scope),
      () => ({ voken_states: noise([1, numVokens, inputSize]) }),
    ),
    only(
      runNames.step,
      (scope) => unetGraph(unet, scope, { latentHeight: side, latentWidth: side, conditionLength: numQueries }),
      () => ({
        sample: noise([2, inChannels, side, side]),
        timestep: floatTensor(Float32Array.of(500, 500), [2]),
        encoder_hidden_states: noise([2, numQueries, crossAttentionDim]),
      }),
    ),
    only(
      runNames.decode,
      (scope) => autoencoderDecoderGraph(autoencoder, scope, { height: side, width: side }),
      () => ({ latents: noise([1, autoencoder.latentChannels, side, side]) }),
    ),
  ];
}

function languageModelFeeds(config: LanguageModelConfig, count: number, past: number): Tensors {
  const { hiddenSize, numLayers, numKeyValueHeads, headSize } = config;
  const positions = Array.from({ length: count }, (_, i) => past + i);
  const cache = Array.from({ length: numLayers }, (_, layer) =>
    (['key', 'value'] as const).map((part) => [pastName(layer, part), noise([1, numKeyValueHeads, past, headSize])]),
  );
  return {
    inputs_embeds: noise([1, count, hiddenSize]),
    position_ids: int64Tensor(positions, [1, count]),
    attention_bias: attentionBias(count, past, past),
    ...(Object.fromEntries(cache.flat()) as Tensors),
  };
}

function noise(shape: readonly number[]) {
  const rng = new Rng(1);
  const length = shape.reduce((product, size) => product * size, 1);
  return floatTensor(
    Float32Array.from({ length }, () => rng.gaussian()),
    shape,
  );
}
