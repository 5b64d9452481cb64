// The narrator whom nothing is trained on: the same scenes, told in a voice of its own.
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { makeStory } from '../../../native-models/miniature/world/world';

const stories = (narrator?: 'sailor') =>
  Array.from({ length: 20 }, (_, i) =>
    makeStory(new Rng(5).fork(`story-${i}`), false, narrator === undefined ? {} : { narrator }),
  );

describe('a story told by the sailor', () => {
  it('shows what the same story shows', () => {
    expect(stories('sailor').map((panels) => panels.map(({ graph }) => graph))).toEqual(
      stories().map((panels) => panels.map(({ graph }) => graph)),
    );
  });

  it('has a saying in every panel, and none of the words that a sailor says otherwise', () => {
    const plain = stories().flat();
    for (const [i, { text }] of stories('sailor').flat().entries()) {
      expect(text.length).toBeGreaterThan(plain[i]!.text.length);
      expect(text).not.toMatch(/\b(?:and|little|very|said)\b/iu);
    }
  });
});
