// Which content words of a prompt this bundle cannot draw, so that the writer hears it from the studio and not from the picture. A
// word list against `manifest.knows`, with simple English endings; not a judgement about grammar, and never a refusal.
import type { BundleManifest } from '../../common/domain/bundle';

type Knows = BundleManifest['knows'];

const MAX_REPORTED = 12;

/**
 * Words that name something to draw and are not known, in order of appearance, each once; empty where the bundle draws anything.
 * Only words that clearly name things are reported: nouns after an article, a number or a possessive, and unknown names are not
 * reported at all, since a name can stand for a known character.
 */
export function unknownWords(text: string, knows: Knows): string[] {
  const known = new Set(
    [...knows.characters, ...knows.places, ...knows.times, ...knows.props, ...knows.names].flatMap((entry) =>
      entry.toLowerCase().split(/[^\p{L}]+/u),
    ),
  );
  if (known.size === 0) return [];
  const isKnown = (word: string): boolean =>
    baseForms(word).some((form) => known.has(form) || synonyms.get(form)?.some((other) => known.has(other)) === true);
  const found = new Set<string>();
  const words = [...text.matchAll(/[\p{L}]+(?:['’][\p{L}]+)?|[^\s\p{L}]+/gu)].map(([word]) => word);
  for (let i = 0; i < words.length; i++) {
    if (!determiners.has(words[i]!.toLowerCase())) continue;
    // The noun is the last word of the run after the determiner: "a big red dragon flew" stops before a word that ends the phrase.
    const phrase: string[] = [];
    for (let j = i + 1; j < words.length && phrase.length < 4; j++) {
      const word = words[j]!.toLowerCase().replace(/['’]s$/u, '');
      if (!/^\p{L}/u.test(word) || phraseEnds.has(word) || looksLikeVerb(word, phrase.length)) break;
      phrase.push(word);
    }
    const noun = phrase.at(-1);
    if (noun === undefined || noun.length < 3 || vagueNouns.has(noun) || phrase.some(isKnown)) continue;
    found.add(noun);
  }
  return [...found].slice(0, MAX_REPORTED);
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

const determiners = setOf(
  'a an the his her their its my your our this that these those two three four five some many every each another',
);
const phraseEnds = setOf(
  `and or but in on at by of to for from with without under over into onto near beside behind before after through across along
  around between above below against toward towards until while when where who which that what why how because so if as than then
  is was are were be been has had have will would could should can may might must did does do not no very one once
  he she it they we you i him them us me there here up down out off away back again now soon still just only too also
  a an the his her their its my your our this these those
  two three four five more most else ever about among inside together yours everybody everyone high highest far afraid sad bravest merrier
  coming nobody see hundred`,
);
const vagueNouns = setOf(
  `thing things way ways time times day days night nights morning evening moment while end beginning start middle side top bottom
  front place places world story stories picture pictures page idea ideas plan plans dream dreams wish wishes word words name names
  voice sound song songs smile laugh heart eyes eye hand hands foot feet head face nose ear ears tail tails paw paws wing wings
  friend friends family home adventure journey trip walk search surprise secret game games party dance question answer
  light dark darkness sky air wind rain weather ground floor water wave waves sand sun moon stars star cloud clouds
  big little small great old young new good bad best first second third last next other same lot bit piece kind part
  red blue green yellow white black golden silver brown pink orange purple whole long short warm cold bright
  something nothing everything anything someone everyone hour hours minute minutes week year years life love hope fear joy
  path road step steps door window table bed chair wall corner edge middle distance moonlight sunlight shadow shadows
  tree trees leaf leaves grass branch branches hill hills rock rocks stone stones bench flag flags roof
  rest tune tale bow fun kiss hug wink yawn breath whisper joke riddle promise cheer cheers hurry blur bump bumps gust pair turn look find
  friendship sail secrets wall walls`,
);
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

/** A past tense closes a phrase: "each stood"; its regular endings and an adverb's only after a word: "the dragon roared", "a red one". */
function looksLikeVerb(word: string, position: number): boolean {
  return irregularPast.has(word) || (position > 0 && word.length > 4 && /(?:ed|ly)$/u.test(word));
}
const irregularPast = setOf(
  'found saw went came took gave said told made ran flew sat stood held felt heard knew thought kept left lost met put read rode sang slept spoke swam threw woke wore wrote grew rang led blew fell ate drank drew began broke brought built bought caught got hid let lit shone',
);
