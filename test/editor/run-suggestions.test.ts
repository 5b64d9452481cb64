// The writer's hand on the model's words, against the in-memory studio: a sentence, all, none, and typing meanwhile.
import { describe, expect, it } from 'vitest';
import { setText } from '../../renderer/editor/commands/text-commands';
import { MAX_VERSIONS } from '../../renderer/editor/limits';
import { continueStory, rewritePanel } from '../../renderer/features/storyboard/panel-actions';
import type { Story } from '../../common/domain/story';
import { storyWithPanels } from './editor-fixture';
import { openWorkspace, until } from './open-workspace';

const words = 'He fell. The sea was calm.';

async function bench(story: Story, stepMs = 0) {
  const { workspace, session, fake } = await openWorkspace(story, { stepMs, sentences: [words] });
  const run = () => workspace.runs.store.getState().runs[0];
  const continueFrom = (givenText: string): number | null =>
    workspace.runs.start({
      storyId: session.storyId,
      panelId: 'p1',
      target: { kind: 'existing' },
      mode: 'text',
      givenText,
      baseText: session.editor.getState().story.panels[0]!.text,
      image: null,
      thenContinue: false,
      isSuggestion: true,
    });
  return { workspace, session, fake, run, continueFrom, panels: () => session.editor.getState().story.panels };
}

describe('continuing at the cursor', () => {
  it('leaves the story alone until the writer takes a sentence, then the rest', async () => {
    const { workspace, session, run, continueFrom, panels } = await bench(storyWithPanels('Pip ran. The end.'));
    continueFrom('Pip ran.');
    await until(() => expect(run()?.phase).toBe('suggested'));
    expect(panels()[0]?.text).toBe('Pip ran. The end.');
    expect(workspace.runs.takeSentence(run()!.key)).toBe(true);
    expect(panels()[0]?.text).toBe('Pip ran. He fell.');
    workspace.runs.takeAll(run()!.key);
    expect(panels()[0]?.text).toBe(`Pip ran. ${words}`);
    expect(panels()[0]?.origin).toBe('model-edited');
    expect(panels()[0]?.generation?.bundle).toBe('miniature');
    expect(panels()[0]?.textVariants.map(({ text }) => text)).toEqual(['Pip ran. The end.']);
    expect(run()).toBeUndefined();
    expect([session.editor.undo(), session.editor.undo()]).toEqual(['accept the words', 'accept a sentence']);
    expect(panels()[0]?.text).toBe('Pip ran. The end.');
  });

  it('discards what the writer does not want; what was taken stays', async () => {
    const { workspace, run, continueFrom, panels } = await bench(storyWithPanels('Pip ran.'));
    continueFrom('Pip ran.');
    await until(() => expect(run()?.phase).toBe('suggested'));
    workspace.runs.takeSentence(run()!.key);
    workspace.runs.discard(run()!.key);
    expect(run()).toBeUndefined();
    expect(panels()[0]?.text).toBe('Pip ran. He fell.');
  });

  it('keeps the words as a version where the writer typed meanwhile', async () => {
    const { workspace, session, run, continueFrom, panels } = await bench(storyWithPanels('Pip ran.'));
    continueFrom('Pip ran.');
    await until(() => expect(run()?.phase).toBe('suggested'));
    session.editor.run(setText({ panelId: 'p1', text: 'Pip walked.' }));
    workspace.runs.takeAll(run()!.key);
    expect(panels()[0]?.text).toBe('Pip walked.');
    expect(panels()[0]?.textVariants.map(({ text }) => text)).toEqual([`Pip ran. ${words}`]);
    expect(run()).toBeUndefined();
  });
});

describe('a sentence of a panel that is only being made', () => {
  it('becomes the panel; the rest and the picture wait for the writer', async () => {
    const { workspace, session, run, panels } = await bench(storyWithPanels('one'), 3);
    continueStory(workspace, session);
    await until(() => expect(run()?.text).toContain('The sea'));
    expect(workspace.runs.takeSentence(run()!.key)).toBe(true);
    expect(panels().map(({ text }) => text)).toEqual(['one', 'He fell.']);
    await until(() => expect(run()?.phase).toBe('suggested'));
    expect(panels()[1]?.pictures).toEqual([]);
    workspace.runs.takeAll(run()!.key);
    expect(panels()[1]?.text).toBe(words);
    expect(panels()[1]?.pictures).toHaveLength(1);
    expect(run()).toBeUndefined();
  });

  it('is refused while no sentence is whole, and taking all while it runs takes it when it is finished', async () => {
    const { workspace, session, run, panels } = await bench(storyWithPanels('one'), 60);
    continueStory(workspace, session);
    await until(() => expect(run()?.text).toMatch(/^He/));
    expect(run()?.text).not.toContain('The sea'); // else this machine was too slow to ask in time
    expect(workspace.runs.takeSentence(run()!.key)).toBe(false);
    workspace.runs.takeAll(run()!.key);
    await until(() => expect(run()).toBeUndefined());
    expect(panels()[1]?.text).toBe(words);
  });

  it('stops and goes when it is discarded', async () => {
    const { workspace, session, run, panels } = await bench(storyWithPanels('one'), 3);
    continueStory(workspace, session);
    await until(() => expect(run()?.text).toContain('fell'));
    workspace.runs.discard(run()!.key);
    await until(() => expect(run()).toBeUndefined());
    expect(panels()).toHaveLength(1);
  });
});

describe('a full panel', () => {
  it('is not asked to write once more: it says what to clear', async () => {
    const story = storyWithPanels('one');
    const textVariants = Array.from({ length: MAX_VERSIONS }, (_, n) => ({
      id: `t${n}`,
      text: `text ${n}`,
      origin: 'human' as const,
      favourite: false,
      generation: null,
    }));
    const { workspace, session, run, fake } = await bench({
      ...story,
      panels: [{ ...story.panels[0]!, textVariants }],
    });
    rewritePanel(workspace, session, session.editor.getState().story.panels[0]!);
    expect(run()).toBeUndefined();
    expect(fake.asked).toEqual([]);
    expect(workspace.ui.getState().toasts[0]?.text).toMatch(/1,000 earlier texts/);
  });
});
