// The things of the world: how they are called, drawn, gripped and set down, and which of them give light.
import type { PropId } from './scene-graph';

export interface PropKind {
  readonly id: PropId;
  readonly word: string;
  readonly synonyms: readonly string[];
  /** Words that narration may put before it; true of the drawing. */
  readonly adjectives: readonly string[];
  readonly article: 'a' | 'an';
  readonly icon: string;
  /** Where a paw grips it, in the drawing's 32 x 32 units, and the turn when held (degrees, clockwise on the right side). */
  readonly grip: readonly [number, number];
  readonly turn: number;
  /** True when the drawing points to the left of its grip, so that it is mirrored for a paw on the right. */
  readonly leftward?: boolean;
  /** Size against the common size of props. */
  readonly size: number;
  /** The colour of its light, if it gives light. */
  readonly light?: string;
  /** A fill of the drawing that is left out: the water under the boat. */
  readonly without?: string;
}

export const PROPS: readonly PropKind[] = [
  {
    id: 'lantern',
    word: 'lantern',
    synonyms: ['red lantern', 'paper lantern'],
    adjectives: ['red', 'paper'],
    article: 'a',
    icon: 'red-paper-lantern',
    grip: [16, 3],
    turn: 0,
    size: 1.08,
    light: '#ffcf6b',
  },
  {
    id: 'kite',
    word: 'kite',
    synonyms: ['bright kite'],
    adjectives: ['bright', 'fine'],
    article: 'a',
    icon: 'kite',
    grip: [27, 28],
    turn: 0,
    leftward: true,
    size: 1.25,
  },
  {
    id: 'boat',
    word: 'boat',
    synonyms: ['toy boat', 'little boat'],
    adjectives: ['little', 'toy'],
    article: 'a',
    icon: 'sailboat',
    grip: [9, 24],
    turn: 0,
    without: '#00a6ed',
    size: 1.12,
  },
  {
    id: 'balloon',
    word: 'balloon',
    synonyms: ['red balloon'],
    adjectives: ['red', 'big red'],
    article: 'a',
    icon: 'balloon',
    grip: [12, 29],
    turn: 0,
    size: 1.2,
  },
  {
    id: 'book',
    word: 'book',
    synonyms: ['old book', 'story book'],
    adjectives: ['old', 'red'],
    article: 'a',
    icon: 'closed-book',
    grip: [10, 21],
    turn: 8,
    size: 0.98,
  },
  {
    id: 'gift',
    word: 'gift',
    synonyms: ['present'],
    adjectives: ['pretty', 'little'],
    article: 'a',
    icon: 'wrapped-gift',
    grip: [10, 24],
    turn: 0,
    size: 1,
  },
  {
    id: 'key',
    word: 'key',
    synonyms: ['golden key'],
    adjectives: ['golden', 'old'],
    article: 'a',
    icon: 'old-key',
    grip: [23, 9],
    turn: -14,
    leftward: true,
    size: 1.05,
  },
  {
    id: 'flower',
    word: 'flower',
    synonyms: ['pink flower'],
    adjectives: ['pink', 'lovely'],
    article: 'a',
    icon: 'tulip',
    grip: [16, 26],
    turn: 8,
    size: 1.1,
  },
  {
    id: 'apple',
    word: 'apple',
    synonyms: ['red apple'],
    adjectives: ['red', 'shiny'],
    article: 'an',
    icon: 'red-apple',
    grip: [13, 25],
    turn: 0,
    size: 0.86,
  },
  {
    id: 'umbrella',
    word: 'umbrella',
    synonyms: ['purple umbrella'],
    adjectives: ['purple', 'big'],
    article: 'an',
    icon: 'umbrella',
    grip: [17, 25],
    turn: 14,
    size: 1.3,
  },
  {
    id: 'star',
    word: 'star',
    synonyms: ['little star', 'fallen star'],
    adjectives: ['shining', 'little'],
    article: 'a',
    icon: 'star',
    grip: [12, 24],
    turn: 0,
    size: 1,
    light: '#fff0a0',
  },
  {
    id: 'map',
    word: 'map',
    synonyms: ['old map'],
    adjectives: ['old', 'big'],
    article: 'a',
    icon: 'world-map',
    grip: [9, 23],
    turn: -6,
    size: 1.15,
  },
];

export function prop(id: PropId): PropKind {
  const found = PROPS.find((kind) => kind.id === id);
  if (found === undefined) throw new Error(`The world has no prop called ${id}.`);
  return found;
}
