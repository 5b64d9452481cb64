// The places and times of the world: how they are called in captions and narration, and the furniture that props can be on or
// under. Not how they look: see scenery/.
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
}

export const PLACES: readonly PlaceKind[] = [
  {
    id: 'forest',
    word: 'forest',
    synonyms: ['woods', 'trees'],
    where: 'in the forest',
    otherWheres: ['in the woods', 'among the trees'],
    support: 'a tree stump',
    shelter: 'a pine tree',
  },
  {
    id: 'meadow',
    word: 'meadow',
    synonyms: ['field', 'hills'],
    where: 'in the meadow',
    otherWheres: ['in the green field', 'on the green hills'],
    support: 'a stone',
    shelter: 'an oak tree',
  },
  {
    id: 'beach',
    word: 'beach',
    synonyms: ['sea', 'shore', 'sand'],
    where: 'on the beach',
    otherWheres: ['by the sea', 'on the sand'],
    support: 'a rock',
    shelter: 'a palm tree',
  },
  {
    id: 'snow',
    word: 'snow',
    synonyms: ['ice'],
    where: 'in the snow',
    otherWheres: ['on the snowy hill', 'in the white snow'],
    support: 'a snowy stone',
    shelter: 'a snowy tree',
  },
  {
    id: 'town',
    word: 'town',
    synonyms: ['street', 'village'],
    where: 'in the town',
    otherWheres: ['in the street', 'in the village'],
    support: 'a wooden box',
    shelter: 'a street lamp',
  },
  {
    id: 'room',
    word: 'room',
    synonyms: ['house', 'home'],
    where: 'in the room',
    otherWheres: ['at home', 'in the house'],
    support: 'a small table',
    shelter: 'a lamp',
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
];

export function place(id: PlaceId): PlaceKind {
  const found = PLACES.find((kind) => kind.id === id);
  if (found === undefined) throw new Error(`The world has no place called ${id}.`);
  return found;
}

export function time(id: TimeId): TimeKind {
  const found = TIMES.find((kind) => kind.id === id);
  if (found === undefined) throw new Error(`The world has no time called ${id}.`);
  return found;
}
