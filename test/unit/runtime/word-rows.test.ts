// Rows of words for characters that the bundle does not know: they lie where the characters' rows lie, each at its own place, and stand at
// the last piece of the whole word.
import { describe, expect, it } from 'vitest';
import { strongestWords } from '../../../main/runtime/bundle-words';
import { characterRows, eachWordEnd, wordRowsFrom, type WordRow } from '../../../main/runtime/word-rows';

const WIDTH = 3;
/** A letter is a token; its row is far from the characters' unless it is one of theirs. */
const tokenizer = { encode: (text: string) => [...text.trim()].map((letter) => letter.charCodeAt(0) - 97) };
const characters = ['a', 'b', 'c', 'd'];
const rows = Float32Array.from({ length: 26 * WIDTH }, (_, i) => 50 + i);
rows.set([11, 0, 0, 9, 0, 0, 10, 1, 0, 10, -1, 0]); // all one away from (10, 0, 0)
const table = { rows, width: WIDTH, tokenizer, characters };

const distance = (one: Float32Array, other: readonly number[]): number =>
  Math.hypot(...other.map((value, i) => value - one[i]!));

describe('rows of new words', () => {
  const [tiger, koala] = characterRows(table, ['tiger', 'koala']) as [WordRow, WordRow];

  it('lie as far from the middle of the characters as these do, each elsewhere', () => {
    expect(distance(tiger.row, [10, 0, 0])).toBeCloseTo(1, 5);
    expect(distance(koala.row, [10, 0, 0])).toBeCloseTo(1, 5);
    expect(distance(tiger.row, [...koala.row])).toBeGreaterThan(0.1);
    expect([...tiger.own]).toEqual([...rows.slice(17 * WIDTH, 18 * WIDTH)]); // r
    expect(tiger.pieces).toEqual(tokenizer.encode('tiger'));
  });

  it('depend on the word alone, not on the words beside it', () => {
    expect(characterRows(table, ['koala'])).toEqual([koala]);
  });

  it('need some characters to lie between, and read no table without words', async () => {
    expect(characterRows({ ...table, characters: ['a', 'b', 'c'] }, ['tiger'])).toEqual([]);
    const unread = { locate: () => expect.fail('located'), readFloat32: () => expect.fail('read') };
    expect(await wordRowsFrom(unread, table, [])).toEqual([]);
  });
});

describe('a word in a text', () => {
  const ends = (text: string, ...words: string[]): string[] => {
    const found: string[] = [];
    eachWordEnd(
      tokenizer.encode(text),
      words.map((word) => ({ word, pieces: tokenizer.encode(word) })),
      (position, { word }) => found.push(`${word} ${position}`),
    );
    return found;
  };

  it('stands at the last piece of all of it, wherever it comes', () => {
    expect(ends('thetigerandthetiger', 'tiger')).toEqual(['tiger 7', 'tiger 18']);
    expect(ends('tige', 'tiger')).toEqual([]);
    expect(ends('iger', 'tiger')).toEqual([]);
  });

  it('is the longer of two that end there', () => {
    expect(ends('mothercat', 'cat', 'mothercat')).toEqual(['mothercat 8']);
  });
});

it('a word counts as much as the strongest adapter that brings it, and never more than itself', () => {
  const words = [
    { word: 'tiger', strength: 0.4 },
    { word: 'koala', strength: 1.5 },
    { word: 'tiger', strength: 0.7 },
  ];
  expect(strongestWords(words)).toEqual([
    { word: 'tiger', strength: 0.7 },
    { word: 'koala', strength: 1 },
  ]);
});
