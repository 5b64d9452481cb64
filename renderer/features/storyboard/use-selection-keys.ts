// Keys that mean the selected panels, wherever the focus is outside of a text field: all, none, delete, duplicate, merge, extend.
import { useEffect } from 'react';
import { extendSelection, noSelection, selectAll } from '../../editor/selection';
import { t } from '../../i18n/translate';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { deleteSelected, duplicateSelected, meantPanelIds, mergeSelected } from './panels-actions';

export const isTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;

export function useSelectionKeys(): void {
  const workspace = useWorkspace();
  const session = useSession();
  useEffect(() => {
    const { editor } = session;
    const { ui } = workspace;
    const perform = (event: KeyboardEvent): boolean => {
      const key = event.key.toLowerCase();
      const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      const { story, session: place } = editor.getState();
      const selected = meantPanelIds(session, null);
      if (key === 'escape' && selected.length > 0) {
        editor.select(() => noSelection);
        ui.actions.announce(t('Nothing selected.'));
        return true;
      }
      if (isTextField(event.target)) return false;
      if (command && key === 'a') {
        editor.select((_, present) => selectAll(present));
        ui.actions.announce(
          t('{count, plural, one {# panel} other {# panels}} selected.', { count: story.panels.length }),
        );
        return true;
      }
      if (selected.length === 0) return false;
      const by = key === 'arrowup' ? -1 : key === 'arrowdown' ? 1 : 0;
      if (by !== 0 && event.shiftKey && !event.altKey) {
        editor.select((selection, present) => extendSelection(present, selection, by, place.activePanelId));
        const { headId } = editor.getState().session.selection;
        if (headId !== null) ui.actions.revealPanel(headId, { focus: 'handle' });
        return true;
      }
      if (key === 'delete' || key === 'backspace') deleteSelected(workspace, session, selected);
      else if (command && key === 'd') duplicateSelected(workspace, session, selected);
      else if (command && key === 'j' && selected.length > 1) mergeSelected(workspace, session, selected);
      else return false;
      return true;
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || session.readOnly !== null || ui.getState().dialog !== null) return;
      // A menu or popover that is open has the keys.
      if (event.target instanceof Element && event.target.closest('.popup') !== null) return;
      if (perform(event)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [workspace, session]);
}
