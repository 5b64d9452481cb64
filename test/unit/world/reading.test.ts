// Reading stories back: the world's own stories are parsed and contradict themselves almost never; shuffled ones and sentences written
// to be wrong are found.
import { beforeAll, describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { checkStory, type StoryCheck, type Subject } from '../../../native-models/miniature/world/reading/facts';
import { makeStory } from '../../../native-models/miniature/world/stories';

const COUNT = 400;

function total(checks: readonly StoryCheck[], pick: (check: StoryCheck) => number): number {
  return checks.reduce((sum, check) => sum + pick(check), 0);
}

function shareFound(stories: readonly (readonly string[])[]): number {
  return stories.filter((texts) => checkStory(texts).contradictions.length > 0).length / stories.length;
}

describe('reading stories back', () => {
  let stories: string[][] = [];
  let checks: StoryCheck[] = [];

  beforeAll(() => {
    // Every fourth with held-out names and combinations.
    stories = Array.from({ length: COUNT }, (_, i) =>
      makeStory(new Rng(83).fork(i), i % 4 === 3).map(({ text }) => text),
    );
    checks = stories.map((texts) => checkStory(texts));
  }, 120_000);

  it('parses the sentences of its own stories and finds next to no contradiction in them', () => {
    const sentences = total(checks, (check) => check.sentences);
    expect(sentences).toBeGreaterThan(8 * COUNT);
    expect(total(checks, (check) => check.parsed) / sentences).toBeGreaterThanOrEqual(0.98);
    expect(total(checks, (check) => check.contradictions.length) / sentences).toBeLessThanOrEqual(0.005);
  });

  it('finds most panels that are told out of turn, and most that belong to another story', () => {
    const rng = new Rng(89);
    const swapped = stories.slice(0, 200).map((texts) => {
      const from = rng.int(texts.length);
      const to = (from + 1 + rng.int(texts.length - 1)) % texts.length;
      return texts.map((text, at) => (at === from ? texts[to] : at === to ? texts[from] : text) ?? '');
    });
    const replaced = stories.slice(0, 200).map((texts, i) => {
      const other = stories[i + 200] ?? [];
      const which = 1 + rng.int(Math.min(texts.length, other.length) - 1);
      return texts.map((text, at) => (at === which ? (other[at] ?? text) : text));
    });
    expect(shareFound(swapped)).toBeGreaterThan(0.55);
    expect(shareFound(replaced)).toBeGreaterThan(0.75);
  }, 60_000);

  const BEACH = 'One morning Pip the fox found a key on the beach.';
  const WRONG: readonly (readonly [Subject, string, readonly string[]])[] = [
    ['place', 'a forest without a journey', [BEACH, 'He sat down. The tall trees stood very still.']],
    ['place', 'snow in the desert', ['One day Pip the fox was in the desert.', 'The snow was deep and cold.']],
    ['place', 'the furniture of another place', [BEACH, 'He put the key on a hay bale.']],
    ['time', 'the sun by night', ['One night Pip the fox sat in the forest.', 'He looked up. The sun shone.']],
    ['time', 'rain that stops before it began', [BEACH, 'When the rain stopped, he went to the farm.']],
    [
      'time',
      'night that falls by night',
      ['One night Pip the fox sat in the forest.', 'When night fell, he walked home.'],
    ],
    ['possession', 'a gift of what another has', [BEACH, 'He met Bella the owl.', 'Bella gave the key to Pip.']],
    ['possession', 'a gift of what is lost', [BEACH, 'Oh no! The key was lost.', 'Pip gave the key to Bella the owl.']],
    ['possession', 'a thing that nobody brought', [BEACH, 'He put the lantern down.']],
    ['presence', 'a friend who was not met', [BEACH, '"Hello," said Bella.']],
    ['presence', 'a kind that is not there', [BEACH, 'The owl smiled.']],
    ['presence', 'a friend who is met twice', [BEACH, 'He met Honey the bear.', 'There stood Honey the bear.']],
    [
      'presence',
      'a friend who has left',
      [BEACH, 'He met Honey the bear.', 'Honey had to leave.', '"Yes," said Honey.'],
    ],
    ['presence', 'two where there is one', [BEACH, 'The two friends went home.']],
    ['kind', 'two kinds for one name', [BEACH, 'Then Pip the bear walked home.']],
  ];

  it.each(WRONG)('finds a conflict of %s: %s', (about, _what, texts) => {
    const { contradictions } = checkStory(texts.map((text) => text.replaceAll('Bella', 'Olive')));
    expect(contradictions.map((found) => found.about)).toContain(about);
    expect(contradictions.every(({ panel }) => panel > 0)).toBe(true);
  });

  it('lets stories change what they say that they change', () => {
    const texts = [
      'Drawn in ink. One morning Pip the fox found a key on the beach.',
      'When it began to rain, he walked into the forest. The tall trees stood very still.',
      'There he met Honey the bear. "Hello," said Honey.',
      'Pip gave the key to Honey. Plip, plop, went the rain.',
      'Honey gave the key back. "Thank you so much!" said Pip.',
      'When the rain stopped, they went home. The rug was soft and warm.',
    ];
    const check = checkStory(texts);
    expect(check.contradictions).toEqual([]);
    expect(check.parsed).toBeGreaterThan(7);
  });

  it('knows that one name cannot be two people', () => {
    const about = (sentence: string): string[] =>
      checkStory(['One night Pip the fox found a lantern by the sea.', 'Ruby the fox came by.', sentence])
        .contradictions.filter(({ panel, claim }) => panel === 2 && claim === 'two called Pip')
        .map(({ about: subject }) => subject);
    for (const wrong of [
      'Pip and Pip played hide and seek.',
      'Ruby saw it, so Pip gave it to Pip.',
      'Pip smiled at Pip.',
    ])
      expect(about(wrong), wrong).toEqual(['presence']);
    for (const right of [
      'Pip liked the lantern so much that Ruby gave it to Pip.',
      'Ruby smiled at Pip, and Pip smiled back.',
    ])
      expect(about(right), right).toEqual([]);
  });

  it('reads names that the world does not have once somebody is introduced by them', () => {
    const texts = [
      'One morning Raita the fox found a key on the beach.',
      'He met an owl called Quello. "Hello," said Quello.',
      'Raita gave the key to Quello.',
    ];
    expect(checkStory(texts)).toEqual({ sentences: 4, parsed: 4, contradictions: [] });
    const misspelt = checkStory([...texts.slice(0, 2), 'Raitala gave the key to Quello.']);
    expect(misspelt).toMatchObject({ sentences: 4, parsed: 3 });
    const second = checkStory([...texts.slice(0, 2), 'Raitala the fox gave the key to Quello.']).contradictions;
    expect(second).toContainEqual(expect.objectContaining({ about: 'presence', panel: 2 }));
    expect(second[0]?.sentence).toBe('Raitala the fox gave the key to Quello.');
  });

  it('counts sentences that the grammar could not have told, and knows a cast that was given', () => {
    const { sentences, parsed } = checkStory(['The stock market fell by nine points. Nobody knew why.']);
    expect({ sentences, parsed }).toEqual({ sentences: 2, parsed: 0 });
    const texts = ['Pip was on the beach one morning.', 'The fox smiled.'];
    expect(checkStory(texts).contradictions).not.toEqual([]);
    expect(checkStory(texts, [{ name: 'Pip', kind: 'fox' }]).contradictions).toEqual([]);
  });
});
