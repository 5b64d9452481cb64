// What a writer can ask for from several panels, and from the cursor in one: each runs one editor command, says what happened, and puts
// the focus where the writer goes on. Views call these; nothing here renders.
import { indexOfPlace } from '../../editor/commands/panel-commands';
import { deletePanels, duplicatePanels, movePanels, pastePanels } from '../../editor/commands/several-panels-commands';
import { mergePanels, splitPanel } from '../../editor/commands/split-merge-commands';
import { selectedPanelsOf } from '../../editor/selection';
import { panelIndexOf, panelOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import type { StorySession } from '../workspace/story-session';
import type { Workspace } from '../workspace/workspace';
import { panelElement } from './show-panel';

/** The selected panels when this one is among them, else this one alone. */
export function meantPanelIds(session: StorySession, panelId: string | null): string[] {
  const { story, session: place } = session.editor.getState();
  const selected = selectedPanelsOf(story, place.selection).map((panel) => panel.id);
  return panelId === null || selected.includes(panelId) ? selected : [panelId];
}

const offerUndo = (workspace: Workspace, session: StorySession, text: string): void =>
  workspace.ui.actions.notify({
    tone: 'info',
    text,
    action: { label: t('Undo'), perform: () => void session.editor.undo() },
  });

export function deleteSelected(workspace: Workspace, session: StorySession, panelIds: readonly string[]): void {
  const { editor } = session;
  const { panels } = editor.getState().story;
  const gone = new Set(panelIds);
  const firstGone = panels.findIndex((panel) => gone.has(panel.id));
  const next =
    panels.slice(firstGone).find((panel) => !gone.has(panel.id)) ?? panels.findLast((panel) => !gone.has(panel.id));
  if (!editor.run(deletePanels(panelIds))) return;
  offerUndo(
    workspace,
    session,
    t('{count, plural, one {# panel deleted.} other {# panels deleted.}}', { count: panelIds.length }),
  );
  if (next !== undefined) workspace.ui.actions.revealPanel(next.id, { focus: 'handle' });
  // Nothing is left: the writer goes on with the first line.
  else requestAnimationFrame(() => document.querySelector<HTMLElement>('.composer-input')?.focus());
}

export function duplicateSelected(workspace: Workspace, session: StorySession, panelIds: readonly string[]): void {
  const newPanelIds = panelIds.map(() => workspace.newId());
  if (!session.editor.run(duplicatePanels({ panelIds, newPanelIds }))) return;
  selectNew(workspace, session, newPanelIds);
  workspace.ui.actions.announce(
    t('{count, plural, one {# panel duplicated.} other {# panels duplicated.}}', { count: panelIds.length }),
  );
}

/** Shows what has just come, selected, so that the writer can go on with it. */
function selectNew(workspace: Workspace, session: StorySession, panelIds: readonly string[]): void {
  session.editor.select(() => ({
    ids: new Set(panelIds),
    anchorId: panelIds[0] ?? null,
    headId: panelIds.at(-1) ?? null,
  }));
  if (panelIds[0] !== undefined) workspace.ui.actions.revealPanel(panelIds[0], { focus: 'handle' });
}

export function mergeSelected(workspace: Workspace, session: StorySession, panelIds: readonly string[]): void {
  const [first] = meantInOrder(session, panelIds);
  if (first === undefined || !session.editor.run(mergePanels(panelIds))) return;
  offerUndo(workspace, session, t('{count} panels are one now.', { count: panelIds.length }));
  workspace.ui.actions.revealPanel(first, { focus: 'text' });
}

const meantInOrder = (session: StorySession, panelIds: readonly string[]): string[] => {
  const meant = new Set(panelIds);
  return session.editor.getState().story.panels.flatMap((panel) => (meant.has(panel.id) ? [panel.id] : []));
};

export function mergeWithNext(workspace: Workspace, session: StorySession, panelId: string): void {
  const { story } = session.editor.getState();
  const next = story.panels[panelIndexOf(story, panelId) + 1];
  if (next === undefined) workspace.ui.actions.announce(t('This is the last panel.'));
  else mergeSelected(workspace, session, [panelId, next.id]);
}

/** Moves the panels meant to a place: start, end, by so many, or to be number `place` (1 is the first). */
export function moveSelectionTo(
  workspace: Workspace,
  session: StorySession,
  panelId: string | null,
  to: 'start' | 'end' | { readonly by: number } | { readonly place: number },
): void {
  const { editor } = session;
  const panelIds = meantPanelIds(session, panelId);
  const ids = new Set(panelIds);
  const { panels } = editor.getState().story;
  const first = panels.findIndex((panel) => ids.has(panel.id));
  const toIndex = to === 'start' ? 0 : to === 'end' ? panels.length : 'by' in to ? first + to.by : to.place - 1;
  const moved = editor.run(movePanels({ panelIds, toIndex: Math.max(0, toIndex) }));
  const { story } = editor.getState();
  const [firstId] = meantInOrder(session, panelIds);
  if (firstId === undefined) return;
  const place = panelIndexOf(story, firstId) + 1;
  const count = story.panels.length;
  workspace.ui.actions.announce(
    !moved
      ? t('The panels stand there already.')
      : panelIds.length === 1
        ? t('Panel moved to place {to} of {count}.', { to: place, count })
        : t('{moved} panels moved to place {place} of {count}.', { moved: panelIds.length, place, count }),
  );
  if (moved) workspace.ui.actions.revealPanel(firstId, { focus: 'handle' });
}

/** Where the cursor is, or was last, in the words of a panel; the end when it was never there. */
export function caretOf(session: StorySession, panelId: string): number {
  const field = panelElement(panelId)?.querySelector('textarea');
  const text = panelOf(session.editor.getState().story, panelId)?.text ?? '';
  return field?.selectionStart ?? text.length;
}

export function splitAtCursor(workspace: Workspace, session: StorySession, panelId: string): void {
  const newPanelId = workspace.newId();
  const at = caretOf(session, panelId);
  if (!session.editor.run(splitPanel({ panelId, at, newPanelId }))) {
    const text = t('Put the cursor between the words where the panel should be split.');
    workspace.ui.actions.notify({ tone: 'info', text });
    return;
  }
  workspace.ui.actions.announce(t('Panel split.'));
  workspace.ui.actions.revealPanel(newPanelId, { focus: 'text' });
}

/** The model goes on from the words before the cursor. What it writes stays a suggestion until the writer takes it. */
export function continueAtCursor(workspace: Workspace, session: StorySession, panelId: string): void {
  const panel = panelOf(session.editor.getState().story, panelId);
  if (panel === null) return;
  const givenText = panel.text.slice(0, caretOf(session, panelId)).trimEnd();
  workspace.runs.start({
    storyId: session.storyId,
    panelId,
    target: { kind: 'existing' },
    mode: 'text',
    givenText,
    baseText: panel.text,
    image: null,
    thenContinue: false,
    isSuggestion: true,
  });
}

/** Copies of panels of this story behind a panel. */
export function pasteInto(
  workspace: Workspace,
  session: StorySession,
  panels: Parameters<typeof pastePanels>[0]['panels'],
  after: string | null,
): void {
  const newPanelIds = panels.map(() => workspace.newId());
  const { story } = session.editor.getState();
  const place = { after: after ?? story.panels.at(-1)?.id ?? null };
  if (!session.editor.run(pastePanels({ panels, place, newPanelIds }))) return;
  selectNew(workspace, session, newPanelIds);
  workspace.ui.actions.announce(
    t('{count, plural, one {# panel pasted} other {# panels pasted}} at place {place}.', {
      count: panels.length,
      place: indexOfPlace(story, place) + 1,
    }),
  );
}
