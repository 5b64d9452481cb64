// What each gesture does to the story, and that one undo takes it back with the label the writer sees.
import { describe, expect, it } from 'vitest';
import { chosenPictureOf } from '../../common/domain/story';
import { setAdapter } from '../../renderer/editor/commands/adapter-commands';
import { acceptGeneration, keepLateText } from '../../renderer/editor/commands/generation-commands';
import {
  deletePanel,
  insertPanel,
  movePanel,
  setStyle,
  setTitle,
  writeLine,
} from '../../renderer/editor/commands/panel-commands';
import {
  choosePicture,
  clearOtherPictures,
  importPictureAsPanel,
  importPictureAsReference,
  importPictureIntoPanel,
  removePicture,
  removeReference,
  toggleFavourite,
} from '../../renderer/editor/commands/picture-commands';
import { chooseText, setText } from '../../renderer/editor/commands/text-commands';
import { redoLabelOf, undoLabelOf } from '../../renderer/editor/selectors';
import { assetNumber, editorOver, resultOf, storyWithPanels } from './editor-fixture';

describe('panels', () => {
  it('inserts between, moves and deletes, and undo puts everything back in order', () => {
    const { editor } = editorOver(storyWithPanels('one', 'two', 'three'));
    const before = editor.getState().story;
    editor.run(insertPanel({ place: { after: 'p1' }, text: 'between' }));
    editor.run(movePanel({ panelId: 'p3', toIndex: 0 }));
    editor.run(deletePanel('p2'));
    expect(editor.getState().story.panels.map((panel) => panel.text)).toEqual(['three', 'one', 'between']);
    expect(undoLabelOf(editor.getState())).toBe('delete panel');
    expect([editor.undo(), editor.undo(), editor.undo()]).toEqual(['delete panel', 'move panel', 'add panel']);
    expect(editor.getState().story).toEqual(before);
    expect(redoLabelOf(editor.getState())).toBe('add panel');
  });

  it('writes the first line into the empty panel of a new story, and later lines behind it', () => {
    const { editor } = editorOver(storyWithPanels(''));
    editor.run(writeLine({ line: 'First.', panelId: 'x1' }));
    editor.run(writeLine({ line: 'Second.', panelId: 'x2' }));
    expect(editor.getState().story.panels.map(({ id, text }) => [id, text])).toEqual([
      ['p1', 'First.'],
      ['x2', 'Second.'],
    ]);
  });

  it('chooses own styles and moves their strength, each as one step', () => {
    const { editor } = editorOver(storyWithPanels('one'));
    const [hero, voice] = ['0190b0c0-0000-4000-8000-00000000000a', '0190b0c0-0000-4000-8000-00000000000b'];
    const chosen = () => editor.getState().story.adapters;
    editor.run(setAdapter(hero, 1));
    expect(undoLabelOf(editor.getState())).toBe('change own styles');
    expect(editor.run(setAdapter(hero, 1))).toBe(false);
    expect(editor.run(setAdapter(voice, null))).toBe(false);
    editor.run(setAdapter(voice, 1));
    for (const strength of [0.9, 0.7, 0.5]) editor.run(setAdapter(hero, strength));
    expect(chosen()).toEqual([
      { id: hero, strength: 0.5 },
      { id: voice, strength: 1 },
    ]);
    editor.undo(); // the whole way of the slider
    expect(chosen()).toEqual([
      { id: hero, strength: 1 },
      { id: voice, strength: 1 },
    ]);
    editor.run(setAdapter(hero, null));
    expect(chosen()).toEqual([{ id: voice, strength: 1 }]);
    expect([editor.undo(), editor.undo(), editor.undo()]).toHaveLength(3);
    expect(chosen()).toBeUndefined();
  });

  it('takes no more own styles than mix', () => {
    const { editor } = editorOver(storyWithPanels('one'));
    const idOf = (n: number): string => `0190b0c0-0000-4000-8000-00000000000${String(n)}`;
    for (let n = 0; n < 9; n++) editor.run(setAdapter(idOf(n), 1));
    expect(editor.getState().story.adapters).toHaveLength(8);
  });

  it('changes the drawing style of the story as one step, and leaves what is drawn alone', () => {
    const { editor } = editorOver(storyWithPanels('one'));
    editor.run(importPictureIntoPanel({ panelId: 'p1', asset: assetNumber(1) }));
    const before = editor.getState().story;
    editor.run(setStyle('ink'));
    expect(editor.getState().story).toEqual({ ...before, style: 'ink' });
    expect(undoLabelOf(editor.getState())).toBe('change drawing style');
    expect(editor.run(setStyle('ink'))).toBe(false);
    editor.run(setStyle('pastel'));
    editor.undo();
    expect(editor.getState().story.style).toBe('ink');
    editor.undo();
    expect(editor.getState().story.style).toBeUndefined();
    editor.redo();
    expect(editor.getState().story.style).toBe('ink');
  });

  it('makes no step of a gesture that changes nothing', () => {
    const { editor } = editorOver(storyWithPanels('one', 'two'));
    expect(editor.run(movePanel({ panelId: 'p1', toIndex: 0 }))).toBe(false);
    expect(editor.run(deletePanel('nobody'))).toBe(false);
    expect(editor.run(setText({ panelId: 'p1', text: 'one' }))).toBe(false);
    expect(undoLabelOf(editor.getState())).toBeNull();
  });
});

describe('typing', () => {
  const type = (editor: ReturnType<typeof editorOver>['editor'], text: string, panelId = 'p1'): void => {
    for (let end = 1; end <= text.length; end++) editor.run(setText({ panelId, text: text.slice(0, end) }));
  };

  it('is one step per burst, and a pause starts another', () => {
    const { editor, ports } = editorOver(storyWithPanels('', ''));
    type(editor, 'Once');
    ports.advanceMs(5000);
    type(editor, 'Once upon');
    editor.undo();
    expect(editor.getState().story.panels[0]?.text).toBe('Once');
    editor.undo();
    expect(editor.getState().story.panels[0]?.text).toBe('');
    expect(editor.undo()).toBeNull();
    editor.redo();
    editor.redo();
    expect(editor.getState().story.panels[0]?.text).toBe('Once upon');
  });

  it('starts a step of its own in another panel, after endBurst, and after undo', () => {
    const { editor } = editorOver(storyWithPanels('', ''));
    type(editor, 'ab');
    type(editor, 'cd', 'p2');
    editor.run(setText({ panelId: 'p2', text: 'cde' }));
    editor.endBurst();
    editor.run(setText({ panelId: 'p2', text: 'cdef' }));
    expect(editor.getState().history.past).toHaveLength(3);
    editor.undo();
    editor.run(setText({ panelId: 'p2', text: 'cdeg' }));
    expect(editor.getState().history.past).toHaveLength(3);
    expect(redoLabelOf(editor.getState())).toBeNull();
  });

  it('coalesces titles too, and remembers that a person changed the words of the model', () => {
    const { editor } = editorOver(storyWithPanels('one'));
    editor.run(setTitle('A'));
    editor.run(setTitle('AB'));
    expect(editor.getState().history.past).toHaveLength(1);
    editor.run(
      acceptGeneration({
        panelId: 'n1',
        target: { kind: 'new', place: { after: 'p1' } },
        mode: 'both',
        givenText: '',
        baseText: '',
        result: resultOf('The model wrote.', 1),
      }),
    );
    expect(editor.getState().story.panels[1]?.origin).toBe('model');
    editor.run(setText({ panelId: 'n1', text: 'The model wrote this.' }));
    expect(editor.getState().story.panels[1]?.origin).toBe('model-edited');
    editor.run(setText({ panelId: 'n1', text: '' }));
    expect(editor.getState().story.panels[1]?.origin).toBe('human');
  });
});

describe('generations', () => {
  it('arrive as one step: text and picture together', () => {
    const { editor } = editorOver(storyWithPanels('one', 'two'));
    const before = editor.getState().story;
    editor.run(
      acceptGeneration({
        panelId: 'n1',
        target: { kind: 'new', place: { after: 'p1' } },
        mode: 'both',
        givenText: '',
        baseText: '',
        result: resultOf('New words.', 7),
      }),
    );
    const panel = editor.getState().story.panels[1];
    expect(panel?.text).toBe('New words.');
    expect(panel && chosenPictureOf(panel)?.asset).toEqual(assetNumber(7));
    expect(editor.undo()).toBe('continue the story');
    expect(editor.getState().story).toEqual(before);
  });

  it('keep the earlier picture and the earlier text as versions, which can be chosen again', () => {
    const { editor } = editorOver(storyWithPanels('old words'));
    const accept = (mode: 'text' | 'picture', text: string, picture: number | null): void => {
      const baseText = editor.getState().story.panels[0]?.text ?? '';
      const target = { kind: 'existing' } as const;
      editor.run(
        acceptGeneration({ panelId: 'p1', target, mode, givenText: '', baseText, result: resultOf(text, picture) }),
      );
    };
    accept('picture', 'old words', 1);
    accept('picture', 'old words', 2);
    accept('text', 'new words', null);
    const panel = editor.getState().story.panels[0]!;
    expect(panel.pictures.map((picture) => picture.asset)).toEqual([assetNumber(1), assetNumber(2)]);
    expect(chosenPictureOf(panel)?.asset).toEqual(assetNumber(2));
    expect(panel.textVariants.map((variant) => variant.text)).toEqual(['old words']);

    editor.run(choosePicture({ panelId: 'p1', pictureId: panel.pictures[0]!.id }));
    editor.run(chooseText({ panelId: 'p1', variantId: panel.textVariants[0]!.id }));
    const chosen = editor.getState().story.panels[0]!;
    expect(chosen.text).toBe('old words');
    expect(chosen.textVariants.map((variant) => variant.text)).toEqual(['new words']);
    expect(chosenPictureOf(chosen)?.asset).toEqual(assetNumber(1));
  });

  it('never overwrite words typed meanwhile: they come in as a version that is no step', () => {
    const { editor } = editorOver(storyWithPanels('given'));
    const late = {
      panelId: 'p1',
      target: { kind: 'existing' } as const,
      mode: 'text' as const,
      givenText: 'given',
      baseText: 'given',
      result: resultOf('given and continued', null),
    };
    editor.run(setText({ panelId: 'p1', text: 'given, but typed on' }));
    expect(editor.run(acceptGeneration(late))).toBe(false);
    expect(editor.run(keepLateText(late))).toBe(true);
    expect(editor.getState().history.past).toHaveLength(1);
    editor.undo();
    const panel = editor.getState().story.panels[0]!;
    expect(panel.text).toBe('given');
    expect(panel.textVariants.map((variant) => variant.text)).toEqual(['given and continued']);
  });

  it('change nothing when the panel that asked is gone', () => {
    const { editor } = editorOver(storyWithPanels('one'));
    const target = { kind: 'existing' } as const;
    const gone = {
      panelId: 'gone',
      target,
      mode: 'picture',
      givenText: '',
      baseText: '',
      result: resultOf('', 1),
    } as const;
    expect(editor.run(acceptGeneration(gone))).toBe(false);
  });

  it('redo of a new panel brings back a picture that arrived in it before the undo', () => {
    const { editor } = editorOver(storyWithPanels('one'));
    editor.run(insertPanel({ place: { after: 'p1' }, panelId: 'n1', text: 'x' }));
    editor.run(
      keepLateText({
        panelId: 'n1',
        target: { kind: 'existing' },
        mode: 'text',
        givenText: '',
        baseText: '',
        result: resultOf('late', null),
      }),
    );
    editor.undo();
    expect(editor.getState().story.panels).toHaveLength(1);
    editor.redo();
    expect(editor.getState().story.panels[1]?.textVariants.map((variant) => variant.text)).toEqual(['late']);
  });
});

describe('pictures', () => {
  it('go into a panel, become a panel, or become a reference (once)', () => {
    const { editor } = editorOver(storyWithPanels('one'));
    editor.run(importPictureIntoPanel({ panelId: 'p1', asset: assetNumber(1) }));
    editor.run(importPictureAsPanel({ place: { after: null }, asset: assetNumber(2) }));
    editor.run(importPictureAsReference({ asset: assetNumber(3) }));
    expect(editor.run(importPictureAsReference({ asset: assetNumber(3) }))).toBe(false);
    const { story } = editor.getState();
    expect(story.panels.map((panel) => chosenPictureOf(panel)?.asset)).toEqual([assetNumber(2), assetNumber(1)]);
    editor.run(removeReference(story.references[0]!.id));
    expect(editor.getState().story.references).toEqual([]);
  });

  it('stay when favourite; removing the shown one shows the newest of the rest', () => {
    const { editor } = editorOver(storyWithPanels('one'));
    for (const n of [1, 2, 3]) editor.run(importPictureIntoPanel({ panelId: 'p1', asset: assetNumber(n) }));
    const pictures = editor.getState().story.panels[0]!.pictures;
    editor.run(toggleFavourite({ panelId: 'p1', pictureId: pictures[0]!.id }));
    editor.run(clearOtherPictures('p1'));
    expect(editor.getState().story.panels[0]!.pictures.map((p) => p.asset)).toEqual([assetNumber(1), assetNumber(3)]);
    editor.run(removePicture({ panelId: 'p1', pictureId: pictures[2]!.id }));
    expect(editor.getState().story.panels[0]!.chosenPictureId).toBe(pictures[0]!.id);
    editor.undo();
    expect(editor.getState().story.panels[0]!.chosenPictureId).toBe(pictures[2]!.id);
  });
});
