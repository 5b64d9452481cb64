// How good a stage is on records that it never learned from: the losses, always on the same rows and the same noise, and how often the
// conditioning lies nearest to a caption that shows the same character, place and time. A cheap stand-in for drawing and judging.
import type { Rng } from '../../../common/base/rng';
import type { LossWeights } from '../../../native-models/graphs/training/stage-config';
import type { SequenceRow } from '../data/sequence-row';
import type { Picture } from '../data/world-records';
import type { RowSource } from './row-source';
import type { StepRunner } from './step-runner';
import { stepFeedsFrom, type FeedChoices, type FeedSources, type StepFeeds } from './step-feeds';

export class Validation {
  readonly #batches: readonly StepFeeds[];
  readonly #sources: FeedSources;
  readonly #losses: LossWeights;

  /** @param source the held-out records; all of them are used */
  constructor(source: RowSource, sources: FeedSources, choices: FeedChoices, batchRows: number, rng: Rng) {
    const rows = Array.from({ length: source.count }, (_, i) => source.row(i, rng.fork(`row-${i}`), true))
      .filter(({ ends }) => ends.length > 0)
      .sort((a, b) => a.ids.length - b.ids.length);
    this.#sources = sources;
    this.#losses = choices.losses;
    this.#batches = inParts(rows, batchRows).map((part, i) =>
      stepFeedsFrom(part, sources, { ...choices, drop: 0 }, rng.fork(`batch-${i}`)),
    );
  }

  /** Means over the held-out panels: `loss`, its parts, and `who`, `place`, `time` where caption embeddings are known. */
  async measure(runner: StepRunner, values: ReadonlyMap<string, Float32Array>): Promise<Record<string, number>> {
    const sums = new Map<string, number>();
    const panels: Picture[] = [];
    const conditions: Float32Array[] = [];
    for (const batch of this.#batches) {
      const { losses, conditioning } = await runner.measure(this.#losses, values, batch.tensors);
      for (const [name, value] of Object.entries(losses)) {
        sums.set(name, (sums.get(name) ?? 0) + value * batch.panels.length);
      }
      const size = conditioning.length / batch.panels.length;
      batch.panels.forEach((panel, i) => {
        panels.push(panel);
        conditions.push(conditioning.subarray(i * size, (i + 1) * size));
      });
    }
    const means = [...sums].map(([name, sum]) => [name, sum / Math.max(panels.length, 1)] as const);
    return { ...Object.fromEntries(means), ...nearestCaptionShares(panels, conditions, this.#sources) };
  }
}

function nearestCaptionShares(
  panels: readonly Picture[],
  conditions: readonly Float32Array[],
  { captions }: FeedSources,
): Record<string, number> {
  if (captions === undefined) return {};
  const known = panels.filter(({ graph, captions: words }) => graph !== undefined && words.length > 0);
  const candidates = [...new Map(known.map((panel) => [panel.captions[0]!, panel])).values()];
  if (candidates.length === 0) return {};
  const { rows } = captions;
  const embeddings = candidates.map(({ captions: words }) => {
    const row = new Float32Array(rows.rowLength);
    rows.readInto(words[0]!, row, 0);
    return row;
  });
  const right = { who: 0, place: 0, time: 0 };
  panels.forEach(({ graph }, i) => {
    const near = candidates[nearest(conditions[i]!, embeddings)]?.graph;
    if (graph === undefined || near === undefined) return;
    if (mainOf(near) === mainOf(graph)) right.who += 1;
    if (near.place === graph.place) right.place += 1;
    if (near.time === graph.time) right.time += 1;
  });
  const of = known.length;
  return { who: right.who / of, place: right.place / of, time: right.time / of };
}

const mainOf = (graph: NonNullable<Picture['graph']>): string | undefined =>
  (graph.characters.find(({ role }) => role === 'main') ?? graph.characters[0])?.id;

/** Index of the embedding with the smallest squared distance. */
function nearest(condition: Float32Array, embeddings: readonly Float32Array[]): number {
  let best = Infinity;
  let found = 0;
  embeddings.forEach((embedding, index) => {
    let distance = 0;
    for (let i = 0; i < embedding.length; i++) distance += (condition[i]! - embedding[i]!) ** 2;
    if (distance < best) [best, found] = [distance, index];
  });
  return found;
}

function inParts(rows: readonly SequenceRow[], size: number): SequenceRow[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => rows.slice(i * size, (i + 1) * size));
}
