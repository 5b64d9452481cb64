// One training from its options to its result: data and frozen parts are opened and digested, what is frozen is computed once, the run
// folder says where to go on, and the loop does the rest. The face of main/training; screens, signals and files come in as ports.
import { Rng } from '../../common/base/rng';
import { deviceNamed } from '../runtime/device-name';
import { bundleDigest, readFrozenBundle } from '../runtime/frozen-bundle';
import { openFrozenStage } from '../runtime/frozen-networks';
import type { NewNames } from './data/new-names';
import { SequenceText } from './data/sequence-text';
import { readDataSet, type DataSet, type SceneFacts } from './data/world-records';
import type { PixelReader } from './frozen/frozen-features';
import { runLoop, type LoopResult, type MicroBatch, type Progress } from './loop';
import { adamW, type TrainedParameter } from './optimiser/adamw';
import { isHiddenMatrix, orthogonalMomentum } from './optimiser/orthogonal-momentum';
import { Orthogonaliser } from './optimiser/orthogonaliser';
import { MovingAverage } from './optimiser/moving-average';
import type { RunState } from './run/checkpoint';
import type { RunFiles } from './run/run-files';
import { digestOf, openRunFolder, readRun, stateDigest } from './run/run-folder';
import { readerClassesFrom, readerSizesFrom } from './data/reader-facts';
import { RowFeed } from './stages/row-feed';
import { rowSourcesFrom } from './stages/row-source';
import { openStageFeatures } from './stages/stage-features';
import { startValues } from './stages/start-values';
import { stepFeedsFrom, type FeedChoices } from './stages/step-feeds';
import { StepRunner } from './stages/step-runner';
import { Validation } from './stages/validation';
import {
  checkTrainOptions,
  frozenPartsOf,
  prefixLengthOf,
  settingsFrom,
  slotMixFrom,
  stageConfigFrom,
  vokenIdsFrom,
  type TrainOptions,
} from './train-options';

export interface TrainPorts {
  /** Folder of the run. */
  readonly run: string;
  readonly resume: boolean;
  /** Folder of caches: prepared weights and what frozen networks computed. */
  readonly cacheDir: string;
  readonly readPixels: PixelReader;
  /** Why a graph must not be trained on, or undefined where it may. */
  readonly refusal: (graph: SceneFacts) => string | undefined;
  readonly names: NewNames;
  readonly styleLine: (style: string) => string | undefined;
  readonly files: RunFiles;
  readonly clock: { now(): number };
  readonly signal?: AbortSignal | undefined;
  readonly onNote?: (line: string) => void;
  readonly onProgress?: (progress: Progress) => void;
  /** While frozen features are computed. */
  readonly onPreparing?: (what: string, done: number, of: number) => void;
}

/** Runs a stage to the end of its budget. Throws as `runLoop` does, and `bad-request` or `bundle-missing` before anything is trained. */
export async function train(options: TrainOptions, ports: TrainPorts): Promise<LoopResult> {
  checkTrainOptions(options);
  const { stage, losses, seed, batch, accumulate } = options;
  const { cacheDir, signal, files, onNote } = ports;
  const device = deviceNamed(options.device);
  const readSets = async (dirs: readonly string[], refusal?: TrainPorts['refusal']): Promise<DataSet[]> => {
    const sets: DataSet[] = [];
    for (const dir of dirs) sets.push(await readDataSet(dir, refusal === undefined ? {} : { refusal }));
    return sets;
  };
  const sets = await readSets(options.data, ports.refusal);
  const validationSets = await readSets(options.validation);
  const frozenBundle = await readFrozenBundle(options.bundleDir);
  const vokens = vokenIdsFrom(frozenBundle.tokens.vokens, options.vokens);
  const bundle = { ...frozenBundle, tokens: { ...frozenBundle.tokens, vokens } };
  const frozenOptions = { device, cacheDir, threads: options.threads, signal };
  const frozen = await openFrozenStage(bundle, { unet: losses.ldm > 0 }, frozenOptions);

  const rng = new Rng(seed);
  const hasSoft = stage !== 'uas' && options.seesPictures && (await bundle.has('vision'));
  const format = {
    text: new SequenceText(bundle.tokenizer, bundle.tokens, bundle.brackets),
    numSoftTokens: hasSoft ? (await bundle.visionSize()).numSoftTokens : 0,
    contextLength: (await bundle.contextLength()) - prefixLengthOf(options),
    styleLine: ports.styleLine,
  };
  const mix = { ...options, slots: slotMixFrom(options, hasSoft), captioning: hasSoft ? options.captioning : 0 };
  const sources = rowSourcesFrom(stage, sets, validationSets, format, mix, {
    rng: rng.fork('held out'),
    names: ports.names,
  });
  const classes = readerClassesFrom(sources.training.drawn);
  const started = options.start.kind === 'run' ? await readRun(files, options.start.path) : undefined;
  const run = await openRunFolder({
    path: ports.run,
    config: {
      settings: settingsFrom(options),
      digests: {
        data: digestOf(...sets.map(({ digest }) => digest)),
        ...(validationSets.length > 0 ? { validation: digestOf(...validationSets.map(({ digest }) => digest)) } : {}),
        bundle: await bundleDigest(frozenBundle, frozenPartsOf(stage, losses)),
        ...(started === undefined ? {} : { start: stateDigest(started.state) }),
      },
    },
    resume: ports.resume,
    files,
    ...(onNote === undefined ? {} : { onNote }),
  });
  onNote?.(`${sources.training.count} records to learn from, ${sources.validation.count} held out.`);

  const features = await openStageFeatures(
    bundle,
    sources,
    { ...options, hasSoft, classes, frozen },
    frozenOptions,
    ports,
  );
  const config = stageConfigFrom(
    options,
    { count: vokens.length, firstId: vokens[0]! },
    { reader: readerSizesFrom(classes), captionMetric: features.captionMetric },
  );
  const runner = new StepRunner(frozen, config, {
    device,
    threads: options.threads,
    checkpointing: options.checkpointing,
  });
  const orthogonaliser = new Orthogonaliser(device, options.threads);
  try {
    const values = await startValues(runner, {
      frozen,
      resumed: run.resumed,
      started: started?.state,
      fromBundle: options.start.kind === 'bundle',
      rng: rng.fork('start'),
      ...(onNote === undefined ? {} : { onNote }),
    });
    const trained = runner.parameters
      .filter(({ isTrained }) => isTrained)
      .map(({ path, shape, decays }): TrainedParameter => ({ path, shape, decays, values: values.get(path)! }));
    onNote?.(`${trained.reduce((sum, { values: { length } }) => sum + length, 0)} numbers are trained.`);
    const average = options.average > 0 ? averageOf(trained, options.average, run.resumed) : undefined;
    const withLdm: FeedChoices = { losses, drop: options.drop, drawnPanels: options.ldmPanels };
    const withoutLdm: FeedChoices = { ...withLdm, losses: runner.lossesWithoutLdm() };
    const choicesAt = (share: number): FeedChoices => (share < options.ldmFrom ? withoutLdm : withLdm);
    const feed = new RowFeed(sources.training, batch / accumulate, rng.fork('rows'));
    const microBatches = function* (step: number, share: number): Generator<MicroBatch> {
      for (let micro = 0; micro < accumulate; micro++) {
        const number = step * accumulate + micro;
        const choices = choicesAt(share);
        const made = stepFeedsFrom(feed.batch(number), features.sources, choices, rng.fork(`batch-${number}`));
        yield {
          ids: made.ids,
          samples: made.panels.length,
          run: () => runner.step(choices.losses, values, made.tensors),
        };
      }
    };
    const validationOf = (choices: FeedChoices): Validation =>
      new Validation(sources.validation, features.sources, choices, batch / accumulate, rng.fork('validation'));
    let validation: { readonly choices: FeedChoices; readonly of: Validation } | undefined;
    const decays = { beta2: options.beta2, weightDecay: options.weightDecay };
    return await runLoop({
      task: {
        batches: microBatches,
        validate: (current, share) => {
          const choices = choicesAt(share);
          if (validation?.choices !== choices) validation = { choices, of: validationOf(choices) };
          return validation.of.measure(runner, new Map([...values, ...current]));
        },
      },
      parameters: trained,
      fixed: new Map(
        runner.parameters
          .filter(({ isTrained }) => !isTrained)
          .map(({ path, shape }) => [path, { shape, values: values.get(path)! }] as const),
      ),
      optimiser:
        options.optimiser === 'muon'
          ? orthogonalMomentum(
              trained,
              { ...decays, orthogonalise: (...matrix) => orthogonaliser.run(...matrix), isHidden: isHiddenMatrix },
              run.resumed?.optimiser,
            )
          : adamW(trained, decays, run.resumed?.optimiser),
      average,
      schedule: options,
      budget: options.budget,
      clipNorm: options.clipNorm,
      run,
      validateEvery: options.validateEvery,
      saveEvery: {
        seconds: options.saveEverySeconds,
        ...(options.saveEverySteps === undefined ? {} : { steps: options.saveEverySteps }),
      },
      clock: ports.clock,
      signal,
      ...(ports.onProgress === undefined ? {} : { report: ports.onProgress }),
    });
  } finally {
    await runner.close();
    await orthogonaliser.close();
    features.close();
    await run.close();
  }
}

function averageOf(trained: readonly TrainedParameter[], decay: number, resumed: RunState | undefined): MovingAverage {
  if (resumed === undefined) return new MovingAverage(trained, decay);
  const values = new Map([...resumed.averages].map(([path, tensor]) => [path, tensor.values] as const));
  return new MovingAverage(trained, decay, { count: resumed.position.averaged, values });
}
