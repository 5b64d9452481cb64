// One tuning from a writer's panels to a proved adapter: what is frozen is computed once, the run folder says where to go on, the second
// stage's losses teach voice, look and mapper, and the best checkpoint is kept. The face of main/training/tuning; screens, signals, files
// and drawing come in as ports.
import { join } from 'node:path';
import { Rng } from '../../../common/base/rng';
import { StudioError } from '../../../common/base/studio-error';
import { deviceNamed } from '../../runtime/device-name';
import { bundleDigest, readFrozenBundle, type FrozenBundle } from '../../runtime/frozen-bundle';
import { openFrozenStage, type FrozenOptions, type FrozenStage } from '../../runtime/frozen-networks';
import { openFrozenWriter } from '../../runtime/frozen-writer';
import { wordRowsFrom, type WordRow } from '../../runtime/word-rows';
import { SequenceText } from '../data/sequence-text';
import type { PixelReader } from '../frozen/frozen-features';
import { runLoop, type Progress } from '../loop';
import { adamW, type TrainedParameter } from '../optimiser/adamw';
import { byRate } from '../optimiser/by-rate';
import { MovingAverage } from '../optimiser/moving-average';
import type { RunFiles } from '../run/run-files';
import { digestOf, openRunFolder } from '../run/run-folder';
import { openStageFeatures } from '../stages/stage-features';
import { startValues } from '../stages/start-values';
import { stepFeedsFrom, type FeedChoices, type StepFeeds } from '../stages/step-feeds';
import { StepRunner } from '../stages/step-runner';
import { frozenPartsOf } from '../train-options';
import { anchorsOf } from './anchors';
import { openBasePredictions, type BasePredictions } from './base-predictions';
import { Checks, lossOf, type DrawSamples, type TuneCheck } from './checks';
import { estimateOf, type TuneEstimate } from './estimate';
import { countOwnStories, ownStoriesFor, readOwnStories } from './own-stories';
import { newCharacterWords } from './new-words';
import { PRIOR_PANELS_A_STORY, rateShareOf, tuneStageConfig, type TuneSettings } from './tune-settings';
import { TuningFeed } from './tuning-feed';
import type { RowFormat } from '../data/sequence-row';
import { heldPanels, type TuningSet } from './tuning-set';
import { heldOutMeasure } from './tuning-validation';

export interface TuneRequest {
  readonly set: TuningSet;
  readonly settings: TuneSettings;
  readonly bundleDir: string;
  /** Panels that are measured by and never learned, by the ids of their pictures; chosen by chance where they are not given. */
  readonly held?: ReadonlySet<string> | undefined;
  readonly device?: string;
  readonly threads?: number | undefined;
}

export interface TunePorts {
  /** Folder of the run: configuration, metrics, what it goes on from. */
  readonly run: string;
  /** Folder of its checkpoints, an adapter each. */
  readonly checksDir: string;
  readonly resume: boolean;
  readonly cacheDir: string;
  readonly readPixels: PixelReader;
  /** Makes a folder hold so many stories of the bundle's own. */
  readonly tellOwnStories: (wanted: { count: number; panels: number; dir: string }) => Promise<void>;
  readonly drawSamples?: DrawSamples | undefined;
  readonly files: RunFiles;
  readonly clock: { now(): number };
  readonly rssBytes: () => number;
  readonly signal?: AbortSignal | undefined;
  readonly onNote?: ((line: string) => void) | undefined;
  readonly onPreparing?: ((what: string, done: number, of: number) => void) | undefined;
  readonly onEstimate?: ((estimate: TuneEstimate) => void) | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** The held-out loss of the bundle itself, before the first step of this slice. */
  readonly onStart?: ((loss: number) => void) | undefined;
  /** A checkpoint that is whole on the disk. */
  readonly onCheck?: ((check: TuneCheck, dir: string, isBest: boolean) => Promise<void> | void) | undefined;
}

export interface TuneResult {
  readonly steps: number;
  readonly seconds: number;
  readonly best: TuneCheck;
  /** Folder of the best checkpoint. */
  readonly dir: string;
  /** Held-out loss of the bundle, and of the best checkpoint. */
  readonly validation: { readonly before: number; readonly after: number };
}

const AVERAGE = 0.95;
const MIN_SNR = 5; // Hang et al. 2023
const SAVE_SECONDS = 60;

/** Only what it would take. Throws as `tune` does; nothing is trained and no run folder is made. */
export const estimateTune = async (request: TuneRequest, ports: TunePorts): Promise<TuneEstimate> => {
  let told: TuneEstimate | undefined;
  const use = async ({ estimate }: OpenTuning): Promise<void> => {
    told = await estimate();
  };
  await withTuning(request, ports, use, { isEstimate: true });
  return told!;
};

/**
 * Tunes to the end of its steps, or until the held-out loss stops falling.
 * @throws `cancelled` after the step in which the signal fired has been saved; `bad-request` for another run's folder; `disk-full` and `io`,
 *   with everything up to the last save whole; `internal` when a checkpoint proves nothing
 */
export async function tune(request: TuneRequest, ports: TunePorts): Promise<TuneResult> {
  let result: TuneResult | undefined;
  await withTuning(request, ports, async ({ estimate, run }) => {
    if (!ports.resume && ports.onEstimate !== undefined) ports.onEstimate(await estimate());
    result = await run();
  });
  return result!;
}

interface OpenTuning {
  readonly estimate: () => Promise<TuneEstimate>;
  readonly run: () => Promise<TuneResult>;
}

/** Opens everything that steps need, for as long as `use` takes. */
async function withTuning(
  { set, settings, bundleDir, held: chosen, device: deviceName = 'cpu', threads }: TuneRequest,
  ports: TunePorts,
  use: (tuning: OpenTuning) => Promise<void>,
  { isEstimate = false } = {},
): Promise<void> {
  const { cacheDir, signal, files, onNote, onPreparing, clock } = ports;
  const device = deviceNamed(deviceName);
  const bundle = await readFrozenBundle(bundleDir);
  const frozenOptions = { device, cacheDir, threads, signal };
  const frozen = await openFrozenStage(bundle, { unet: true }, frozenOptions);
  const digest = await bundleDigest(bundle, frozenPartsOf('mls', settings.losses));
  const rng = new Rng(settings.seed);
  const held = chosen ?? heldPanels(set, rng.fork('held'));
  if (held.size === 0) throw new StudioError('bad-request', 'No panel is kept back to measure by.');

  const ownDir = join(cacheDir, 'own-stories', digest.slice(0, 32));
  const told = await countOwnStories(ownDir);
  const wanted = ownStoriesFor(settings.priorStories, told, isEstimate);
  const toldFrom = clock.now();
  if (told < wanted.told) await ports.tellOwnStories({ count: wanted.told, panels: PRIOR_PANELS_A_STORY, dir: ownDir });
  const secondsAStory = told < wanted.told ? (clock.now() - toldFrom) / 1000 / (wanted.told - told) : 0;
  const own = await readOwnStories(ownDir, wanted.read);

  const format: RowFormat = {
    text: new SequenceText(bundle.tokenizer, bundle.tokens, bundle.brackets),
    numSoftTokens: (await bundle.has('vision')) ? (await bundle.visionSize()).numSoftTokens : 0,
    contextLength: await bundle.contextLength(),
    styleLine: () => undefined,
  };
  const words = await newWordsOf(set, settings, { bundle, frozen, format, frozenOptions });
  if (words.characters.length > 0) onNote?.(`New to the model, learned as somebody: ${words.characters.join(', ')}.`);
  const priorPictures = new Set(own.stories.flatMap(({ panels }) => panels.map(({ picture }) => picture.id)));
  const pictures = [...set.stories, ...own.stories].flatMap(({ panels }) => panels.map(({ picture }) => picture));
  const inSlots = { drawn: pictures, seen: pictures };
  const features = await openStageFeatures(
    bundle,
    { training: inSlots, validation: { drawn: [], seen: [] } },
    {
      losses: { ...settings.losses, caption: 0 },
      minSnr: MIN_SNR,
      hasSoft: format.numSoftTokens > 0,
      whitenCaption: false,
      withCaptions: false,
      frozen,
    },
    frozenOptions,
    { readPixels: ports.readPixels, ...(onPreparing === undefined ? {} : { onPreparing }) },
  );
  const { vokens } = bundle.tokens;
  const config = tuneStageConfig(settings, { count: vokens.length, firstId: vokens[0]! });
  // Recomputing costs 1 % of a step and saves a ninth of the memory (docs/numerics.md).
  const runner = new StepRunner(frozen, config, { device, threads, checkpointing: true });
  let base: BasePredictions | undefined;
  try {
    const startSources = { frozen, started: undefined, fromBundle: true, rng: rng.fork('start') };
    const start = await startValues(runner, { ...startSources, resumed: undefined });
    const choices: FeedChoices = {
      losses: settings.losses,
      drop: ({ id }) => (priorPictures.has(id) ? settings.drop.prior : settings.drop.own),
      drawnPanels: settings.drawn,
      drawsAgain: true,
    };
    const heldChoices: FeedChoices = { ...choices, losses: { ...settings.losses, caption: 0 }, drop: 0 };
    const sources = { ...features.sources, words: words.rows };
    const anchors =
      settings.losses.caption > 0
        ? await anchorsOf(own.stories, {
            runner,
            values: start,
            format,
            sources,
            choices: heldChoices,
            rng: rng.fork('anchors'),
            onPart: (done, of) => onPreparing?.('own stories read', done, of),
          })
        : undefined;
    const { numQueries: length, outputSize: size } = frozen.parts.mapper;
    const conditioning = anchors && { rows: anchors, length, size };
    const feedSources = conditioning === undefined ? sources : { ...sources, captions: conditioning };
    if (conditioning !== undefined && settings.look !== undefined)
      base = await openBasePredictions(frozen, {
        conditioning,
        isPrior: (id) => priorPictures.has(id),
        device,
        threads,
      });
    const taught = (made: StepFeeds) => base?.taught(made) ?? Promise.resolve(made.tensors);
    const feed = new TuningFeed(
      format,
      [
        {
          stories: set.stories,
          panels: settings.ownPanels,
          learns: (id) => !held.has(id),
          renamed: { share: settings.renamed, knows: bundle.knows },
        },
        { stories: own.stories, panels: settings.priorPanels, learns: () => true },
      ],
      rng.fork('rows'),
    );
    const feedsOf = (step: number) => stepFeedsFrom(feed.rows(step), feedSources, choices, rng.fork(`step-${step}`));
    const measure = heldOutMeasure(set, held, {
      runner,
      format,
      sources,
      choices: heldChoices,
      rng: rng.fork('measure'),
    });

    await use({
      estimate: () =>
        estimateOf(settings, {
          step: async (number) => {
            await runner.step(settings.losses, start, await taught(feedsOf(number)));
          },
          check: async () => {
            await measure(start);
          },
          preparing: secondsAStory * (settings.priorStories - wanted.told),
          trainedNumbers: runner.parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
          drawsSamples: ports.drawSamples !== undefined,
          clock,
          rssBytes: ports.rssBytes,
          newWords: words.characters,
        }),
      run: () => runSteps(),
    });

    async function runSteps(): Promise<TuneResult> {
      const run = await openRunFolder({
        path: ports.run,
        config: {
          settings: { kind: 'tuning', ...plainSettings(settings) },
          digests: { data: digestOf(set.digest, ...[...held].sort()), own: own.digest, bundle: digest },
        },
        resume: ports.resume,
        files,
        ...(onNote === undefined ? {} : { onNote }),
      });
      try {
        const values = await startValues(runner, { ...startSources, rng: rng.fork('start'), resumed: run.resumed });
        const trained = runner.parameters
          .filter(({ isTrained }) => isTrained)
          .map(({ path, shape, decays }): TrainedParameter => ({ path, shape, decays, values: values.get(path)! }));
        const averages = run.resumed && {
          count: run.resumed.position.averaged,
          values: new Map([...run.resumed.averages].map(([path, tensor]) => [path, tensor.values] as const)),
        };
        const checks = new Checks({
          dir: ports.checksDir,
          config,
          language: frozen.parts.language.config,
          parameters: runner.parameters,
          start,
          patience: settings.patience,
          words: words.characters,
          measure,
          drawSamples: ports.drawSamples,
          onCheck: ports.onCheck,
        });
        const position = run.resumed?.position.step ?? 0;
        const every = settings.checkEvery;
        await checks.resume(Array.from({ length: Math.floor(position / every) }, (_, i) => (i + 1) * every));
        const before = lossOf({ validation: await measure(start) });
        ports.onStart?.(before);
        const { steps, seconds } = await runLoop({
          task: {
            *batches(step) {
              const made = feedsOf(step);
              yield {
                ids: made.ids,
                samples: made.panels.length,
                run: async () => runner.step(settings.losses, values, await taught(made)),
              };
            },
            validate: (current, _share, step) => checks.add(step, new Map([...values, ...current])),
            isEnough: () => checks.isEnough(),
          },
          parameters: trained,
          fixed: new Map(
            runner.parameters
              .filter(({ isTrained }) => !isTrained)
              .map(({ path, shape }) => [path, { shape, values: values.get(path)! }] as const),
          ),
          optimiser: byRate(
            trained,
            (path) => rateShareOf(settings, path),
            (group) => adamW(group, { weightDecay: 0 }, run.resumed?.optimiser),
          ),
          average: new MovingAverage(trained, AVERAGE, averages),
          schedule: { rate: settings.rates.voice, warmupSteps: settings.warmupSteps, decay: 'cosine', finalShare: 0.1 },
          budget: { steps: settings.steps },
          clipNorm: 1,
          run,
          validateEvery: every,
          saveEvery: { seconds: SAVE_SECONDS, steps: every },
          clock,
          signal,
          ...(ports.onProgress === undefined ? {} : { report: ports.onProgress }),
        });
        const { best } = checks;
        if (best === undefined) throw new StudioError('internal', 'The tuning ended without a checkpoint.');
        return { steps, seconds, best, dir: checks.dirOf(best.step), validation: { before, after: lossOf(best) } };
      } finally {
        await run.close();
      }
    }
  } finally {
    await base?.close();
    await runner.close();
    features.close();
  }
}

/** What the writer calls characters that the bundle does not know, and the rows of these words. */
async function newWordsOf(
  { stories }: TuningSet,
  { newWords }: TuneSettings,
  {
    bundle,
    frozen,
    format,
    frozenOptions,
  }: {
    readonly bundle: FrozenBundle;
    readonly frozen: FrozenStage;
    readonly format: RowFormat;
    readonly frozenOptions: FrozenOptions;
  },
): Promise<{ readonly characters: readonly string[]; readonly rows: readonly WordRow[] }> {
  const { knows, tokenizer } = bundle;
  if (!newWords || knows === undefined || knows.characters.length === 0) return { characters: [], rows: [] };
  const writer = await openFrozenWriter(frozen, frozenOptions);
  try {
    const characters = await newCharacterWords(stories, { knows, tokenizer, format, writer });
    const rows = await wordRowsFrom(frozen.languageModel, { tokenizer, characters: knows.characters }, characters);
    return { characters, rows };
  } finally {
    await writer.close();
  }
}

/** Settings as a run's configuration compares them: what is no number, word or switch as text. */
function plainSettings(settings: TuneSettings): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? value
        : JSON.stringify(value ?? null),
    ]),
  );
}
