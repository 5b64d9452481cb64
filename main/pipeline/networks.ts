// The networks of a bundle, opened: each built from its published config.json and its weights, as sessions on one device, and checked
// against one another and the manifest. It opens and closes; running them is the business of see, write, map and draw.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError, throwIfCancelled } from '../../common/base/studio-error';
import { autoencoderConfigFrom } from '../../native-models/architectures/autoencoder';
import { featureMapperConfigFrom } from '../../native-models/architectures/feature-mapper';
import { languageModelConfigFrom } from '../../native-models/architectures/language-model-config';
import { pictureReaderConfigFrom } from '../../native-models/architectures/picture-reader';
import { unetConfigFrom } from '../../native-models/architectures/unet-config';
import { autoencoderDecoderGraph, autoencoderEncoderGraph } from '../../native-models/graphs/autoencoder';
import { featureMapperGraph } from '../../native-models/graphs/feature-mapper';
import { languageModelGraph } from '../../native-models/graphs/language-model';
import { tokenEmbeddingGraph } from '../../native-models/graphs/token-embedding';
import { unetGraph } from '../../native-models/graphs/unet';
import { visionGraph } from '../../native-models/graphs/vision';
import { fedScope, frozenScope, type ParamScope } from '../../native-models/nn/param-scope';
import type { Graph } from '../../native-models/onnx';
import type { DeviceName } from '../runtime/device-name';
import { openGraph } from '../runtime/network';
import { prepareWeights } from '../runtime/prepared-weights';
import type { Session } from '../runtime/session';
import type { Bundle } from '../runtime/bundle';
import type { LanguageModelShape } from './language-model';
import { readPrefix, type Prefix } from './prefix';
import {
  noiseScheduleConfigFrom,
  noiseScheduleFrom,
  type NoiseSchedule,
} from '../../native-models/graphs/noise-schedule';

export interface Networks {
  readonly languageModel: Session;
  readonly tokenEmbedding: Session;
  readonly vision: Session;
  readonly mapper: Session;
  readonly unet: Session;
  readonly decoder: Session;
  /** The autoencoder's other half, opened when it is first needed: only drawing over a picture does. */
  readonly encoder: () => Promise<Session>;
  /** Further copies of a network that take what adapters bring as inputs, opened when an adapter is first chosen; the caller closes them. */
  readonly adapted: AdaptedNetworks;
  readonly schedule: NoiseSchedule;
  readonly languageModelShape: LanguageModelShape;
  /** What stands before every story, where the language model was trained with it. */
  readonly prefix: Prefix | undefined;
  /** L x d̂: what the mapper gives and the U-Net takes. */
  readonly conditioning: { readonly length: number; readonly size: number };
  close(): Promise<void>;
}

export interface AdaptedNetworks {
  /** With `<path>.lora_A.weight` (r, in) and `<path>.lora_B.weight` (out, r) of these linear layers as inputs. */
  languageModel(sites: ReadonlySet<string>): Promise<Session>;
  unet(sites: ReadonlySet<string>): Promise<Session>;
  /** With every weight as an input under its published key. */
  mapper(): Promise<Session>;
}

export interface OpenNetworksOptions {
  readonly device: DeviceName;
  readonly cacheDir: string;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** A folder for a profile of every network, written when they are closed; only to see where nodes run. */
  readonly profileDir?: string | undefined;
}

type PartName = 'languageModel' | 'vision' | 'mapper' | 'unet' | 'autoencoder';

/** Opens every network that drawing and writing need. Throws `shape-mismatch` or `weights-corrupt` naming the tensor or the numbers. */
export async function openNetworks(bundle: Bundle, options: OpenNetworksOptions): Promise<Networks> {
  const { manifest } = bundle;
  const config = async <T>(path: string, parse: (json: unknown) => T): Promise<T> =>
    parse(await readJson(bundle, path));
  const languageModel = await config(manifest.parts.languageModel.config, languageModelConfigFrom);
  const vision = await config(manifest.parts.vision.config, pictureReaderConfigFrom);
  const mapper = await config(manifest.parts.mapper.config, featureMapperConfigFrom);
  const unet = await config(manifest.parts.unet.config, unetConfigFrom);
  const autoencoder = await config(manifest.parts.autoencoder.config, autoencoderConfigFrom);
  const schedule = noiseScheduleFrom(await config(manifest.parts.scheduler.config, noiseScheduleConfigFrom));
  const { latentSizePx: latentSize, latentChannels, sizePx } = manifest.picture;
  const vocabSize = languageModel.vocabSize;
  for (const [what, expected, got] of [
    ['vokens of the mapper', manifest.tokens.vokens.length, mapper.numVokens],
    ['width of the mapper input', languageModel.hiddenSize, mapper.inputSize],
    ['width of the conditioning', unet.crossAttentionDim, mapper.outputSize],
    ['soft tokens of a picture', manifest.vision.numSoftTokens, vision.numQueryTokens],
    ['side of the vision input', manifest.vision.sizePx, vision.encoder.imageSizePx],
    ['latent channels of the U-Net', latentChannels, unet.inChannels],
    ['latent channels of the autoencoder', latentChannels, autoencoder.latentChannels],
    ['side of the picture', sizePx, latentSize * 2 ** (autoencoder.blockOutChannels.length - 1)],
  ] as const) {
    if (expected !== got) {
      throw new StudioError(
        'shape-mismatch',
        `The bundle does not fit together: ${what}: expected ${expected}, found ${got}.`,
        { hint: 'Install the bundle again.' },
      );
    }
  }
  const strayToken = [manifest.tokens.bos, manifest.tokens.eos, ...manifest.tokens.vokens].find(
    (id) => id >= vocabSize,
  );
  if (strayToken !== undefined) {
    throw new StudioError(
      'shape-mismatch',
      `manifest.json names token ${strayToken}; the language model has ${vocabSize} tokens.`,
      { hint: 'Install the bundle again.' },
    );
  }
  const shape: LanguageModelShape = {
    numLayers: languageModel.numLayers,
    numKeyValueHeads: languageModel.numKeyValueHeads,
    headDim: languageModel.headSize,
    hiddenSize: languageModel.hiddenSize,
    vocabSize,
  };
  const prefix = await readPrefix(bundle, shape);

  const opened: Session[] = [];
  const close = async (): Promise<void> => {
    for (const session of opened) await session.close();
  };
  const open = async (part: PartName, graphOf: (scope: ParamScope) => Graph, sites?: ReadonlySet<string>) => {
    const weights = await prepareWeights(weightFilesOf(bundle, part), options.cacheDir, options.signal);
    throwIfCancelled(options.signal);
    const isAdapted = sites === undefined ? {} : { adapters: (path: string) => sites.has(path) };
    const session = await openGraph(graphOf(frozenScope(weights.source, isAdapted)), {
      device: options.device,
      weightsDir: weights.dir,
      ...(options.threads === undefined ? {} : { threads: options.threads }),
      ...(options.profileDir === undefined ? {} : { profileDir: options.profileDir }),
    });
    opened.push(session);
    return session;
  };
  const languageGraph = (scope: ParamScope): Graph => languageModelGraph(languageModel, scope, { logits: 'last' });
  const drawingGraph = (scope: ParamScope): Graph =>
    unetGraph(unet, scope, { latentHeight: latentSize, latentWidth: latentSize, conditionLength: mapper.numQueries });
  try {
    const writer = await open('languageModel', languageGraph);
    const embedding = await open('languageModel', (scope) => tokenEmbeddingGraph(languageModel, scope));
    const reader = await open('vision', (scope) => visionGraph(vision, scope, languageModel.hiddenSize));
    const featureMapper = await open('mapper', (scope) => featureMapperGraph(mapper, scope));
    const denoiser = await open('unet', drawingGraph);
    const decoder = await open('autoencoder', (scope) =>
      autoencoderDecoderGraph(autoencoder, scope, { height: latentSize, width: latentSize }),
    );
    let encoder: Promise<Session> | undefined;
    return {
      encoder: () => {
        encoder ??= open('autoencoder', (scope) =>
          autoencoderEncoderGraph(autoencoder, scope, { height: sizePx, width: sizePx }),
        ).catch((thrown: unknown) => {
          encoder = undefined;
          throw thrown;
        });
        return encoder;
      },
      adapted: {
        languageModel: (sites) => open('languageModel', languageGraph, sites),
        unet: (sites) => open('unet', drawingGraph, sites),
        mapper: () => open('mapper', () => featureMapperGraph(mapper, fedScope())),
      },
      languageModel: writer,
      tokenEmbedding: embedding,
      vision: reader,
      mapper: featureMapper,
      unet: denoiser,
      decoder,
      schedule,
      languageModelShape: shape,
      prefix,
      conditioning: { length: mapper.numQueries, size: mapper.outputSize },
      close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

function weightFilesOf({ dir, manifest }: Bundle, part: PartName) {
  const hashes = new Map(manifest.files.map(({ path, sha256 }) => [path, sha256]));
  return manifest.parts[part].weights.map((path) => ({ path: join(dir, path), sha256: hashes.get(path)! }));
}

async function readJson({ dir }: Bundle, path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(dir, path), 'utf8'));
  } catch (cause) {
    throw new StudioError('weights-corrupt', `The bundle's file ${path} is not JSON that can be read.`, {
      hint: 'Install the bundle again.',
      cause,
    });
  }
}
