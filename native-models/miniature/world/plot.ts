// What each beat of a story does to the moment: who is there, where, when, and who holds what. Which beats follow each other is
// plot-shapes.ts's concern, and words are narration's.
import type { Rng } from '../../../common/base/rng';
import type { Ending, Middle, Moment, Opening, StoryProps } from './beats';
import { NEXT_TIMES } from './narration/time-phrases';
import { PLACES, timesOf } from './places';
import type { PlaceId, TimeId } from './scene-graph';

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
