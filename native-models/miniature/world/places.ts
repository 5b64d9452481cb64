// The places, times and weathers of the world: how they are called in captions and narration, which of them go together, and the
// furniture that props can be on or under. Not how they look: see scenery/.
import type { PlaceId, TimeId } from './scene-graph';

export interface PlaceKind {
  readonly id: PlaceId;
  readonly word: string;
  readonly synonyms: readonly string[];
  /** "in the forest", "on the beach": where a picture is. */
  readonly where: string;
  readonly otherWheres: readonly string[];
  /** What a prop is on, and what it is under, here. */
  readonly support: string;
  readonly shelter: string;
  /** The times and weathers that can be had here. */
  readonly times: readonly TimeId[];
}

const EVERY_TIME: readonly TimeId[] = ['day', 'sunset', 'night', 'rain', 'snowfall'];

export const PLACES: readonly PlaceKind[] = [
  {
    id: 'forest',
    word: 'forest',
    synonyms: ['woods', 'trees'],
    where: 'in the forest',
    otherWheres: ['in the woods', 'among the trees'],
    support: 'a tree stump',
    shelter: 'a pine tree',
    times: EVERY_TIME,
  },
  {
    id: 'meadow',
    word: 'meadow',
    synonyms: ['grass', 'hills'],
    where: 'in the meadow',
    otherWheres: ['in the green grass', 'on the green hills'],
    support: 'a stone',
    shelter: 'an oak tree',
    times: EVERY_TIME,
  },
  {
    id: 'beach',
    word: 'beach',
    synonyms: ['shore', 'sand'],
    where: 'on the beach',
    otherWheres: ['on the shore', 'on the sand'],
    support: 'a rock',
    shelter: 'a palm tree',
    times: EVERY_TIME,
  },
  {
    id: 'snow',
    word: 'snow',
    synonyms: ['ice'],
    where: 'in the snow',
    otherWheres: ['on the snowy hill', 'in the white snow'],
    support: 'a snowy stone',
    shelter: 'a snowy tree',
    // Rain does not fall where the snow stays.
    times: ['day', 'sunset', 'night', 'snowfall'],
  },
  {
    id: 'town',
    word: 'town',
    synonyms: ['street', 'village'],
    where: 'in the town',
    otherWheres: ['in the street', 'in the village'],
    support: 'a wooden box',
    shelter: 'a street lamp',
    times: EVERY_TIME,
  },
  {
    id: 'room',
    word: 'room',
    synonyms: ['house', 'home'],
    where: 'in the room',
    otherWheres: ['at home', 'in the house'],
    support: 'a small table',
    shelter: 'a lamp',
    times: EVERY_TIME,
  },
  {
    id: 'sea',
    word: 'sea',
    synonyms: ['ocean', 'raft'],
    where: 'out at sea',
    otherWheres: ['on the open sea', 'on a raft at sea'],
    support: 'a barrel',
    shelter: 'a sail',
    times: EVERY_TIME,
  },
  {
    id: 'desert',
    word: 'desert',
    synonyms: ['dunes'],
    where: 'in the desert',
    otherWheres: ['among the dunes', 'in the wide desert'],
    support: 'a red rock',
    shelter: 'a cactus',
    times: ['day', 'sunset', 'night'],
  },
  {
    id: 'castle',
    word: 'castle',
    synonyms: ['towers', 'courtyard'],
    where: 'at the castle',
    otherWheres: ['between the castle towers', 'in the castle courtyard'],
    support: 'a stone bench',
    shelter: 'a stone arch',
    times: EVERY_TIME,
  },
  {
    id: 'farm',
    word: 'farm',
    synonyms: ['barn', 'farmyard'],
    where: 'on the farm',
    otherWheres: ['by the red barn', 'in the farmyard'],
    support: 'a hay bale',
    shelter: 'a windmill',
    times: EVERY_TIME,
  },
  {
    id: 'mountain',
    word: 'mountain',
    synonyms: ['mountains', 'peaks'],
    where: 'on the mountain',
    otherWheres: ['high in the mountains', 'among the rocky peaks'],
    support: 'a grey rock',
    shelter: 'a signpost',
    times: EVERY_TIME,
  },
  {
    id: 'space',
    word: 'space',
    synonyms: ['planets', 'planet'],
    where: 'in space',
    otherWheres: ['among the planets', 'far away in space'],
    support: 'a moon rock',
    shelter: 'a rocket',
    // Out there it is always dark.
    times: ['night'],
  },
];

export interface TimeKind {
  readonly id: TimeId;
  readonly word: string;
  readonly synonyms: readonly string[];
  /** "at night": when a picture is. */
  readonly when: string;
  readonly otherWhens: readonly string[];
}

export const TIMES: readonly TimeKind[] = [
  {
    id: 'day',
    word: 'day',
    synonyms: ['morning', 'daytime', 'noon'],
    when: 'by day',
    otherWhens: ['in the morning', 'on a sunny day'],
  },
  {
    id: 'sunset',
    word: 'sunset',
    synonyms: ['evening', 'dusk'],
    when: 'at sunset',
    otherWhens: ['in the evening', 'as the sun goes down'],
  },
  {
    id: 'night',
    word: 'night',
    synonyms: ['moon', 'midnight'],
    when: 'at night',
    otherWhens: ['under the moon', 'on a dark night'],
  },
  {
    id: 'rain',
    word: 'rain',
    synonyms: ['rains', 'rainy', 'raindrops'],
    // Good indoors too, where nobody is "in the rain".
    when: 'while it rains',
    otherWhens: ['on a rainy day', 'as the rain comes down'],
  },
  {
    id: 'snowfall',
    word: 'snowfall',
    synonyms: ['snows', 'snowing', 'snowflakes'],
    when: 'while it snows',
    otherWhens: ['while it is snowing', 'as snowflakes fall'],
  },
];

export function place(id: PlaceId): PlaceKind {
  const found = PLACES.find((kind) => kind.id === id);
  if (found === undefined) throw new Error(`The world has no place called ${id}.`);
  return found;
}

/** The times and weathers that a place allows, at least one. */
export function timesOf(id: PlaceId): readonly TimeId[] {
  return place(id).times;
}

export function time(id: TimeId): TimeKind {
  const found = TIMES.find((kind) => kind.id === id);
  if (found === undefined) throw new Error(`The world has no time called ${id}.`);
  return found;
}
