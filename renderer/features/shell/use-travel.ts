// Undo and redo as the writer asks for them, with a sentence for those who cannot see what changed.
import { useMemo } from 'react';
import { useSession, useWorkspace } from '../workspace/use-workspace';

export function useTravel(): { readonly undo: () => void; readonly redo: () => void } {
  const { ui } = useWorkspace();
  const { editor } = useSession();
  return useMemo(() => {
    const say = (verb: string, label: string | null): void =>
      ui.actions.announce(
        label === null ? `Nothing to ${verb}.` : `${verb === 'undo' ? 'Undone' : 'Done again'}: ${label}.`,
      );
    return { undo: () => say('undo', editor.undo()), redo: () => say('redo', editor.redo()) };
  }, [ui, editor]);
}
