// Makes whole stories: a plot, a cast, the moments that follow from it, and for each of them narration, graph and caption. The seed
// of a panel's picture is its own; what must persist from panel to panel persists in the moments.
import type { Rng } from '../../../common/base/rng';
import { canonicalCaption } from './captions';
import { CHARACTERS } from './characters';
import { HELD_OUT_COMBINATIONS, holdsHeldOutCombination } from './held-out';
import { pickName } from './names';
import { narrate, type Told } from './narration/narrate';
import type { CastMember } from './narration/references';
import {
  makePlot,
  nextMoment,
  openingMoment,
  type Beat,
  type Ending,
  type Middle,
  type Moment,
  type Opening,
  type StoryProps,
} from './plot';
import { PROPS } from './props';
import type { CharacterId, SceneCharacter, SceneGraph, SceneProp, StoryPanel } from './scene-graph';

type Cast = readonly [CastMember, CastMember, CastMember];

interface Outline {
  readonly beats: readonly Beat[];
  readonly moments: readonly Moment[];
  readonly cast: Cast;
  readonly props: StoryProps;
}

function makeCast(rng: Rng, first: CharacterId | undefined, heldOut: boolean): Cast {
  const ids = rng.shuffle(CHARACTERS.map((kind) => kind.id));
  const ordered = first === undefined ? ids : [first, ...ids.filter((id) => id !== first)];
  const taken: string[] = [];
  const member = (at: number): CastMember => {
    const id = ordered[at] ?? 'fox';
    const given = pickName(rng, id, heldOut, taken);
    taken.push(given.name);
    return { id, given };
  };
  return [member(0), member(1), member(2)];
}

/** Home is an end only for somebody who is out. */
function settle(beat: Beat, now: Moment): Beat {
  if (now.place !== 'room') return beat;
  if (beat === 'homeTogether' || beat === 'homeTogetherTime') return 'endPair';
  return beat === 'homeAlone' || beat === 'homeAloneTime' ? 'endAlone' : beat;
}

function outline(rng: Rng, heldOut: boolean): Outline {
  const wanted = heldOut ? rng.pick(HELD_OUT_COMBINATIONS) : undefined;
  const [a, b] = rng.shuffle(PROPS.map((kind) => kind.id));
  const first = wanted?.[2] ?? a ?? 'lantern';
  const second = b !== undefined && b !== first ? b : (a ?? 'kite');
  const cast = makeCast(rng, wanted?.[0], heldOut);
  const planned = makePlot(rng);
  // A friend who is met with the thing that was wished for holds that very thing.
  const wish = planned.includes('want') && planned.includes('meetHolding');
  const props: StoryProps = { first, second: wish ? first : second };
  let now = openingMoment(rng, planned[0] as Opening, props);
  const beats: Beat[] = [planned[0] ?? 'find'];
  const moments: Moment[] = [now];
  for (const beat of planned.slice(1)) {
    const settled = settle(beat, now);
    now = nextMoment(rng, settled as Middle | Ending, now, props);
    beats.push(settled);
    moments.push(now);
  }
  return { beats, moments, cast, props };
}

/** The graph of a moment. */
export function graphOf(moment: Moment, cast: Cast, seed: number): SceneGraph {
  const present = cast.slice(0, moment.crowd);
  const characters = present.map((member, index): SceneCharacter => ({
    id: member.id,
    name: member.given.name,
    role: index === 0 ? 'main' : 'other',
  }));
  const props: SceneProp[] = [];
  if (moment.mainHolds !== undefined) props.push({ id: moment.mainHolds, relation: 'held', by: cast[0].id });
  if (moment.friendHolds !== undefined && moment.crowd > 1)
    props.push({ id: moment.friendHolds, relation: 'held', by: cast[1].id });
  if (moment.lying !== undefined) {
    const { id, relation } = moment.lying;
    props.push(relation === 'beside' ? { id, relation, by: cast[0].id } : { id, relation });
  }
  return { place: moment.place, time: moment.time, characters, props, seed };
}

/**
 * One story of four to six panels.
 * @param heldOut true: only held-out names, and at least one panel with a held-out combination; false: neither of them anywhere
 */
export function makeStory(rng: Rng, heldOut = false): StoryPanel[] {
  for (;;) {
    const { beats, moments, cast, props } = outline(rng, heldOut);
    const graphs = moments.map((moment) => graphOf(moment, cast, rng.uint32()));
    if (graphs.some(holdsHeldOutCombination) !== heldOut) continue;
    const told: Told = { lines: new Set(), details: new Set() };
    return graphs.map((graph, at) => {
      const moment = moments[at] as Moment;
      const text = narrate(rng, { beat: beats[at] ?? 'wonder', moment, props, cast }, told);
      return { text, caption: canonicalCaption(graph), graph };
    });
  }
}
