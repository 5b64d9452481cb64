// Everything that decides what a tuning learns: presets, and what a writer may choose instead. Plain data; the figures behind them are
// in docs/model-report.md. Not the parsing of a command line.
import { StudioError } from '../../../common/base/studio-error';
import {
  mlsConfig,
  type LanguageTraining,
  type LookTraining,
  type LossWeights,
  type StageConfig,
  type VokenSpan,
} from '../../../native-models/graphs/training/stage-config';

export const tunePresetNames = ['quick', 'balanced', 'thorough'] as const;
export type TunePresetName = (typeof tunePresetNames)[number];

export interface TuneSettings {
  readonly preset: TunePresetName;
  /** How it writes: LoRA on the language model. */
  readonly voice: { readonly rank: number; readonly alpha: number } | undefined;
  /** How it draws: LoRA on the denoiser. */
  readonly look: LookTraining | undefined;
  /** The mapper and the rows of the vokens learn too. */
  readonly mapper: boolean;
  readonly seed: number;
  readonly steps: number;
  /** Steps between two checkpoints, each measured and proved. */
  readonly checkEvery: number;
  /** Checkpoints in a row that may be no better than the best before it ends early. */
  readonly patience: number;
  readonly rates: { readonly voice: number; readonly look: number; readonly mapper: number };
  readonly warmupSteps: number;
  /** The writer's panels a step, and the bundle's own; about so many, since stories go in whole. */
  readonly ownPanels: number;
  readonly priorPanels: number;
  /** Noisy pictures a step, of all of them. */
  readonly drawn: number;
  readonly losses: LossWeights;
  /**
   * Share of panels without vokens, for guidance: of the bundle's own panels, and of the writer's. A hero that is learned without vokens is
   * what guidance leads away from.
   */
  readonly drop: { readonly prior: number; readonly own: number };
  /** Share of the writer's rows in which everybody bears another name, so that the hero is more than a name. */
  readonly renamed: number;
  /** Words for characters that the bundle does not know get rows of their own. */
  readonly newWords: boolean;
  /** Stories that the bundle tells of itself, so that the rest of its world is not forgotten; 0 for none. */
  readonly priorStories: number;
}

/** What a writer may ask for instead of what the preset has. */
export interface TuneWishes {
  readonly parts?: 'both' | 'voice' | 'look' | undefined;
  readonly rank?: number | undefined;
  readonly steps?: number | undefined;
  /** Learning rate of the voice; the others keep their ratio to it. */
  readonly rate?: number | undefined;
  readonly seed?: number | undefined;
  readonly keepsWorld?: boolean | undefined;
}

export const PRIOR_PANELS_A_STORY = 3;
const MIN_RANK = 4;
const MAX_RANK = 64;

const sizes: Readonly<
  Record<TunePresetName, Pick<TuneSettings, 'steps' | 'checkEvery' | 'patience' | 'priorStories'> & { rank: number }>
> = {
  quick: { steps: 200, checkEvery: 50, patience: 3, priorStories: 60, rank: 16 },
  balanced: { steps: 400, checkEvery: 50, patience: 4, priorStories: 90, rank: 16 },
  thorough: { steps: 1000, checkEvery: 100, patience: 4, priorStories: 120, rank: 32 },
};

/** Throws `bad-request` for a rank outside 4 to 64. */
export function tuneSettings(preset: TunePresetName, wishes: TuneWishes = {}): TuneSettings {
  const { parts = 'both', seed = 1, keepsWorld = true, rate = RATE } = wishes;
  const { rank: usual, ...size } = sizes[preset];
  const rank = wishes.rank ?? usual;
  if (!Number.isInteger(rank) || rank < MIN_RANK || rank > MAX_RANK) {
    throw new StudioError(
      'bad-request',
      `An adapter has a rank from ${MIN_RANK} to ${MAX_RANK}; ${rank} was asked for.`,
    );
  }
  const steps = wishes.steps ?? size.steps;
  return {
    preset,
    ...size,
    steps,
    checkEvery: Math.max(1, Math.min(size.checkEvery, steps)),
    voice: parts === 'look' ? undefined : { rank, alpha: 2 * rank },
    look: parts === 'voice' ? undefined : { rank, alpha: 2 * rank, reach: 'blocks' },
    mapper: parts !== 'look',
    seed,
    rates: { voice: rate, look: rate, mapper: rate / 2 },
    warmupSteps: Math.min(15, Math.ceil(steps / 5)),
    ownPanels: 8,
    priorPanels: keepsWorld ? 6 : 0,
    drawn: 20,
    losses: { text: 0.02, ldm: 1, caption: keepsWorld ? 0.2 : 0, reader: 0 },
    drop: { prior: 0.1, own: keepsWorld ? 0 : 0.1 },
    renamed: RENAMED,
    newWords: true,
    priorStories: keepsWorld ? size.priorStories : 0,
  };
}

const RATE = 1e-3;
/** A third keeps the names that the writer gave: they are to mean the hero too. */
const RENAMED = 0.67;
const voiceTargets: Extract<LanguageTraining, { kind: 'lora' }>['targets'] = [
  'q_proj',
  'k_proj',
  'v_proj',
  'o_proj',
  'gate_proj',
  'up_proj',
  'down_proj',
];

/** The second stage with what is tuned. */
export function tuneStageConfig(settings: TuneSettings, vokens: VokenSpan): StageConfig {
  const { voice, look, mapper, losses } = settings;
  return mlsConfig(
    vokens,
    voice === undefined ? { kind: 'frozen' } : { kind: 'lora', ...voice, targets: voiceTargets },
    {
      losses,
      ...(look === undefined ? {} : { look }),
      trains: {
        rowsIn: mapper,
        rowsOut: mapper && losses.text > 0,
        mapperMlp: mapper,
        mapperTransformer: mapper,
        mapperQueries: mapper,
      },
    },
  );
}

/** The learning rate of a parameter against that of the voice. */
export function rateShareOf({ rates }: TuneSettings, path: string): number {
  if (path.startsWith('unet.')) return rates.look / rates.voice;
  return path.startsWith('mapper.') ? rates.mapper / rates.voice : 1;
}
