// Whether a bundle knows a word: its own list, simple English endings, and what writers call the same things. Built once per bundle, since
// the page asks at every key. A bundle whose lists are empty draws anything and has no such list.
import type { BundleManifest } from '../domain/bundle';

export type Knows = BundleManifest['knows'];

export interface KnownWords {
  /** @param word in lower case */
  has(word: string): boolean;
  /** The bundle's own words for it, without endings and synonyms: `bunnies` is `rabbit`. */
  wordsFor(word: string): readonly string[];
}

const kept = new WeakMap<Knows, KnownWords | null>();

/** The words of a bundle; null where it draws anything. */
export function knownWordsOf(knows: Knows): KnownWords | null {
  const found = kept.get(knows);
  if (found !== undefined) return found;
  const built = knownWordsFrom(knows);
  kept.set(knows, built);
  return built;
}

function knownWordsFrom(knows: Knows): KnownWords | null {
  const known = new Set(
    [...knows.characters, ...knows.places, ...knows.times, ...knows.props, ...knows.names].flatMap((entry) =>
      entry.toLowerCase().split(/[^\p{L}]+/u),
    ),
  );
  if (known.size === 0) return null;
  const wordsFor = (word: string): readonly string[] =>
    baseForms(word).flatMap((form) => [
      ...(known.has(form) ? [form] : []),
      ...(synonyms.get(form)?.filter((other) => known.has(other)) ?? []),
    ]);
  const asked = new Map<string, boolean>();
  return {
    wordsFor,
    has(word) {
      const answer = asked.get(word) ?? wordsFor(word).length > 0;
      if (asked.size < MOST_KEPT) asked.set(word, answer);
      return answer;
    },
  };
}

const MOST_KEPT = 20_000;

// What a writer may call the things that the built-in bundle knows. Parts of a place's scenery mean the place.
const synonyms: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    sea: ['beach'],
    shore: ['beach'],
    seaside: ['beach'],
    ocean: ['sea', 'beach'],
    coast: ['beach'],
    pier: ['sea'],
    raft: ['sea'],
    barrel: ['sea'],
    wood: ['forest'],
    woodland: ['forest'],
    pine: ['forest'],
    stump: ['forest'],
    moss: ['forest'],
    field: ['meadow'],
    oak: ['meadow'],
    palm: ['beach'],
    village: ['town'],
    city: ['town'],
    street: ['town'],
    bedroom: ['room'],
    house: ['room', 'town'],
    home: ['room'],
    kitchen: ['room'],
    rug: ['room'],
    dune: ['desert'],
    cactus: ['desert'],
    palace: ['castle'],
    tower: ['castle'],
    courtyard: ['castle'],
    arch: ['castle'],
    barn: ['farm'],
    farmyard: ['farm'],
    hay: ['farm'],
    fence: ['farm'],
    windmill: ['farm'],
    peak: ['mountain'],
    signpost: ['mountain'],
    planet: ['space'],
    rocket: ['space'],
    bunny: ['rabbit'],
    hare: ['rabbit'],
    kitten: ['cat'],
    cub: ['bear', 'fox', 'lion', 'wolf'],
    mice: ['mouse'],
    toad: ['frog'],
    puppy: ['dog'],
    hound: ['dog'],
    duckling: ['duck'],
    piglet: ['pig'],
    calf: ['cow'],
    pony: ['horse'],
    foal: ['horse'],
    wolves: ['wolf'],
    tortoise: ['turtle'],
    lamp: ['lantern'],
    present: ['gift'],
    parcel: ['gift'],
    ship: ['boat'],
    sailboat: ['boat'],
    blossom: ['flower'],
    tulip: ['flower'],
    chart: ['map'],
    seashell: ['shell'],
    pail: ['bucket'],
    toadstool: ['mushroom'],
    envelope: ['letter'],
    kettle: ['teapot'],
    dusk: ['sunset'],
    evening: ['sunset'],
    midnight: ['night'],
    noon: ['day'],
    daytime: ['day'],
    raindrop: ['rain'],
    storm: ['rain'],
    snowing: ['snowfall'],
    snowflake: ['snowfall'],
    snowstorm: ['snowfall'],
    ice: ['snow'],
    snowfield: ['snow'],
  }),
);

function baseForms(word: string): string[] {
  const forms = [word];
  if (word.endsWith('s')) forms.push(word.slice(0, -1));
  if (word.endsWith('es')) forms.push(word.slice(0, -2));
  if (word.endsWith('ies')) forms.push(`${word.slice(0, -3)}y`);
  if (word.endsWith('y')) forms.push(word.slice(0, -1));
  return forms;
}
