// The things of the world: how they are called in captions and narration. Not how they look: prop-looks.ts has that.
import { PROP_LOOKS, type PropLook } from './prop-looks';
import type { PropId } from './scene-graph';

export interface PropKind extends PropLook {
  readonly id: PropId;
  readonly word: string;
  readonly synonyms: readonly string[];
  /** Words that narration may put before it; true of the drawing. */
  readonly adjectives: readonly string[];
  readonly article: 'a' | 'an';
}

function thing(id: PropId, synonyms: readonly string[], adjectives: readonly string[]): PropKind {
  return { id, word: id, synonyms, adjectives, article: /^[aeiou]/.test(id) ? 'an' : 'a', ...PROP_LOOKS[id] };
}

export const PROPS: readonly PropKind[] = [
  thing('lantern', ['red lantern', 'paper lantern'], ['red', 'paper']),
  thing('kite', ['bright kite', 'paper kite'], ['bright', 'fine']),
  thing('boat', ['toy boat', 'little boat'], ['little', 'toy']),
  thing('balloon', ['red balloon', 'big balloon'], ['red', 'big red']),
  thing('book', ['green book', 'story book'], ['green', 'old']),
  thing('gift', ['present'], ['pretty', 'blue']),
  thing('key', ['golden key'], ['golden', 'old']),
  thing('flower', ['pink flower', 'tulip'], ['pink', 'lovely']),
  thing('apple', ['green apple'], ['green', 'shiny']),
  thing('umbrella', ['purple umbrella'], ['purple', 'big']),
  thing('star', ['little star', 'yellow star'], ['shining', 'little']),
  thing('map', ['blue map'], ['big', 'fine']),
  thing('ball', ['beach ball', 'bright ball'], ['bright', 'big']),
  thing('hat', ['top hat', 'blue hat'], ['tall', 'blue']),
  thing('cake', ['birthday cake', 'pink cake'], ['sweet', 'pink']),
  thing('bell', ['golden bell'], ['golden', 'shiny']),
  thing('crown', ['golden crown'], ['golden', 'fine']),
  thing('guitar', ['wooden guitar'], ['wooden', 'fine']),
  thing('drum', ['red drum'], ['red', 'round']),
  thing('teapot', ['blue teapot', 'round teapot'], ['round', 'shiny']),
  thing('shell', ['pink shell', 'seashell'], ['pink', 'lovely']),
  thing('candle', ['white candle', 'bright candle'], ['white', 'bright']),
  thing('basket', ['brown basket'], ['brown', 'round']),
  thing('bucket', ['blue bucket', 'pail'], ['blue', 'big']),
  thing('clock', ['old clock', 'wooden clock'], ['old', 'wooden']),
  thing('letter', ['white letter', 'love letter'], ['white', 'kind']),
  thing('pumpkin', ['orange pumpkin', 'big pumpkin'], ['orange', 'round']),
  thing('carrot', ['orange carrot', 'long carrot'], ['orange', 'crunchy']),
  thing('trumpet', ['golden trumpet', 'shiny trumpet'], ['golden', 'shiny']),
  thing('mushroom', ['red mushroom', 'toadstool'], ['red', 'spotted']),
];

export function prop(id: PropId): PropKind {
  const found = PROPS.find((kind) => kind.id === id);
  if (found === undefined) throw new Error(`The world has no prop called ${id}.`);
  return found;
}
