// The cast: who there is, how they are called in text, and what they wear. Not how they are drawn: see character-drawing.ts.
import type { CharacterId } from './scene-graph';

export type Clothes = 'scarf' | 'jumper' | 'dungarees' | 'bow' | 'none';

export interface CharacterKind {
  readonly id: CharacterId;
  /** The noun of captions and narration, and other words that mean it in text. */
  readonly word: string;
  readonly synonyms: readonly string[];
  readonly article: 'a' | 'an';
  /** The drawing: a face that gets a body from us, or a whole figure. */
  readonly icon: string;
  readonly whole: boolean;
  /** Replacements for colours of the drawing, to keep kinds apart at 128 pixels. */
  readonly recolor?: Readonly<Record<string, string>>;
  readonly fur: string;
  readonly belly: string;
  readonly paw: string;
  readonly tail: 'brush' | 'stub' | 'puff' | 'long' | 'thin' | 'none';
  readonly clothes: Clothes;
  readonly cloth: string;
  /** Height against the fox. */
  readonly size: number;
}

export const CHARACTERS: readonly CharacterKind[] = [
  {
    id: 'fox',
    word: 'fox',
    synonyms: ['little fox'],
    article: 'a',
    icon: 'fox',
    whole: false,
    fur: '#ff822d',
    belly: '#ffdea7',
    paw: '#4a2f2a',
    tail: 'brush',
    clothes: 'scarf',
    cloth: '#1f9c8c',
    size: 1,
  },
  {
    id: 'bear',
    word: 'bear',
    synonyms: ['big bear'],
    article: 'a',
    icon: 'bear',
    whole: false,
    fur: '#a56953',
    belly: '#e0b48a',
    paw: '#8c5543',
    tail: 'stub',
    clothes: 'jumper',
    cloth: '#d8403c',
    size: 1.08,
  },
  {
    id: 'owl',
    word: 'owl',
    synonyms: ['little owl'],
    article: 'an',
    icon: 'owl',
    whole: true,
    fur: '#6d4534',
    belly: '#ffdea7',
    paw: '#5b3829',
    tail: 'none',
    clothes: 'none',
    cloth: '#ffffff',
    size: 0.88,
  },
  {
    id: 'rabbit',
    word: 'rabbit',
    synonyms: ['bunny'],
    article: 'a',
    icon: 'rabbit-face',
    whole: false,
    recolor: { '#cdc4d6': '#f7efe6', '#b4acbc': '#cbbcae', '#f4f4f4': '#ffffff' },
    fur: '#f7efe6',
    belly: '#ffffff',
    paw: '#e9dccf',
    tail: 'puff',
    clothes: 'dungarees',
    cloth: '#3f7fd0',
    size: 1.04,
  },
  {
    id: 'cat',
    word: 'cat',
    synonyms: ['kitten'],
    article: 'a',
    icon: 'cat-face',
    whole: false,
    recolor: { '#ffb02e': '#6f7a9c', '#ff822d': '#f3a9b8', '#ff6723': '#dfe3f0', '#402a32': '#1c1c28' },
    fur: '#6f7a9c',
    belly: '#c9d0e4',
    paw: '#e9ecf6',
    tail: 'long',
    clothes: 'bow',
    cloth: '#f2b632',
    size: 0.98,
  },
  {
    id: 'frog',
    word: 'frog',
    synonyms: ['little frog'],
    article: 'a',
    icon: 'frog',
    whole: false,
    fur: '#00c561',
    belly: '#fff478',
    paw: '#00a854',
    tail: 'none',
    clothes: 'none',
    cloth: '#ffffff',
    size: 0.86,
  },
  {
    id: 'penguin',
    word: 'penguin',
    synonyms: ['little penguin'],
    article: 'a',
    icon: 'penguin',
    whole: true,
    fur: '#533566',
    belly: '#ffffff',
    paw: '#46295a',
    tail: 'none',
    clothes: 'scarf',
    cloth: '#e2443f',
    size: 0.92,
  },
  {
    id: 'mouse',
    word: 'mouse',
    synonyms: ['little mouse'],
    article: 'a',
    icon: 'mouse-face',
    whole: false,
    fur: '#c9bfd4',
    belly: '#efe9f4',
    paw: '#f2a3a6',
    tail: 'thin',
    clothes: 'jumper',
    cloth: '#8a5cc2',
    size: 0.86,
  },
];

export function character(id: CharacterId): CharacterKind {
  const found = CHARACTERS.find((kind) => kind.id === id);
  if (found === undefined) throw new Error(`The world has no character called ${id}.`);
  return found;
}
