// What the app menu and the window ask of the page: commands, and to save before closing. A window that loses the focus saves.
import { useEffect } from 'react';
import { t } from '../../i18n/translate';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { useTravel } from './use-travel';

export function useWindowEvents(): void {
  const workspace = useWorkspace();
  const session = useSession();
  const { undo, redo } = useTravel();

  useEffect(() => {
    const { menu } = workspace.api.client;
    const { openDialog } = workspace.ui.actions;
    const leaveCommands = menu.command((command) => {
      switch (command) {
        case 'undo':
          undo();
          return;
        case 'redo':
          redo();
          return;
        case 'export-pdf':
          openDialog({ kind: 'export' });
          return;
        case 'history':
          openDialog({ kind: 'history' });
          return;
        case 'settings':
          openDialog({ kind: 'settings' });
          return;
        case 'new-story':
          void workspace.createStory(t('Untitled story'));
          return;
        case 'open-story':
          void workspace.openFolder();
      }
    });
    const leaveClosing = menu.closing(() => {
      workspace
        .flushAll()
        .then((saved) => {
          if (saved) return menu.readyToClose();
          openDialog({ kind: 'unsaved' });
          return menu.holdClose();
        })
        .catch(workspace.report);
    });
    return () => {
      leaveCommands();
      leaveClosing();
    };
  }, [workspace, undo, redo]);

  useEffect(() => {
    const save = (): void => void session.autosave.flush();
    window.addEventListener('blur', save);
    return () => window.removeEventListener('blur', save);
  }, [session]);
}
