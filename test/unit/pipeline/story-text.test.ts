// Text in and out of the model, ends of sentences, and the words that a small world cannot draw.
import { describe, expect, it } from 'vitest';
import {
  cutAtLastSentence,
  cutAtLastWord,
  endsWithSentence,
  modelTextFrom,
  readableText,
  wordCount,
} from '../../../main/pipeline/story-text';
import { unknownWords } from '../../../main/pipeline/unknown-words';

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
  it('says nothing for a bundle that draws anything', () => {
    expect(unknownWords('A dragon.', { characters: [], places: [], times: [], props: [], names: [] })).toEqual([]);
  });
});
