// An opened bundle, ready to generate: manifest, tokenizer, networks, and the caches that live as long as it is open. The face of the
// pipeline for the engine host and the command line; one generation is generate.ts.
import type { BundleSummary } from '../../common/domain/bundle';
import type { GenerationResult } from '../../common/domain/job';
import type { PictureDescription } from '../../common/domain/picture-description';
import type { PromptInspection } from '../../common/domain/prompt-inspection';
import type { InspectRequest } from '../../common/ipc/engine-contract';
import { SerialQueue } from '../../common/base/serial-queue';
import { StudioError } from '../../common/base/studio-error';
import { deviceNamed, type DeviceName } from '../runtime/device-name';
import { bundleSummaryFrom, openBundle, type Bundle } from '../runtime/bundle';
import { bundleWordRows } from '../runtime/bundle-words';
import { withWordRows } from './adapters/adapted-sessions';
import { AdapterMixer } from './adapters/adapter-mixer';
import { ContextCache, type Pause } from './context-cache';
import { describePicture } from './describe';
import { generate, type GenerateHooks, type PipelineRequest } from './generate';
import { inspect } from './inspect';
import { LanguageModel } from './language-model';
import { ConditionMapper } from './map';
import { openNetworks, type Networks } from './networks';
import { PictureViewer } from './see';
import { readTokenizer, type TextTokenizer } from '../runtime/tokenizer';
import { join } from 'node:path';

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

export interface Pipeline {
  readonly bundle: Bundle;
  readonly summary: BundleSummary;
  readonly device: DeviceName;
  readonly tokenizer: TextTokenizer;
  readonly networks: Networks;
  readonly cache: ContextCache;
  readonly viewer: PictureViewer;
  readonly mapper: ConditionMapper;
  /** What is run instead of cache, mapper and U-Net where a request chooses adapters. */
  readonly adapters: AdapterMixer;
  readonly clock: Clock;
  readonly pause: Pause;
  /** One at a time: a second call while one runs throws `bad-request`. */
  generate(request: PipelineRequest, hooks?: GenerateHooks): Promise<GenerationResult>;
  /** What the model sees in a picture file; may run while a generation does. */
  describe(imagePath: string): Promise<PictureDescription>;
  /** What the model would be told of a request; runs no network. */
  inspect(request: InspectRequest): Promise<PromptInspection>;
  close(): Promise<void>;
}

export interface OpenPipelineOptions {
  readonly bundleDir: string;
  readonly cacheDir: string;
  readonly device: string;
  readonly clock: Clock;
  readonly threads?: number;
  /** Whether what was read and seen stays in memory for the next panel; false takes less memory and longer. */
  readonly keepsCaches?: boolean;
  readonly signal?: AbortSignal;
  /** As in OpenNetworksOptions. */
  readonly profileDir?: string;
}

/** Lets timers, messages and cancel requests in between two runs. */
const yieldToEventLoop: Pause = () => new Promise((resolve) => setImmediate(resolve));

/** Verifies and opens a bundle on a device. Throws `bundle-missing`, `weights-corrupt`, `shape-mismatch` or `device-lost`. */
export async function openPipeline(options: OpenPipelineOptions): Promise<Pipeline> {
  const { bundleDir, cacheDir, clock, threads, signal, profileDir, keepsCaches = true } = options;
  const device = deviceNamed(options.device);
  const bundle = await openBundle(bundleDir, signal);
  const { manifest } = bundle;
  const tokenizer = await readTokenizer(join(bundleDir, manifest.parts.tokenizer));
  const networks = await openNetworks(bundle, { device, cacheDir, threads, signal, profileDir });
  const viewer = new PictureViewer(networks.vision, manifest.vision);
  const ownWords = await bundleWordRows(bundle, tokenizer, manifest.newWords ?? []);
  const embedding = withWordRows(networks.tokenEmbedding, ownWords);
  const languageModel = new LanguageModel(networks.languageModelShape, embedding, networks.languageModel);
  const contextCache = (model: LanguageModel): ContextCache =>
    new ContextCache(model, (hash) => viewer.featuresOf(hash), yieldToEventLoop, networks.prefix);
  const cache = contextCache(languageModel);
  const mapper = new ConditionMapper(networks.mapper, {
    numVokens: manifest.tokens.vokens.length,
    hiddenSize: networks.languageModelShape.hiddenSize,
  });
  const adapters = new AdapterMixer({
    bundle,
    networks,
    tokenizer,
    embedding,
    plain: { cache, mapper, unet: networks.unet },
    contextCache,
  });
  const glance = contextCache(languageModel);
  const describing = new SerialQueue();
  let isBusy = false;
  const pipeline: Pipeline = {
    bundle,
    summary: bundleSummaryFrom(bundle),
    device,
    tokenizer,
    networks,
    cache,
    viewer,
    mapper,
    adapters,
    clock,
    pause: yieldToEventLoop,
    async generate(request, hooks) {
      if (isBusy)
        throw new StudioError('bad-request', 'The engine is busy with another generation.', {
          hint: 'Wait for it or cancel it.',
        });
      isBusy = true;
      try {
        return await generate(pipeline, request, hooks);
      } finally {
        isBusy = false;
        if (!keepsCaches) {
          cache.clear();
          viewer.clear();
          await adapters.clear();
        }
      }
    },
    describe: (imagePath) =>
      describing.add(async () =>
        describePicture(await viewer.hashOf(imagePath), { cache: glance, tokenizer, manifest }),
      ),
    inspect: (request) => inspect(pipeline, request),
    close: () => networks.close(),
  };
  return pipeline;
}
