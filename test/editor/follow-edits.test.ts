// The picture follows the edit, over the in-memory studio and a hand-wound clock for the pauses of typing.
import { describe, expect, it, vi } from 'vitest';
import { importPictureIntoPanel } from '../../renderer/editor/commands/picture-commands';
import { setText } from '../../renderer/editor/commands/text-commands';
import { undoLabelOf } from '../../renderer/editor/selectors';
import { drawPanel } from '../../renderer/features/storyboard/panel-actions';
import { FOLLOW_AFTER_MS, FOLLOW_AFTER_WORD_MS, FOLLOW_BURST_MS } from '../../renderer/features/workspace/follow-edits';
import { chosenPictureOf, type Story } from '../../common/domain/story';
import type { FakeStudioOptions } from '../support/fake-studio';
import { assetNumber, storyWithPanels } from './editor-fixture';
import { openWorkspace } from './open-workspace';

/** Real promises for the studio, a clock of our own for the page. */
async function bench(story: Story, options: Partial<FakeStudioOptions> = {}) {
  let seed = 1000;
  let nowMs = 0;
  const timers = new Set<{ readonly atMs: number; readonly callback: () => void }>();
  const { workspace, session, fake } = await openWorkspace(story, options, {
    newSeed: () => ++seed,
    nowMs: () => nowMs,
    schedule: (ms, callback) => {
      const timer = { atMs: nowMs + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  });
  const panel = () => session.editor.getState().story.panels[0]!;
  const runs = () => workspace.runs.store.getState().runs;
  const idle = () => vi.waitFor(() => expect(runs()).toEqual([]), { timeout: 30_000, interval: 2 });
  return {
    workspace,
    session,
    fake,
    panel,
    runs,
    idle,
    wait: (ms: number): void => {
      nowMs += ms;
      for (const timer of [...timers].filter(({ atMs }) => atMs <= nowMs).sort((a, b) => a.atMs - b.atMs)) {
        if (timers.delete(timer)) timer.callback();
      }
    },
    type: (text: string): void => {
      const before = panel().text;
      session.editor.run(setText({ panelId: 'p1', text }));
      workspace.follow.edited(session, 'p1', before);
    },
    drawn: async (): Promise<void> => {
      drawPanel(workspace, session, panel());
      await idle();
    },
    askedWords: () => fake.asked.map(({ text }) => text),
    words: () => panel().pictures.map(({ alt }) => alt),
  };
}

const night = 'The fox sat by the sea at night.';
const sunrise = 'The fox sat by the sea at sunrise.';

describe('the picture follows the edit', () => {
  it('is drawn again from the new words with the same seed, and the former picture stays a version', async () => {
    const b = await bench(storyWithPanels(night));
    await b.drawn();
    const before = chosenPictureOf(b.panel())!;
    b.type('The fox sat by the sea at sunris');
    b.wait(FOLLOW_AFTER_MS - 1);
    b.type(sunrise);
    b.wait(FOLLOW_AFTER_WORD_MS - 1);
    expect(b.fake.asked).toHaveLength(1);
    b.wait(1);
    await b.idle();
    expect(b.askedWords()).toEqual([night, sunrise]);
    expect(b.fake.asked[1]).toMatchObject({ mode: 'picture', options: { seed: before.generation!.seed } });
    expect(b.words()).toEqual([night, sunrise]);
    expect(chosenPictureOf(b.panel())?.alt).toBe(sunrise);
    expect(b.workspace.ui.getState().announcement).toBe('The picture follows your words.');
  });

  it('is one step with the typing: undo takes back words and picture, redo brings both', async () => {
    const b = await bench(storyWithPanels(night));
    await b.drawn();
    const before = b.panel();
    b.type(sunrise);
    b.session.editor.endBurst(); // the writer has left the field before the picture came
    b.wait(5000);
    await b.idle();
    const after = b.panel();
    expect(undoLabelOf(b.session.editor.getState())).toBe('typing');
    b.session.editor.undo();
    expect(b.panel()).toEqual(before);
    b.session.editor.redo();
    expect(b.panel()).toEqual(after);
  });

  it('leaves one picture of a burst, however often it was drawn, and every undo fits its words', async () => {
    const b = await bench(storyWithPanels(night));
    await b.drawn();
    const states = [b.panel()];
    for (const words of ['The fox sat at dawn.', 'The fox sat at noon.', sunrise]) {
      b.type(words);
      b.wait(3000); // longer than a burst of typing: three steps
      await b.idle();
      states.push(b.panel());
      expect(b.words()).toEqual([night, words]);
    }
    for (const state of states.toReversed().slice(1)) {
      b.session.editor.undo();
      expect(b.panel()).toEqual(state);
    }
    b.session.editor.redo();
    b.session.editor.redo();
    b.session.editor.redo();
    expect(b.panel()).toEqual(states.at(-1));
  });

  it('begins another version after a long pause, after leaving the field, and for a favourite', async () => {
    const b = await bench(storyWithPanels(night));
    await b.drawn();
    b.type('The fox sat at dawn.');
    b.wait(500);
    await b.idle();
    b.wait(FOLLOW_BURST_MS + 1);
    b.type('The fox sat at noon.');
    b.workspace.follow.left(b.session, 'p1'); // draws at once
    await b.idle();
    b.type(sunrise);
    b.wait(500);
    await b.idle();
    expect(b.words()).toEqual([night, 'The fox sat at dawn.', 'The fox sat at noon.', sunrise]);
  });

  it('cancels what runs when a newer edit comes, and takes in the last one only', async () => {
    const b = await bench(storyWithPanels(night), { stepMs: 2 });
    await b.drawn();
    b.type('The fox sat at dawn.');
    b.wait(500);
    expect(b.runs()).toHaveLength(1);
    b.type(sunrise);
    expect(b.runs()[0]?.phase).toBe('stopping');
    b.wait(500);
    await b.idle();
    expect(b.words()).toEqual([night, sunrise]);
    expect(b.workspace.ui.getState().announcement).toBe('The picture follows your words.');
  });

  it('takes no picture whose words were undone while it was drawn', async () => {
    const b = await bench(storyWithPanels(night), { stepMs: 2 });
    await b.drawn();
    const before = b.panel();
    b.type(sunrise);
    b.wait(500);
    b.session.editor.undo();
    expect(b.runs()[0]?.phase).toBe('stopping');
    await b.idle();
    expect(b.panel()).toEqual(before);
  });

  it('brings the first picture back, undrawn, when the words are again what they were', async () => {
    const b = await bench(storyWithPanels(night));
    await b.drawn();
    const before = b.panel().pictures;
    b.type(sunrise);
    b.wait(500);
    await b.idle();
    b.type(night);
    b.wait(500);
    expect(b.fake.asked).toHaveLength(2);
    expect(b.panel().pictures).toEqual(before);
    expect(chosenPictureOf(b.panel())?.alt).toBe(night);
  });

  it('waits for a generation that the writer asked for in this panel', async () => {
    const b = await bench(storyWithPanels(night), { stepMs: 1 });
    await b.drawn();
    drawPanel(b.workspace, b.session, b.panel());
    b.type(sunrise);
    b.wait(500);
    expect(b.fake.asked).toHaveLength(2);
    await vi.waitFor(() => expect(b.words()).toEqual([night, night, sunrise]), { timeout: 30_000 });
    expect(b.askedWords()).toEqual([night, night, sunrise]);
  });

  it.each([
    ['spaces and punctuation', night, `${night.replace('.', ' !')}  `],
    ['nothing is left of the words', night, ' … '],
  ])('is not drawn for %s', async (_, words, edited) => {
    const b = await bench(storyWithPanels(words));
    await b.drawn();
    b.type(edited);
    b.wait(5000);
    expect(b.fake.asked).toHaveLength(1);
  });

  it('is not drawn for an imported picture, with the switch off, or while the engine is away', async () => {
    const imported = await bench(storyWithPanels(night));
    imported.session.editor.run(importPictureIntoPanel({ panelId: 'p1', asset: assetNumber(1) }));
    imported.type(sunrise);
    imported.wait(5000);
    expect(imported.fake.asked).toEqual([]);

    const off = await bench(storyWithPanels(night), { settings: { followEdits: false } });
    await off.drawn();
    off.type(sunrise);
    off.wait(5000);
    expect(off.fake.asked).toHaveLength(1);

    const away = await bench(storyWithPanels(night));
    await away.drawn();
    away.fake.emitEngine({ state: 'restarting' });
    away.type(sunrise);
    away.wait(5000);
    expect(away.fake.asked).toHaveLength(1);
  });
});
