// Counting what the judge reads from the pictures of held-out panels: shares, the paired difference to the baseline, distances between
// sets of pictures. It gets readings and draws nothing; panel-figures.ts asks.
import type { SceneGraph } from '../../native-models/miniature/world/world';
import { pairedDifference, type Estimate, type Pair } from './bootstrap';
import { frechetDistance } from './frechet';
import type { HeldOutPanel } from './held-out-panels';
import type { Reading } from './judge';
import { nothingRight, RecallCounts, verdictOf, type Shares } from './recall';
import { Tally, type Share } from './share';

export interface PanelFigures extends Shares {
  readonly count: number;
  readonly judge: Shares;
  /** Who, over the panels whose text names the main character by a pronoun at most. */
  readonly whoPronoun: Share;
  readonly baseline: Shares & { readonly whoPronoun: Share; readonly frechet: number | null };
  /** Our share less the baseline's, paired by seed. */
  readonly difference: { readonly who: Estimate; readonly whoPronoun: Estimate };
  /** What one would get by showing the picture before again: over the panels that have one. */
  readonly pictureBefore: Shares;
  /** What drawing from the pictures' true captions reaches, without story and vokens. */
  readonly caption: Shares;
  /** Between drawings and renders of the same panels; null for fewer than two. */
  readonly frechet: number | null;
  readonly frechetCaption: number | null;
  /** Between those renders and others, as many: the distance at this count when there is nothing to tell apart. Null for fewer others. */
  readonly frechetOfRenders: number | null;
  /** Of the panels that the model had to write, those without a word. */
  readonly missingText: Share;
  /** Of all pictures asked for, those that did not come or are blank. */
  readonly missingPicture: Share;
}

/** What was read of one panel; a picture that did not come is undefined. */
export interface PanelReadings {
  readonly panel: Pick<HeldOutPanel, 'graph' | 'isPronounOnly'>;
  /** The world's own picture of it. */
  readonly real: Reading;
  readonly drawn: Reading | undefined;
  /** The last picture of the context; undefined for the first panel of a story. */
  readonly before: Reading | undefined;
  /** What the drawing is compared with; absent where only drawings from the story were asked for. */
  readonly compared?: {
    readonly caption: Reading;
    readonly baseline: Reading;
    /** The panel as the model writes and draws it anew. */
    readonly written: { readonly words: number; readonly picture: Reading | undefined };
  };
}

/** Pixels of a drawing differ by far more than this (of a range of 2); a flat colour after compression by less. */
const LEAST_CONTRAST = 0.02;

export class PanelTally {
  readonly #judge = new RecallCounts();
  readonly #drawn = new RecallCounts();
  readonly #before = new RecallCounts();
  readonly #captions = new RecallCounts();
  readonly #baselines = new RecallCounts();
  readonly #pairs: (Pair & { readonly isPronounOnly: boolean })[] = [];
  readonly #whoPronoun = new Tally();
  readonly #missingText = new Tally();
  readonly #missingPicture = new Tally();
  readonly #features: Record<'fresh' | 'real' | 'drawn' | 'caption' | 'baseline', Float32Array[]> = {
    fresh: [],
    real: [],
    drawn: [],
    caption: [],
    baseline: [],
  };

  /** A fresh render, on which the judge itself is measured. */
  addRender(reading: Reading, graph: SceneGraph): void {
    this.#judge.add(verdictOf(reading, graph));
    this.#features.fresh.push(reading.features);
  }

  add({ panel, real, drawn, compared, before }: PanelReadings): void {
    const { graph, isPronounOnly } = panel;
    const ours = drawn === undefined ? nothingRight(graph) : verdictOf(drawn, graph);
    this.#drawn.add(ours);
    if (isPronounOnly) this.#whoPronoun.add(ours.who);
    if (before !== undefined) this.#before.add(verdictOf(before, graph));
    this.#addPicture(drawn);
    this.#features.real.push(real.features);
    if (drawn !== undefined) this.#features.drawn.push(drawn.features);
    if (compared === undefined) return;
    const { caption, baseline, written } = compared;
    const theirs = verdictOf(baseline, graph);
    this.#baselines.add(theirs);
    this.#captions.add(verdictOf(caption, graph));
    this.#pairs.push({ ours: ours.who, theirs: theirs.who, isPronounOnly });
    this.#missingText.add(written.words === 0);
    this.#addPicture(written.picture);
    this.#features.caption.push(caption.features);
    this.#features.baseline.push(baseline.features);
  }

  #addPicture(picture: Reading | undefined): void {
    this.#missingPicture.add(picture === undefined || picture.contrast < LEAST_CONTRAST);
  }

  /** @param seed of the bootstrap */
  figures(seed: number): PanelFigures {
    const { fresh, real, drawn, caption, baseline } = this.#features;
    const pronouns = this.#pairs.filter(({ isPronounOnly }) => isPronounOnly);
    return {
      count: real.length,
      judge: this.#judge.shares(),
      ...this.#drawn.shares(),
      whoPronoun: this.#whoPronoun.share(),
      baseline: {
        ...this.#baselines.shares(),
        whoPronoun: shareWhere(pronouns, ({ theirs }) => theirs),
        frechet: frechetDistance(baseline, real),
      },
      difference: { who: pairedDifference(this.#pairs, seed), whoPronoun: pairedDifference(pronouns, seed) },
      pictureBefore: this.#before.shares(),
      caption: this.#captions.shares(),
      frechet: frechetDistance(drawn, real),
      frechetCaption: frechetDistance(caption, real),
      frechetOfRenders: fresh.length < real.length ? null : frechetDistance(fresh.slice(0, real.length), real),
      missingText: this.#missingText.share(),
      missingPicture: this.#missingPicture.share(),
    };
  }
}

function shareWhere<T>(items: readonly T[], isHit: (item: T) => boolean): Share {
  const tally = new Tally();
  for (const item of items) tally.add(isHit(item));
  return tally.share();
}
