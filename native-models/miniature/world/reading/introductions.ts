// Names that the world does not have, in a story that introduces their bearers: "Raita the rabbit", "a rabbit called Raita". The grammar
// knows a fixed list of names, so each such name is read in the place of a stand-in; a name that nobody introduces stays as it is, and
// its sentences cannot be read.
import { CHARACTERS } from '../characters';
import { LINES } from '../narration/lines';
import { ADJECTIVES } from '../narration/references';
import { THEN_PHRASES, WHEN } from '../narration/time-phrases';
import { ALL_NAMES, oneOf, STAND_INS } from './grammar';

const KIND = `(?:${oneOf(ADJECTIVES)} )?${oneOf(CHARACTERS.map(({ word }) => word))}`;
const INTRODUCED = new RegExp(`\\b(?:([A-Z][a-z]+) the ${KIND}\\b|[Aa]n? ${KIND} called ([A-Z][a-z]+)\\b)`, 'g');

/** What may begin a sentence before "the fox" and is no name: "then", "soon". */
const WORDS: ReadonlySet<string> = new Set(
  [
    ...Object.values(LINES).flatMap((beats) => Object.values(beats).flat()),
    ...THEN_PHRASES,
    ...Object.values(WHEN).flat(),
  ].flatMap((text) => text.toLowerCase().match(/[a-z]+/g) ?? []),
);
const KNOWN: ReadonlySet<string> = new Set(ALL_NAMES);

/** The texts with stand-ins for the names that they introduce themselves, as far as there are stand-ins (six). */
export function withStandIns(texts: readonly string[]): string[] {
  const introduced = new Set(
    texts.flatMap((text) => [...text.matchAll(INTRODUCED)].flatMap(([, before, called]) => before ?? called ?? [])),
  );
  const names = [...introduced].filter((name) => !KNOWN.has(name) && !WORDS.has(name.toLowerCase()));
  return names.slice(0, STAND_INS.length).reduce(
    (replaced, name, at) => {
      const word = new RegExp(`\\b${name}\\b`, 'g');
      return replaced.map((text) => text.replace(word, STAND_INS[at] ?? name));
    },
    [...texts],
  );
}
