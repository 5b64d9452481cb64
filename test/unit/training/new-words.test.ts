// Which words of a writer's stories are characters that the bundle does not know: what stands where the bundle expects a character of its own.
import { describe, expect, it } from 'vitest';
import type { RowFormat } from '../../../main/training/data/sequence-row';
import { SequenceText } from '../../../main/training/data/sequence-text';
import { newCharacterWords } from '../../../main/training/tuning/new-words';

const tokens = { bos: 1, eos: 2, pad: 3, imagePlaceholder: 9, vokens: [40, 41] };
const knows = {
  characters: ['fox', 'bear', 'owl', 'cat'],
  places: ['forest'],
  times: ['night'],
  props: ['lantern'],
  names: ['Pip'],
};
/** Short words are a token each; a longer one is cut into pieces of four letters. Ids are given as words come. */
const ids = new Map<string, number>();
const idOf = (piece: string): number => ids.get(piece) ?? ids.set(piece, 100 + ids.size).get(piece)!;
const wordOf = (id: number): string => [...ids].find(([, known]) => known === id)?.[0] ?? '';
const encode = (text: string): number[] =>
  text
    .trim()
    .split(' ')
    .flatMap((word) => word.match(/.{1,4}/g) ?? [])
    .map(idOf);
const format = (contextLength = 400): RowFormat => ({
  text: new SequenceText({ encode }, tokens, { open: 7, close: 8 }),
  numSoftTokens: 2,
  contextLength,
  styleLine: () => undefined,
});
const stories = (...texts: string[][]) =>
  texts.map((panels, s) => ({
    id: String(s),
    panels: panels.map((text, i) => ({
      text,
      picture: { id: `${s}/${i}`, path: '', captions: [], graph: undefined },
    })),
  }));

/** Expects a character after "the" and "little", as sure as it is told to be. */
function asked(texts: string[][], { sure = 1, contextLength = 400, known = knows } = {}) {
  const places: (readonly number[])[] = [];
  const writer = {
    expected: (place: readonly number[]) => {
      places.push(place);
      const expected = new Float32Array(2000);
      const isCharacter = ['the', 'litt', 'le'].includes(wordOf(place.at(-1)!));
      expected[isCharacter ? idOf('fox') : idOf('ran')] = sure;
      return Promise.resolve(expected);
    },
  };
  const sources = { knows: known, tokenizer: { encode }, format: format(contextLength), writer };
  return newCharacterWords(stories(...texts), sources).then((words) => ({ words, places }));
}

describe('new words', () => {
  const tale = [
    ['Rory the raccoon went hooting by', 'He was a little raccoon'],
    ['Nell the raccoon went hooting by', 'Then Nell slept'],
  ];

  it('are those that stand where the bundle expects its own characters', async () => {
    expect((await asked(tale)).words).toEqual(['raccoon']);
  });

  it('are told from what is known, from names, from words of one token and from what stands once', async () => {
    const { words } = await asked([
      ['the forest the Raccoon the elk the wanderer ran', 'the bears'],
      ['the forest the Raccoon the elk ran', 'the bears'],
    ]);
    expect(words).toEqual([]);
  });

  it('are none where the bundle is not sure enough', async () => {
    expect((await asked(tale, { sure: 0.4 })).words).toEqual([]);
  });

  it('are none for a bundle that names too few characters, or none', async () => {
    expect(await asked(tale, { known: { ...knows, characters: ['fox', 'bear'] } })).toEqual({ words: [], places: [] });
    const nothing = { characters: [], places: [], times: [], props: [], names: [] };
    expect((await asked(tale, { known: nothing })).words).toEqual([]);
  });

  it('are asked for after all that was told before, as far as it fits', async () => {
    const second = encode('He was a little');
    const { places } = await asked([tale[0]!]);
    expect(places).toContainEqual([tokens.bos, ...encode(tale[0]![0]!), ...second]);
    const short = await asked([tale[0]!], { contextLength: 4 });
    expect(short.places).toContainEqual([tokens.bos, ...second.slice(-3)]);
  });
});
