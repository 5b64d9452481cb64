// Which content words of a text a bundle cannot draw, and where they stand, so that the writer hears it from the studio and not from the
// picture: in a notice, and as marks while typing. Word lists against `knows`; not a judgement about grammar, and never a refusal.
import { determiners, looksLikeVerb, phraseEnds, vagueNouns } from './english-nouns';
import { knownWordsOf, type Knows } from './known-words';

const MAX_REPORTED = 12;

/** A word in its place: characters `from` up to, not with, `to`, as JavaScript counts them. */
export interface UnknownWord {
  /** In lower case. */
  readonly word: string;
  readonly from: number;
  readonly to: number;
}

/** The words of `findUnknownWords`, in order of appearance, each once, a dozen at most. */
export function unknownWords(text: string, knows: Knows): string[] {
  return [...new Set(findUnknownWords(text, knows).map(({ word }) => word))].slice(0, MAX_REPORTED);
}

/**
 * Every place of a word that names something to draw and is not known; none where the bundle draws anything. Only words that clearly
 * name things are reported: nouns after an article, a number or a possessive. Unknown names are not, since a name can stand for a
 * known character.
 */
export function findUnknownWords(text: string, knows: Knows): UnknownWord[] {
  const known = knownWordsOf(knows);
  if (known === null) return [];
  const found: UnknownWord[] = [];
  const words = [...text.matchAll(WORD_OR_MARK)];
  const lower = words.map(([word]) => word.toLowerCase());
  for (const [i, determiner] of lower.entries()) {
    if (!determiners.has(determiner)) continue;
    // The noun is the last word of the run after the determiner: "a big red dragon flew" stops before a word that ends the phrase.
    let noun: string | undefined;
    let at = i;
    let isKnown = false;
    while (at - i < LONGEST_PHRASE && at + 1 < words.length) {
      const word = withoutPossessive(lower[at + 1]!);
      if (!/^\p{L}/u.test(word) || phraseEnds.has(word) || looksLikeVerb(word, at - i)) break;
      noun = word;
      isKnown ||= known.has(word);
      at += 1;
    }
    if (noun === undefined || noun.length < 3 || vagueNouns.has(noun) || isKnown) continue;
    const { index } = words[at]!;
    found.push({ word: noun, from: index, to: index + withoutPossessive(words[at]![0]).length });
  }
  return found;
}

const WORD_OR_MARK = /[\p{L}]+(?:['’][\p{L}]+)?|[^\s\p{L}]+/gu;
const LONGEST_PHRASE = 4;

const withoutPossessive = (word: string): string => word.replace(/['’][sS]$/u, '');
