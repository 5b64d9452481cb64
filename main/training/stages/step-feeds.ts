// Rows as the inputs of a step graph: the packed sequences, and beside them what the vokens aim at (caption embeddings, noisy latents,
// scene facts), read from the caches. Names and shapes: native-models/graphs/training/stage-inputs.ts.
import type { Rng } from '../../../common/base/rng';
import type { NoiseSchedule } from '../../../native-models/graphs/noise-schedule';
import type { LossWeights } from '../../../native-models/graphs/training/stage-config';
import type { Tensors } from '../../runtime/session';
import { floatTensor, int64Tensor } from '../../runtime/tensor';
import { eachWordEnd, type WordRow } from '../../runtime/word-rows';
import { denoisingTargetsFrom } from '../data/denoising-targets';
import { readerFactsFrom, readerSizesFrom, type ReaderClasses } from '../data/reader-facts';
import { sequenceBatchFrom, type SequenceBatch } from '../data/sequence-batch';
import type { SequenceRow } from '../data/sequence-row';
import type { Picture } from '../data/world-records';
import type { CaptionRows, PictureRows } from '../frozen/frozen-features';

export interface FeedSources {
  readonly vokens: readonly number[];
  readonly pad: number;
  /** d of the language model. */
  readonly hiddenSize: number;
  readonly soft?: PictureRows | undefined;
  /** Words with rows of their own; they go in as soft tokens do. */
  readonly words?: readonly WordRow[] | undefined;
  readonly captions?: { readonly rows: CaptionRows; readonly length: number; readonly size: number } | undefined;
  readonly denoising?:
    | {
        readonly latents: PictureRows;
        readonly schedule: NoiseSchedule;
        /** c, h, w */
        readonly shape: readonly [number, number, number];
        readonly minSnr: number | undefined;
      }
    | undefined;
  readonly reader?: ReaderClasses | undefined;
}

export interface FeedChoices {
  /** The losses that the graph has; 0 leaves out their inputs. */
  readonly losses: LossWeights;
  /** Share of panels whose vokens are dropped, for guidance; a share for each picture where they differ. */
  readonly drop: number | ((picture: Picture) => number);
  /** Panels drawn by L_LDM at most. */
  readonly drawnPanels: number;
  /** Draws exactly so many: where there are fewer panels each comes again, with other noise. */
  readonly drawsAgain?: boolean | undefined;
}

export interface StepFeeds {
  readonly tensors: Tensors;
  readonly panels: readonly Picture[];
  readonly ids: readonly string[];
}

/** @param rows at least one of them ends a panel */
export function stepFeedsFrom(
  rows: readonly SequenceRow[],
  sources: FeedSources,
  choices: FeedChoices,
  rng: Rng,
): StepFeeds {
  const { losses, drop } = choices;
  const batch = sequenceBatchFrom(rows, sources.vokens, sources.pad);
  const { panels } = batch;
  const count = panels.length;
  const dropRng = rng.fork('drop');
  const shareOf = typeof drop === 'number' ? () => drop : drop;
  const keep = Float32Array.from(panels, (picture) => (dropRng.chance(shareOf(picture)) ? 0 : 1)); // (N)
  const soft = spliced(batch, sources);
  const square = [batch.rows, batch.columns];
  const tensors: Record<string, Tensors[string]> = {
    input_ids: int64Tensor(batch.ids, square),
    position_ids: int64Tensor(batch.positions, square),
    attention_bias: floatTensor(batch.bias, [batch.rows, 1, batch.columns, batch.columns]),
    soft_positions: int64Tensor(soft.positions, [soft.positions.length]),
    soft_tokens: floatTensor(soft.rows, [soft.positions.length, sources.hiddenSize]),
    states: int64Tensor(batch.states, [count, sources.vokens.length]),
    keep: floatTensor(keep, [count]),
  };
  if (losses.text > 0) {
    const labels = batch.labels.length;
    tensors['label_positions'] = int64Tensor(batch.labelPositions, [labels]);
    tensors['labels'] = int64Tensor(batch.labels, [labels]);
    tensors['label_weights'] = floatTensor(new Float32Array(labels).fill(1), [labels]);
  }
  if (losses.caption > 0) Object.assign(tensors, captionFeeds(panels, keep, sources));
  if (losses.ldm > 0) Object.assign(tensors, denoisingFeeds(panels, choices, sources, rng.fork('noise')));
  if (losses.reader > 0) Object.assign(tensors, readerFeeds(panels, keep, sources));
  return { tensors, panels, ids: rows.map(({ id }) => id) };
}

/** What stands in place of tokens' own rows, float32 (n, d), and where: soft tokens of pictures, then rows of words. */
function spliced(
  { ids, softPositions, softPictures }: SequenceBatch,
  { soft, words = [], hiddenSize }: FeedSources,
): { readonly positions: readonly number[]; readonly rows: Float32Array } {
  const seen = soft?.read(softPictures) ?? new Float32Array();
  const told: { readonly position: number; readonly row: Float32Array }[] = [];
  eachWordEnd(ids, words, (position, { row }) => told.push({ position, row }));
  if (told.length === 0) return { positions: softPositions, rows: seen };
  const rows = new Float32Array(seen.length + told.length * hiddenSize);
  rows.set(seen);
  told.forEach(({ row }, i) => rows.set(row, seen.length + i * hiddenSize));
  return { positions: [...softPositions, ...told.map(({ position }) => position)], rows };
}

function captionFeeds(panels: readonly Picture[], keep: Float32Array, { captions }: FeedSources): Tensors {
  const { rows, length, size } = captions!;
  const targets = new Float32Array(panels.length * rows.rowLength);
  const known = new Float32Array(panels.length);
  panels.forEach(({ captions: words }, i) => {
    const caption = keep[i] === 0 ? '' : words[0];
    if (caption === undefined) return;
    rows.readInto(caption, targets, i * rows.rowLength);
    known[i] = 1;
  });
  return {
    caption_targets: floatTensor(targets, [panels.length, length, size]),
    caption_known: floatTensor(known, [panels.length]),
  };
}

function denoisingFeeds(
  panels: readonly Picture[],
  { drawnPanels: most, drawsAgain = false }: FeedChoices,
  { denoising }: FeedSources,
  rng: Rng,
): Tensors {
  const { latents, schedule, shape, minSnr } = denoising!;
  const order = rng.shuffle(panels.map((_, i) => i));
  const drawn = drawsAgain ? Array.from({ length: most }, (_, i) => order[i % order.length]!) : order.slice(0, most);
  const clean = latents.read(drawn.map((i) => panels[i]!));
  const made = denoisingTargetsFrom(schedule, clean, latents.rowLength, minSnr, rng);
  const sizes = [drawn.length, ...shape];
  return {
    drawn: int64Tensor(drawn, [drawn.length]),
    noisy_latents: floatTensor(made.noisy, sizes),
    noise_targets: floatTensor(made.targets, sizes),
    timesteps: floatTensor(made.timesteps, [drawn.length]),
    ldm_weights: floatTensor(made.weights, [drawn.length]),
  };
}

function readerFeeds(panels: readonly Picture[], keep: Float32Array, { reader }: FeedSources): Tensors {
  const classes = reader!;
  const { single: heads, several: width } = readerSizesFrom(classes);
  const single = new Int32Array(panels.length * heads.length);
  const several = new Float32Array(panels.length * width);
  const weights = new Float32Array(panels.length);
  panels.forEach(({ graph }, i) => {
    const facts = readerFactsFrom(classes, graph);
    if (facts === undefined || keep[i] === 0) return;
    weights[i] = 1;
    single.set(facts.single, i * heads.length);
    for (const index of facts.several) several[i * width + index] = 1;
  });
  return {
    reader_single: int64Tensor(single, [panels.length, heads.length]),
    reader_several: floatTensor(several, [panels.length, width]),
    reader_weights: floatTensor(weights, [panels.length]),
  };
}
