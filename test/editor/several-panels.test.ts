// Commands on several panels, splitting and merging, and what is refused because a panel is full.
import { describe, expect, it } from 'vitest';
import type { Panel } from '../../common/domain/story';
import { insertPanel } from '../../renderer/editor/commands/panel-commands';
import { importPictureIntoPanel } from '../../renderer/editor/commands/picture-commands';
import {
  deletePanels,
  duplicatePanels,
  movePanels,
  pastePanels,
} from '../../renderer/editor/commands/several-panels-commands';
import { mergePanels, splitPanel } from '../../renderer/editor/commands/split-merge-commands';
import { keepTextAsVariant, setText } from '../../renderer/editor/commands/text-commands';
import {
  clearOtherTexts,
  removeOldestVersions,
  toggleTextFavourite,
} from '../../renderer/editor/commands/version-commands';
import { MAX_VERSIONS, type Refusal } from '../../renderer/editor/limits';
import { selectRangeTo, selectOnly, noSelection, extendSelection } from '../../renderer/editor/selection';
import { undoLabelOf } from '../../renderer/editor/selectors';
import { assetNumber, editorOver, storyWithPanels } from './editor-fixture';

const texts = (panels: readonly Panel[]): string[] => panels.map((panel) => panel.text);

describe('several panels', () => {
  it.each([
    [['p2', 'p4'], 0, 'bdace'],
    [['p4', 'p2'], 3, 'acebd'],
    [['p1', 'p2', 'p3'], 2, 'deabc'],
    [['p3'], 4, 'abdec'],
    [['p1', 'p5'], 1, 'baecd'],
  ])('move together (%j to %i) as one step, and undo puts them back', (panelIds, toIndex, expected) => {
    const { editor } = editorOver(storyWithPanels('a', 'b', 'c', 'd', 'e'));
    const before = editor.getState().story;
    expect(editor.run(movePanels({ panelIds, toIndex }))).toBe(true);
    expect(texts(editor.getState().story.panels).join('')).toBe(expected);
    expect(editor.getState().history.past).toHaveLength(1);
    editor.undo();
    expect(editor.getState().story).toEqual(before);
    editor.redo();
    expect(texts(editor.getState().story.panels).join('')).toBe(expected);
  });

  it('make no step when they stand where they should go', () => {
    const { editor } = editorOver(storyWithPanels('a', 'b', 'c'));
    expect(editor.run(movePanels({ panelIds: ['p1', 'p2'], toIndex: 0 }))).toBe(false);
    expect(editor.run(movePanels({ panelIds: ['p3'], toIndex: 9 }))).toBe(false);
  });

  it('are deleted, duplicated and pasted as one step each, copies with ids of their own', () => {
    const { editor } = editorOver(storyWithPanels('a', 'b', 'c'));
    editor.run(importPictureIntoPanel({ panelId: 'p1', asset: assetNumber(1) }));
    const start = editor.getState().story;
    editor.run(duplicatePanels({ panelIds: ['p3', 'p1'] }));
    expect(texts(editor.getState().story.panels)).toEqual(['a', 'b', 'c', 'a', 'c']);
    const copy = editor.getState().story.panels[3]!;
    expect(copy.pictures[0]?.asset).toEqual(assetNumber(1));
    expect(copy.chosenPictureId).toBe(copy.pictures[0]?.id);
    expect(copy.pictures[0]?.id).not.toBe(start.panels[0]?.pictures[0]?.id);
    editor.run(pastePanels({ panels: [start.panels[1]!], place: { after: null } }));
    expect(texts(editor.getState().story.panels)).toEqual(['b', 'a', 'b', 'c', 'a', 'c']);
    editor.run(deletePanels(editor.getState().story.panels.map(({ id }) => id)));
    expect(editor.getState().story.panels).toEqual([]);
    expect([editor.undo(), editor.undo(), editor.undo()]).toEqual(['delete panels', 'paste panel', 'duplicate panels']);
    expect(editor.getState().story).toEqual(start);
  });

  it('undo of a move keeps what arrived in the panel meanwhile', () => {
    const { editor } = editorOver(storyWithPanels('a', 'b'));
    editor.run(movePanels({ panelIds: ['p1'], toIndex: 1 }));
    editor.run(() => ({
      label: 'late text',
      capture: 'never',
      ops: [{ type: 'set-panel', panelId: 'p1', fields: { text: 'late' } }],
    }));
    editor.undo();
    expect(texts(editor.getState().story.panels)).toEqual(['late', 'b']);
  });
});

describe('selecting', () => {
  it('is a range from the anchor, grows and shrinks at its head, and loses what is deleted', () => {
    const { editor } = editorOver(storyWithPanels('a', 'b', 'c', 'd'));
    editor.select(() => selectOnly('p2'));
    editor.select((selection, story) => selectRangeTo(story, selection, 'p4'));
    expect([...editor.getState().session.selection.ids]).toEqual(['p2', 'p3', 'p4']);
    editor.select((selection, story) => extendSelection(story, selection, -3, null));
    expect([...editor.getState().session.selection.ids]).toEqual(['p1', 'p2']);
    editor.run(deletePanels(['p1']));
    expect([...editor.getState().session.selection.ids]).toEqual(['p2']);
    editor.run(deletePanels(['p2']));
    expect(editor.getState().session.selection).toBe(noSelection);
    expect(undoLabelOf(editor.getState())).toBe('delete panel');
  });
});

describe('splitting and merging', () => {
  it('splits at the cursor: pictures stay with the words before it', () => {
    const { editor } = editorOver(storyWithPanels('One night. The sea was calm.', 'x'));
    editor.run(importPictureIntoPanel({ panelId: 'p1', asset: assetNumber(1) }));
    editor.run(splitPanel({ panelId: 'p1', at: 10, newPanelId: 'n1' }));
    const [first, second] = editor.getState().story.panels;
    expect([first?.text, second?.text, second?.id]).toEqual(['One night.', 'The sea was calm.', 'n1']);
    expect([first?.pictures.length, second?.pictures.length]).toEqual([1, 0]);
    expect(editor.run(splitPanel({ panelId: 'p1', at: 0, newPanelId: 'n2' }))).toBe(false);
    expect(editor.undo()).toBe('split panel');
    expect(texts(editor.getState().story.panels)).toEqual(['One night. The sea was calm.', 'x']);
  });

  it('merges into the first: words joined by a blank line, every picture and earlier text kept', () => {
    const { editor } = editorOver(storyWithPanels('a', '', 'c', 'd'));
    editor.run(importPictureIntoPanel({ panelId: 'p2', asset: assetNumber(2) }));
    editor.run(importPictureIntoPanel({ panelId: 'p3', asset: assetNumber(3) }));
    editor.run(keepTextAsVariant('p3'));
    const before = editor.getState().story;
    editor.run(mergePanels(['p3', 'p1', 'p2']));
    const [merged, rest] = editor.getState().story.panels;
    expect([merged?.id, merged?.text, rest?.text]).toEqual(['p1', 'a\n\nc', 'd']);
    expect(merged?.pictures.map(({ asset }) => asset)).toEqual([assetNumber(2), assetNumber(3)]);
    expect(merged?.chosenPictureId).toBe(merged?.pictures[0]?.id);
    expect(merged?.textVariants.map(({ text }) => text)).toEqual(['c']);
    editor.undo();
    expect(editor.getState().story).toEqual(before);
  });

  it('survives parts that share ids', () => {
    const { editor } = editorOver(storyWithPanels('a', 'b'));
    editor.run(importPictureIntoPanel({ panelId: 'p1', asset: assetNumber(1) }));
    const [picture] = editor.getState().story.panels[0]!.pictures;
    editor.run(() => ({
      label: 'add picture',
      capture: 'immediately',
      ops: [{ type: 'insert-picture', panelId: 'p2', index: 0, item: picture! }],
    }));
    editor.run(mergePanels(['p1', 'p2']));
    const ids = editor.getState().story.panels[0]!.pictures.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });
});

describe('full panels', () => {
  const fullPanel = () => {
    const [base] = storyWithPanels('words').panels;
    const textVariants = Array.from({ length: MAX_VERSIONS }, (_, n) => ({
      id: `t${n}`,
      text: `text ${n}`,
      origin: 'human' as const,
      favourite: n === 0,
      generation: null,
    }));
    return editorOver({ ...storyWithPanels('words'), panels: [{ ...base!, textVariants }] });
  };

  it('refuse one more version, say why, and change nothing', () => {
    const { editor } = fullPanel();
    const refusals: Refusal[] = [];
    editor.onRefused((refusal) => refusals.push(refusal));
    const before = editor.getState();
    expect(editor.run(keepTextAsVariant('p1'))).toBe(false);
    expect(refusals).toEqual([{ reason: 'too-many-texts', panelId: 'p1' }]);
    expect(editor.getState()).toBe(before);
    expect(editor.run(setText({ panelId: 'p1', text: 'other words' }))).toBe(true); // typing goes on
  });

  it('give room again only by command, and favourites stay', () => {
    const { editor } = fullPanel();
    const kept = (): string[] => editor.getState().story.panels[0]!.textVariants.map(({ id }) => id);
    editor.run(toggleTextFavourite({ panelId: 'p1', textId: 't2' }));
    editor.run(removeOldestVersions({ panelId: 'p1', of: 'texts', count: 2 }));
    expect(kept().slice(0, 3)).toEqual(['t0', 't2', 't4']);
    expect(editor.run(keepTextAsVariant('p1'))).toBe(true);
    editor.run(clearOtherTexts('p1'));
    expect(kept()).toEqual(['t0', 't2']);
  });

  it('refuse text beyond the limit and more panels than a story holds', () => {
    const { editor } = editorOver(storyWithPanels('a'));
    const refusals: string[] = [];
    editor.onRefused(({ reason }) => refusals.push(reason));
    editor.run(setText({ panelId: 'p1', text: 'x'.repeat(400_001) }));
    const many = editorOver({
      ...storyWithPanels(),
      panels: Array.from({ length: 5000 }, (_, n) => ({ ...storyWithPanels('a').panels[0]!, id: `q${n}` })),
    });
    many.editor.onRefused(({ reason }) => refusals.push(reason));
    many.editor.run(insertPanel({ place: { after: null } }));
    expect(refusals).toEqual(['text-too-long', 'too-many-panels']);
  });
});

describe('the list of steps', () => {
  it('can be travelled in one go, there and back, with one change for the views', () => {
    const { editor } = editorOver(storyWithPanels('a'));
    for (let n = 0; n < 6; n++) editor.run(insertPanel({ place: { after: null }, panelId: `n${n}` }));
    const end = editor.getState().story;
    let changes = 0;
    editor.subscribe(() => (changes += 1));
    expect(editor.travelTo(2)).toBe(4);
    expect(editor.getState().story.panels).toHaveLength(3);
    expect(editor.getState().history.future).toHaveLength(4);
    expect(editor.travelTo(6)).toBe(4);
    expect(editor.getState().story).toEqual(end);
    expect(changes).toBe(2);
    expect(editor.travelTo(99)).toBe(0);
  });
});
