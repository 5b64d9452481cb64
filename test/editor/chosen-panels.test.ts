// What is chosen to learn from: whole stories, single panels of them, and what main is asked for.
import { describe, expect, it } from 'vitest';
import { offeredPanelsOf, type OfferedPanel } from '../../common/domain/tuning-data-set';
import {
  countTaken,
  countTooMany,
  sourcesFrom,
  takenOf,
  withPanels,
  withStory,
  type ChosenStories,
} from '../../renderer/features/tune/chosen-panels';
import { onePixelAsset, panelWith, storyWith } from '../support/sample-stories';

const panel = (number: number, hasPicture = true): OfferedPanel => ({
  id: `p${number}`,
  number,
  asset: hasPicture ? onePixelAsset : null,
  words: `Panel ${number}`,
});
const panels = [panel(1), panel(2), panel(3, false), panel(4)];
const offered = new Map([['s', panels]]);
const nothing: ChosenStories = new Map();
const whole = withStory(nothing, 's', true);
const idsIn = (chosen: ChosenStories): string[] => [...takenOf(chosen, 's', panels)];

describe('a story to learn from', () => {
  it('is chosen whole before anybody has looked at its panels, without those that have no picture', () => {
    expect(sourcesFrom(whole, new Map())).toEqual([{ storyId: 's', panelIds: null }]);
    expect(sourcesFrom(whole, offered)).toEqual([{ storyId: 's', panelIds: ['p1', 'p2', 'p4'] }]);
    expect(sourcesFrom(withStory(whole, 's', false), offered)).toEqual([]);
  });

  it('loses single panels, takes them back, and is not chosen any more without any', () => {
    const less = withPanels(whole, 's', panels, ['p2'], false);
    expect(idsIn(less)).toEqual(['p1', 'p4']);
    expect(idsIn(withPanels(less, 's', panels, ['p2'], true))).toEqual(['p1', 'p2', 'p4']);
    expect(withPanels(less, 's', panels, ['p1', 'p4'], false).has('s')).toBe(false);
  });

  it('comes with the first of its panels that is chosen', () => {
    const one = withPanels(nothing, 's', panels, ['p4'], true);
    expect(idsIn(one)).toEqual(['p4']);
    expect(sourcesFrom(one, offered)).toEqual([{ storyId: 's', panelIds: ['p4'] }]);
    expect(nothing.size).toBe(0); // what was before stays as it was
  });

  it('takes no panel without a picture', () => {
    expect(withPanels(nothing, 's', panels, ['p3'], true).has('s')).toBe(false);
  });

  it('counts only when every chosen story is read, and says how many are too many', () => {
    expect(countTaken(whole, offered)).toBe(3);
    expect(countTaken(withStory(whole, 'other', true), offered)).toBeNull();
    expect(countTooMany(400)).toBe(0);
    expect(countTooMany(500)).toBe(100);
  });
});

describe('panels that are offered', () => {
  it('have their number, their picture, and their first words or their description', () => {
    const story = {
      ...storyWith([]),
      panels: [
        panelWith('a', 'x'.repeat(500), true),
        panelWith('b', ' ', true),
        panelWith('c', 'Words alone.'),
        panelWith('d', ''),
      ],
    };
    expect(offeredPanelsOf(story)).toEqual([
      { id: 'a', number: 1, asset: onePixelAsset, words: 'x'.repeat(160) },
      { id: 'b', number: 2, asset: onePixelAsset, words: 'Picture of b' },
      { id: 'c', number: 3, asset: null, words: 'Words alone.' },
      { id: 'd', number: 4, asset: null, words: '' },
    ]);
  });
});
