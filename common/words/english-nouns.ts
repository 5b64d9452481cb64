// Word lists that find the nouns in plain English without a grammar: what stands before a noun, what ends its phrase, what names nothing
// that could be missing from a picture. Only lists; how they are used is unknown-words.ts.

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

export const determiners = setOf(
  'a an the his her their its my your our this that these those two three four five some many every each another',
);
export const phraseEnds = setOf(
  `and or but in on at by of to for from with without under over into onto near beside behind before after through across along
  around between above below against toward towards until while when where who which that what why how because so if as than then
  is was are were be been has had have will would could should can may might must did does do not no very one once
  he she it they we you i him them us me there here up down out off away back again now soon still just only too also
  a an the his her their its my your our this these those
  two three four five more most else ever about among inside together yours everybody everyone high highest far afraid sad bravest merrier
  coming nobody see hundred`,
);
export const vagueNouns = setOf(
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
/** A past tense closes a phrase: "each stood"; its regular endings and an adverb's only after a word: "the dragon roared", "a red one". */
export function looksLikeVerb(word: string, position: number): boolean {
  return irregularPast.has(word) || (position > 0 && word.length > 4 && /(?:ed|ly)$/u.test(word));
}
const irregularPast = setOf(
  'found saw went came took gave said told made ran flew sat stood held felt heard knew thought kept left lost met put read rode sang slept spoke swam threw woke wore wrote grew rang led blew fell ate drank drew began broke brought built bought caught got hid let lit shone',
);
