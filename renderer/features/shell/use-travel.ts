// Undo and redo as the writer asks for them, with a sentence for those who cannot see what changed.
import { useMemo } from 'react';
import { stepWords } from '../../i18n/step-words';
import { t } from '../../i18n/translate';
import { useSession, useWorkspace } from '../workspace/use-workspace';

export function useTravel(): { readonly undo: () => void; readonly redo: () => void } {
  const { ui } = useWorkspace();
  const { editor } = useSession();
  return useMemo(() => {
    const { announce } = ui.actions;
    return {
      undo: () => {
        const label = editor.undo();
        announce(label === null ? t('Nothing to undo.') : t('Undone: {step}.', { step: stepWords(label) }));
      },
      redo: () => {
        const label = editor.redo();
        announce(label === null ? t('Nothing to redo.') : t('Done again: {step}.', { step: stepWords(label) }));
      },
    };
  }, [ui, editor]);
}
