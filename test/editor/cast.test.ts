// Cards of the cast: each gesture is one labelled step, typing in a card is one step a burst, and the model is asked with the cards.
import { describe, expect, it } from 'vitest';
import { mentionsOf, namesCard } from '../../renderer/editor/cast-mentions';
import {
  addCard,
  addCardPicture,
  duplicateCard,
  MAX_CARD_PICTURES,
  moveCard,
  putCardPictureFirst,
  removeCard,
  setCardAlways,
  writeCard,
} from '../../renderer/editor/commands/cast-commands';
import { describePicture, takeModelDescription } from '../../renderer/editor/commands/description-commands';
import { importPictureIntoPanel } from '../../renderer/editor/commands/picture-commands';
import { generationInputFrom } from '../../renderer/features/workspace/generation-input';
import { assetNumber, editorOver, storyWithPanels } from './editor-fixture';

describe('cards', () => {
  it('are added, written, copied, moved and deleted, each as a step with its name', () => {
    const { editor } = editorOver(storyWithPanels('one'));
    const start = editor.getState().story;
    editor.run(addCard({ kind: 'character', cardId: 'c1' }));
    for (const name of ['P', 'Pi', 'Pip']) editor.run(writeCard({ cardId: 'c1', field: 'name', text: name }));
    editor.run(writeCard({ cardId: 'c1', field: 'look', text: 'a fox with a green scarf' }));
    editor.run(setCardAlways({ cardId: 'c1', always: true }));
    editor.run(duplicateCard({ cardId: 'c1', copyId: 'c2' }));
    editor.run(moveCard({ cardId: 'c2', toIndex: 0 }));
    editor.run(removeCard('c1'));
    expect(editor.getState().story.cast).toMatchObject([{ id: 'c2', name: 'Pip', always: true }]);
    expect(editor.getState().history.past.map(({ label }) => label)).toEqual([
      'add card',
      'edit card',
      'edit card',
      'edit card',
      'duplicate card',
      'move card',
      'delete card',
    ]);
    while (editor.undo() !== null);
    expect(editor.getState().story).toEqual(start);
  });

  it('take each picture once and up to their limit, and show the first', () => {
    const { editor } = editorOver(storyWithPanels('one'));
    editor.run(addCard({ kind: 'thing', cardId: 'c1', pictures: [{ asset: assetNumber(1) }] }));
    expect(editor.run(addCardPicture({ cardId: 'c1', asset: assetNumber(1) }))).toBe(false);
    for (let n = 2; n < 30; n++)
      editor.run(addCardPicture({ cardId: 'c1', asset: assetNumber(n), pictureId: `k${n}` }));
    expect(editor.getState().story.cast[0]?.pictures).toHaveLength(MAX_CARD_PICTURES);
    editor.run(putCardPictureFirst({ cardId: 'c1', pictureId: 'k5' }));
    expect(editor.getState().story.cast[0]?.pictures[0]?.asset).toEqual(assetNumber(5));
  });

  it('go to the model with every question: name, kind, look, always, pictures', () => {
    const { editor } = editorOver(storyWithPanels('one'));
    editor.run(addCard({ kind: 'character', name: 'Pip', look: 'a fox', pictures: [{ asset: assetNumber(1) }] }));
    const question = { panelId: 'p1', mode: 'text', givenText: '', image: null, seed: 1 } as const;
    const input = generationInputFrom(editor.getState().story, { ...question, target: { kind: 'existing' } }, null);
    expect(input.cast).toEqual([
      { kind: 'character', name: 'Pip', look: 'a fox', always: false, images: [assetNumber(1).sha256] },
    ]);
  });
});

describe('mentions', () => {
  it('are whole words in any case, also with a possessive, and in scripts without spaces', () => {
    expect(namesCard('“pip!” they called.', 'Pip')).toBe(true);
    expect(namesCard('It was Pip’s lantern.', 'Pip')).toBe(true);
    expect(namesCard('A pipe and a Pipkin.', 'Pip')).toBe(false);
    expect(namesCard('小狐狸在海边。', '狐狸')).toBe(true);
    expect(namesCard('What (a+b) means', 'a+b')).toBe(true);
    expect(namesCard('anything', '  ')).toBe(false);
    const story = storyWithPanels('Pip woke.', 'Nobody.', 'And Pip slept.');
    expect(mentionsOf(story, { name: 'Pip' }).map(({ number }) => number)).toEqual([1, 3]);
  });
});

describe('descriptions', () => {
  const spotOf = (editor: ReturnType<typeof editorOver>['editor']) =>
    ({ kind: 'panel', panelId: 'p1', pictureId: editor.getState().story.panels[0]!.pictures[0]!.id }) as const;
  const picture = (editor: ReturnType<typeof editorOver>['editor']) => editor.getState().story.panels[0]?.pictures[0];

  it('of the model come without a step and are taken away with the picture', () => {
    const { editor } = editorOver(storyWithPanels('one'));
    editor.run(importPictureIntoPanel({ panelId: 'p1', asset: assetNumber(1) }));
    editor.run(takeModelDescription({ spot: spotOf(editor), alt: 'fox, beach' }));
    expect(picture(editor)).toMatchObject({ alt: 'fox, beach', altOrigin: 'model' });
    expect(editor.getState().history.past).toHaveLength(1);
    editor.undo();
    expect(picture(editor)).toBeUndefined();
    editor.redo();
    expect(picture(editor)).toMatchObject({ alt: 'fox, beach', altOrigin: 'model' });
  });

  it('remember who wrote them, and never replace what a person wrote', () => {
    const { editor } = editorOver(storyWithPanels('one'));
    editor.run(importPictureIntoPanel({ panelId: 'p1', asset: assetNumber(1) }));
    editor.run(takeModelDescription({ spot: spotOf(editor), alt: 'fox, beach' }));
    editor.run(describePicture({ spot: spotOf(editor), alt: 'fox, beach, kite', atOnce: true }));
    expect(picture(editor)).toMatchObject({ altOrigin: 'model-edited' });
    expect(editor.run(takeModelDescription({ spot: spotOf(editor), alt: 'owl' }))).toBe(false);
    editor.run(describePicture({ spot: spotOf(editor), alt: '' }));
    editor.run(describePicture({ spot: spotOf(editor), alt: 'My own words.' }));
    expect(picture(editor)).toMatchObject({ alt: 'My own words.', altOrigin: 'human' });
  });
});
