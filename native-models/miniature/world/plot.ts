// The plot grammar: stories as sequences of beats (want, journey, meeting, trouble, gift, home), and what each beat does to
// the moment: who is there, where, when, and who holds what. No words here: see narration/.
import type { Rng } from '../../../common/base/rng';
import type { Beat, Ending, Middle, Moment, Opening, StoryProps } from './beats';
import { NEXT_TIMES } from './narration/time-phrases';
import { PLACES, timesOf } from './places';
import type { PlaceId, TimeId } from './scene-graph';

function maybe(rng: Rng, probability: number, ...beats: Beat[]): Beat[] {
  return rng.chance(probability) ? [rng.pick(beats)] : [];
}

function aloneOn(rng: Rng, probability: number): Beat[] {
  return maybe(rng, probability, 'journey', 'journey', 'journeyTime', 'wonder', 'timePass');
}

function withFriend(rng: Rng, probability: number): Beat[] {
  return maybe(rng, probability, 'journey', 'journeyTime', 'timePass', 'talk', 'play');
}

function endTogether(rng: Rng): Beat {
  return rng.pick(['homeTogether', 'homeTogetherTime', 'endPair', 'endPair'] as const);
}

function endAlone(rng: Rng): Beat {
  return rng.pick(['homeAlone', 'homeAloneTime', 'endAlone'] as const);
}

/** A parting or a happy end for two. */
function endOfTwo(rng: Rng): Beat[] {
  return rng.chance(0.2) ? ['goodbye', endAlone(rng)] : [endTogether(rng)];
}

type Plot = (rng: Rng) => Beat[];

const GIFT_PLOTS: readonly Plot[] = [
  (rng) => [
    'find',
    ...aloneOn(rng, 0.8),
    'meet',
    ...maybe(rng, 0.5, 'talk', 'share', 'play'),
    'give',
    ...endOfTwo(rng),
  ],
  (rng) => [
    'see',
    'take',
    ...aloneOn(rng, 0.7),
    'meet',
    rng.pick(['give', 'share'] as const),
    ...maybe(rng, 0.6, endTogether(rng)),
  ],
  (rng) => [
    'deliver',
    'journey',
    ...maybe(rng, 0.5, 'wonder', 'timePass'),
    'meet',
    'give',
    ...maybe(rng, 0.6, ...endOfTwo(rng)),
  ],
  (rng) => ['find', ...aloneOn(rng, 0.6), 'meetHolding', ...maybe(rng, 0.4, 'talk'), 'swap', endTogether(rng)],
  (rng) => ['alone', ...aloneOn(rng, 0.7), 'meetHolding', ...withFriend(rng, 0.5), 'giveToMain', ...endOfTwo(rng)],
  (rng) => [
    'have',
    ...aloneOn(rng, 0.5),
    'meet',
    'lend',
    ...maybe(rng, 0.4, 'journey', 'timePass', 'play'),
    'giveBack',
    endTogether(rng),
  ],
  (rng) => ['pairHave', ...withFriend(rng, 0.6), 'give', ...withFriend(rng, 0.6), endTogether(rng)],
];

const QUEST_PLOTS: readonly Plot[] = [
  (rng) => ['want', 'journey', 'findWished', ...aloneOn(rng, 0.6), endAlone(rng)],
  (rng) => [
    'want',
    rng.pick(['journey', 'journeyTime'] as const),
    'findWished',
    'meet',
    ...maybe(rng, 0.5, 'share', 'play'),
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
  (rng) => ['see', 'take', 'journey', ...aloneOn(rng, 0.5), endAlone(rng)],
  (rng) => ['find', 'journey', rng.pick(['wonder', 'timePass'] as const), ...aloneOn(rng, 0.4), endAlone(rng)],
  (rng) => [
    'pair',
    rng.pick(['journey', 'journeyTime'] as const),
    'findTogether',
    ...maybe(rng, 0.7, 'share', 'timePass', 'give'),
    endTogether(rng),
  ],
  (rng) => [
    'pair',
    'journey',
    'friendFinds',
    ...maybe(rng, 0.7, 'play', 'timePass', 'journeyTime'),
    'giveToMain',
    endTogether(rng),
  ],
  (rng) => ['pairSee', 'take', ...withFriend(rng, 0.7), ...maybe(rng, 0.5, 'share', 'give'), ...endOfTwo(rng)],
];

const TROUBLE_PLOTS: readonly Plot[] = [
  (rng) => [
    rng.pick(['find', 'have'] as const),
    ...aloneOn(rng, 0.6),
    'drop',
    'helped',
    'giveBack',
    ...maybe(rng, 0.7, endTogether(rng)),
  ],
  (rng) => [
    rng.pick(['have', 'find'] as const),
    'vanish',
    'search',
    'meetFinder',
    'giveBack',
    ...maybe(rng, 0.7, endTogether(rng)),
  ],
  (rng) => [
    rng.pick(['have', 'find'] as const),
    'vanish',
    'search',
    'findAgain',
    ...maybe(rng, 0.5, 'wonder', 'timePass'),
    endAlone(rng),
  ],
  (rng) => [
    rng.pick(['have', 'find'] as const),
    'journey',
    'putDown',
    'takeUp',
    ...maybe(rng, 0.4, 'timePass'),
    endAlone(rng),
  ],
  (rng) => [
    rng.pick(['have', 'find'] as const),
    ...maybe(rng, 0.6, 'journey'),
    'hide',
    ...maybe(rng, 0.5, 'timePass', 'wonder'),
    'takeUp',
    endAlone(rng),
  ],
  (rng) => [
    'pairHave',
    ...maybe(rng, 0.6, 'journey'),
    'hide',
    'takeUp',
    ...maybe(rng, 0.5, 'share', 'give'),
    endTogether(rng),
  ],
];

const FRIEND_PLOTS: readonly Plot[] = [
  (rng) => [
    'find',
    ...aloneOn(rng, 0.8),
    'meet',
    ...maybe(rng, 0.6, 'share', 'journey', 'timePass'),
    rng.pick(['share', 'journeyTime', 'talk', 'play'] as const),
    ...endOfTwo(rng),
  ],
  (rng) => [
    'alone',
    ...aloneOn(rng, 0.7),
    'meet',
    rng.pick(['journey', 'talk', 'timePass', 'play'] as const),
    ...maybe(rng, 0.5, 'journeyTime'),
    ...endOfTwo(rng),
  ],
  (rng) => [
    rng.pick(['find', 'alone', 'have'] as const),
    ...aloneOn(rng, 0.4),
    'meet',
    ...maybe(rng, 0.5, 'journey', 'timePass'),
    'meetThird',
    'endThree',
  ],
  (rng) => ['pair', ...withFriend(rng, 0.6), 'meetThirdHolding', ...maybe(rng, 0.4, 'journey', 'timePass'), 'endThree'],
  (rng) => ['alone', 'meet', ...maybe(rng, 0.5, 'journey', 'talk'), 'meetThirdHolding', 'endThree'],
  (rng) => [
    'pair',
    ...withFriend(rng, 0.8),
    rng.pick(['journey', 'journeyTime'] as const),
    ...withFriend(rng, 0.6),
    ...endOfTwo(rng),
  ],
];

const PLOTS: readonly Plot[] = [...GIFT_PLOTS, ...QUEST_PLOTS, ...TROUBLE_PLOTS, ...FRIEND_PLOTS];

const MOVES = /^(journey|search)/;

/** A sequence of four to six beats. */
export function makePlot(rng: Rng): Beat[] {
  for (;;) {
    const beats = rng.pick(PLOTS)(rng);
    // Two moves in a row with nothing between them read like a list of places, and so does a beat that is told twice.
    const restless = beats.some((beat, i) => {
      const before = beats[i - 1] ?? '';
      return beat === before || (MOVES.test(beat) && MOVES.test(before));
    });
    if (beats.length >= 4 && beats.length <= 6 && !restless) return beats;
  }
}

/** Another place; `at` asks for one that has that time. Home and the far ends of the world are rarer stops. */
function elsewhere(rng: Rng, from: PlaceId, at?: TimeId): PlaceId {
  const places = PLACES.filter(
    ({ id, times }) =>
      id !== from &&
      (id !== 'room' || rng.chance(0.3)) &&
      (id !== 'space' || rng.chance(0.7)) &&
      (at === undefined || times.includes(at)),
  );
  return rng.pick(places).id;
}

/** What comes after a time at a place. */
function later(rng: Rng, now: TimeId, place: PlaceId): TimeId {
  const allowed = timesOf(place);
  const next = NEXT_TIMES[now].filter((time) => allowed.includes(time));
  if (next.length > 0) return rng.pick(next);
  const others = allowed.filter((time) => time !== now);
  return others.length > 0 ? rng.pick(others) : now;
}

/** The same time, where the place allows it; else the next that it allows. */
function timeAt(rng: Rng, now: TimeId, place: PlaceId): TimeId {
  return timesOf(place).includes(now) ? now : later(rng, now, place);
}

/** A moment without one of its optional parts. */
function without(moment: Moment, ...keys: ('mainHolds' | 'friendHolds' | 'lying')[]): Moment {
  const copy = { ...moment };
  for (const key of keys) delete copy[key];
  return copy;
}

/** The first moment of a story, at a place that may be asked for. */
export function openingMoment(rng: Rng, beat: Opening, props: StoryProps, wanted?: PlaceId): Moment {
  const place = wanted ?? rng.pick(PLACES).id;
  const pair = beat === 'pair' || beat === 'pairHave' || beat === 'pairSee';
  const start: Moment = { place, time: rng.pick(timesOf(place)), crowd: pair ? 2 : 1 };
  if (beat === 'find' || beat === 'have' || beat === 'deliver' || beat === 'pairHave')
    return { ...start, mainHolds: props.first };
  if (beat === 'see' || beat === 'pairSee')
    return { ...start, lying: { id: props.first, relation: rng.chance(0.5) ? 'on' : 'under' } };
  return start;
}

function travelled(rng: Rng, now: Moment, place: PlaceId, timePasses: boolean): Moment {
  return { ...now, place, time: timePasses ? later(rng, now.time, place) : timeAt(rng, now.time, place) };
}

/** What a later beat makes of the moment before it. */
export function nextMoment(rng: Rng, beat: Middle | Ending, now: Moment, props: StoryProps): Moment {
  const somewhere = { id: props.first, relation: rng.chance(0.5) ? 'on' : 'under' } as const;
  switch (beat) {
    case 'journey':
    case 'journeyTime':
      return travelled(rng, now, elsewhere(rng, now.place), beat === 'journeyTime');
    case 'search':
      return { ...now, place: elsewhere(rng, now.place, now.time) };
    case 'timePass':
      return { ...now, time: later(rng, now.time, now.place) };
    case 'meet':
      return { ...now, crowd: 2 };
    case 'meetHolding':
      return { ...now, crowd: 2, friendHolds: props.second };
    case 'meetFinder':
      return { ...now, crowd: 2, friendHolds: props.first };
    case 'meetThird':
      return { ...now, crowd: 3 };
    case 'meetThirdHolding':
      return { ...now, crowd: 3, thirdHolds: props.second };
    case 'take':
    case 'takeUp':
      return { ...without(now, 'lying'), mainHolds: props.first };
    case 'findWished':
    case 'findTogether':
    case 'findAgain':
      return { ...now, mainHolds: props.first };
    case 'friendFinds':
      return { ...now, friendHolds: props.second };
    case 'drop':
    case 'hide':
      return { ...without(now, 'mainHolds'), lying: somewhere };
    case 'putDown':
      return { ...without(now, 'mainHolds'), lying: { id: props.first, relation: 'beside' } };
    case 'vanish':
      return without(now, 'mainHolds');
    case 'helped':
      return { ...without(now, 'lying'), crowd: 2, friendHolds: props.first };
    case 'giveBack':
      return { ...without(now, 'friendHolds'), mainHolds: props.first };
    case 'give':
    case 'lend':
      return { ...without(now, 'mainHolds'), friendHolds: props.first };
    case 'giveToMain':
      return { ...without(now, 'friendHolds'), mainHolds: props.second };
    case 'swap':
      return { ...now, mainHolds: props.second, friendHolds: props.first };
    case 'goodbye':
      return { ...without(now, 'friendHolds'), crowd: 1 };
    case 'homeTogether':
    case 'homeAlone':
      return travelled(rng, now, 'room', false);
    case 'homeTogetherTime':
    case 'homeAloneTime':
      return travelled(rng, now, 'room', true);
    case 'talk':
    case 'play':
    case 'share':
    case 'wonder':
    case 'endPair':
    case 'endThree':
    case 'endAlone':
      return now;
  }
}
