// Text in and out of the model and ends of sentences.
import { describe, expect, it } from 'vitest';
import {
  cutAtLastSentence,
  cutAtLastWord,
  endsWithSentence,
  modelTextFrom,
  readableText,
  wordCount,
} from '../../../main/pipeline/story-text';

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
