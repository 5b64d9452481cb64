// Holds what the judge reads against what should be in the picture, and counts: who is the main character, where, when, and each prop
// that should be there (recall: a prop too many is not counted).
import type { SceneGraph } from '../../native-models/miniature/world/world';
import type { Reading } from './judge';
import { Tally, type Share } from './share';

export const figureNames = ['who', 'place', 'time', 'props'] as const;
export type FigureName = (typeof figureNames)[number];
export type Shares = Readonly<Record<FigureName, Share>>;

export interface Verdict {
  readonly who: boolean;
  readonly place: boolean;
  readonly time: boolean;
  /** One for each prop of the scene. */
  readonly props: readonly boolean[];
}

/** What a reading has right. */
export function verdictOf(reading: Reading, graph: SceneGraph): Verdict {
  const main = graph.characters.find(({ role }) => role === 'main');
  return {
    who: reading.who === main?.id,
    place: reading.place === graph.place,
    time: reading.time === graph.time,
    props: graph.props.map(({ id }) => reading.props.includes(id)),
  };
}

/** Verdicts added up. */
export class RecallCounts {
  readonly #tallies = { who: new Tally(), place: new Tally(), time: new Tally(), props: new Tally() };

  add(verdict: Verdict): void {
    for (const name of ['who', 'place', 'time'] as const) this.#tallies[name].add(verdict[name]);
    for (const isThere of verdict.props) this.#tallies.props.add(isThere);
  }

  shares(): Shares {
    const { who, place, time, props } = this.#tallies;
    return { who: who.share(), place: place.share(), time: time.share(), props: props.share() };
  }
}
