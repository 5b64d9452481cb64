// How the things of the world look: which drawing, in which colours, how it is gripped, and which of them give light. The hues and
// outlines are spread so that the thirty can be told apart at 128 pixels. Not their words: props.ts has those.
import { drawing } from './artwork';
import { mapColors } from './color';
import { OWN_DRAWINGS, type OwnDrawing } from './prop-drawings';
import type { PropId } from './scene-graph';

export interface PropLook {
  /** A drawing of the artwork, or one of ours. */
  readonly icon?: string;
  readonly own?: OwnDrawing;
  readonly recolor?: Readonly<Record<string, string>>;
  /** What the drawing covers of its 32 x 32 units: left, top, right, bottom. */
  readonly box: readonly [number, number, number, number];
  /** Where a paw on the right side grips it, in the same units. */
  readonly grip: readonly [number, number];
  /** Turn when held on the right side, in degrees clockwise. */
  readonly turn?: number;
  /** True when it is held up, over the shoulder: the paw is at its lower end. */
  readonly aloft?: boolean;
  /** The colour of its light, if it gives light. */
  readonly light?: string;
}

export const PROP_LOOKS: Readonly<Record<PropId, PropLook>> = {
  lantern: { icon: 'red-paper-lantern', box: [7, 2, 25, 30], grip: [8, 17], light: '#ffcf6b' },
  kite: { own: 'kite', box: [2, 1, 31, 31.3], grip: [3, 29.5], aloft: true },
  boat: { own: 'boat', box: [2, 2, 30, 30], grip: [6, 26] },
  balloon: { own: 'balloon', box: [2.9, 1.7, 29.5, 30.7], grip: [3, 30], aloft: true },
  book: { own: 'book', box: [4, 2, 28, 30], grip: [6, 19] },
  gift: {
    icon: 'wrapped-gift',
    recolor: { '#fcd53f': '#3fb4f5', '#ffb02e': '#1f8fe0', '#f8312f': '#ff5fae', '#ca0b4a': '#e6308a' },
    box: [3, 2, 29, 30],
    grip: [5, 22],
  },
  key: { own: 'key', box: [2.5, 2, 30, 30], grip: [5, 27] },
  flower: { own: 'flower', box: [4.5, 2, 27.5, 30], grip: [7, 23] },
  apple: { own: 'apple', box: [3.1, 2, 29, 29.9], grip: [6, 22] },
  umbrella: { own: 'umbrella', box: [2, 1.5, 31, 30.3], grip: [3.5, 28.5], aloft: true },
  star: { icon: 'star', recolor: { '#fcd53f': '#ffe02e' }, box: [2, 3, 30, 29], grip: [7, 20], light: '#fff0a0' },
  map: { icon: 'world-map', box: [2, 5, 30, 30], grip: [4, 22] },
  ball: { own: 'ball', box: [2, 2, 30, 30], grip: [5, 20] },
  hat: {
    icon: 'top-hat',
    recolor: { '#321b41': '#2149b8', '#533566': '#3a6be8', '#f8312f': '#ffd12e' },
    box: [2, 4, 30, 30],
    grip: [4, 25],
  },
  cake: {
    icon: 'birthday-cake',
    recolor: { '#ffdea7': '#ffd3e6', '#d3883e': '#a8622c' },
    box: [2, 2, 30, 30],
    grip: [5, 26],
  },
  bell: { own: 'bell', box: [3.5, 1.5, 28.5, 30], grip: [6, 18] },
  crown: { icon: 'crown', recolor: { '#e19747': '#c22a4e', '#ffb02e': '#ffcb1f' }, box: [2, 7, 30, 30], grip: [6, 24] },
  guitar: { own: 'guitar', box: [5, 1.5, 27, 30.3], grip: [6, 22], turn: 6 },
  drum: { own: 'drum', box: [2, 1.2, 30, 30], grip: [4, 21] },
  teapot: {
    icon: 'teapot',
    recolor: { '#f8312f': '#19b5ae', '#ca0b4a': '#0c857f', '#ff822d': '#fff3d0' },
    box: [2, 5, 30, 30],
    grip: [4, 18],
  },
  shell: { own: 'shell', box: [2.5, 3.8, 29.6, 29], grip: [6, 20] },
  candle: { own: 'candle', box: [5, 1, 31.8, 30], grip: [8, 26], light: '#ffd890' },
  basket: { own: 'basket', box: [2, 1.7, 30, 30], grip: [4.5, 20] },
  bucket: { own: 'bucket', box: [3.5, 1.4, 28.5, 30], grip: [5.5, 17] },
  clock: { icon: 'mantelpiece-clock', box: [2, 2, 30, 30], grip: [4, 22] },
  letter: {
    icon: 'love-letter',
    recolor: { '#b4acbc': '#8f84a8', '#e1d8ec': '#fffdf7', '#f92f60': '#f01f4f' },
    box: [2, 6, 30, 26],
    grip: [5, 20],
  },
  pumpkin: { own: 'pumpkin', box: [1.5, 1.5, 30.5, 30], grip: [5, 22] },
  carrot: { icon: 'carrot', recolor: { '#00d26a': '#35a83a' }, box: [2, 2, 30, 30], grip: [5, 24] },
  trumpet: { own: 'trumpet', box: [2, 4.5, 30, 26.5], grip: [4, 19] },
  mushroom: { own: 'mushroom', box: [2, 3, 30, 29.8], grip: [5, 20] },
};

/** The SVG body of a thing in its 32 x 32 units, every colour passed through `recolor`. */
export function propBody(look: PropLook, recolor: (color: string) => string): string {
  const own = (color: string): string => recolor(look.recolor?.[color] ?? color);
  return look.own === undefined ? drawing(look.icon ?? 'star', own) : mapColors(OWN_DRAWINGS[look.own], own);
}
