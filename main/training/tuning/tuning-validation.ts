// How well the panels that are never learned are told and drawn: always the same rows and the same noise, several noisy pictures of each, so
// that two checkpoints can be compared although there are few panels.
import type { Rng } from '../../../common/base/rng';
import type { RowFormat } from '../data/sequence-row';
import { stepFeedsFrom, type FeedChoices, type FeedSources } from '../stages/step-feeds';
import type { StepRunner } from '../stages/step-runner';
import { tuningRow } from './tuning-row';
import type { TuningSet } from './tuning-set';

const NOISY_EACH = 8;
const ROWS_AT_ONCE = 4;

/** @returns a function that gives `loss` and its parts, means over the held panels */
export function heldOutMeasure(
  { stories }: Pick<TuningSet, 'stories'>,
  held: ReadonlySet<string>,
  from: {
    readonly runner: StepRunner;
    readonly format: RowFormat;
    readonly sources: FeedSources;
    readonly choices: FeedChoices;
    readonly rng: Rng;
  },
): (values: ReadonlyMap<string, Float32Array>) => Promise<Record<string, number>> {
  const { runner, format, sources, choices, rng } = from;
  const learns = (id: string): boolean => held.has(id);
  const rows = stories
    .filter(({ panels }) => panels.some(({ picture }) => learns(picture.id)))
    .map((story) => tuningRow(format, story, { learns, plain: true }, rng.fork(story.id)));
  const batches = Array.from({ length: Math.ceil(rows.length / ROWS_AT_ONCE) }, (_, i) => {
    const part = rows.slice(i * ROWS_AT_ONCE, (i + 1) * ROWS_AT_ONCE);
    const panels = part.reduce((sum, { ends }) => sum + ends.length, 0);
    return stepFeedsFrom(part, sources, { ...choices, drawnPanels: panels * NOISY_EACH }, rng.fork(`batch-${i}`));
  });
  return async (values) => {
    const sums: Record<string, number> = {};
    let count = 0;
    for (const { tensors, panels } of batches) {
      const { losses } = await runner.measure(choices.losses, values, tensors);
      for (const [name, value] of Object.entries(losses)) sums[name] = (sums[name] ?? 0) + value * panels.length;
      count += panels.length;
    }
    return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / count]));
  };
}
