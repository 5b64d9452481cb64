// The running work against the in-memory studio: what becomes of a result, a stop, a failure, and of typing meanwhile.
import { describe, expect, it } from 'vitest';
import { setStyle } from '../../renderer/editor/commands/panel-commands';
import { setText } from '../../renderer/editor/commands/text-commands';
import { undoLabelOf } from '../../renderer/editor/selectors';
import { addLine, continueStory, drawPanel, rewritePanel } from '../../renderer/features/storyboard/panel-actions';
import type { Story } from '../../common/domain/story';
import { miniatureSummary, type FakeStudioOptions } from '../support/fake-studio';
import { storyWithPanels } from './editor-fixture';
import type { Workspace } from '../../renderer/features/workspace/workspace';
import { openWorkspace, until } from './open-workspace';

const bench = (story: Story, options: Partial<FakeStudioOptions> = {}) =>
  openWorkspace(story, { sentences: ['The sea was calm.'], ...options });

const runsOf = (workspace: Workspace) => workspace.runs.store.getState().runs;
const allEnded = (workspace: Workspace) => until(() => expect(runsOf(workspace)).toEqual([]));

describe('continuing', () => {
  it('adds one panel with words and picture as one step, after the panel that asked', async () => {
    const { workspace, session, story } = await bench(storyWithPanels('one', 'two'));
    const before = story();
    workspace.runs.continueAfter(session, 'p1');
    expect(runsOf(workspace)).toHaveLength(1);
    await allEnded(workspace);
    expect(story().panels.map((panel) => panel.text)).toEqual(['one', 'The sea was calm.', 'two']);
    expect(story().panels[1]?.pictures).toHaveLength(1);
    expect(undoLabelOf(session.editor.getState())).toBe('continue the story');
    session.editor.undo();
    expect(story()).toEqual(before);
  });

  it('fills the empty panel of a new story', async () => {
    const { workspace, session, story } = await bench(storyWithPanels(''));
    continueStory(workspace, session);
    await allEnded(workspace);
    expect(story().panels.map((panel) => [panel.id, panel.text])).toEqual([['p1', 'The sea was calm.']]);
  });

  it('draws the line that the writer added and then goes on, when asked to', async () => {
    const { workspace, session, story } = await bench(storyWithPanels('one'));
    addLine(workspace, session, 'My line.', true);
    await until(() => expect(story().panels).toHaveLength(3));
    expect(story().panels.map((panel) => panel.text)).toEqual(['one', 'My line.', 'The sea was calm.']);
    expect(
      story()
        .panels.slice(1)
        .map((panel) => [panel.origin, panel.pictures.length]),
    ).toEqual([
      ['human', 1],
      ['model', 1],
    ]);
  });

  it('takes a result into the story that asked, although another is on screen', async () => {
    const { workspace, session, story } = await bench(storyWithPanels('one'));
    workspace.runs.continueAfter(session, 'p1');
    await workspace.createStory('Another');
    expect(workspace.store.getState().session?.storyId).not.toBe(session.storyId);
    await allEnded(workspace);
    expect(story().panels).toHaveLength(2);
    await workspace.openStory(session.storyId);
    expect(workspace.store.getState().session).toBe(session);
  });
});

describe('what is asked for', () => {
  it("is the story's style, whenever it was chosen, and neither settings nor a style that was never chosen", async () => {
    const { workspace, session, story, fake } = await bench(storyWithPanels('one'));
    drawPanel(workspace, session, story().panels[0]!);
    await allEnded(workspace);
    session.editor.run(setStyle('ink'));
    drawPanel(workspace, session, story().panels[0]!);
    await allEnded(workspace);
    session.editor.undo();
    session.editor.undo();
    drawPanel(workspace, session, story().panels[0]!);
    await allEnded(workspace);
    expect(fake.asked.map(({ options }) => Object.keys(options))).toEqual([['seed'], ['seed', 'style'], ['seed']]);
    expect(fake.asked[1]?.options.style).toBe('ink');
    expect(story().panels[0]?.pictures.map(({ generation }) => generation?.style)).toEqual([undefined, undefined]);
  });

  it('is no style of a model that has none to choose from', async () => {
    const { workspace, session, story, fake } = await bench(
      { ...storyWithPanels('one'), style: 'ink' },
      { engine: { bundle: { ...miniatureSummary, styles: [] } } },
    );
    drawPanel(workspace, session, story().panels[0]!);
    await allEnded(workspace);
    expect(fake.asked[0]?.options.style).toBeUndefined();
    expect(story().style).toBe('ink'); // it is still the story's, for a model that knows it
  });
});

describe('retrying', () => {
  it('keeps the earlier picture and the earlier text as versions', async () => {
    const { workspace, session, story } = await bench(storyWithPanels('one'));
    const panel = () => story().panels[0]!;
    drawPanel(workspace, session, panel());
    await allEnded(workspace);
    drawPanel(workspace, session, panel());
    await allEnded(workspace);
    rewritePanel(workspace, session, panel());
    await allEnded(workspace);
    expect(panel().pictures).toHaveLength(2);
    expect(panel().chosenPictureId).toBe(panel().pictures[1]?.id);
    expect(panel().text).toBe('The sea was calm.');
    expect(panel().textVariants.map((variant) => variant.text)).toEqual(['one']);
  });

  it('does not overwrite what was typed meanwhile', async () => {
    const { workspace, session, story } = await bench(storyWithPanels('one'));
    rewritePanel(workspace, session, story().panels[0]!);
    session.editor.run(setText({ panelId: 'p1', text: 'one and more' }));
    await allEnded(workspace);
    expect(story().panels[0]?.text).toBe('one and more');
    expect(story().panels[0]?.textVariants.map((variant) => variant.text)).toEqual(['The sea was calm.']);
    expect(workspace.ui.getState().toasts).toHaveLength(1);
  });
});

describe('stopping', () => {
  it('leaves the story as it was and offers the words that had come', async () => {
    const { workspace, session, story } = await bench(storyWithPanels('one'), { stepMs: 5 });
    const before = story();
    workspace.runs.continueAfter(session, 'p1');
    await until(() => expect(runsOf(workspace)[0]?.text).toContain('The sea'));
    workspace.runs.stopStory(session.storyId);
    expect(runsOf(workspace)[0]?.phase).toBe('stopping');
    await until(() => expect(runsOf(workspace)[0]?.phase).toBe('stopped'));
    expect(story()).toBe(before);
    workspace.runs.takeAll(runsOf(workspace)[0]!.key);
    expect(story().panels[1]?.text).toMatch(/^The sea/);
    expect(story().panels[1]?.origin).toBe('model');
    expect(runsOf(workspace)).toEqual([]);
  });

  it('works before main has even answered with an id', async () => {
    const { workspace, session, story } = await bench(storyWithPanels('one'));
    workspace.runs.continueAfter(session, 'p1');
    expect(runsOf(workspace)[0]?.jobId).toBeNull();
    workspace.runs.stopStory(session.storyId);
    await allEnded(workspace);
    expect(story().panels).toHaveLength(1);
  });
});

describe('failing', () => {
  const generationFailure = { code: 'device-lost', message: 'exited with code 9' };

  it('says why, leaves the story whole, and can be tried again', async () => {
    const { workspace, session, story } = await bench(storyWithPanels('one'), { generationFailure });
    const before = story();
    workspace.runs.continueAfter(session, 'p1');
    await until(() => expect(runsOf(workspace)[0]?.phase).toBe('failed'));
    expect(runsOf(workspace)[0]?.failure).toEqual(generationFailure);
    expect(story()).toBe(before);
    const { key, panelId } = runsOf(workspace)[0]!;
    workspace.runs.tryAgain(key);
    expect(runsOf(workspace)[0]).toMatchObject({ panelId, phase: 'starting', failure: null });
  });

  it('tells when the story cannot be saved, and keeps it in the window', async () => {
    const saveFailure = { code: 'disk-full', message: 'ENOSPC', hint: '12 MB are missing.' };
    const { workspace, session, story } = await bench(storyWithPanels('one'), { saveFailure });
    session.editor.run(setText({ panelId: 'p1', text: 'changed' }));
    expect(await workspace.flushAll()).toBe(false);
    expect(session.autosave.status()).toEqual({ kind: 'failed', failure: saveFailure });
    expect(story().panels[0]?.text).toBe('changed');
  });

  it('changes nothing in a story that is open for reading only', async () => {
    const opened = { readOnly: { reason: 'newer version', offersLastGoodCopy: false, offersTakeOver: false } };
    const { workspace, session, story, fake } = await bench(storyWithPanels('one'), { opened });
    const before = story();
    expect(session.editor.run(setText({ panelId: 'p1', text: 'changed' }))).toBe(false);
    workspace.runs.continueAfter(session, 'p1');
    expect(runsOf(workspace)).toEqual([]);
    expect(story()).toBe(before);
    expect(fake.saved).toEqual([]);
  });
});

describe('work of before', () => {
  /** What a former run of the app asked for. */
  const asked = (panelId: string, place?: { after: string | null }) => ({
    storyId: 'story',
    panelId,
    ...(place === undefined ? {} : { place }),
    mode: 'both' as const,
    context: [],
    references: [],
    cast: [],
    text: '',
    image: null,
    redraw: null,
    options: { seed: 77 },
  });

  it('waits until it is resumed, and then its panel comes in at its place', async () => {
    const { workspace, fake, story } = await bench(storyWithPanels('one', 'two'));
    const { storyId } = workspace.store.getState().session!;
    const job = fake.jobs.start({ ...asked('fresh', { after: 'p1' }), storyId }, true);
    expect(runsOf(workspace)).toEqual([]);
    await fake.client.job.resume({ jobIds: [job.id] });
    await until(() => expect(story().panels).toHaveLength(3));
    expect(story().panels.map((panel) => panel.id)).toEqual(['p1', 'fresh', 'p2']);
    await until(() => expect(fake.jobs.queue.list()[0]?.isTaken).toBe(true));
  });

  it('that ended while its story was closed comes in when the story is opened, and only once', async () => {
    const { workspace, fake } = await bench(storyWithPanels('one'));
    const closed = (await fake.client.story.create({ title: 'Another' })).story;
    const panelId = closed.panels[0]!.id;
    fake.jobs.start({ ...asked(panelId), storyId: closed.id });
    const job = () => fake.jobs.queue.list()[0];
    await until(() => expect(job()?.state).toBe('done'));
    expect(job()?.isTaken).toBe(false);
    const untaken = job()!;
    await workspace.openStory(closed.id);
    const session = workspace.store.getState().session!;
    expect(session.editor.getState().story.panels[0]).toMatchObject({ text: 'The sea was calm.' });
    await until(() => expect(job()?.isTaken).toBe(true));
    workspace.runs.adopt(session, [untaken]); // as after a crash between saving and saying so
    expect(session.editor.getState().story.panels[0]?.pictures).toHaveLength(1);
  });

  it('is kept by main while the story can only be read', async () => {
    const opened = { readOnly: { reason: 'newer version', offersLastGoodCopy: false, offersTakeOver: false } };
    const { workspace, fake } = await bench(storyWithPanels('one'), { opened });
    const { storyId } = workspace.store.getState().session!;
    fake.jobs.start({ ...asked('p1'), storyId });
    await until(() => expect(fake.jobs.queue.list()[0]?.state).toBe('done'));
    expect(fake.jobs.queue.list()[0]?.isTaken).toBe(false);
    expect(runsOf(workspace)).toEqual([]);
  });
});
