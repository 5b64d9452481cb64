// The frozen networks that training reads from, as functions from batches of numbers to rows of numbers: picture to latent, picture to
// soft tokens, caption to embedding; and the parts and tensors that a step graph is built from. Open, use and close one at a time.
import { StudioError } from '../../common/base/studio-error';
import { autoencoderConfigFrom } from '../../native-models/architectures/autoencoder';
import { featureMapperConfigFrom, type FeatureMapperConfig } from '../../native-models/architectures/feature-mapper';
import { languageModelConfigFrom } from '../../native-models/architectures/language-model-config';
import { pictureReaderConfigFrom } from '../../native-models/architectures/picture-reader';
import { textEncoderConfigFrom } from '../../native-models/architectures/text-encoder';
import { unetConfigFrom } from '../../native-models/architectures/unet-config';
import { autoencoderEncoderGraph } from '../../native-models/graphs/autoencoder';
import { textEncoderGraph } from '../../native-models/graphs/text-encoder';
import type { TensorReader } from '../../native-models/graphs/training/initial-parameter';
import type { StageParts } from '../../native-models/graphs/training/stage-scope';
import { visionGraph } from '../../native-models/graphs/vision';
import { frozenScope, type ParamScope } from '../../native-models/nn/param-scope';
import type { Graph } from '../../native-models/onnx';
import { openCheckpoint, type Checkpoint } from '../../native-models/weights/checkpoint';
import type { DeviceName } from './device-name';
import { partDigest, type FrozenBundle, type FrozenPart } from './frozen-bundle';
import { openGraph } from './network';
import { prepareWeights } from './prepared-weights';
import type { Session } from './session';
import { floatsOf, floatTensor, int64Tensor } from './tensor';

export interface FrozenOptions {
  readonly device: DeviceName;
  readonly cacheDir: string;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A frozen network over batches. Rows come one after the other, `rowLength` elements each. */
export interface RowNetwork<Input> {
  readonly rowLength: number;
  run(batch: readonly Input[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/** What must be known of a row network before it is opened: how long its rows are, and exactly which weights compute them. */
export interface RowNetworkPlan<Input> {
  readonly name: string;
  readonly digest: string;
  readonly rowLength: number;
  open(): Promise<RowNetwork<Input>>;
}

/** Pixels float32[3][side][side] from -1 to 1 -> the mean latent float32[c][h][w], shifted and scaled as the denoiser wants it. */
export async function latentNetwork(
  bundle: FrozenBundle,
  options: FrozenOptions,
): Promise<RowNetworkPlan<Float32Array>> {
  const part = await bundle.part('autoencoder');
  const picture = await bundle.pictureSize();
  const { sizePx, latentSizePx, latentChannels, scalingFactor, latentShift = 0 } = picture;
  const rowLength = latentChannels * latentSizePx ** 2;
  return plan('latents', part, picture, rowLength, options, async (scope) => {
    const config = autoencoderConfigFrom(part.config);
    const session = await scope((params) => autoencoderEncoderGraph(config, params, { height: sizePx, width: sizePx }));
    return {
      session,
      async run(batch) {
        const image = floatTensor(joined(batch), [batch.length, 3, sizePx, sizePx]);
        const mean = floatsOf(await session.run({ image }), 'mean', 4); // (B, c, h, w)
        return mean.map((value) => (value - latentShift) * scalingFactor);
      },
    };
  });
}

/** Normalised pixels float32[3][side][side] -> soft tokens float32[n][d]. */
export async function softTokenNetwork(
  bundle: FrozenBundle,
  options: FrozenOptions,
): Promise<RowNetworkPlan<Float32Array>> {
  const part = await bundle.part('vision');
  const vision = await bundle.visionSize();
  const { hiddenSize } = languageModelConfigFrom((await bundle.part('languageModel')).config);
  const { sizePx } = vision;
  return plan('soft-tokens', part, vision, vision.numSoftTokens * hiddenSize, options, async (scope) => {
    const config = pictureReaderConfigFrom(part.config);
    const session = await scope((params) => visionGraph(config, params, hiddenSize));
    return {
      session,
      async run(batch) {
        const pixels = floatTensor(joined(batch), [batch.length, 3, sizePx, sizePx]);
        return floatsOf(await session.run({ pixel_values: pixels }), 'soft_tokens', 3); // (B, n, d)
      },
    };
  });
}

/** A caption's words -> τ(caption) float32[L][d̂]. Too long captions are cut. */
export async function captionNetwork(bundle: FrozenBundle, options: FrozenOptions): Promise<RowNetworkPlan<string>> {
  const part = await bundle.part('textEncoder');
  const config = textEncoderConfigFrom(part.config);
  const { maxPositions: length, hiddenSize } = config;
  const { bos, eos, pad } = bundle.tokens;
  const idsOf = (caption: string): number[] => {
    const words = caption === '' ? [] : bundle.tokenizer.encode(` ${caption}`).slice(0, length - 2);
    const ids = [bos, ...words, eos];
    return [...ids, ...Array.from({ length: length - ids.length }, () => pad)]; // (L)
  };
  return plan('captions', part, { bos, eos, pad }, length * hiddenSize, options, async (scope) => {
    const session = await scope((params) => textEncoderGraph(config, params));
    return {
      session,
      async run(batch) {
        const ids = int64Tensor(batch.flatMap(idsOf), [batch.length, length]);
        return floatsOf(await session.run({ input_ids: ids }), 'last_hidden_state', 3); // (B, L, d̂)
      },
    };
  });
}

export interface FrozenStage {
  readonly parts: StageParts;
  /** Folder of the weights that the step graph maps. */
  readonly weightsDir: string;
  /** The language model's tensors as float32, for the start of what is trained. */
  readonly languageModel: Checkpoint;
  /** The bundle's own mapper, where it has one. */
  readonly mapper: TensorReader | undefined;
}

/** The parts that a step graph holds frozen. `unet` says whether the denoiser is needed. */
export async function openFrozenStage(
  bundle: FrozenBundle,
  needs: { readonly unet: boolean },
  { cacheDir, signal }: FrozenOptions,
): Promise<FrozenStage> {
  const language = await bundle.part('languageModel');
  const prepared = await prepareWeights(language.weights, cacheDir, signal);
  const config = languageModelConfigFrom(language.config);
  const unetPart = needs.unet ? await bundle.part('unet') : undefined;
  const unet =
    unetPart === undefined
      ? undefined
      : {
          config: unetConfigFrom(unetPart.config),
          source: (await prepareWeights(unetPart.weights, cacheDir, signal)).source,
        };
  const checkpoint = await openCheckpoint(language.weights.map(({ path }) => path));
  const ownMapper = (await bundle.has('mapper')) ? await bundle.part('mapper') : undefined;
  const mapper = await mapperConfigOf(bundle, ownMapper, config.hiddenSize);
  return {
    parts: { language: { config, source: prepared.source }, mapper, ...(unet === undefined ? {} : { unet }) },
    weightsDir: prepared.dir,
    languageModel: checkpoint,
    mapper: ownMapper && (await openCheckpoint(ownMapper.weights.map(({ path }) => path))),
  };
}

/** The bundle's own mapper sizes, or ones that fit its text encoder: two layers each, four heads, as long as a caption. */
async function mapperConfigOf(
  bundle: FrozenBundle,
  own: FrozenPart | undefined,
  inputSize: number,
): Promise<FeatureMapperConfig> {
  if (own !== undefined) return featureMapperConfigFrom(own.config);
  const { maxPositions, hiddenSize } = textEncoderConfigFrom((await bundle.part('textEncoder')).config);
  return featureMapperConfigFrom({
    inputSize,
    hiddenSize,
    outputSize: hiddenSize,
    numHeads: 4,
    numEncoderLayers: 2,
    numDecoderLayers: 2,
    feedForwardSize: 4 * hiddenSize,
    numQueries: maxPositions,
    numVokens: bundle.tokens.vokens.length,
    layerNormEps: 1e-5,
  });
}

interface OpenedNetwork<Input> {
  readonly session: Session;
  run(batch: readonly Input[]): Promise<Float32Array>;
}

function plan<Input>(
  name: string,
  part: FrozenPart,
  sizes: Readonly<Record<string, unknown>>,
  rowLength: number,
  options: FrozenOptions,
  open: (scope: (graphOf: (params: ParamScope) => Graph) => Promise<Session>) => Promise<OpenedNetwork<Input>>,
): RowNetworkPlan<Input> {
  return {
    name,
    digest: `${partDigest(part)}${JSON.stringify(sizes)}`,
    rowLength,
    async open() {
      const { cacheDir, device, threads, signal } = options;
      const weights = await prepareWeights(part.weights, cacheDir, signal);
      const opened = await open((graphOf) =>
        openGraph(graphOf(frozenScope(weights.source)), {
          device,
          weightsDir: weights.dir,
          ...(threads === undefined ? {} : { threads }),
        }),
      );
      return {
        rowLength,
        async run(batch) {
          const rows = await opened.run(batch);
          if (rows.length === batch.length * rowLength) return rows;
          throw new StudioError(
            'shape-mismatch',
            `${name}: ${rows.length} elements came for ${batch.length} rows of ${rowLength}.`,
          );
        },
        close: () => opened.session.close(),
      };
    },
  };
}

/** Several arrays of one length in one. */
function joined(arrays: readonly Float32Array[]): Float32Array {
  const [first] = arrays;
  if (first === undefined) return new Float32Array();
  const all = new Float32Array(first.length * arrays.length);
  arrays.forEach((array, i) => {
    all.set(array, i * first.length);
  });
  return all;
}
