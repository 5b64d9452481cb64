// The words that a small world cannot draw, where they stand, and how fast they are found.
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { knownWordsOf } from '../../../common/words/known-words';
import { findUnknownWords, unknownWords } from '../../../common/words/unknown-words';
import {
  KNOWN_CHARACTERS,
  KNOWN_NAMES,
  KNOWN_PLACES,
  KNOWN_PROPS,
  KNOWN_TIMES,
  makeStory,
} from '../../../native-models/miniature/world/world';

describe('unknownWords', () => {
  const knows = {
    characters: ['fox', 'bear'],
    places: ['beach', 'forest', 'town'],
    times: ['night'],
    props: ['lantern', 'gift'],
    names: ['Pip'],
  };
  it.each([
    ['One night Pip the fox found a lantern by the sea.', []],
    ['A huge red dragon flew over the castle with a spaceship.', ['dragon', 'castle', 'spaceship']],
    ['The elephants danced in the desert.', ['elephants', 'desert']],
    ['The foxes gave the bear a present in the village.', []],
    ['She opened her heart to the world.', []],
    ['', []],
    ['🦊🌙', []],
  ])('%s', (text, words) => {
    expect(unknownWords(text, knows)).toEqual(words);
  });
  it('takes the words of the world for known, but for the few that it never draws', () => {
    const ids = (terms: readonly { readonly id: string }[]): string[] => terms.map(({ id }) => id);
    const world = {
      characters: ids(KNOWN_CHARACTERS),
      places: ids(KNOWN_PLACES),
      times: ids(KNOWN_TIMES),
      props: ids(KNOWN_PROPS),
      names: [...KNOWN_NAMES],
    };
    const said = [KNOWN_CHARACTERS, KNOWN_PLACES, KNOWN_TIMES, KNOWN_PROPS].flat().flatMap(({ words }) => words);
    expect(said.flatMap((word) => unknownWords(`There was a ${word}.`, world))).toEqual([]);
    const told = Array.from({ length: 300 }, (_, i) => makeStory(new Rng(i))).flat();
    const unknown = new Set(told.flatMap(({ text }) => unknownWords(text, world)));
    for (const word of ['bird', 'box', 'coat', 'feather', 'king']) unknown.delete(word);
    expect([...unknown]).toEqual([]);
  });
  it('says nothing for a bundle that draws anything', () => {
    expect(unknownWords('A dragon.', { characters: [], places: [], times: [], props: [], names: [] })).toEqual([]);
  });
  it('marks every place of a word, as the writer spelt it, without the possessive', () => {
    const text = 'The Pilot’s lantern fell. Pip saw a pilot, and the 🦊 saw two Dragons.';
    const found = findUnknownWords(text, knows);
    expect(found.map(({ word, from, to }) => [word, text.slice(from, to)])).toEqual([
      ['pilot', 'pilot'],
      ['dragons', 'Dragons'],
    ]);
    expect(findUnknownWords('My wizard’s. The wizard.', knows)).toEqual([
      { word: 'wizard', from: 3, to: 9 },
      { word: 'wizard', from: 17, to: 23 },
    ]);
    expect(unknownWords('My wizard’s. The wizard.', knows)).toEqual(['wizard']);
  });
  it('is quick enough for every key of a long panel', () => {
    const text =
      'One night a wizard and the huge brown foxes gave their lantern to every spaceship in the far village. '.repeat(
        500,
      );
    findUnknownWords(text, knows);
    const start = performance.now();
    expect(findUnknownWords(text, knows)).toHaveLength(1000);
    const perWordUs = ((performance.now() - start) * 1000) / 9500;
    expect(perWordUs).toBeLessThan(20); // measured: about 3
  });
  it("names the bundle's own word for what a writer calls it", () => {
    const known = knownWordsOf(knows)!;
    expect(['foxes', 'village', 'cub', 'dragon'].map((word) => known.wordsFor(word))).toEqual([
      ['fox'],
      ['town'],
      ['bear', 'fox'],
      [],
    ]);
    expect(knownWordsOf({ characters: [], places: [], times: [], props: [], names: [] })).toBeNull();
  });
});
