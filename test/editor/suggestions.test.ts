// Taking a suggestion piece by piece, and finding words.
import { describe, expect, it } from 'vitest';
import { keepAsTextVersion, takeSuggestedWords } from '../../renderer/editor/commands/suggestion-commands';
import { findInStory } from '../../renderer/editor/search';
import { nextSentenceEnd } from '../../renderer/editor/sentences';
import { undoLabelOf } from '../../renderer/editor/selectors';
import { editorOver, storyWithPanels } from './editor-fixture';

describe('sentences', () => {
  const text = 'Pip ran. “Stop!” said the bear. And th';
  it('end where the language ends them, and not before the next one has begun', () => {
    const first = nextSentenceEnd(text, 0, false)!;
    expect(text.slice(0, first)).toBe('Pip ran.');
    const second = nextSentenceEnd(text, first, false)!;
    expect(text.slice(first, second).trim()).toMatch(/^“Stop!”/);
    expect(nextSentenceEnd(text, text.indexOf('And'), false)).toBeNull();
    expect(nextSentenceEnd(text, text.indexOf('And'), true)).toBe(text.length);
    expect(nextSentenceEnd('Done.', 5, true)).toBeNull();
  });
  it('are found in Chinese too, and with a language that nobody knows', () => {
    expect(nextSentenceEnd('海很平静。熊来了。', 0, false, 'zh')).toBe(5);
    expect(nextSentenceEnd('One. Two.', 0, false, 'not a language!')).toBe(4);
  });
});

describe('taking words', () => {
  const base = { panelId: 'p1', target: { kind: 'existing' }, origin: 'model-edited', generation: null } as const;

  it('goes on in the panel without a version of what it began with, one step a sentence', () => {
    const { editor } = editorOver(storyWithPanels('Pip ran'));
    editor.run(takeSuggestedWords({ ...base, baseText: 'Pip ran', text: 'Pip ran away.', isWhole: false }));
    expect(undoLabelOf(editor.getState())).toBe('accept a sentence');
    editor.run(takeSuggestedWords({ ...base, baseText: 'Pip ran away.', text: 'Pip ran away. Far.', isWhole: true }));
    const [panel] = editor.getState().story.panels;
    expect([panel?.text, panel?.origin, panel?.textVariants]).toEqual(['Pip ran away. Far.', 'model-edited', []]);
    expect(editor.getState().history.past).toHaveLength(2);
  });

  it('keeps the words behind the cursor as a version', () => {
    const { editor } = editorOver(storyWithPanels('Pip ran. The end.'));
    editor.run(
      takeSuggestedWords({ ...base, baseText: 'Pip ran. The end.', text: 'Pip ran. He fell.', isWhole: true }),
    );
    expect(editor.getState().story.panels[0]?.textVariants.map(({ text }) => text)).toEqual(['Pip ran. The end.']);
  });

  it('takes nothing over words typed meanwhile, which can be kept as a version instead', () => {
    const { editor } = editorOver(storyWithPanels('Pip ran'));
    const late = { ...base, baseText: 'Pip', text: 'Pip fell.', isWhole: true };
    expect(editor.run(takeSuggestedWords(late))).toBe(false);
    expect(editor.run(keepAsTextVersion(late))).toBe(true);
    expect(editor.run(keepAsTextVersion(late))).toBe(false); // it is there already
    expect(editor.getState().story.panels[0]?.text).toBe('Pip ran');
  });
});

describe('finding words', () => {
  it('finds every place in order, whatever the case, and takes signs as they stand', () => {
    const story = storyWithPanels('The fox (Pip). A FOX!', 'nothing', 'fox');
    expect(findInStory(story, 'fox').map(({ panelIndex, start, end }) => [panelIndex, start, end])).toEqual([
      [0, 4, 7],
      [0, 17, 20],
      [2, 0, 3],
    ]);
    expect(findInStory(story, '(pip).')).toHaveLength(1);
    expect(findInStory(story, '  ')).toEqual([]);
  });
});
