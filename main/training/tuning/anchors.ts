// What the bundle itself makes of its own stories, as targets: the conditioning of each of their panels before anything was learned, and the
// one without vokens. L_cap keeps the tuned mapper near them; for the writer's own panels there is no such target. Computed at the
// start of a run from the same frozen numbers, so a resumed run has the same.
import { StudioError } from '../../../common/base/studio-error';
import type { Rng } from '../../../common/base/rng';
import type { RowFormat } from '../data/sequence-row';
import type { CaptionRows } from '../frozen/frozen-features';
import { stepFeedsFrom, type FeedChoices, type FeedSources } from '../stages/step-feeds';
import type { StepRunner } from '../stages/step-runner';
import { tuningRow, type TuningStory } from './tuning-row';

const ROWS_AT_ONCE = 4;

/** @param values what the run starts from, before its first step */
export async function anchorsOf(
  stories: readonly TuningStory[],
  from: {
    readonly runner: StepRunner;
    readonly values: ReadonlyMap<string, Float32Array>;
    readonly format: RowFormat;
    readonly sources: FeedSources;
    readonly choices: FeedChoices;
    readonly rng: Rng;
    readonly onPart?: (done: number, of: number) => void;
  },
): Promise<CaptionRows> {
  const { runner, values, format, sources, choices, rng } = from;
  const known = new Map<string, Float32Array>();
  const measure = async (part: readonly TuningStory[], drop: number): Promise<void> => {
    const rows = part.map((story) => tuningRow(format, story, { learns: () => true, plain: true }, rng));
    const made = stepFeedsFrom(rows, sources, { ...choices, drop }, rng);
    const { conditioning } = await runner.measure(choices.losses, values, made.tensors);
    const length = conditioning.length / made.panels.length;
    made.panels.forEach(({ captions: [name] }, i) => {
      const row = conditioning.slice(i * length, (i + 1) * length);
      if (drop === 1) known.set('', row);
      else if (name !== undefined) known.set(name, row);
    });
  };
  await measure(stories.slice(0, 1), 1);
  for (let start = 0; start < stories.length; start += ROWS_AT_ONCE) {
    await measure(stories.slice(start, start + ROWS_AT_ONCE), 0);
    from.onPart?.(Math.min(start + ROWS_AT_ONCE, stories.length), stories.length);
  }
  const rowLength = known.get('')?.length ?? 0;
  return {
    rowLength,
    readInto(name, into, offset) {
      const row = known.get(name);
      if (row === undefined) throw new StudioError('internal', `There is no anchor called ${name}.`);
      into.set(row, offset);
    },
    close: () => {
      known.clear();
    },
  };
}
