// The pure parts of steering: marks on a picture, words for what is seen, nearest words, what was left out of a prompt, a card's first draft.
import { describe, expect, it } from 'vitest';
import type { PromptPart } from '../../common/domain/prompt-inspection';
import { cardDraftFrom } from '../../renderer/features/cast/card-from-panel';
import { contextQuestionOf } from '../../renderer/features/context/context-question';
import { groupsOf } from '../../renderer/features/context/part-groups';
import {
  firstRegion,
  marksAnything,
  movedRegion,
  regionBetween,
  resizedRegion,
} from '../../renderer/features/redraw/mask-marks';
import {
  altFromChips,
  altFromDescription,
  chipsFromAlt,
  sentenceFromChips,
} from '../../renderer/features/see/seen-words';
import { nearestWords } from '../../renderer/features/words/nearest-words';
import { withWordReplaced } from '../../renderer/features/words/unknown-words-note';
import { miniatureSummary } from '../support/fake-studio';
import { storyWithPanels } from './editor-fixture';

const { knows } = miniatureSummary;

describe('a region', () => {
  it('moves and grows by keys, but never out of the picture and never to nothing', () => {
    let region = firstRegion('ellipse');
    for (let n = 0; n < 40; n++) region = movedRegion(region, 0.04, -0.04);
    expect(region).toMatchObject({ shape: 'ellipse', y: 0, width: 0.4 });
    expect(region.x + region.width).toBeCloseTo(1);
    for (let n = 0; n < 40; n++) region = resizedRegion(region, -0.04, 0.04);
    expect(region.width).toBeGreaterThan(0);
    expect(region.y + region.height).toBeLessThanOrEqual(1);
  });

  it('drawn from any corner is the same, and a click is a small one', () => {
    const a = { x: 0.2, y: 0.8 };
    const b = { x: 0.6, y: 0.1 };
    expect(regionBetween('rectangle', a, b)).toEqual(regionBetween('rectangle', b, a));
    expect(regionBetween('rectangle', { x: 1, y: 1 }, { x: 1, y: 1 }).width).toBeGreaterThan(0);
  });

  it('erased alone marks nothing', () => {
    const region = firstRegion('rectangle');
    expect(marksAnything([{ kind: 'region', region, erases: true }])).toBe(false);
    expect(marksAnything([{ kind: 'invert' }])).toBe(true);
  });
});

describe('what is seen', () => {
  const seen = {
    caption: 'A fox.',
    words: { characters: ['fox', 'owl'], places: ['beach'], times: ['night'], props: ['lantern'] },
  };

  it('is a list, goes to chips and back, without doubles or commas of its own', () => {
    const alt = altFromDescription(seen);
    expect(alt).toBe('fox, owl, lantern, beach, night');
    expect(altFromChips(chipsFromAlt(alt))).toBe(alt);
    expect(altFromChips(['fox', ' fox ', 'red, big kite', ''])).toBe('fox, red big kite');
    expect(chipsFromAlt('A fox stands here, by the sea.')).toEqual(['A fox stands here, by the sea.']);
    expect(altFromDescription({ ...seen, words: { characters: [], places: [], times: [], props: [] } })).toBe('A fox.');
  });

  it('becomes a line to begin with', () => {
    expect(sentenceFromChips(['fox', 'owl', 'lantern', 'beach', 'night'], knows)).toBe(
      'A fox and an owl with a lantern were on the beach at night.',
    );
    expect(sentenceFromChips(['kite', 'meadow'], knows)).toBe('A kite was in the meadow.');
    expect(sentenceFromChips([], knows)).toBe('');
  });

  it('drafts a card: kind and look from the picture, the name from the words', () => {
    expect(cardDraftFrom({ text: 'Then Pip woke.' }, seen, miniatureSummary)).toEqual({
      kind: 'character',
      name: 'Pip',
      look: 'fox',
    });
    expect(cardDraftFrom({ text: '' }, null, null)).toEqual({ kind: 'character', name: '', look: '' });
  });
});

describe('words that cannot be drawn', () => {
  it('get the nearest that can: a slip of the keys first, then the same kind of thing', () => {
    expect(nearestWords('lantren', knows)[0]).toBe('lantern');
    expect(nearestWords('spaceship', knows).slice(0, 3)).toEqual(['boat', 'balloon', 'kite']);
    expect(knows.characters).toContain(nearestWords('dragons', knows)[0]);
  });

  it('are replaced with an article that fits', () => {
    expect(withWordReplaced('He saw a spaceship.', { word: 'spaceship', from: 9, to: 18 }, 'umbrella')).toBe(
      'He saw an umbrella.',
    );
  });
});

describe('what the model sees', () => {
  const part = (state: PromptPart['state'], panel: number): PromptPart => ({
    kind: 'panel',
    name: null,
    panel,
    words: '',
    pictures: [],
    tokens: 1,
    state,
    unknownWords: [],
  });

  it('lists a long stretch of what is left out as one, a short one as it is', () => {
    const long = [0, 1, 2, 3, 4].map((n) => part('left-out', n));
    expect(groupsOf([...long, part('whole', 5)]).map(({ kind }) => kind)).toEqual(['left-out', 'part']);
    expect(groupsOf([part('left-out', 0), part('whole', 1)]).map(({ kind }) => kind)).toEqual(['part', 'part']);
  });

  it('counts panels as the board does, although empty ones are not told', () => {
    const { input, before } = contextQuestionOf(storyWithPanels('one', '', 'three'), null, null);
    expect(input).toMatchObject({ mode: 'both', place: { after: 'p3' } });
    expect(input.context.map(({ text }) => text)).toEqual(before.map(({ panel }) => panel.text));
    expect(before.map(({ number }) => number)).toEqual([1, 3]);
    expect(contextQuestionOf(storyWithPanels('one', 'two'), 'p2', null).input).toMatchObject({
      mode: 'picture',
      text: 'two',
    });
  });
});
