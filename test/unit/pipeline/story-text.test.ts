// Text in and out of the model, ends of sentences, and the words that a small world cannot draw.
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import {
  cutAtLastSentence,
  cutAtLastWord,
  endsWithSentence,
  modelTextFrom,
  readableText,
  wordCount,
} from '../../../main/pipeline/story-text';
import { unknownWords } from '../../../main/pipeline/unknown-words';
import {
  KNOWN_CHARACTERS,
  KNOWN_NAMES,
  KNOWN_PLACES,
  KNOWN_PROPS,
  KNOWN_TIMES,
  makeStory,
} from '../../../native-models/miniature/world/world';

describe('text', () => {
  it('loses control characters and double spaces before the model reads it', () => {
    expect(modelTextFrom('  One\u0000 night\n\n the\u200B fox\t ran. ')).toBe('One night the fox ran.');
    expect(modelTextFrom('\u0000\u0007')).toBe('');
  });
  it('is cleaned of what is no character after the model wrote it', () => {
    expect(readableText(' The \u0000fox\uFFFD ran\uFFFD')).toBe(' The fox ran');
  });
  it.each([
    ['He said "Stop."', true],
    ['What?', true],
    ['Well…', true],
    ['مرحبا؟', true],
    ['and then', false],
    ['', false],
  ])('%s ends with a sentence: %s', (text, ends) => {
    expect(endsWithSentence(text)).toBe(ends);
  });
  it('is cut at its last sentence or word', () => {
    expect(cutAtLastSentence('One. Two! "Three." and fo')).toBe('One. Two! "Three."');
    expect(cutAtLastSentence('no end')).toBeUndefined();
    expect(cutAtLastWord('the brown fo')).toBe('the brown');
    expect(cutAtLastWord('fo')).toBe('fo');
    expect(wordCount("Pip's well-known 3 boats.")).toBe(4);
  });
});

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
});
