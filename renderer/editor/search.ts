// Finding words in the texts of a story. Pure; upper and lower case are the same. Only texts as they stand, not their earlier versions.
import type { Story } from '../../common/domain/story';

export interface TextMatch {
  readonly panelId: string;
  readonly panelIndex: number;
  readonly start: number;
  readonly end: number;
}

/** Every place where the words stand, in the order of the story. Blank words are found nowhere. */
export function findInStory(story: Story, words: string): TextMatch[] {
  if (words.trim() === '') return [];
  const pattern = new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu');
  return story.panels.flatMap((panel, panelIndex) =>
    [...panel.text.matchAll(pattern)].map((match) => ({
      panelId: panel.id,
      panelIndex,
      start: match.index,
      end: match.index + match[0].length,
    })),
  );
}
