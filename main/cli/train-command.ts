// `studio train`: one stage of the method on data of the picture-book world, resumable. Declares its options, says on stderr how it goes,
// and hands everything else to main/training.
import { randomUUID } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import { resolve } from 'node:path';
import type { LanguageTraining } from '../../native-models/graphs/training/stage-config';
import { unseenCharacters } from '../../native-models/miniature/world/characters';
import { KEPT_BACK_NAMES, KNOWN_NAMES, pronounOf, styleLine } from '../../native-models/miniature/world/world';
import { visionInputFrom } from '../pipeline/image/vision-input';
import type { SceneFacts } from '../training/data/world-records';
import { exportRun } from '../training/export-run';
import type { Progress } from '../training/loop';
import { nodeRunFiles } from '../training/run/run-files';
import { stageNames, type StageName } from '../training/stages/row-source';
import { train } from '../training/train';
import { optimiserNames, trainDefaults, type StartFrom, type TrainOptions } from '../training/train-options';
import { MAX_SEED, numberBetween, repeated, wholeNumber } from './arguments';
import type { Output } from './output';

export interface TrainPorts {
  readonly bundleDirOf: (name: string | undefined) => string;
  readonly cacheDir: string;
  readonly clock: { now(): number };
  readonly peakRssBytes: () => number;
  readonly outputOf: (flags: { json?: boolean }) => Output;
  readonly signal: AbortSignal;
}

const languageMethods = ['lora', 'prefix', 'full', 'frozen'] as const;
const adaptedLayers = {
  qv: ['q_proj', 'v_proj'],
  attention: ['q_proj', 'k_proj', 'v_proj', 'o_proj'],
  all: ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'],
} as const;

interface TrainFlags {
  data: readonly string[];
  validation?: readonly string[];
  run: string;
  resume: boolean;
  bundle?: string;
  start?: string;
  steps?: number;
  minutes?: number;
  seed: number;
  batch?: number;
  accumulate: number;
  rate?: number;
  warmup: number;
  decay: TrainOptions['decay'];
  optimiser: TrainOptions['optimiser'];
  weightDecay: number;
  beta2: number;
  clip: number;
  average: number;
  method?: (typeof languageMethods)[number];
  rank: number;
  alpha?: number;
  targets: keyof typeof adaptedLayers;
  prefixLength: number;
  lookRank: number;
  lookAlpha?: number;
  vokens?: number;
  textWeight: number;
  ldmWeight: number;
  captionWeight?: number;
  readerWeight: number;
  whitenCaption: boolean;
  minSnr?: number | true;
  drop: number;
  ldmPanels: number;
  ldmFrom: number;
  wholeMapper: boolean;
  publishedVokenMask: boolean;
  pictures: boolean;
  captionsInSlots: number;
  pictureFirst: number;
  newNames: number;
  captioning: number;
  captionOnly: number;
  allowUnseen: boolean;
  device: string;
  threads?: number;
  checkpointing: boolean;
  validateEvery: number;
  saveSeconds: number;
  saveSteps?: number;
  cache?: string;
  json?: boolean;
}

/** The command with its options; the caller adds it to the program. */
export function trainCommand(ports: TrainPorts): Command {
  const share = numberBetween(0, 1);
  const positive = numberBetween(0, 1e9);
  return new Command('train')
    .description('train a stage of the method on data of the world: uas (captions), mls (stories) or dialogue')
    .addOption(
      new Option('--data <dir>', 'folder that `studio world` has written (may be given several times)')
        .argParser(repeated)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--validation <dir>', 'data kept for validation (default: a twentieth of --data)').argParser(repeated),
    )
    .requiredOption('--run <dir>', 'folder of the run: configuration, metrics, checkpoints')
    .option('--resume', 'go on from the last checkpoint of the run folder', false)
    .option('--bundle <name>', 'the built-in "miniature", or a folder of frozen parts in its layout')
    .option('--start <run>', 'begin with what another run has learned, or with "bundle": what the bundle has')
    .option('--steps <n>', 'stop after so many steps in all', wholeNumber(1, 100_000_000))
    .option('--minutes <n>', 'stop after so many minutes of training in all', positive)
    .option('--seed <s>', 'the same seed gives the same run on one device', wholeNumber(0, MAX_SEED), 1)
    .option('--batch <n>', 'records a step (default: 64 captions, 16 stories)', wholeNumber(1, 100_000))
    .option('--accumulate <n>', 'micro-batches that a step is cut into', wholeNumber(1, 10_000), 1)
    .option('--rate <r>', 'learning rate after the warm-up (default: 0.001 uas, 0.0004 mls)', positive)
    .option('--warmup <n>', 'steps until the rate is reached', wholeNumber(0, 1_000_000), 60)
    .addOption(
      new Option('--decay <kind>', 'how the rate falls over the budget')
        .choices(['cosine', 'linear', 'constant'])
        .default('cosine'),
    )
    .addOption(
      new Option('--optimiser <name>', 'adamw, or muon: orthogonalised momentum for hidden matrices')
        .choices(optimiserNames)
        .default('adamw'),
    )
    .option('--weight-decay <d>', 'of matrices', positive, 0.01)
    .option('--beta2 <b>', "AdamW's second beta", share, 0.999)
    .option('--clip <n>', 'largest norm of the gradients', positive, 1)
    .option('--average <d>', 'decay of the moving average, 0 for none', share, 0.99)
    .addOption(
      new Option('--method <kind>', 'how the language model learns (default: frozen in uas, else lora)').choices(
        languageMethods,
      ),
    )
    .option('--rank <r>', 'rank of LoRA', wholeNumber(1, 1024), 16)
    .option('--alpha <a>', 'alpha of LoRA (default: twice the rank)', positive)
    .addOption(new Option('--targets <layers>', 'layers with LoRA').choices(Object.keys(adaptedLayers)).default('qv'))
    .option('--prefix-length <n>', 'length of the prefix', wholeNumber(1, 1000), 16)
    .option('--look-rank <r>', "rank of LoRA on the denoiser's attentions, 0 for none", wholeNumber(0, 1024), 0)
    .option('--look-alpha <a>', "alpha of the denoiser's LoRA (default: its rank)", positive)
    .option('--vokens <n>', 'how many vokens mark a picture (default: as many as the bundle has)', wholeNumber(1, 16))
    .option('--text-weight <w>', 'weight of L_text', positive, 0.01)
    .option('--ldm-weight <w>', 'weight of L_LDM', positive, 1)
    .option('--caption-weight <w>', 'weight of L_cap (default: 0.1 in uas, else 0)', positive)
    .option('--reader-weight <w>', 'weight of throw-away readers of the scene graph (not published)', positive, 0)
    .option('--whiten-caption', "L_cap in the covariance of the captions' embeddings (not published)", false)
    .option('--min-snr [gamma]', 'Min-SNR weights on L_LDM (gamma 5 unless given)', positive)
    .option('--drop <share>', 'panels without vokens, for guidance', share, 0.1)
    .option('--ldm-panels <n>', 'panels of a micro-batch that L_LDM draws at most', wholeNumber(1, 100_000), 16)
    .option('--ldm-from <share>', 'share of the budget after which L_LDM joins', share, 0)
    .option('--whole-mapper', "mls also trains the mapper's MLP and queries (not published)", false)
    .option('--published-voken-mask', 'do not learn the labels [IMG1] to [IMG6], as the published code', false)
    .option('--no-pictures', 'mls, dialogue: no pictures in slots, for data of texts alone')
    .option(
      '--captions-in-slots <share>',
      'slots with a caption in words instead of the picture',
      numberBetween(0, 0.8),
      0.2,
    )
    .option('--picture-first <share>', 'stories that end with a text told from its picture', share, 0.15)
    .option('--new-names <share>', 'stories whose characters get other names', share, 0.25)
    .option('--captioning <share>', 'mls: rows that are one picture to be described instead of a story', share, 0.1)
    .option('--caption-only <share>', 'mls: rows that are one caption to draw instead of a story', share, 0.1)
    .option('--allow-unseen', 'accept characters that the bundle must never see', false)
    .option('--device <name>', 'cpu or webgpu', 'cpu')
    .option('--threads <n>', 'threads of the runtime', wholeNumber(1, 256))
    .option('--checkpointing', 'recompute activations: less memory, more time', false)
    .option(
      '--validate-every <n>',
      'steps between two validations, 0 for the last only',
      wholeNumber(0, 1_000_000),
      200,
    )
    .option('--save-seconds <n>', 'seconds between two checkpoints', positive, 180)
    .option('--save-steps <n>', 'steps between two checkpoints', wholeNumber(1, 1_000_000))
    .option('--cache <dir>', 'folder for prepared weights and computed features')
    .option('--json', 'one JSON value on stdout and nothing else')
    .argument('<stage>', 'uas, mls or dialogue', stageFrom)
    .action((stage: StageName, flags: TrainFlags) => runTrain(stage, flags, ports));
}

async function runTrain(stage: StageName, flags: TrainFlags, ports: TrainPorts): Promise<void> {
  const output = ports.outputOf(flags);
  const options = optionsFrom(stage, flags, ports.bundleDirOf(flags.bundle));
  const reporter = reporterTo(output, ports);
  const unseen = new Set<string>(unseenCharacters.map(({ id }) => id));
  const result = await train(options, {
    run: resolve(flags.run),
    resume: flags.resume,
    cacheDir: flags.cache ?? ports.cacheDir,
    readPixels: visionInputFrom,
    refusal: ({ characters }: SceneFacts) => {
      // Held-out pictures and stories give every known character such a name: they are for measuring.
      const heldOut = characters.find(({ name }) => KEPT_BACK_NAMES.includes(name));
      if (heldOut !== undefined) return `it has the name ${heldOut.name}, kept for measuring`;
      const found = flags.allowUnseen ? undefined : characters.find(({ id }) => unseen.has(id));
      return found && `it shows the ${found.id}, a character kept for tuning (--allow-unseen accepts it)`;
    },
    names: {
      never: new Set([...KNOWN_NAMES, ...KEPT_BACK_NAMES]),
      usual: new Map(KNOWN_NAMES.map((name) => [name, pronounOf(name) ?? ''])),
    },
    styleLine: (style) => (style === 'ink' || style === 'pastel' ? styleLine(style) : undefined),
    files: nodeRunFiles,
    clock: ports.clock,
    signal: ports.signal,
    onNote: (line) => {
      output.note(line);
    },
    onProgress: reporter.step,
    onPreparing: reporter.preparing,
  });
  const { steps, seconds, loss, validationLoss, samples } = result;
  output.result({ steps, seconds, loss, validationLoss, peakRss: ports.peakRssBytes(), samples }, [
    `${steps} steps in ${durationText(seconds)}: loss ${figure(loss)}, on held-out records ${figure(validationLoss)}: ${flags.run}`,
  ]);
}

function optionsFrom(stage: StageName, flags: TrainFlags, bundleDir: string): TrainOptions {
  const defaults = trainDefaults(stage);
  const { minSnr } = flags;
  return {
    ...defaults,
    data: flags.data,
    validation: flags.validation ?? [],
    bundleDir,
    start: startFrom(flags.start),
    budget: { steps: flags.steps, minutes: flags.minutes },
    seed: flags.seed,
    batch: flags.batch ?? defaults.batch,
    accumulate: flags.accumulate,
    rate: flags.rate ?? defaults.rate,
    warmupSteps: flags.warmup,
    decay: flags.decay,
    optimiser: flags.optimiser,
    weightDecay: flags.weightDecay,
    beta2: flags.beta2,
    clipNorm: flags.clip,
    average: flags.average,
    language: languageFrom(flags.method ?? (stage === 'uas' ? 'frozen' : 'lora'), flags),
    look: flags.lookRank > 0 ? { rank: flags.lookRank, alpha: flags.lookAlpha ?? flags.lookRank } : undefined,
    vokens: flags.vokens,
    losses: {
      text: flags.textWeight,
      ldm: flags.ldmWeight,
      caption: flags.captionWeight ?? defaults.losses.caption,
      reader: flags.readerWeight,
    },
    minSnr: minSnr === true ? 5 : minSnr,
    whitenCaption: flags.whitenCaption,
    drop: flags.drop,
    ldmPanels: flags.ldmPanels,
    ldmFrom: flags.ldmFrom,
    wholeMapper: flags.wholeMapper,
    publishedVokenMask: flags.publishedVokenMask,
    seesPictures: flags.pictures,
    captionsInSlots: flags.captionsInSlots,
    pictureFirst: flags.pictureFirst,
    newNames: flags.newNames,
    captioning: flags.captioning,
    captionOnly: flags.captionOnly,
    device: flags.device,
    threads: flags.threads,
    checkpointing: flags.checkpointing,
    validateEvery: flags.validateEvery,
    saveEverySeconds: flags.saveSeconds,
    saveEverySteps: flags.saveSteps,
  };
}

function languageFrom(method: (typeof languageMethods)[number], flags: TrainFlags): LanguageTraining {
  switch (method) {
    case 'frozen':
    case 'full':
      return { kind: method };
    case 'prefix':
      return { kind: 'prefix', length: flags.prefixLength };
    case 'lora':
      return {
        kind: 'lora',
        rank: flags.rank,
        alpha: flags.alpha ?? 2 * flags.rank,
        targets: adaptedLayers[flags.targets],
      };
  }
}

function startFrom(start: string | undefined): StartFrom {
  if (start === undefined) return { kind: 'fresh' };
  return start === 'bundle' ? { kind: 'bundle' } : { kind: 'run', path: resolve(start) };
}

const NOTE_EVERY_MS = 20_000;

/** Progress as a line that replaces itself on a terminal, and as a line of its own now and then for logs. */
function reporterTo(output: Output, { clock, peakRssBytes }: TrainPorts) {
  let lastNote = clock.now();
  const say = (line: string, isKept: boolean): void => {
    if (!isKept && clock.now() - lastNote < NOTE_EVERY_MS) {
      output.progress(line);
      return;
    }
    lastNote = clock.now();
    output.note(line);
  };
  return {
    preparing: (what: string, done: number, of: number) => {
      say(`Preparing: ${what}, ${done} of ${of}`, false);
    },
    step: ({ step, losses, rate, samplesPerSecond, secondsLeft, validation }: Progress) => {
      const figures = Object.entries(losses).map(([name, value]) => `${name} ${figure(value)}`);
      const megabytes = Math.round(peakRssBytes() / 1e6);
      const held = validation && Object.entries(validation).map(([name, value]) => `${name} ${figure(value)}`);
      const line = [
        `step ${step}`,
        ...figures,
        `rate ${rate.toPrecision(2)}`,
        `${samplesPerSecond.toFixed(1)} samples/s`,
        `${durationText(secondsLeft)} left`,
        `peak ${megabytes} MB`,
      ].join('  ');
      say(held === undefined ? line : `${line}\n  held out: ${held.join('  ')}`, held !== undefined);
    },
  };
}

const figure = (value: number | null): string => (value === null ? 'none' : value.toPrecision(4));

function durationText(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown time';
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${Math.round(seconds)} s` : `${minutes} min ${Math.round(seconds % 60)} s`;
}

function stageFrom(value: string): StageName {
  const found = stageNames.find((name) => name === value);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`The stages are ${stageNames.join(', ')}.`);
}

/** `studio export`: what a run has learned, as a bundle or an adapter. */
export function exportCommand(ports: TrainPorts): Command {
  return new Command('export')
    .description('write what a run has learned: a bundle folder, or with --adapter an adapter in the layout of PEFT')
    .requiredOption('--run <dir>', 'folder of a training run')
    .option('--bundle <name>', 'the frozen parts that it was trained on (default: the built-in "miniature")')
    .option('--adapter', 'an adapter instead of a bundle', false)
    .requiredOption('--out <dir>', 'folder to write; it must not exist')
    .option('--json', 'one JSON value on stdout and nothing else')
    .action(async (flags: { run: string; bundle?: string; adapter: boolean; out: string; json?: boolean }) => {
      const kind = flags.adapter ? 'adapter' : 'bundle';
      const { step } = await exportRun({
        run: resolve(flags.run),
        bundleDir: ports.bundleDirOf(flags.bundle),
        out: resolve(flags.out),
        kind,
        cacheDir: ports.cacheDir,
        files: nodeRunFiles,
        newId: randomUUID,
        now: () => new Date(ports.clock.now()).toISOString(),
      });
      ports.outputOf(flags).result({ [kind]: flags.out, step }, [`${kind} of step ${step}: ${flags.out}`]);
    });
}
