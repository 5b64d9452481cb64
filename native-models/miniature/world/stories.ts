// Makes whole stories: a plot, a cast, the moments that follow from it, and for each of them narration, graph and caption. The seed
// of a panel's picture is its own; what must persist from panel to panel persists in the moments, and the style in the story.
import type { Rng } from '../../../common/base/rng';
import type { Beat, Ending, Middle, Moment, Opening, StoryProps } from './beats';
import { canonicalCaption } from './captions';
import { knownCharacters } from './characters';
import { HELD_OUT_COMBINATIONS, holdsHeldOutCombination, type Combination } from './held-out';
import { pickName } from './names';
import type { Register } from './narration/lines';
import { narrate, type Told } from './narration/narrate';
import type { CastMember } from './narration/references';
import { retoldBySailor } from './narration/sailor';
import { nextMoment, openingMoment } from './plot';
import { makePlot } from './plot-shapes';
import { PROPS } from './props';
import { pickStyle } from './scenes';
import type { CharacterId, PropId, SceneCharacter, SceneGraph, SceneProp, StoryPanel, StyleId } from './scene-graph';

export interface StoryWishes {
  /** The main character; the only way to get one of the unseen ones. */
  readonly character?: CharacterId;
  readonly style?: StyleId;
  /** A held-out story whose characters bear names that training shows: what is new in it is the combination alone. */
  readonly hasUsualNames?: boolean;
  /** Told by somebody whom nothing is trained on. */
  readonly narrator?: Narrator;
}

export const narrators = ['sailor'] as const;
export type Narrator = (typeof narrators)[number];

type Cast = readonly [CastMember, CastMember, CastMember];

interface Outline {
  readonly beats: readonly Beat[];
  readonly moments: readonly Moment[];
  readonly cast: Cast;
  readonly props: StoryProps;
}

function makeCast(rng: Rng, first: CharacterId | undefined, heldOut: boolean): Cast {
  const ids = rng.shuffle(knownCharacters.map((kind) => kind.id));
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

/** A beat that can happen here: home is an end only for somebody who is out, and there is no time of day out in space. */
function settle(beat: Beat, now: Moment): Beat {
  if (beat === 'timePass' && now.place === 'space') return now.crowd === 1 ? 'wonder' : 'talk';
  if (now.place !== 'room') return beat;
  if (beat === 'homeTogether' || beat === 'homeTogetherTime') return 'endPair';
  return beat === 'homeAlone' || beat === 'homeAloneTime' ? 'endAlone' : beat;
}

const WITH_TIME: Readonly<Partial<Record<Beat, Beat>>> = {
  journey: 'journeyTime',
  homeTogether: 'homeTogetherTime',
  homeAlone: 'homeAloneTime',
};
const WITHOUT_TIME: Readonly<Partial<Record<Beat, Beat>>> = {
  journeyTime: 'journey',
  homeTogetherTime: 'homeTogether',
  homeAloneTime: 'homeAlone',
};

/** The beat as it has to be told: with the hour where the new place has made it change. */
function told(beat: Beat, before: Moment, after: Moment): Beat {
  return (before.time === after.time ? WITHOUT_TIME[beat] : WITH_TIME[beat]) ?? beat;
}

function storyProps(rng: Rng, wanted: PropId | undefined, beats: readonly Beat[]): StoryProps {
  const ids = rng.shuffle(PROPS.map((kind) => kind.id));
  const first = wanted ?? ids[0] ?? 'lantern';
  const second = ids.find((id) => id !== first) ?? 'kite';
  // A friend who is met with the thing that was wished for holds that very thing.
  const wish = beats.includes('want') && beats.includes('meetHolding');
  return { first, second: wish ? first : second };
}

function outline(
  rng: Rng,
  wanted: Combination | undefined,
  character: CharacterId | undefined,
  hasHeldOutNames: boolean,
): Outline {
  const planned = makePlot(rng);
  const props = storyProps(rng, wanted?.[2], planned);
  const cast = makeCast(rng, wanted?.[0] ?? character, hasHeldOutNames);
  // Half of the wanted combinations begin at their place; the others come to it on the way.
  const start = wanted !== undefined && rng.chance(0.5) ? wanted[1] : undefined;
  let now = openingMoment(rng, planned[0] as Opening, props, start);
  const beats: Beat[] = [planned[0] ?? 'find'];
  const moments: Moment[] = [now];
  for (const beat of planned.slice(1)) {
    const settled = settle(beat, now);
    const next = nextMoment(rng, settled as Middle | Ending, now, props);
    beats.push(told(settled, now, next));
    moments.push(next);
    now = next;
  }
  return { beats, moments, cast, props };
}

/** The graph of a moment. */
export function graphOf(moment: Moment, cast: Cast, style: StyleId, seed: number): SceneGraph {
  const present = cast.slice(0, moment.crowd);
  const characters = present.map((member, index): SceneCharacter => ({
    id: member.id,
    name: member.given.name,
    role: index === 0 ? 'main' : 'other',
  }));
  const hands = [moment.mainHolds, moment.friendHolds, moment.thirdHolds];
  const props = present.flatMap((member, index): SceneProp[] => {
    const id = hands[index];
    return id === undefined ? [] : [{ id, relation: 'held', by: member.id }];
  });
  if (moment.lying !== undefined) {
    const { id, relation } = moment.lying;
    props.push(relation === 'beside' ? { id, relation, by: cast[0].id } : { id, relation });
  }
  return { place: moment.place, time: moment.time, style, characters, props, seed };
}

function wantedCombination(rng: Rng, character: CharacterId | undefined): Combination | undefined {
  const own = HELD_OUT_COMBINATIONS.filter(([who]) => character === undefined || who === character);
  return own.length > 0 ? rng.pick(own) : undefined;
}

/**
 * One story of four to six panels, in one style and one register.
 * @param heldOut true: only held-out names, and at least one panel with a held-out combination (none are listed for unseen
 * characters: they are held out as such); false: neither of them anywhere
 * @param wishes a main character, a style, names; all are drawn by chance otherwise, and only known characters are
 */
export function makeStory(rng: Rng, heldOut = false, wishes: StoryWishes = {}): StoryPanel[] {
  const style = wishes.style ?? pickStyle(rng);
  const register: Register = rng.chance(0.6) ? 'plain' : 'playful';
  const nameless = rng.chance(0.12);
  for (;;) {
    const wanted = heldOut ? wantedCombination(rng, wishes.character) : undefined;
    const { beats, moments, cast, props } = outline(
      rng,
      wanted,
      wishes.character,
      heldOut && wishes.hasUsualNames !== true,
    );
    const graphs = moments.map((moment) => graphOf(moment, cast, style, rng.uint32()));
    if (graphs.some(holdsHeldOutCombination) !== (wanted !== undefined)) continue;
    const used: Told = { lines: new Set(), details: new Set() };
    const told = graphs.map((graph, at) => {
      const moment = moments[at] as Moment;
      const before = moments[at - 1];
      const beat = beats[at] ?? 'wonder';
      const text = narrate(
        rng,
        { beat, moment, register, nameless, props, cast, ...(before === undefined ? {} : { before }) },
        used,
      );
      return { text, caption: canonicalCaption(graph), graph };
    });
    if (wishes.narrator === undefined) return told;
    const texts = told.map(({ text }) => text);
    const retold = retoldBySailor(texts, rng.fork('narrator'));
    return told.map((panel, at) => ({ ...panel, text: retold[at] ?? panel.text }));
  }
}
