// Fulfils wishes to see a panel (interface-store.ts), and begins where the writer was in the view before.
import { useEffect, useRef } from 'react';
import type { Reveal } from '../workspace/interface-store';
import { useInterface, useWorkspace } from '../workspace/use-workspace';

/** `show` must stay the same function. */
export function useRevealed(show: (reveal: Reveal) => void): void {
  const { ui } = useWorkspace();
  const reveal = useInterface((state) => state.reveal);
  const shown = useRef(0);
  useEffect(() => {
    const { placePanelId } = ui.getState();
    // A wish that was made for this view wins over the place where the last one stood.
    if (placePanelId === null || ui.getState().reveal !== null) return;
    show({ panelId: placePanelId, focus: null, align: 'center', serial: 0 });
  }, [ui, show]);
  useEffect(() => {
    if (reveal === null || reveal.serial <= shown.current) return;
    shown.current = reveal.serial;
    show(reveal);
    ui.actions.forgetReveal();
  }, [reveal, show, ui]);
}
