// Everything that a training can be asked for, with the published stages as defaults, and which of it decides the numbers that come out
// (and therefore may not change under a checkpoint). Not the parsing of a command line.
import { StudioError } from '../../common/base/studio-error';
import {
  mlsConfig,
  uasConfig,
  type LanguageTraining,
  type LookTraining,
  type LossWeights,
  type ReaderSizes,
  type StageConfig,
  type StageOverrides,
  type VokenSpan,
} from '../../native-models/graphs/training/stage-config';
import type { FrozenPartName } from '../runtime/frozen-bundle';
import type { SlotMix } from './data/sequence-row';
import type { Budget, Decay } from './optimiser/learning-rate';
import type { StageName } from './stages/row-source';

/** Where the trained parts begin: fresh, at the bundle's own mapper and vokens, or at the end of another run. */
export type StartFrom =
  { readonly kind: 'fresh' } | { readonly kind: 'bundle' } | { readonly kind: 'run'; readonly path: string };

export const optimiserNames = ['adamw', 'muon'] as const;
export type OptimiserName = (typeof optimiserNames)[number];

export interface TrainOptions {
  readonly stage: StageName;
  /** Folders of data sets. */
  readonly data: readonly string[];
  /** Data sets kept for validation; without them a part of the data is held out. */
  readonly validation: readonly string[];
  /** Folder of frozen parts in the bundle's layout. */
  readonly bundleDir: string;
  readonly start: StartFrom;
  readonly budget: Budget;
  readonly seed: number;
  /** Records a step, over all micro-batches. */
  readonly batch: number;
  readonly accumulate: number;
  readonly rate: number;
  readonly warmupSteps: number;
  readonly decay: Decay;
  readonly finalShare: number;
  /** `muon`: orthogonalised momentum for hidden matrices, AdamW for the rest. */
  readonly optimiser: OptimiserName;
  readonly weightDecay: number;
  readonly beta2: number;
  readonly clipNorm: number;
  /** Decay of the moving average, 0 for none. */
  readonly average: number;
  readonly language: LanguageTraining;
  /** Adapters on the denoiser; undefined for none. They need L_LDM. */
  readonly look: LookTraining | undefined;
  /** How many vokens mark a picture, or undefined for as many as the bundle has. */
  readonly vokens: number | undefined;
  readonly losses: LossWeights;
  /** γ of the Min-SNR weights, or undefined for none. */
  readonly minSnr: number | undefined;
  /** L_cap measures its error in the covariance of the captions' embeddings (not published). */
  readonly whitenCaption: boolean;
  /** Share of panels without vokens, for guidance. */
  readonly drop: number;
  /** Panels of a micro-batch that L_LDM draws at most. */
  readonly ldmPanels: number;
  /** Share of the budget after which L_LDM joins: on a CPU it costs many times what the other losses cost. */
  readonly ldmFrom: number;
  /** MLS also trains the mapper's MLP and queries, which the published stage leaves as stage 1 made them. */
  readonly wholeMapper: boolean;
  /** The published code's labels: [IMG1] to [IMG6] are not learned. */
  readonly publishedVokenMask: boolean;
  /** Whether pictures of the data stand in slots as soft tokens; a data set of texts alone has none. */
  readonly seesPictures: boolean;
  /** Share of slots that hold a caption in words instead of soft tokens. */
  readonly captionsInSlots: number;
  readonly pictureFirst: number;
  readonly newNames: number;
  /** Shares of stories' rows that are one picture to describe, or one caption to draw, instead. */
  readonly captioning: number;
  readonly captionOnly: number;
  readonly unstyled: number;
  readonly device: string;
  readonly threads: number | undefined;
  readonly checkpointing: boolean;
  readonly validateEvery: number;
  readonly saveEverySeconds: number;
  readonly saveEverySteps: number | undefined;
}

/** The published numbers where there are some (MiniGPT-5 §4; L_text 0.01, L_LDM 1, L_cap 0.1), the recipe's otherwise. */
export function trainDefaults(stage: StageName): Omit<TrainOptions, 'data' | 'bundleDir' | 'budget'> {
  return {
    stage,
    validation: [],
    start: { kind: 'fresh' },
    seed: 1,
    batch: stage === 'uas' ? 64 : 16,
    accumulate: 1,
    rate: stage === 'uas' ? 1e-3 : 4e-4,
    warmupSteps: 60,
    decay: 'cosine',
    finalShare: 0.02,
    optimiser: 'adamw',
    weightDecay: 0.01,
    beta2: 0.999,
    clipNorm: 1,
    average: 0.99,
    language:
      stage === 'uas' ? { kind: 'frozen' } : { kind: 'lora', rank: 16, alpha: 32, targets: ['q_proj', 'v_proj'] },
    look: undefined,
    vokens: undefined,
    losses: { text: 0.01, ldm: 1, caption: stage === 'uas' ? 0.1 : 0, reader: 0 },
    minSnr: undefined,
    whitenCaption: false,
    drop: 0.1,
    ldmPanels: 16,
    ldmFrom: 0,
    wholeMapper: false,
    publishedVokenMask: false,
    seesPictures: true,
    captionsInSlots: 0.2,
    pictureFirst: 0.15,
    newNames: 0.25,
    captioning: 0.1,
    captionOnly: 0.1,
    unstyled: 0.3,
    device: 'cpu',
    threads: undefined,
    checkpointing: false,
    validateEvery: 200,
    saveEverySeconds: 180,
    saveEverySteps: undefined,
  };
}

/** Throws `bad-request` with one sentence for options that contradict one another. */
export function checkTrainOptions(options: TrainOptions): void {
  const { batch, accumulate, budget, losses, ldmFrom, data, clipNorm, beta2, captioning, captionOnly } = options;
  const refuse = (sentence: string, hint?: string): never => {
    throw new StudioError('bad-request', sentence, hint === undefined ? {} : { hint });
  };
  if (data.length === 0) refuse('Training needs data.', 'Give a folder with --data.');
  if (budget.steps === undefined && budget.minutes === undefined) {
    refuse('Training needs an end.', 'Give --steps, --minutes, or both.');
  }
  if (batch % accumulate !== 0) refuse(`A batch of ${batch} records cannot be cut into ${accumulate} equal parts.`);
  if (clipNorm <= 0) refuse(`Gradients clipped to a norm of ${clipNorm} train nothing.`, 'Give --clip a norm above 0.');
  if (beta2 >= 1) refuse(`A second beta of ${beta2} never forgets and divides by nothing.`, 'Give --beta2 below 1.');
  if (captioning + captionOnly > 0.9) refuse('Rows of captions would leave hardly any story to learn from.');
  if (ldmFrom > 0 && losses.ldm > 0 && losses.caption === 0 && losses.reader === 0) {
    refuse(
      'Before L_LDM joins, nothing would train the mapper.',
      'Leave out --ldm-from, or give --caption-weight or --reader-weight.',
    );
  }
}

/** The stage as its graphs want it. A part that none of the losses reaches is fed and not trained. */
export function stageConfigFrom(
  options: TrainOptions,
  vokens: VokenSpan,
  { reader, captionMetric }: { readonly reader?: ReaderSizes; readonly captionMetric?: Float32Array | undefined },
): StageConfig {
  const { stage, losses, language, look, wholeMapper, publishedVokenMask } = options;
  const reachesMapper = losses.ldm > 0 || losses.caption > 0 || losses.reader > 0;
  const own = stage === 'uas' || wholeMapper;
  const overrides: StageOverrides = {
    losses,
    trains: {
      rowsOut: losses.text > 0,
      mapperTransformer: reachesMapper,
      mapperMlp: reachesMapper && own,
      mapperQueries: reachesMapper && own,
    },
    publishedVokenMask,
    ...(look === undefined ? {} : { look }),
    ...(captionMetric === undefined ? {} : { captionMetric }),
    ...(losses.reader > 0 && reader !== undefined ? { reader } : {}),
  };
  return stage === 'uas' ? uasConfig(vokens, { ...overrides, language }) : mlsConfig(vokens, language, overrides);
}

/** What slots of stories and conversations hold. */
export function slotMixFrom({ captionsInSlots }: TrainOptions, hasSoftTokens: boolean): SlotMix {
  return hasSoftTokens
    ? [
        ['soft', 0.8 - captionsInSlots],
        ['caption', captionsInSlots],
        ['empty', 0.1],
        ['none', 0.1],
      ]
    : [
        ['caption', 0.8],
        ['empty', 0.1],
        ['none', 0.1],
      ];
}

/** The options that decide the numbers: all but budget, machine, folders and how often something is said or saved. */
export function settingsFrom(options: TrainOptions): Record<string, string | number | boolean> {
  const {
    data: _data,
    validation: _validation,
    bundleDir: _bundle,
    start,
    budget: _budget,
    device: _device,
    threads: _threads,
    checkpointing: _checkpointing,
    validateEvery: _validateEvery,
    saveEverySeconds: _seconds,
    saveEverySteps: _steps,
    language,
    look,
    losses,
    minSnr,
    vokens,
    ...plain
  } = options;
  return {
    ...plain,
    start: start.kind,
    language: JSON.stringify(language),
    losses: JSON.stringify(losses),
    ...(look === undefined ? {} : { look: JSON.stringify(look) }),
    minSnr: minSnr ?? 'none',
    vokens: vokens ?? 'of the bundle',
  };
}

/** Positions that a trained prefix takes from the context. */
export const prefixLengthOf = ({ language }: TrainOptions): number =>
  language.kind === 'prefix' ? language.length : 0;

/** Ids of the vokens that a training uses: the bundle's first ones, or ids that go on behind them. */
export function vokenIdsFrom(own: readonly number[], wanted: number | undefined): number[] {
  const [first] = own;
  if (first === undefined) throw new StudioError('weights-corrupt', 'The bundle names no vokens.');
  return Array.from({ length: wanted ?? own.length }, (_, i) => first + i);
}

/** Frozen parts whose weights decide the numbers of a stage. */
export function frozenPartsOf(stage: StageName, losses: LossWeights): FrozenPartName[] {
  return [
    'languageModel',
    'textEncoder',
    ...(stage === 'uas' ? [] : (['vision'] as const)),
    ...(losses.ldm > 0 ? (['unet', 'autoencoder'] as const) : []),
  ];
}
