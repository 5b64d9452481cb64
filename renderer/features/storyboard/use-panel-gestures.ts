// Picking panels with the pointer and moving them with the keys: what a click, a click with Ctrl or Shift, and the arrow keys mean on
// one panel. Keys that mean the whole selection, wherever the focus is, are use-selection-keys.ts.
import { useMemo, type FocusEvent, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';
import { extendSelection, noSelection, selectOnly, selectRangeTo, toggleSelected } from '../../editor/selection';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { movePanelBy } from './panel-actions';
import {
  continueAtCursor,
  duplicateSelected,
  meantPanelIds,
  mergeWithNext,
  moveSelectionTo,
  splitAtCursor,
} from './panels-actions';

interface PanelGestures {
  readonly onClick: (event: MouseEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: (event: FocusEvent) => void;
}

export function usePanelGestures(
  panelId: string,
  handle: RefObject<HTMLElement | null>,
  canEdit: boolean,
): PanelGestures {
  const workspace = useWorkspace();
  const session = useSession();
  return useMemo(() => {
    const { editor } = session;
    const onClick = (event: MouseEvent): void => {
      if (!canEdit || event.defaultPrevented || !(event.target instanceof Element)) return;
      const onHandle = handle.current?.contains(event.target) === true;
      const inText = event.target.closest('textarea, input') !== null;
      const several = event.ctrlKey || event.metaKey;
      if (inText) {
        if (several) editor.select((selection) => toggleSelected(selection, panelId));
        else if (!event.shiftKey) editor.select((selection) => (selection.ids.size === 0 ? selection : noSelection));
        return;
      }
      if (!onHandle && event.target.closest('button, a, label') !== null) return;
      if (event.shiftKey) {
        editor.select((selection, story) =>
          selectRangeTo(story, selection, panelId, editor.getState().session.activePanelId),
        );
      } else if (several) editor.select((selection) => toggleSelected(selection, panelId));
      else editor.select(({ ids }) => (ids.size === 1 && ids.has(panelId) ? noSelection : selectOnly(panelId)));
      handle.current?.focus({ preventScroll: true });
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!canEdit || event.nativeEvent.isComposing) return;
      const onHandle = event.target === handle.current;
      const inText = event.target instanceof HTMLTextAreaElement && event.target.classList.contains('story-text');
      if (actOn(event, onHandle, inText)) event.preventDefault();
    };
    const actOn = (event: KeyboardEvent, onHandle: boolean, inText: boolean): boolean => {
      const { key, altKey, shiftKey } = event;
      const command = event.ctrlKey || event.metaKey;
      const by = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : 0;
      if (by !== 0 && onHandle && shiftKey && !altKey) {
        editor.select((selection, story) => extendSelection(story, selection, by, panelId));
        const { headId } = editor.getState().session.selection;
        if (headId !== null) workspace.ui.actions.revealPanel(headId, { focus: 'handle' });
        return true;
      }
      if (by !== 0 && (altKey || onHandle) && !command) {
        movePanelBy(workspace, session, panelId, by);
        return true;
      }
      if (altKey && shiftKey && (key === 'Home' || key === 'End')) {
        moveSelectionTo(workspace, session, panelId, key === 'Home' ? 'start' : 'end');
        return true;
      }
      if (inText && key === 'Enter' && altKey) {
        continueAtCursor(workspace, session, panelId);
        return true;
      }
      if (inText && key === 'Enter' && command && shiftKey) {
        splitAtCursor(workspace, session, panelId);
        return true;
      }
      if (command && !shiftKey && !altKey && key.toLowerCase() === 'd') {
        duplicateSelected(workspace, session, meantPanelIds(session, panelId));
        return true;
      }
      if (
        command &&
        !shiftKey &&
        !altKey &&
        key.toLowerCase() === 'j' &&
        !editor.getState().session.selection.ids.size
      ) {
        mergeWithNext(workspace, session, panelId);
        return true;
      }
      return false;
    };
    return { onClick, onKeyDown, onFocus: () => editor.setActivePanel(panelId) };
  }, [workspace, session, panelId, handle, canEdit]);
}
