// What a training stage is, as plain data: which losses count, which parts learn, and the two published stages as
// presets. Not a run: rates, steps and data belong to main/training. Stages: MiniGPT-5 (Zheng et al. 2023,
// arXiv 2310.02239), §3.3; dialogue is the second stage on other data.
import { StudioError } from '../../../common/base/studio-error';
import type { AdapterTarget } from '../../architectures/language-model-config';
import type { LookReach } from '../../architectures/unet-config';

export interface VokenSpan {
  /** How many vokens mark a picture: 8 as published. */
  readonly count: number;
  /** Token id of [IMG0]; the others follow, and may take over ids behind it or go beyond the table, which then grows. */
  readonly firstId: number;
}

/** Weights of the losses; 0 leaves a loss and its batch inputs out of the graph. */
export interface LossWeights {
  readonly text: number;
  readonly ldm: number;
  readonly caption: number;
  readonly reader: number;
}

/** Parts that the method adds and that this stage trains; the others are fed as they are. */
export interface TrainedParts {
  readonly rowsIn: boolean;
  readonly rowsOut: boolean;
  readonly mapperMlp: boolean;
  readonly mapperTransformer: boolean;
  readonly mapperQueries: boolean;
}

export type LanguageTraining =
  | { readonly kind: 'frozen' }
  | {
      readonly kind: 'lora';
      readonly rank: number;
      readonly alpha: number;
      readonly targets: readonly AdapterTarget[];
    }
  /** Trained keys and values before every layer's own (Li and Liang 2021, arXiv 2101.00190), without reparametrisation. */
  | { readonly kind: 'prefix'; readonly length: number }
  /** Every layer and the final norm; the tables stay. */
  | { readonly kind: 'full' };

/** Throw-away heads that read a scene graph: class counts of the single choices, and the width of the multi-hot rest. */
export interface ReaderSizes {
  readonly single: readonly number[];
  readonly several: number;
}

/** LoRA on the denoiser. */
export interface LookTraining {
  readonly rank: number;
  readonly alpha: number;
  /** Its attentions unless given. */
  readonly reach?: LookReach | undefined;
}

export interface StageConfig {
  readonly vokens: VokenSpan;
  readonly losses: LossWeights;
  readonly trains: TrainedParts;
  readonly language: LanguageTraining;
  /** Adapters on the denoiser; they need L_LDM. */
  readonly look?: LookTraining | undefined;
  readonly reader?: ReaderSizes | undefined;
  /** The published code's labels: [IMG1] to [IMG(n-2)] are not learned. Off: all vokens are, as the paper says. */
  readonly publishedVokenMask?: boolean | undefined;
  /** (d̂, d̂) matrix that the caption error is multiplied with before it is squared; the identity unless given. */
  readonly captionMetric?: Float32Array | undefined;
}

/** A preset's parts that a caller may replace; losses and trained parts are merged key by key. */
export type StageOverrides = Partial<Omit<StageConfig, 'losses' | 'trains' | 'vokens'>> & {
  readonly losses?: Partial<LossWeights>;
  readonly trains?: Partial<TrainedParts>;
};

/** Stage 1, unimodal alignment: voken rows and the whole mapper learn from single captions; all three losses. */
export function uasConfig(vokens: VokenSpan, overrides: StageOverrides = {}): StageConfig {
  const { losses, trains, ...rest } = overrides;
  return {
    vokens,
    language: { kind: 'frozen' },
    ...rest,
    losses: { text: 0.01, ldm: 1, caption: 0.1, reader: 0, ...losses },
    trains: {
      rowsIn: true,
      rowsOut: true,
      mapperMlp: true,
      mapperTransformer: true,
      mapperQueries: true,
      ...trains,
    },
  };
}

/** Stage 2, multimodal learning and dialogue: adapters, voken rows and the mapper's transformer; no caption loss. */
export function mlsConfig(vokens: VokenSpan, language: LanguageTraining, overrides: StageOverrides = {}): StageConfig {
  const { losses, trains, ...rest } = overrides;
  return {
    vokens,
    language,
    ...rest,
    losses: { text: 0.01, ldm: 1, caption: 0, reader: 0, ...losses },
    trains: {
      rowsIn: true,
      rowsOut: true,
      mapperMlp: false,
      mapperTransformer: true,
      mapperQueries: false,
      ...trains,
    },
  };
}

/** Throws `bad-request` on a stage that cannot be built or would train nothing. */
export function checkStageConfig(config: StageConfig, vocabSize: number): void {
  const { vokens, losses, trains, language } = config;
  const problem = (sentence: string): never => {
    throw new StudioError('bad-request', `Training stage: ${sentence}`);
  };
  if (!(Number.isInteger(vokens.count) && vokens.count > 0)) problem(`${vokens.count} vokens cannot mark a picture.`);
  if (!(vokens.firstId >= 0 && vokens.firstId < vocabSize)) {
    problem(`[IMG0] has the id ${vokens.firstId}, the vocabulary has ${vocabSize} tokens.`);
  }
  if (!Object.values(losses).some((weight) => weight > 0)) problem('every loss has the weight 0.');
  if (Object.values(losses).some((weight) => !(weight >= 0))) problem('weights of losses are numbers of 0 or more.');
  if (config.look !== undefined && losses.ldm === 0) problem('adapters on the denoiser learn only from L_LDM.');
  if (losses.reader > 0 && config.reader === undefined) problem('the reader loss needs the sizes of its heads.');
  if (
    language.kind === 'lora' &&
    !(Number.isInteger(language.rank) && language.rank > 0 && language.targets.length > 0)
  )
    problem(`LoRA needs a whole rank above 0 and at least one target; rank ${language.rank} came.`);
  if (language.kind === 'prefix' && !(Number.isInteger(language.length) && language.length > 0))
    problem(`a prefix needs a length above 0; ${language.length} came.`);
  const trainsNothing =
    !Object.values(trains).includes(true) && language.kind === 'frozen' && config.look === undefined;
  if (trainsNothing) problem('nothing is trained.');
}
