// Holds what the judge reads against what should be in the picture, and counts: who is the main character, where, when, in which style,
// and each prop that should be there (recall: a prop too many is not counted).
import type { SceneGraph } from '../../native-models/miniature/world/world';
import type { Reading } from './judge';
import { Tally, type Share } from './share';

export const figureNames = ['who', 'place', 'time', 'props', 'style'] as const;
export type FigureName = (typeof figureNames)[number];
export type Shares = Readonly<Record<FigureName, Share>>;

export interface Verdict {
  readonly who: boolean;
  readonly place: boolean;
  readonly time: boolean;
  readonly style: boolean;
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
    style: reading.style === graph.style,
    props: graph.props.map(({ id }) => reading.props.includes(id)),
  };
}

/** A picture that did not come is wrong in everything, not left out. */
export function nothingRight(graph: SceneGraph): Verdict {
  return { who: false, place: false, time: false, style: false, props: graph.props.map(() => false) };
}

/** Verdicts added up. */
export class RecallCounts {
  readonly #tallies = {
    who: new Tally(),
    place: new Tally(),
    time: new Tally(),
    props: new Tally(),
    style: new Tally(),
  };

  add(verdict: Verdict): void {
    for (const name of ['who', 'place', 'time', 'style'] as const) this.#tallies[name].add(verdict[name]);
    for (const isThere of verdict.props) this.#tallies.props.add(isThere);
  }

  shares(): Shares {
    const { who, place, time, props, style } = this.#tallies;
    return { who: who.share(), place: place.share(), time: time.share(), props: props.share(), style: style.share() };
  }
}
