// Seeded fuzz of the editor: whatever a writer does, undoing all of it gives the start and redoing all of it gives the end.
// Late arrivals (capture: never) are no steps; with them in between, undo and redo still return to the same two states.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandFrom } from '../../renderer/editor/command';
import { acceptGeneration, keepLateText } from '../../renderer/editor/commands/generation-commands';
import { describePicture } from '../../renderer/editor/commands/description-commands';
import {
  deletePanel,
  insertPanel,
  movePanel,
  setStyle,
  setTitle,
  writeLine,
} from '../../renderer/editor/commands/panel-commands';
import { restorePanel, restoreStory } from '../../renderer/editor/commands/restore-commands';
import {
  deletePanels,
  duplicatePanels,
  movePanels,
  pastePanels,
} from '../../renderer/editor/commands/several-panels-commands';
import { mergePanels, splitPanel } from '../../renderer/editor/commands/split-merge-commands';
import { keepAsTextVersion, takeSuggestedWords } from '../../renderer/editor/commands/suggestion-commands';
import {
  clearOtherTexts,
  removeOldestVersions,
  toggleTextFavourite,
} from '../../renderer/editor/commands/version-commands';
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
import {
  chooseText,
  keepTextAsVariant,
  removeTextVariant,
  setText,
} from '../../renderer/editor/commands/text-commands';
import { storySchema, type Story } from '../../common/domain/story';
import {
  extendSelection,
  selectAll,
  selectedPanelsOf,
  selectOnly,
  selectRangeTo,
  toggleSelected,
} from '../../renderer/editor/selection';
import { HISTORY_LIMIT } from '../../renderer/editor/history';
import { assetNumber, editorOver, resultOf, storyWithPanels } from './editor-fixture';
import { STEERING_GESTURES, steeringCommands } from './steering-gestures';

interface Gesture {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly text: string;
  readonly pauseMs: number;
}

const gestureArbitrary: fc.Arbitrary<Gesture> = fc.record({
  kind: fc.nat(30 + STEERING_GESTURES),
  a: fc.nat(30),
  b: fc.nat(30),
  text: fc.string({ maxLength: 12 }),
  pauseMs: fc.constantFrom(0, 50, 3000),
});

const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)];

/** The command that a gesture means in the story as it stands. */
function commandOf(story: Story, gesture: Gesture, serial: number): CommandFrom {
  const { kind, a, b, text } = gesture;
  const panel = pick(story.panels, a);
  const panelId = panel?.id ?? 'none';
  const pictureId = pick(panel?.pictures ?? [], b)?.id ?? 'none';
  const variantId = pick(panel?.textVariants ?? [], b)?.id ?? 'none';
  const asset = assetNumber(b);
  const several = story.panels.filter((_, index) => ((a * 31 + b) >> (index % 10)) % 2 === 1).map(({ id }) => id);
  const base = { panelId, givenText: '', baseText: panel?.text ?? '', result: resultOf(text, b) };
  const commands: readonly CommandFrom[] = [
    insertPanel({ place: { after: b % 5 === 0 ? null : panelId }, text }),
    deletePanel(panelId),
    movePanel({ panelId, toIndex: b }),
    setText({ panelId, text }),
    setText({ panelId, text: `${panel?.text ?? ''}${text}` }),
    b % 2 === 0 ? setTitle(text) : setStyle(['flat', 'ink', 'pastel'][a % 3]!),
    writeLine({ line: text, panelId: `line-${serial}` }),
    acceptGeneration({
      ...base,
      panelId: `new-${serial}`,
      target: { kind: 'new', place: { after: panelId } },
      mode: 'both',
    }),
    acceptGeneration({ ...base, target: { kind: 'existing' }, mode: 'picture' }),
    acceptGeneration({ ...base, target: { kind: 'existing' }, mode: 'text' }),
    choosePicture({ panelId, pictureId }),
    chooseText({ panelId, variantId }),
    removePicture({ panelId, pictureId }),
    removeTextVariant({ panelId, variantId }),
    keepTextAsVariant(panelId),
    importPictureIntoPanel({ panelId, asset }),
    importPictureAsPanel({ place: { after: panelId }, asset }),
    b % 2 === 0 ? importPictureAsReference({ asset }) : removeReference(pick(story.references, a)?.id ?? 'none'),
    b % 2 === 0
      ? toggleFavourite({ panelId, pictureId })
      : describePicture({ spot: { kind: 'panel', panelId, pictureId }, alt: text }),
    b % 2 === 0 ? clearOtherPictures(panelId) : restoreStory({ ...story, title: text, panels: story.panels.slice(1) }),
    restorePanel({
      panelId,
      from: {
        ...story,
        panels: story.panels.map((old) => ({ ...old, text, id: b % 5 === 0 ? `${old.id}x` : old.id })),
      },
    }),
    deletePanels(b % 4 === 0 ? several : several.slice(0, 1)),
    movePanels({ panelIds: several, toIndex: b }),
    duplicatePanels({ panelIds: several.slice(0, 3) }),
    pastePanels({ panels: story.panels.slice(0, b % 3), place: { after: panelId } }),
    splitPanel({ panelId, at: b, newPanelId: `split-${serial}` }),
    mergePanels(several.slice(0, 3)),
    mergePanels([panelId, story.panels[(a % Math.max(1, story.panels.length)) + 1]?.id ?? 'none']),
    takeSuggestedWords({
      panelId: b % 3 === 0 ? `taken-${serial}` : panelId,
      target: b % 3 === 0 ? { kind: 'new', place: { after: panelId } } : { kind: 'existing' },
      baseText: panel?.text ?? '',
      text: b % 2 === 0 ? `${panel?.text ?? ''} ${text}` : text,
      origin: 'model-edited',
      generation: null,
      isWhole: b % 2 === 0,
    }),
    keepAsTextVersion({ panelId, text, origin: 'model', generation: null }),
    toggleTextFavourite({ panelId, textId: variantId }),
    b % 2 === 0
      ? clearOtherTexts(panelId)
      : removeOldestVersions({ panelId, of: a % 2 === 0 ? 'pictures' : 'texts', count: 1 + (b % 3) }),
    ...steeringCommands(story, gesture, serial),
  ];
  return commands[kind % commands.length]!;
}

const undoAll = (editor: ReturnType<typeof editorOver>['editor']): number => {
  let steps = 0;
  while (editor.undo() !== null) steps += 1;
  return steps;
};
const redoAll = (editor: ReturnType<typeof editorOver>['editor']): void => {
  while (editor.redo() !== null);
};

describe('the editor under seeded fuzz', () => {
  it('undo all = start, redo all = end, and every state is a valid story', () => {
    fc.assert(
      fc.property(fc.array(gestureArbitrary, { maxLength: 60 }), (gestures) => {
        const { editor, ports } = editorOver(storyWithPanels('one', '', 'three'));
        const start = editor.getState().story;
        gestures.forEach((gesture, serial) => {
          ports.advanceMs(gesture.pauseMs);
          editor.run(commandOf(editor.getState().story, gesture, serial));
        });
        const end = editor.getState().story;
        expect(storySchema.safeParse(end).success).toBe(true);
        undoAll(editor);
        expect(editor.getState().story).toEqual(start);
        redoAll(editor);
        expect(editor.getState().story).toEqual(end);
      }),
      { seed: 20261122, numRuns: 300 },
    );
  });

  it('walks back and forth with undo and redo in between without losing its way', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(gestureArbitrary, fc.nat(3), fc.nat(3)), { maxLength: 30 }), (walk) => {
        const { editor, ports } = editorOver(storyWithPanels('one', 'two'));
        const start = editor.getState().story;
        walk.forEach(([gesture, undos, redos], serial) => {
          ports.advanceMs(gesture.pauseMs);
          editor.run(commandOf(editor.getState().story, gesture, serial));
          for (let n = 0; n < undos; n++) editor.undo();
          for (let n = 0; n < redos; n++) editor.redo();
          if (gesture.a % 7 === 0) editor.travelTo(gesture.b);
        });
        redoAll(editor);
        const end = editor.getState().story;
        undoAll(editor);
        expect(editor.getState().story).toEqual(start);
        redoAll(editor);
        expect(editor.getState().story).toEqual(end);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('late arrivals never become steps and survive undo and redo of everything else', () => {
    fc.assert(
      fc.property(fc.array(gestureArbitrary, { minLength: 1, maxLength: 25 }), fc.nat(24), (gestures, when) => {
        const { editor } = editorOver(storyWithPanels('one'));
        const late = {
          panelId: 'p1',
          target: { kind: 'existing' },
          mode: 'text',
          givenText: '',
          baseText: 'never so',
        } as const;
        gestures.forEach((gesture, serial) => {
          // Restoring puts a whole other state in place, so what came later is part of what it takes away.
          if (gesture.kind !== 19) editor.run(commandOf(editor.getState().story, gesture, serial));
          if (serial === when % gestures.length) {
            const steps = editor.getState().history.past.length;
            editor.run(keepLateText({ ...late, result: resultOf('late words', null) }));
            expect(editor.getState().history.past).toHaveLength(steps);
          }
        });
        const end = editor.getState().story;
        undoAll(editor);
        redoAll(editor);
        expect(editor.getState().story).toEqual(end);
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it('keeps a selection of panels that are there, whatever happens to them', () => {
    fc.assert(
      fc.property(fc.array(gestureArbitrary, { maxLength: 30 }), (gestures) => {
        const { editor } = editorOver(storyWithPanels('one', 'two', 'three', 'four'));
        gestures.forEach((gesture, serial) => {
          editor.select((selection, story) => {
            const id = pick(story.panels, gesture.b)?.id ?? 'none';
            return [
              selectOnly(id),
              toggleSelected(selection, id),
              selectRangeTo(story, selection, id),
              extendSelection(story, selection, gesture.a - 15, id),
              selectAll(story),
            ][gesture.a % 5]!;
          });
          editor.run(commandOf(editor.getState().story, gesture, serial));
          if (gesture.b % 3 === 0) editor.undo();
          const { story, session } = editor.getState();
          const present = new Set(story.panels.map(({ id }) => id));
          expect([...session.selection.ids].filter((id) => !present.has(id) && id !== 'none')).toEqual([]);
          expect(selectedPanelsOf(story, session.selection).map(({ id }) => id)).toEqual(
            story.panels.map(({ id }) => id).filter((id) => session.selection.ids.has(id)),
          );
        });
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it('keeps at least 200 labelled steps', () => {
    const { editor } = editorOver(storyWithPanels('one'));
    for (let n = 0; n < HISTORY_LIMIT + 50; n++) editor.run(insertPanel({ place: { after: null } }));
    expect(undoAll(editor)).toBe(HISTORY_LIMIT);
    expect(HISTORY_LIMIT).toBeGreaterThanOrEqual(200);
    expect(editor.getState().story.panels).toHaveLength(51);
  });
});
