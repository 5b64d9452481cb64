// What the model sees in pictures from outside, and drawings that a dialog looks after, over the in-memory studio.
import { describe, expect, it } from 'vitest';
import { keepRedraw } from '../../renderer/editor/commands/follow-commands';
import { importPictureAsReference, importPictureIntoPanel } from '../../renderer/editor/commands/picture-commands';
import type { FakeStudioOptions } from '../support/fake-studio';
import { assetNumber, storyWithPanels } from './editor-fixture';
import { openWorkspace, until } from './open-workspace';

const bench = (options: Partial<FakeStudioOptions> = {}) => openWorkspace(storyWithPanels('one'), options);

describe('a picture from outside', () => {
  it('is described wherever it hangs, without a step of its own', async () => {
    const { workspace, session, story } = await bench();
    session.editor.run(importPictureIntoPanel({ panelId: 'p1', asset: assetNumber(1) }));
    session.editor.run(importPictureAsReference({ asset: assetNumber(1) }));
    workspace.seeing.look(session, assetNumber(1).sha256);
    await until(() => expect(story().panels[0]?.pictures[0]?.alt).toBe('fox, beach, night'));
    expect(story().references[0]).toMatchObject({ alt: 'fox, beach, night', altOrigin: 'model' });
    expect(session.editor.getState().history.past).toHaveLength(2);
  });

  it('is described later, when the engine is awake', async () => {
    const { workspace, session, fake, story } = await bench({ engine: { state: 'starting' } });
    session.editor.run(importPictureIntoPanel({ panelId: 'p1', asset: assetNumber(1) }));
    workspace.seeing.look(session, assetNumber(1).sha256);
    expect(workspace.seeing.store.getState().looking.size).toBe(0);
    fake.emitEngine({ state: 'ready' });
    await until(() => expect(story().panels[0]?.pictures[0]?.altOrigin).toBe('model'));
  });

  it('stays as it is when the model cannot tell, and nobody is troubled', async () => {
    const { workspace, session, fake, story } = await bench();
    Object.assign(fake.client.generate, { describe: () => Promise.reject(new Error('no')) });
    session.editor.run(importPictureIntoPanel({ panelId: 'p1', asset: assetNumber(1) }));
    expect(await workspace.seeing.describe(session, assetNumber(1).sha256, 1000)).toBeNull();
    workspace.seeing.look(session, assetNumber(1).sha256);
    await until(() => expect(workspace.seeing.store.getState().looking.size).toBe(0));
    expect(story().panels[0]?.pictures[0]?.alt).toBe('');
    expect(workspace.ui.getState().toasts).toEqual([]);
  });
});

describe('a trial', () => {
  const redraw = { image: assetNumber(1).sha256, strength: 0.6, mask: new Uint8Array([1]) };

  it('asks with picture, strength and mask, and goes into the story only when it is kept', async () => {
    const { workspace, session, fake, story } = await bench();
    session.editor.run(importPictureIntoPanel({ panelId: 'p1', asset: assetNumber(1) }));
    const before = story();
    const key = workspace.runs.start({
      storyId: session.storyId,
      panelId: 'p1',
      target: { kind: 'existing' },
      mode: 'picture',
      givenText: 'a kite',
      baseText: 'one',
      image: null,
      thenContinue: false,
      redraw,
      trial: true,
    })!;
    const run = () => workspace.runs.store.getState().runs.find((one) => one.key === key);
    await until(() => expect(run()?.phase).toBe('ready'));
    expect(fake.asked[0]).toMatchObject({ redraw, text: 'a kite' });
    expect(story()).toBe(before);
    const { asset, generation } = run()!.job!.result!;
    session.editor.run(keepRedraw({ panelId: 'p1', words: 'a kite', asset: asset!, generation }));
    workspace.runs.dismiss(key);
    expect(run()).toBeUndefined();
    expect(session.editor.getState().history.past.at(-1)?.label).toBe('change part of the picture');
    expect(story().panels[0]?.pictures).toHaveLength(2);
    expect(story().panels[0]?.text).toBe('one');
    session.editor.undo();
    expect(story()).toEqual(before);
  });
});
