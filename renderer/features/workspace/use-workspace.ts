// React's access to the workspace: contexts filled by the app, and hooks that pick the smallest piece a view needs, so that
// typing in one panel renders that panel alone.
import { createContext, useContext, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { StudioError } from '../../../common/base/studio-error';
import type { OutsideState } from '../../../common/ipc/contract';
import type { SaveStatus } from '../../api/autosave';
import type { EditorState } from '../../editor/editor';
import type { InterfaceState } from './interface-store';
import { isAsked, type Run } from './run';
import type { StorySession } from './story-session';
import type { Workspace } from './workspace';

export const WorkspaceContext = createContext<Workspace | null>(null);
export const SessionContext = createContext<StorySession | null>(null);

function required<T>(value: T | null, what: string): T {
  if (value === null) throw new StudioError('internal', `${what} was used outside of its context.`);
  return value;
}

export const useWorkspace = (): Workspace => required(useContext(WorkspaceContext), 'useWorkspace');
export const useSession = (): StorySession => required(useContext(SessionContext), 'useSession');

/** A piece of the editor's state; `select` must answer the same object while nothing in it changed. */
export function useEditor<T>(select: (state: EditorState) => T): T {
  const { editor } = useSession();
  return useSyncExternalStore(editor.subscribe, () => select(editor.getState()));
}

export const useInterface = <T>(select: (state: InterfaceState) => T): T => useStore(useWorkspace().ui, select);

const noRuns: readonly Run[] = [];
/** The runs of the story on screen. */
export function useRuns(): readonly Run[] {
  const { runs } = useWorkspace();
  const { storyId } = useSession();
  const all = useStore(runs.store, (state) => state.runs);
  const own = all.filter((run) => run.storyId === storyId);
  return own.length === 0 ? noRuns : own;
}

/** The newest run that the writer asked for in this panel, or null. */
export function usePanelRun(panelId: string): Run | null {
  const { runs } = useWorkspace();
  return useStore(
    runs.store,
    (state) =>
      state.runs.findLast((run) => run.panelId === panelId && run.target.kind === 'existing' && isAsked(run)) ?? null,
  );
}

/** The newest drawing that follows the words of this panel by itself, or null. */
export function usePanelFollow(panelId: string): Run | null {
  const { runs } = useWorkspace();
  return useStore(
    runs.store,
    (state) => state.runs.findLast((run) => run.panelId === panelId && run.follow !== undefined) ?? null,
  );
}

export function useSaveStatus(): SaveStatus {
  const { autosave } = useSession();
  return useSyncExternalStore(autosave.subscribe, autosave.status);
}

export const useRecovery = (): ReturnType<StorySession['recovery']['getState']> => useStore(useSession().recovery);

/** Whether somebody else has worked in the story's folder. */
export const useOutside = (): OutsideState => useStore(useSession().outside);
