// One generation from request to result: see the pictures, write the text, map the vokens, draw, decode, store. The order of the
// method (MiniGPT-5, arXiv 2310.02239) in one place; each step is its own file. It knows neither jobs nor windows.
import { Rng } from '../../common/base/rng';
import { StudioError, throwIfCancelled } from '../../common/base/studio-error';
import type { BundleManifest } from '../../common/domain/bundle';
import type { GenerationNotice, GenerationResult, JobStage } from '../../common/domain/job';
import type { Asset } from '../../common/domain/story';
import { unknownWords } from '../../common/words/unknown-words';
import type { GenerateRequest, InspectRequest } from '../../common/ipc/engine-contract';
import { cardsFor } from './cast';
import { decodeLatents, pngFromLatents } from './decode';
import { denoise } from './denoise';
import { knownTo } from '../runtime/bundle';
import type { Session } from '../runtime/session';
import { drawingStyle } from './drawing-style';
import { storePng } from './image/encode-picture';
import type { ConditionMapper } from './map';
import { previewSteps } from './preview-steps';
import { passageTail, promptFrom, tokenSegments, type Prompt, type PromptRequest } from './prompt';
import { openRedraw, type Redraw } from './redraw';
import { defaultSamplerName } from './schedulers/sampler-registry';
import { modelTextFrom } from './story-text';
import { expectsEnd, writeText } from './write';
import type { Pipeline } from './pipeline';

export type PipelineRequest = Omit<GenerateRequest, 'jobId'>;

export interface GenerateHooks {
  readonly onProgress?: (progress: { stage: JobStage; step: number; steps: number; etaMs: number | null }) => void;
  /** The whole text of the panel so far. */
  readonly onText?: (text: string) => void;
  /** A PNG of the picture as it stands, at most three a picture. Without a listener none is drawn. */
  readonly onPreview?: (png: Uint8Array) => void;
  readonly signal?: AbortSignal;
}

type Stage = keyof GenerationResult['ms'];

/** Runs one generation. Throws `cancelled` between two runs of a network once the signal fires, else a typed failure. */
export async function generate(
  pipeline: Pipeline,
  request: PipelineRequest,
  hooks: GenerateHooks = {},
): Promise<GenerationResult> {
  const { bundle, networks, viewer, tokenizer, clock } = pipeline;
  const { manifest, digest } = bundle;
  const { onProgress, onText, signal } = hooks;
  const settings = { ...manifest.defaults, sampler: defaultSamplerName, ...definedOnly(request.options) };
  const style = drawingStyle(manifest.styles ?? [], request.options.style);
  if (request.redraw !== undefined && request.mode !== 'picture')
    throw new StudioError('bad-request', 'Only a picture can be drawn over, not a passage.', {
      hint: 'Ask for the picture alone.',
    });
  const rng = new Rng(request.options.seed);
  const ms: Record<Stage, number> = { see: 0, write: 0, map: 0, draw: 0, decode: 0 };
  const timed = async <T>(stage: Stage, work: () => Promise<T>): Promise<T> => {
    throwIfCancelled(signal);
    const start = clock.now();
    try {
      return await work();
    } finally {
      ms[stage] += clock.now() - start;
    }
  };

  const { adapters = [] } = request;
  const mixed = await timed('see', () => pipeline.adapters.mixed(adapters));
  // Without adapters it is this pipeline's own parts that run, also where a caller has put others in.
  const { cache, mapper, unet } = mixed.used.length > 0 ? mixed : { ...pipeline, unet: networks.unet };
  const knows = knownTo(manifest, mixed.words);
  const promptRequest = await timed('see', () => promptRequestFrom(pipeline, request, knows));
  const prompt = promptFrom(promptRequest, { tokenizer, manifest });
  const hashes = prompt.prefix.flatMap((segment) => (segment.kind === 'picture' ? [segment.hash] : []));
  await timed('see', async () => {
    for (const [index, hash] of hashes.entries()) {
      throwIfCancelled(signal);
      onProgress?.({ stage: 'see', step: index, steps: hashes.length, etaMs: null });
      await viewer.featuresOf(hash);
      await pipeline.pause();
    }
  });

  const redraw =
    request.redraw === undefined
      ? undefined
      : await timed('see', () =>
          openRedraw(request.redraw!, { encoder: networks.encoder, viewer, picture: manifest.picture }),
        );
  let isComplete = false;
  const text = await timed('write', async () => {
    const outlook = await cache.read([...prompt.prefix, ...tokenSegments(prompt.text)], signal);
    if (request.mode === 'picture') return request.text;
    isComplete = request.context.length > 0 && prompt.text.length === 0 && expectsEnd(outlook, manifest);
    const written = await writeText(
      {
        textSoFar: request.text,
        textsBefore: request.context.map(({ text: before }) => modelTextFrom(before)),
        names: promptRequest.cards?.map(({ name }) => name),
        outlook,
        sampling: settings,
        rng: rng.fork('text'),
        signal,
        onText,
        onStep: (step, steps) => onProgress?.({ stage: 'write', step, steps, etaMs: null }),
      },
      { cache, tokenizer, manifest },
    );
    onText?.(written);
    return written;
  });

  let asset: Asset | null = null;
  if (request.mode !== 'text') {
    onProgress?.({ stage: 'map', step: 0, steps: 1, etaMs: null });
    const condition = await timed('map', async () => {
      // The text is read again as one passage, as the next panel will read it: see context-cache.ts.
      await cache.read([...prompt.prefix, ...finalSegments(prompt, text, pipeline)], signal);
      const states = await cache.vokenStates(manifest.tokens.vokens);
      return mapper.conditionFrom(states);
    });
    const latents = await timed('draw', () =>
      draw(pipeline, condition, { ...settings, mapper, unet, rng: rng.fork('picture'), redraw }, hooks),
    );
    onProgress?.({ stage: 'decode', step: 0, steps: 1, etaMs: null });
    asset = await timed('decode', async () => {
      const { picture } = manifest;
      const { sizePx: widthPx } = picture;
      const finished =
        redraw === undefined
          ? { png: await pngFromLatents(networks.decoder, latents, picture), widthPx, heightPx: widthPx }
          : await redraw.finish(await decodeLatents(networks.decoder, latents, picture));
      return storePng(request.assetsDir, finished.png, finished);
    });
  }

  return {
    text,
    asset,
    generation: {
      bundle: manifest.name,
      bundleDigest: digest,
      seed: request.options.seed,
      sampler: settings.sampler,
      steps: settings.steps,
      guidanceScale: settings.guidanceScale,
      temperature: settings.temperature,
      ...(style === undefined ? {} : { style: style.id }),
      ...(redraw === undefined ? {} : { source: redraw.source }),
      ...(mixed.used.length === 0 ? {} : { adapters: [...mixed.used] }),
      device: pipeline.device,
      createdAt: new Date(clock.now()).toISOString(),
    },
    notices: [
      ...noticesFrom(promptRequest, prompt, knows),
      ...(isComplete ? [{ kind: 'story-complete' as const }] : []),
    ],
    ms,
  };
}

interface DrawSettings {
  readonly sampler: Parameters<typeof denoise>[0]['sampler'];
  readonly steps: number;
  readonly guidanceScale: number;
  readonly rng: Rng;
  readonly redraw: Redraw | undefined;
  readonly mapper: ConditionMapper;
  readonly unet: Session;
}

async function draw(
  pipeline: Pipeline,
  condition: Float32Array,
  settings: DrawSettings,
  hooks: GenerateHooks,
): Promise<Float32Array> {
  const { networks, clock } = pipeline;
  const { picture } = pipeline.bundle.manifest;
  const start = clock.now();
  return denoise(
    {
      conditions: [condition],
      negative: await settings.mapper.negative(),
      noise: [settings.rng],
      sampler: settings.sampler,
      steps: settings.steps,
      guidance: { scale: settings.guidanceScale },
      over: settings.redraw?.over,
      signal: hooks.signal,
      onStep: async (done, count, clean) => {
        const etaMs = ((clock.now() - start) / done) * (count - done);
        hooks.onProgress?.({ stage: 'draw', step: done, steps: count, etaMs });
        if (hooks.onPreview !== undefined && previewSteps(count).has(done)) {
          hooks.onPreview(
            settings.redraw === undefined
              ? await pngFromLatents(networks.decoder, clean, picture)
              : await settings.redraw.preview(await decodeLatents(networks.decoder, clean, picture)),
          );
        }
      },
    },
    {
      unet: settings.unet,
      schedule: networks.schedule,
      latent: { channels: picture.latentChannels, sizePx: picture.latentSizePx },
      conditioning: networks.conditioning,
      pause: pipeline.pause,
    },
  );
}

/** The request as the model is told it: pictures by their content, cards in the bundle's words. */
export async function promptRequestFrom(
  { viewer, bundle }: Pick<Pipeline, 'viewer' | 'bundle'>,
  request: InspectRequest,
  knows: BundleManifest['knows'],
): Promise<PromptRequest> {
  const { manifest } = bundle;
  const hashOf = (path: string | null): Promise<string | null> =>
    path === null ? Promise.resolve(null) : viewer.hashOf(path);
  const context = [];
  for (const { text, imagePath } of request.context) context.push({ text, picture: await hashOf(imagePath) });
  const references = [];
  for (const path of request.referencePaths) references.push(await viewer.hashOf(path));
  // A picture that is about to be drawn anew is not looked at: it would be copied.
  const picture = request.mode === 'picture' ? null : await hashOf(request.imagePath);
  const cast = [];
  for (const { imagePaths, ...card } of request.cast ?? [])
    cast.push({ ...card, picture: await hashOf(imagePaths[0] ?? null) });
  const texts = { current: request.text, before: context.map(({ text }) => text) };
  const styleLine = drawingStyle(manifest.styles ?? [], request.options.style)?.line;
  return { context, references, picture, text: request.text, styleLine, cards: cardsFor(cast, texts, knows) };
}

/** The finished text as the next panel's context will hold it; its end, where the window cut its front. */
function finalSegments(prompt: Prompt, text: string, { tokenizer, bundle }: Pipeline) {
  const { manifest } = bundle;
  const longest = prompt.text.length + manifest.prompt.maxPanelTokens;
  return tokenSegments(passageTail(text, longest, { tokenizer, manifest }).ids);
}

function noticesFrom(
  request: PromptRequest,
  prompt: Prompt,
  knows: Parameters<typeof unknownWords>[1],
): GenerationNotice[] {
  const notices: GenerationNotice[] = [];
  const hasPicture =
    request.picture !== null ||
    request.references.length > 0 ||
    request.context.some(({ picture }) => picture !== null);
  const lastText = [...request.context.map(({ text }) => text), request.text]
    .map(modelTextFrom)
    .findLast((text) => text !== '');
  if (lastText === undefined && !hasPicture) notices.push({ kind: 'empty-prompt' });
  const words = lastText === undefined ? [] : unknownWords(lastText, knows);
  if (words.length > 0) notices.push({ kind: 'unknown-words', words });
  if (prompt.cut.tokensCut > 0) notices.push({ kind: 'context-cut', ...prompt.cut });
  return notices;
}

/** Options without the ones that are absent, so that they do not hide the bundle's defaults. */
function definedOnly<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
