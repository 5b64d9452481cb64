// What a writer can ask for from a panel or from the composer, as functions over the workspace. Views call these; nothing here
// renders.
import { chosenPictureOf, type Panel } from '../../../common/domain/story';
import { movePanel, writeLine, writtenPanelId } from '../../editor/commands/panel-commands';
import { isEmptyPanel, panelIndexOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import type { StorySession } from '../workspace/story-session';
import type { Workspace } from '../workspace/workspace';
import { meantPanelIds, moveSelectionTo } from './panels-actions';

const existing = { kind: 'existing' } as const;

/** Draws the words of a panel (anew); the earlier picture stays as a version. */
export function drawPanel(workspace: Workspace, session: StorySession, panel: Panel, thenContinue = false): void {
  const { storyId } = session;
  const { id: panelId, text } = panel;
  workspace.runs.start({
    storyId,
    panelId,
    target: existing,
    mode: 'picture',
    givenText: text,
    baseText: text,
    image: null,
    thenContinue,
  });
}

/** Writes the words of a panel anew; for an imported picture they tell what it shows. */
export function rewritePanel(workspace: Workspace, session: StorySession, panel: Panel): void {
  const picture = chosenPictureOf(panel);
  workspace.runs.start({
    storyId: session.storyId,
    panelId: panel.id,
    target: existing,
    mode: 'text',
    givenText: '',
    baseText: panel.text,
    image: picture?.origin === 'imported' ? picture.asset.sha256 : null,
    thenContinue: false,
  });
}

/** The model goes on at the end of the story: in the last panel while that is empty, else in a new one. */
export function continueStory(workspace: Workspace, session: StorySession): void {
  const last = session.editor.getState().story.panels.at(-1);
  if (last === undefined || !isEmptyPanel(last)) {
    workspace.runs.continueAfter(session, last?.id ?? null);
    return;
  }
  workspace.runs.start({
    storyId: session.storyId,
    panelId: last.id,
    target: existing,
    mode: 'both',
    givenText: '',
    baseText: '',
    image: null,
    thenContinue: false,
  });
}

/** The writer's line becomes a panel and is drawn; on wish the model goes on after it. False: it was refused, and is in no panel. */
export function addLine(workspace: Workspace, session: StorySession, line: string, thenContinue: boolean): boolean {
  const { editor } = session;
  const newPanelId = workspace.newId();
  const panelId = writtenPanelId(editor.getState().story, newPanelId);
  if (!editor.run(writeLine({ line, panelId: newPanelId }))) return false;
  const panel = editor.getState().story.panels.find((candidate) => candidate.id === panelId);
  if (panel !== undefined) drawPanel(workspace, session, panel, thenContinue);
  return true;
}

/** Moves a panel, or with it all that are selected together, by a number of places and says where it is now. */
export function movePanelBy(workspace: Workspace, session: StorySession, panelId: string, by: number): void {
  const { editor } = session;
  if (meantPanelIds(session, panelId).length > 1) {
    moveSelectionTo(workspace, session, panelId, { by });
    return;
  }
  const from = panelIndexOf(editor.getState().story, panelId);
  const focused = document.activeElement;
  if (!editor.run(movePanel({ panelId, toIndex: from + by }))) {
    workspace.ui.actions.announce(by < 0 ? t('This is the first panel.') : t('This is the last panel.'));
    return;
  }
  const { panels } = editor.getState().story;
  const to = panelIndexOf(editor.getState().story, panelId) + 1;
  workspace.ui.actions.announce(t('Panel moved to place {to} of {count}.', { to, count: panels.length }));
  // Moving an element in the document takes the focus from it; the writer must be able to press the key again.
  requestAnimationFrame(() => {
    if (focused instanceof HTMLElement && document.activeElement !== focused) focused.focus({ preventScroll: true });
    focused?.scrollIntoView({ block: 'nearest' });
  });
}
