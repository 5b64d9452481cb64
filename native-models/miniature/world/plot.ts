// The plot grammar: stories as sequences of beats (want, journey, meeting, trouble, gift, home), and what each beat does to
// the moment: who is there, where, when, and who holds what. No words here: see narration/.
import type { Rng } from '../../../common/base/rng';
import { PLACES, TIMES } from './places';
import type { PlaceId, PropId, TimeId } from './scene-graph';

export type Opening = 'find' | 'want' | 'have' | 'alone' | 'pair' | 'deliver' | 'see';
export type Middle =
  | 'journey'
  | 'journeyTime'
  | 'timePass'
  | 'wonder'
  | 'search'
  | 'meet'
  | 'meetHolding'
  | 'meetFinder'
  | 'meetThird'
  | 'talk'
  | 'share'
  | 'take'
  | 'findWished'
  | 'findTogether'
  | 'drop'
  | 'putDown'
  | 'takeUp'
  | 'vanish'
  | 'helped'
  | 'giveBack'
  | 'give'
  | 'giveToMain'
  | 'swap';
export type Ending =
  'homeTogether' | 'homeTogetherTime' | 'homeAlone' | 'homeAloneTime' | 'endPair' | 'endThree' | 'endAlone';
export type Beat = Opening | Middle | Ending;

/** The moment that a panel shows. */
export interface Moment {
  readonly place: PlaceId;
  readonly time: TimeId;
  /** How many of the cast are there: 1 the main character, 2 with the friend, 3 with the third. */
  readonly crowd: 1 | 2 | 3;
  readonly mainHolds?: PropId;
  readonly friendHolds?: PropId;
  readonly lying?: { readonly id: PropId; readonly relation: 'beside' | 'on' | 'under' };
}

/** The props of a story: the one that it is about, and the friend's. */
export interface StoryProps {
  readonly first: PropId;
  readonly second: PropId;
}

const NEXT_TIME: Readonly<Record<TimeId, TimeId>> = { day: 'sunset', sunset: 'night', night: 'day' };

function maybe(rng: Rng, probability: number, ...beats: Beat[]): Beat[] {
  return rng.chance(probability) ? [rng.pick(beats)] : [];
}

function aloneOn(rng: Rng, probability: number): Beat[] {
  return maybe(rng, probability, 'journey', 'journey', 'journeyTime', 'wonder', 'timePass');
}

function endTogether(rng: Rng): Beat {
  return rng.pick(['homeTogether', 'homeTogetherTime', 'endPair', 'endPair'] as const);
}

function endAlone(rng: Rng): Beat {
  return rng.pick(['homeAlone', 'homeAloneTime', 'endAlone'] as const);
}

type Plot = (rng: Rng) => Beat[];

/** Each plot is one shape of story; those that occur more often stand twice. */
const PLOTS: readonly Plot[] = [
  (rng) => ['find', ...aloneOn(rng, 0.8), 'meet', ...maybe(rng, 0.5, 'talk', 'share'), 'give', endTogether(rng)],
  (rng) => [
    'find',
    ...aloneOn(rng, 0.8),
    'meet',
    ...maybe(rng, 0.6, 'share', 'journey', 'timePass'),
    rng.pick(['share', 'journeyTime', 'talk'] as const),
    endTogether(rng),
  ],
  (rng) => [
    rng.pick(['find', 'have'] as const),
    ...aloneOn(rng, 0.6),
    'drop',
    'helped',
    'giveBack',
    ...maybe(rng, 0.7, endTogether(rng)),
  ],
  (rng) => ['want', 'journey', 'findWished', ...aloneOn(rng, 0.6), endAlone(rng)],
  (rng) => [
    'want',
    rng.pick(['journey', 'journeyTime'] as const),
    'findWished',
    'meet',
    ...maybe(rng, 0.5, 'share'),
    endTogether(rng),
  ],
  (rng) => [
    'want',
    ...maybe(rng, 0.5, 'wonder', 'timePass'),
    'meetHolding',
    ...maybe(rng, 0.4, 'talk'),
    'giveToMain',
    endTogether(rng),
  ],
  (rng) => [
    'alone',
    ...aloneOn(rng, 0.7),
    'meetHolding',
    ...maybe(rng, 0.5, 'talk', 'journey'),
    'giveToMain',
    endTogether(rng),
  ],
  (rng) => [
    'alone',
    ...aloneOn(rng, 0.7),
    'meet',
    rng.pick(['journey', 'talk', 'timePass'] as const),
    ...maybe(rng, 0.5, 'journeyTime'),
    endTogether(rng),
  ],
  (rng) => [
    'pair',
    rng.pick(['journey', 'journeyTime'] as const),
    'findTogether',
    ...maybe(rng, 0.7, 'share', 'timePass', 'give'),
    endTogether(rng),
  ],
  (rng) => [
    'see',
    'take',
    ...aloneOn(rng, 0.7),
    'meet',
    rng.pick(['give', 'share'] as const),
    ...maybe(rng, 0.6, endTogether(rng)),
  ],
  (rng) => ['see', 'take', 'journey', ...aloneOn(rng, 0.5), endAlone(rng)],
  (rng) => [
    'deliver',
    'journey',
    ...maybe(rng, 0.5, 'wonder', 'journeyTime'),
    'meet',
    'give',
    ...maybe(rng, 0.6, endTogether(rng)),
  ],
  (rng) => [
    rng.pick(['have', 'find'] as const),
    'vanish',
    'search',
    'meetFinder',
    'giveBack',
    ...maybe(rng, 0.7, endTogether(rng)),
  ],
  (rng) => ['find', ...aloneOn(rng, 0.6), 'meetHolding', ...maybe(rng, 0.4, 'talk'), 'swap', endTogether(rng)],
  (rng) => [
    rng.pick(['find', 'alone', 'have'] as const),
    ...aloneOn(rng, 0.4),
    'meet',
    ...maybe(rng, 0.5, 'journey'),
    'meetThird',
    'endThree',
  ],
  (rng) => [
    rng.pick(['have', 'find'] as const),
    'journey',
    'putDown',
    'takeUp',
    ...maybe(rng, 0.4, 'timePass'),
    endAlone(rng),
  ],
  (rng) => ['find', 'journey', rng.pick(['wonder', 'timePass'] as const), ...aloneOn(rng, 0.4), endAlone(rng)],
];

/** A sequence of four to six beats. */
export function makePlot(rng: Rng): Beat[] {
  for (;;) {
    const beats = rng.pick(PLOTS)(rng);
    // Two moves in a row with nothing between them read like a list of places.
    const restless = beats.some(
      (beat, i) => i > 0 && /^journey/.test(beat) && /^(journey|search)/.test(beats[i - 1] ?? ''),
    );
    if (beats.length >= 4 && beats.length <= 6 && !restless) return beats;
  }
}

function elsewhere(rng: Rng, from: PlaceId): PlaceId {
  return rng.pick(PLACES.filter((kind) => kind.id !== from && (kind.id !== 'room' || rng.chance(0.3)))).id;
}

/** A moment without one of its optional parts. */
function without(moment: Moment, ...keys: ('mainHolds' | 'friendHolds' | 'lying')[]): Moment {
  const copy = { ...moment };
  for (const key of keys) delete copy[key];
  return copy;
}

/** The first moment of a story. */
export function openingMoment(rng: Rng, beat: Opening, props: StoryProps): Moment {
  const start: Moment = { place: rng.pick(PLACES).id, time: rng.pick(TIMES).id, crowd: beat === 'pair' ? 2 : 1 };
  if (beat === 'find' || beat === 'have' || beat === 'deliver') return { ...start, mainHolds: props.first };
  if (beat === 'see') return { ...start, lying: { id: props.first, relation: rng.chance(0.5) ? 'on' : 'under' } };
  return start;
}

/** What a later beat makes of the moment before it. */
export function nextMoment(rng: Rng, beat: Middle | Ending, now: Moment, props: StoryProps): Moment {
  switch (beat) {
    case 'journey':
    case 'search':
      return { ...now, place: elsewhere(rng, now.place) };
    case 'journeyTime':
      return { ...now, place: elsewhere(rng, now.place), time: NEXT_TIME[now.time] };
    case 'timePass':
      return { ...now, time: NEXT_TIME[now.time] };
    case 'meet':
      return { ...now, crowd: 2 };
    case 'meetHolding':
      return { ...now, crowd: 2, friendHolds: props.second };
    case 'meetFinder':
      return { ...now, crowd: 2, friendHolds: props.first };
    case 'meetThird':
      return { ...now, crowd: 3 };
    case 'take':
    case 'takeUp':
      return { ...without(now, 'lying'), mainHolds: props.first };
    case 'findWished':
    case 'findTogether':
      return { ...now, mainHolds: props.first };
    case 'drop':
      return { ...without(now, 'mainHolds'), lying: { id: props.first, relation: rng.chance(0.5) ? 'on' : 'under' } };
    case 'putDown':
      return { ...without(now, 'mainHolds'), lying: { id: props.first, relation: 'beside' } };
    case 'vanish':
      return without(now, 'mainHolds');
    case 'helped':
      return { ...without(now, 'lying'), crowd: 2, friendHolds: props.first };
    case 'giveBack':
      return { ...without(now, 'friendHolds'), mainHolds: props.first };
    case 'give':
      return { ...without(now, 'mainHolds'), friendHolds: props.first };
    case 'giveToMain':
      return { ...without(now, 'friendHolds'), mainHolds: props.second };
    case 'swap':
      return { ...now, mainHolds: props.second, friendHolds: props.first };
    case 'homeTogether':
    case 'homeAlone':
      return { ...now, place: 'room' };
    case 'homeTogetherTime':
    case 'homeAloneTime':
      return { ...now, place: 'room', time: NEXT_TIME[now.time] };
    case 'talk':
    case 'share':
    case 'wonder':
    case 'endPair':
    case 'endThree':
    case 'endAlone':
      return now;
  }
}
