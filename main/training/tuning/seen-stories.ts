// A picture that has words of its own beside its panel's (a caption, an alternative text) is learned twice: in its story, and alone from those
// words, as a drawing is. The panels of a story name their hero once and say "she" from then on; words of a picture say who is in it.
import type { TuningStory } from './tuning-row';

/** The stories without captions, then one story of one panel for each picture with words of its own, under the picture's own id. */
export function withSeenStories(told: readonly TuningStory[]): TuningStory[] {
  const seen = told.flatMap(({ panels, style, styleLine }) =>
    panels.flatMap(({ text, picture }): TuningStory[] => {
      const words = picture.captions[0]?.trim() ?? '';
      if (words === '' || words === text.trim()) return [];
      const line = style !== undefined && saysWord(words, style) ? undefined : styleLine;
      const panel = { text: words, picture: { ...picture, captions: [] } };
      return [{ id: `${picture.id}, seen`, panels: [panel], ...(line === undefined ? {} : { styleLine: line }) }];
    }),
  );
  return [...told.map(withoutCaptions), ...seen];
}

// L_cap would take them for targets; a writer's pictures have none.
const withoutCaptions = (story: TuningStory): TuningStory => ({
  ...story,
  panels: story.panels.map(({ text, picture }) => ({ text, picture: { ...picture, captions: [], graph: undefined } })),
});

const saysWord = (words: string, word: string): boolean =>
  words
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .includes(word.toLowerCase());
