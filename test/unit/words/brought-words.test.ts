// Words that a story's adapters bring: whose count, and what a bundle knows with them.
import { describe, expect, it } from 'vitest';
import type { AdapterSummary } from '../../../common/domain/adapter';
import { broughtWords, knowsWith } from '../../../common/words/brought-words';
import { unknownWords } from '../../../common/words/unknown-words';

type Kept = Pick<AdapterSummary, 'id' | 'state' | 'parts'>;
const kept = (id: string, words: string[] | undefined, state: Kept['state'] = 'ready'): Kept => ({
  id,
  state,
  parts: { vokens: true, mapper: true, ...(words === undefined ? {} : { words }) },
});
const knows = { characters: ['fox'], places: ['beach'], times: ['night'], props: ['star'], names: ['Pip'] };
const drawsAnything = { characters: [], places: [], times: [], props: [], names: [] };

describe('the words that a story’s adapters bring', () => {
  const library = [
    kept('tara', ['tiger']),
    kept('zoo', ['koala', 'tiger']),
    kept('voice', undefined),
    kept('other', ['yeti'], 'other-bundle'),
    kept('broken', ['gnome'], 'damaged'),
  ];
  const of = (...chosen: readonly (readonly [string, number])[]): string[] =>
    broughtWords(
      chosen.map(([id, strength]) => ({ id, strength })),
      library,
    );

  it('are those of the adapters that it is drawn with, each once', () => {
    expect(of(['zoo', 1], ['tara', 0.2], ['voice', 1])).toEqual(['koala', 'tiger']);
  });
  it('are none at strength 0, of one that is gone, or of one that cannot be used', () => {
    expect(of(['tara', 0], ['gone', 1], ['other', 1], ['broken', 1])).toEqual([]);
    expect(of()).toEqual([]);
  });
});

describe('what a bundle knows with such words', () => {
  it('leaves them unmarked, also with an ending, and no others', () => {
    const text = 'Two tigers and a tiger’s cub met a gnome by the sea.';
    expect(unknownWords(text, knows)).toEqual(['tigers', 'gnome']);
    expect(unknownWords(text, knowsWith(knows, ['tiger']))).toEqual(['gnome']);
  });
  it('offers them first among its characters', () => {
    expect(knowsWith(knows, ['tiger', 'koala'])).toEqual({ ...knows, characters: ['tiger', 'koala', 'fox'] });
  });
  it('is the same object for the same words, since it is asked at every key', () => {
    expect(knowsWith(knows, ['tiger'])).toBe(knowsWith(knows, ['tiger']));
    expect(knowsWith(knows, ['koala'])).not.toBe(knowsWith(knows, ['tiger']));
  });
  it('is its own where they bring nothing new, and where it draws anything', () => {
    expect(knowsWith(knows, [])).toBe(knows);
    expect(knowsWith(knows, ['fox', 'star'])).toBe(knows);
    expect(knowsWith(drawsAnything, ['tiger'])).toBe(drawsAnything);
  });
});
