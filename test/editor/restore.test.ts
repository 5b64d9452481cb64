// Comparing two states and bringing one back, whole or by the panel; and handing states to main as edits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StudioError } from '../../common/base/studio-error';
import type { Story } from '../../common/domain/story';
import { changedStory, type StoryEdit } from '../../common/domain/story-edit';
import { createStoryWriter } from '../../renderer/api/story-writer';
import { restorePanel, restoreStory } from '../../renderer/editor/commands/restore-commands';
import { compareStories } from '../../renderer/editor/compare-stories';
import { createEditor } from '../../renderer/editor/editor';
import { wordChanges } from '../../renderer/editor/word-changes';
import { panelWith, storyWith } from '../support/sample-stories';

const then = storyWith(['One.', 'Two.', 'Three.', 'Four.']);
const [one, two, three, four] = then.panels as [
  Story['panels'][0],
  Story['panels'][0],
  Story['panels'][0],
  Story['panels'][0],
];
const editorOver = (story: Story) => {
  let ids = 0;
  return createEditor(story, { newId: () => `new-${ids++}`, nowMs: () => 0 });
};

describe('comparing two states', () => {
  it('names what came, went, changed and moved, each in its place', () => {
    const now = { ...then, panels: [three, one, panelWith('panel-9', 'New.'), { ...four, text: 'Four and more.' }] };
    expect(compareStories(then, now).map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'panel-3 moved',
      'panel-1 same',
      'panel-2 gone',
      'panel-9 new',
      'panel-4 changed',
    ]);
    expect(compareStories(then, then).every(({ kind }) => kind === 'same')).toBe(true);
  });

  it('has every panel of both states once, whatever the states', () => {
    const panels = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 10 });
    fc.assert(
      fc.property(panels, panels, (a, b) => {
        const [before, after] = [a, b].map((ids) => ({
          ...then,
          panels: ids.map((id) => panelWith(`p${id}`, '')),
        })) as [Story, Story];
        const rows = compareStories(before, after);
        expect(rows.map(({ id }) => id).sort()).toEqual([...new Set([...a, ...b])].map((id) => `p${id}`).sort());
        expect(rows.filter(({ after: panel }) => panel !== null).map(({ id }) => id)).toEqual(b.map((id) => `p${id}`));
      }),
    );
  });

  it('marks words so that both texts can be read out of the pieces', () => {
    const text = fc.oneof(
      fc.array(fc.constantFrom('fox', ' ', 'sea', '. ', '狐狸', '🦊', '\n')).map((parts) => parts.join('')),
      fc.string(),
    );
    fc.assert(
      fc.property(text, text, (before, after) => {
        const pieces = wordChanges(before, after);
        const without = (kind: string): string =>
          pieces
            .filter((piece) => piece.kind !== kind)
            .map((piece) => piece.text)
            .join('');
        expect([without('new'), without('gone')]).toEqual([before, after]);
      }),
    );
    expect(wordChanges('the fox ran', 'the bear ran').filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'gone', text: 'fox' },
      { kind: 'new', text: 'bear' },
    ]);
  });
});

describe('bringing a state back', () => {
  it('restores the whole in one step', () => {
    const editor = editorOver({ ...then, panels: [one] });
    expect(editor.run(restoreStory(then, 'restore snapshot'))).toBe(true);
    expect(editor.getState().story).toEqual(then);
    expect(editor.undo()).toBe('restore snapshot');
    expect(editor.getState().story.panels).toEqual([one]);
  });

  it('restores one panel and keeps what it has got since as versions, in one step', () => {
    const drawn = { ...panelWith('panel-2', 'Other words.', true), origin: 'model' as const };
    const now = { ...then, panels: [one, drawn, three] };
    const editor = editorOver(now);
    editor.run(restorePanel({ panelId: 'panel-2', from: then }));
    const restored = editor.getState().story.panels[1];
    expect(restored).toMatchObject({ text: 'Two.', chosenPictureId: null });
    expect(restored?.pictures).toEqual(drawn.pictures);
    expect(restored?.textVariants.map(({ text, origin }) => [text, origin])).toEqual([['Other words.', 'model']]);
    expect(editor.undo()).toBe('restore panel');
    expect(editor.getState().story).toEqual(now);
  });

  it.each([
    ['behind the panel that it followed', [four, one], 'panel-2', ['panel-4', 'panel-1', 'panel-2']],
    ['behind one further back', [four, one], 'panel-3', ['panel-4', 'panel-1', 'panel-3']],
    ['at the start', [three], 'panel-1', ['panel-1', 'panel-3']],
  ])('puts a panel that is gone back %s', (_where, panels, panelId, expected) => {
    const editor = editorOver({ ...then, panels });
    editor.run(restorePanel({ panelId, from: then }));
    expect(editor.getState().story.panels.map(({ id }) => id)).toEqual(expected);
    expect(two.id).toBe('panel-2');
  });
});

describe('handing states to main', () => {
  function main(opened: Story) {
    const calls: string[] = [];
    let known: { story: Story; sequence: number } | null = { story: opened, sequence: 0 };
    let failure: StudioError | null = null;
    const take = (name: string, story: Story, sequence: number) => {
      calls.push(name);
      known = { story, sequence };
      if (failure !== null) return Promise.reject(failure);
      return Promise.resolve({ savedAt: 'now', checked: true as const });
    };
    const edit = (name: string, change: StoryEdit) => {
      const story = known?.sequence === change.from ? changedStory(known.story, change) : null;
      if (story === null) return Promise.reject(new StudioError('bad-request', 'another state'));
      return take(`${name} ${change.panels.length}`, story, change.to);
    };
    const writer = createStoryWriter(
      {
        save: ({ story, sequence }) => take('whole save', story, sequence ?? -1),
        saveEdit: (change) => edit('save', change),
        journal: ({ story, sequence }) => take('whole journal', story, sequence ?? -1).then(() => undefined),
        journalEdit: (change) => edit('journal', change).then(() => undefined),
      },
      opened,
    );
    return {
      writer,
      calls,
      holds: () => known?.story,
      forget: () => (known = null),
      failWith: (error: StudioError | null) => (failure = error),
    };
  }
  const typed = (text: string): Story => ({ ...then, panels: [{ ...one, text }, two, three, four] });

  it('sends what changed, in order, and the whole state where main holds another', async () => {
    const { writer, calls, holds, forget } = main(then);
    await Promise.all([writer.journal(typed('a')), writer.save(typed('b'))]);
    expect(holds()).toEqual(typed('b'));
    forget();
    await writer.save(typed('c'));
    await writer.journal({ ...typed('c'), title: 'New' });
    expect(calls).toEqual(['journal 1', 'save 1', 'whole save', 'journal 1']);
    expect(holds()).toEqual({ ...typed('c'), title: 'New' });
  });

  it('sends the whole state after a failure, because nobody knows what main holds then', async () => {
    const { writer, calls, holds, failWith } = main(then);
    failWith(new StudioError('disk-full', 'full'));
    await expect(writer.save(typed('a'))).rejects.toMatchObject({ code: 'disk-full' });
    failWith(null);
    await writer.save(typed('b'));
    expect(calls).toEqual(['save 1', 'whole save']);
    expect(holds()).toEqual(typed('b'));
  });
});
