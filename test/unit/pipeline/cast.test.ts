// Which cards reach the model, and in which words: the bundle's own, and of what it cannot draw none.
import { describe, expect, it } from 'vitest';
import { cardsFor, RECENT_PANELS, type ToldCard } from '../../../main/pipeline/cast';

const knows = {
  characters: ['fox', 'bear', 'rabbit'],
  places: ['beach', 'castle'],
  times: ['night'],
  props: ['lantern'],
  names: ['Pip'],
};
const anything = { characters: [], places: [], times: [], props: [], names: [] };
const card = (name: string, look: string, more: Partial<ToldCard & { picture: string | null }> = {}) => ({
  name,
  look,
  kind: 'character' as const,
  always: false,
  picture: null,
  ...more,
});
const pip = card('Pip', 'a small fox with a green scarf');
const olga = card('Olga', 'A bear.');
const told = (cast: Parameters<typeof cardsFor>[0], current: string, before: string[] = [], world = knows) =>
  cardsFor(cast, { current, before }, world);

describe('cardsFor', () => {
  it('tells of a character as stories introduce one, and says which words it leaves out', () => {
    expect(told([pip, olga], 'Pip ran.')).toEqual([
      { name: 'Pip', words: 'Pip the fox.', picture: null, unknownWords: ['scarf'], rank: 0 },
    ]);
    expect(told([card('Bo', 'two bunnies, brave')], 'Bo.')[0]?.words).toBe('Bo the rabbit.');
  });

  it('takes who is named in the panel, lately, or always, and in this order where room is short', () => {
    const always = card('Mo', 'a rabbit', { always: true });
    const ranks = told([olga, always, pip], 'Then Pip slept.', ['Olga came.']).map(({ name, rank }) => [name, rank]);
    expect(ranks).toEqual([
      ['Olga', 2],
      ['Mo', 1],
      ['Pip', 0],
    ]);
    const long = ['Olga came.', ...Array.from({ length: RECENT_PANELS }, () => 'It rained.')];
    expect(told([olga], 'Then.', long)).toEqual([]);
    expect(told([olga], 'Then.', long.slice(0, RECENT_PANELS))).toHaveLength(1);
  });

  it('shows the picture of a card only where it is named: whoever is shown is drawn', () => {
    const mo = card('Mo', 'a rabbit', { always: true, picture: 'A' });
    expect(told([mo], 'It rained.')[0]).toMatchObject({ words: 'Mo the rabbit.', picture: null });
    expect(told([mo], 'It rained.', ['Mo ran.'])[0]).toMatchObject({ picture: 'A' });
    expect(told([mo], 'Mo ran.')[0]).toMatchObject({ picture: 'A' });
  });

  it.each([
    ['PIP!', true],
    ['pip’s lantern', true],
    ['Pippa', false],
    ['a pipe', false],
    ['', false],
  ])('finds the name in “%s”: %s', (text, isNamed) => {
    expect(told([pip], text)).toHaveLength(isNamed ? 1 : 0);
  });

  it('takes names of any letters as they are', () => {
    expect(told([card('C.(3)', 'a fox')], 'Then C.(3) came.')).toHaveLength(1);
    expect(told([card('小狐', 'a fox')], '小狐 ran.')[0]?.words).toBe('小狐 the fox.');
    expect(told([card('  ', 'a fox', { always: true })], 'Any.')).toEqual([]);
  });

  it('shows a picture without words where it has none for the card', () => {
    const castle = card('Rosehill', 'a white castle with a knight', { kind: 'place', picture: 'A' });
    expect(told([castle], 'At Rosehill.')).toEqual([
      { name: 'Rosehill', words: '', picture: 'A', unknownWords: ['knight'], rank: 0 },
    ]);
    expect(told([card('Sir', 'tall')], 'Sir came.')).toEqual([]);
  });

  it('tells a bundle that draws anything the whole look', () => {
    expect(told([pip], 'Pip ran.', [], anything)[0]).toMatchObject({
      words: 'Pip: a small fox with a green scarf.',
      unknownWords: [],
    });
  });
});
