// Words of the writer's stories for characters that the bundle does not know: those that stand where the bundle itself expects one of its own
// characters ("Cooper the …", "a little … called"). It is asked, not guessed from grammar, so that this holds for any way of telling that
// the bundle can follow. What such a word then becomes: runtime/word-rows.ts.
import { MAX_ADAPTER_WORDS, newWordsSchema } from '../../../common/domain/adapter';
import { knownWordsOf, type Knows } from '../../../common/words/known-words';
import type { FrozenWriter } from '../../runtime/frozen-writer';
import type { TextTokenizer } from '../../runtime/tokenizer';
import { LEAST_CHARACTERS, piecesOf } from '../../runtime/word-rows';
import type { RowFormat } from '../data/sequence-row';
import type { TuningStory } from './tuning-row';

/** In lower case from its first letter to its last: names are something else (renamed.ts). */
const WORD = /(?<![\p{L}\p{M}'’-])\p{Ll}[\p{L}\p{M}]*(?:['’-][\p{L}\p{M}]+)*(?![\p{L}\p{M}])/gu;
/** A word that stands in one panel only is no hero. */
const LEAST_PANELS = 2;
const MOST_ASKED = 6;
/** Of the bundle's expectation at the word's places, what must lie on its own characters. */
const LEAST_SHARE = 0.45;

export interface WordSources {
  readonly knows: Knows | undefined;
  readonly tokenizer: Pick<TextTokenizer, 'encode'>;
  readonly format: RowFormat;
  readonly writer: Pick<FrozenWriter, 'expected'>;
}

/** Where a word stands: everything that is told before it. */
type Place = readonly number[];

/** The surest first. Empty for a bundle that names no characters of its own. */
export async function newCharacterWords(
  stories: readonly TuningStory[],
  { knows, tokenizer, format, writer }: WordSources,
): Promise<string[]> {
  const known = knows === undefined ? null : knownWordsOf(knows);
  if (knows === undefined || known === null || knows.characters.length < LEAST_CHARACTERS) return [];
  const characters = [...new Set(knows.characters.map((word) => piecesOf(tokenizer, word)[0]!))];
  const isCandidate = (word: string): boolean =>
    !known.has(word) && newWordsSchema.safeParse([word]).success && piecesOf(tokenizer, word).length > 1;
  const found: { readonly word: string; readonly share: number }[] = [];
  for (const [word, places] of placesOfWords(stories, format, isCandidate)) {
    if (places.length < LEAST_PANELS) continue;
    let share = 0;
    const asked = places.slice(0, MOST_ASKED);
    for (const place of asked) {
      const expected = await writer.expected(place);
      share += characters.reduce((sum, id) => sum + expected[id]!, 0) / asked.length;
    }
    if (share >= LEAST_SHARE) found.push({ word, share });
  }
  return found
    .sort((a, b) => b.share - a.share)
    .slice(0, MAX_ADAPTER_WORDS)
    .map(({ word }) => word);
}

/** The first place of each word in every panel. */
function placesOfWords(
  stories: readonly TuningStory[],
  { text, contextLength }: RowFormat,
  isCandidate: (word: string) => boolean,
): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  const judged = new Map<string, boolean>();
  for (const { styleLine, panels } of stories) {
    const before = [text.tokens.bos, ...(styleLine === undefined ? [] : text.encode(styleLine))];
    for (const { text: words } of panels) {
      const seen = new Set<string>();
      for (const { 0: word, index } of words.matchAll(WORD)) {
        if (!judged.has(word)) judged.set(word, isCandidate(word));
        if (judged.get(word) !== true || seen.has(word)) continue;
        seen.add(word);
        const left = words.slice(0, index).trim();
        const place = [...before, ...(left === '' ? [] : text.encode(left))];
        if (place.length > contextLength) place.splice(1, place.length - contextLength);
        places.set(word, [...(places.get(word) ?? []), place]);
      }
      before.push(...text.encode(words));
    }
  }
  return places;
}
