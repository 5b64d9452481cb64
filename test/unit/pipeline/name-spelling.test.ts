// Names are kept as the story spells them: what may follow the beginning of a name, on the tokenizer of the built-in bundle.
import { beforeAll, describe, expect, it } from 'vitest';
import { NameSpelling, namesOf } from '../../../main/pipeline/name-spelling';
import { readTokenizer, type TextTokenizer } from '../../../main/runtime/tokenizer';

let tokenizer: TextTokenizer;
beforeAll(async () => {
  tokenizer = await readTokenizer('native-models/miniature/bundle/tokenizer.json');
});

const story = ['Late one night Quirindel the dog met Zoe. The end of the day was near.', '"Oh!" said Quirindel.'];

/** Whether `next` may follow `text`, token by token: false as soon as one of its tokens is banned. */
function mayFollow(
  text: string,
  next: string,
  told: readonly string[] = story,
  given: readonly string[] = [],
): boolean {
  const spelling = new NameSpelling(tokenizer, told, given);
  const whole = tokenizer.encode(text + next);
  const begun = tokenizer.encode(text).length;
  for (let at = begun; at < whole.length; at++) {
    const written = whole.slice(0, at);
    if (spelling.bannedAfter(written, tokenizer.decode(written)).includes(whole[at]!)) return false;
  }
  return true;
}

describe('names of a story', () => {
  it('are its capitalised words that are nowhere plain words', () => {
    expect([...namesOf(story)].sort()).toEqual(['Late', 'Oh', 'Quirindel', 'Zoe']);
    expect(namesOf(['the fox. The Fox, Pip'])).toEqual(new Set(['Pip']));
  });

  it('may be finished as they are spelt, and not otherwise', () => {
    expect(tokenizer.encode(' Quirindel').length).toBeGreaterThan(2);
    expect(mayFollow(' cried', ' Quirindel.')).toBe(true);
    expect(mayFollow(' cried', ' Quirinda.')).toBe(false);
    expect(mayFollow(' cried', ' Quirin and sat down.')).toBe(false);
    expect(mayFollow(' cried', ' Quirindella.')).toBe(false);
    expect(mayFollow(' cried', ' Zoer.')).toBe(false);
    expect(mayFollow(' cried', ' Zoe’s mother, and Zoe.')).toBe(true);
  });

  it('leave other words and new names alone', () => {
    for (const next of [' A kite!', ' I will.', ' The fox.', ' Walloon the bear.', ' quirky days.'])
      expect(mayFollow(' cried', next)).toBe(true);
    expect(mayFollow(' cried', ' Quirinda.', ['A fox sat down.'])).toBe(true);
  });

  it('are introduced once: whoever was called "Pip the fox" is not met again', () => {
    expect(mayFollow(' And', ' Quirindel the dog came by.')).toBe(false);
    expect(mayFollow(' And', ' Quirindel then slept.')).toBe(true);
    expect(mayFollow(' And', ' Zoe the cat came by.')).toBe(true);
    expect(mayFollow(' It was Zoe the cat, and', ' Zoe the cat sang.')).toBe(false);
    expect(mayFollow(' It was a little fox called', ' Quirindel.')).toBe(false);
    expect(mayFollow(' It was a little fox called', ' Amber.')).toBe(true);
    expect(mayFollow(' "Come!" called', ' Quirindel.')).toBe(true);
  });

  it('are learned within the panel too', () => {
    expect(mayFollow(' It was Keesandro, and Keesandro', ' smiled.', [])).toBe(true);
    expect(mayFollow(' It was Keesandro, and', ' Keesanda smiled.', [])).toBe(false);
  });

  it('are kept too where only a card gives them, which introduces nobody', () => {
    expect(mayFollow(' One day Marlow', 'ebeba ran.', [])).toBe(true);
    expect(mayFollow(' One day Marlow', 'ebeba ran.', [], ['Marlow'])).toBe(false);
    expect(mayFollow(' One day Marlow', ' ran.', [], ['Marlow'])).toBe(true);
    expect(mayFollow(' One day Marlow', ' the bear ran.', [], ['Marlow'])).toBe(true);
  });
});
