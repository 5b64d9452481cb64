// The report counts what the story records, says it in plain words, and is the same in both forms.
import { describe, expect, it } from 'vitest';
import type { Story } from '../../../../common/domain/story';
import { aiUseOf } from '../../../../main/services/exports/ai-use';
import { reportHtml, reportMarkdown } from '../../../../main/services/exports/ai-use-report';
import { bookStories, drawn, madePanel } from '../../../support/book-stories';
import { storyWith } from '../../../support/sample-stories';

const source = { sha256: 'cd'.repeat(32), strength: 0.6, masked: true };
const story: Story = {
  ...storyWith([]),
  author: 'Ada Ink',
  panels: [
    madePanel('a', 'Four words by me.', { words: 'human', picture: { alt: 'Mine', altOrigin: 'human' } }),
    madePanel('b', 'Two words.', { words: 'model', picture: { generation: { ...drawn, source } } }),
    madePanel('c', 'Only three words.', { words: 'model-edited', picture: { alt: '' } }),
    madePanel('d', '', {
      words: 'human',
      picture: { origin: 'imported', generation: null, altOrigin: 'model-edited' },
    }),
  ],
};
const args = { story, now: new Date('2026-11-23T10:00:00Z'), appName: 'Voken Studio' };

describe('AI use', () => {
  it('is counted by who made what', () => {
    const use = aiUseOf(story);
    expect(use.words).toEqual({ human: 4, model: 2, 'model-edited': 3 });
    expect(use.pictures).toEqual({ person: 1, model: 2, over: 0, region: 1 });
    expect(use.descriptions).toEqual({ human: 1, model: 1, 'model-edited': 1 });
    expect(use.undescribed).toBe(1);
    expect(use.bundles).toEqual([{ name: 'miniature', digest: 'ab'.repeat(32), passages: 2, pictures: 3 }]);
  });

  it('takes the words of the panel for no description, as the list of descriptions does', () => {
    const own = madePanel('a', 'A fox.', { picture: { alt: 'A fox. ' } });
    expect(aiUseOf({ ...story, panels: [own] }).undescribed).toBe(1);
  });

  it('counts words of scripts without spaces', () => {
    expect(aiUseOf(bookStories['chinese']!).words.human).toBeGreaterThan(4);
    expect(aiUseOf(bookStories['only emoji']!).words.human).toBe(0);
  });

  it('is said in both forms, with the settings of every panel', () => {
    for (const report of [reportHtml(args), reportMarkdown(args)]) {
      expect(report).toContain('The Lantern');
      expect(report).toContain('ab'.repeat(32));
      expect(report).toMatch(/seed 1234; temperature 0\.8; dpm-solver\+\+, 20 steps, guidance 4; style ink/);
      expect(report).toContain('over cdcdcdcdcdcd… at strength 0.6');
      expect(report).toContain('nobody yet');
    }
    const rows = reportMarkdown(args)
      .split('\n')
      .filter((line) => line.startsWith('| '));
    expect(rows.find((row) => row.startsWith('| Words | a person |'))).toBe('| Words | a person | 4 | 44 % |');
  });

  it('names the adapters of a panel', () => {
    const adapters = [{ name: 'Nell', digest: 'abcdef'.padEnd(64, '0'), strength: 0.8 }];
    const panel = madePanel('a', 'Two words.', { words: 'model', picture: { generation: { ...drawn, adapters } } });
    expect(reportMarkdown({ ...args, story: { ...story, panels: [panel] } })).toContain(
      '; adapter Nell (abcdef000000…) at 0.8',
    );
  });

  it('says that no model took part where none did, and survives hostile words', () => {
    const own = reportMarkdown({
      ...args,
      story: {
        ...story,
        panels: [madePanel('a', 'Mine.', { words: 'human', picture: { origin: 'imported', generation: null } })],
      },
    });
    expect(own).toContain('No model took part');
    const hostile = { ...args, story: bookStories['hostile']! };
    expect(reportHtml(hostile)).not.toContain('<script>');
    expect(reportMarkdown(hostile)).not.toMatch(/(?<!\\)<script/);
  });
});
