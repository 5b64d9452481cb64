// Keys that work everywhere on the page. A field that keeps its own undo (its words are no part of the story yet) is left alone
// while there is something in it.
import { useEffect } from 'react';
import { isActive } from '../workspace/run';
import { continueStory } from '../storyboard/panel-actions';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { useTravel } from './use-travel';

const keepsOwnUndo = (target: EventTarget | null): boolean =>
  (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) &&
  target.dataset['ownUndo'] !== undefined &&
  target.value !== '';

export function useShortcuts(): void {
  const workspace = useWorkspace();
  const session = useSession();
  const { undo, redo } = useTravel();
  useEffect(() => {
    const dialogIsOpen = (): boolean => workspace.ui.getState().dialog !== null;
    const travel = (event: KeyboardEvent): boolean => {
      const key = event.key.toLowerCase();
      if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== 'z' && key !== 'y')) return false;
      if (keepsOwnUndo(event.target) || session.readOnly !== null) return false;
      if (key === 'y' || event.shiftKey) redo();
      else undo();
      return true;
    };
    const act = (event: KeyboardEvent): boolean => {
      if (event.defaultPrevented || dialogIsOpen()) return false;
      const runs = workspace.runs.store.getState().runs;
      if (event.key === 'Escape' && runs.some((run) => run.storyId === session.storyId && isActive(run))) {
        workspace.runs.stopStory(session.storyId);
        return true;
      }
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && session.readOnly === null) {
        continueStory(workspace, session);
        return true;
      }
      return false;
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (travel(event) || act(event)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [workspace, session, undo, redo]);
}
