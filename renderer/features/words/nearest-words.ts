// For a word that the model cannot draw, the nearest that it can: a slip of the keys first, then things of the same kind. Pure; a short list
// of kinds, no dictionary.
import type { BundleSummary } from '../../../common/domain/bundle';

type Knows = BundleSummary['knows'];
type Group = 'characters' | 'places' | 'times' | 'props';

const MAX_OFFERED = 4;

const kinds: readonly { readonly words: string; readonly group: Group; readonly prefer: string }[] = [
  {
    words:
      'spaceship rocket ship car train plane airplane helicopter bus truck bike bicycle submarine canoe wagon cart sled',
    group: 'props',
    prefer: 'boat balloon kite',
  },
  {
    words:
      'dragon dinosaur unicorn monster tiger elephant monkey giraffe zebra whale shark snake bird bee spider squirrel deer goat sheep',
    group: 'characters',
    prefer: 'fox bear lion wolf owl cat dog horse',
  },
  {
    words:
      'wizard witch king queen prince princess knight pirate girl boy man woman child baby fairy giant robot ghost',
    group: 'characters',
    prefer: 'fox bear rabbit owl cat mouse',
  },
  {
    words: 'school shop market hospital church temple bridge garden park lake river island cave jungle volcano swamp',
    group: 'places',
    prefer: 'town meadow forest beach',
  },
  {
    words: 'sword hammer rope wand crown ring coin treasure chest bag box',
    group: 'props',
    prefer: 'key gift lantern map',
  },
  { words: 'cake bread cheese pie soup pear banana orange carrot berry', group: 'props', prefer: 'apple mushroom' },
  { words: 'lamp torch candle flashlight fire fireworks', group: 'props', prefer: 'lantern star' },
  { words: 'hat coat scarf dress shoe boots glasses', group: 'props', prefer: 'umbrella gift' },
  {
    words: 'dawn dusk noon morning evening midnight winter summer autumn spring fog storm',
    group: 'times',
    prefer: 'sunrise sunset day night snowfall rain',
  },
];
const kindOf = new Map(kinds.flatMap((kind) => kind.words.split(' ').map((word) => [word, kind] as const)));

/** How many keys apart two words are, as far as `most`. */
function keysApart(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? most + 1;
}

export function nearestWords(word: string, knows: Knows): string[] {
  const all = [...knows.characters, ...knows.props, ...knows.places, ...knows.times];
  const slips =
    word.length < 4 ? [] : all.filter((known) => keysApart(word, known.toLowerCase(), 2) <= (word.length < 6 ? 1 : 2));
  const kind = kindOf.get(word) ?? kindOf.get(word.replace(/s$/u, ''));
  const same = kind === undefined ? [] : kind.prefer.split(' ').filter((known) => knows[kind.group].includes(known));
  const others = kind === undefined ? knows.props : knows[kind.group];
  return [...new Set([...slips, ...same, ...others])].slice(0, MAX_OFFERED);
}
