// What each step of a tuning sees: rows of the writer's stories and rows of the bundle's own, each from shuffled epochs of their own, so
// that both are in every batch. Everything follows from the seed and the step's number: a resumed run sees what it would have seen.
import type { Rng } from '../../../common/base/rng';
import type { RowFormat, SequenceRow } from '../data/sequence-row';
import { renamed, type KnownWords } from './renamed';
import { tuningRow, type TuningStory } from './tuning-row';

export interface FeedSet {
  readonly stories: readonly TuningStory[];
  /** Panels of a step, about. */
  readonly panels: number;
  readonly learns: (pictureId: string) => boolean;
  /** Share of the rows in which everybody bears another name; none unless given. */
  readonly renamed?: { readonly share: number; readonly knows: KnownWords | undefined };
}

export class TuningFeed {
  readonly #format: RowFormat;
  readonly #sets: readonly { readonly set: FeedSet; readonly rows: number; readonly rng: Rng }[];

  constructor(format: RowFormat, sets: readonly FeedSet[], rng: Rng) {
    this.#format = format;
    this.#sets = sets
      .map((set, i) => ({ set: learnable(set), rng: rng.fork(`set-${i}`) }))
      .filter(({ set }) => set.stories.length > 0 && set.panels > 0)
      .map(({ set, rng: own }) => ({ set, rows: rowsFor(set), rng: own }));
  }

  /** Rows of step `number`, counted from 0. */
  rows(number: number): SequenceRow[] {
    return this.#sets.flatMap(({ set, rows, rng }) =>
      Array.from({ length: rows }, (_, i) => {
        const position = number * rows + i;
        const story = storyAt(set.stories, position, rng);
        const names = rng.fork(`names-${position}`);
        const isRenamed = set.renamed !== undefined && names.chance(set.renamed.share);
        const told = isRenamed ? renamed(story, names, set.renamed.knows) : story;
        return tuningRow(this.#format, told, set, rng.fork(`row-${position}`));
      }),
    );
  }
}

/** Only stories with something to learn. */
const learnable = (set: FeedSet): FeedSet => ({
  ...set,
  stories: set.stories.filter(({ panels }) => panels.some(({ picture }) => set.learns(picture.id))),
});

function rowsFor({ stories, panels }: FeedSet): number {
  const mean = stories.reduce((sum, story) => sum + story.panels.length, 0) / stories.length;
  return Math.max(1, Math.round(panels / mean));
}

/** The story at a position of the endless sequence of shuffled epochs. */
function storyAt(stories: readonly TuningStory[], position: number, rng: Rng): TuningStory {
  const epoch = Math.floor(position / stories.length);
  const order = rng.fork(`epoch-${epoch}`).shuffle(stories.map((_, i) => i));
  return stories[order[position % stories.length]!]!;
}
