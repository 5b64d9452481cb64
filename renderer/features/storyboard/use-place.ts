// Notes at which panel the writer looks while the board scrolls, so that another view can begin there. Costs one question to the
// browser after the scrolling has come to rest.
import { useEffect } from 'react';
import { useWorkspace } from '../workspace/use-workspace';

const REST_MS = 120;

export function usePlace(scroll: HTMLElement | null): void {
  const { ui } = useWorkspace();
  useEffect(() => {
    if (scroll === null) return;
    const element = scroll;
    let timer = 0;
    const note = (): void => {
      const box = element.getBoundingClientRect();
      const under = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      const panelId = under?.closest<HTMLElement>('[data-panel-id]')?.dataset['panelId'];
      if (panelId !== undefined) ui.actions.notePlace(panelId);
    };
    const onScroll = (): void => {
      window.clearTimeout(timer);
      timer = window.setTimeout(note, REST_MS);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      window.clearTimeout(timer);
      element.removeEventListener('scroll', onScroll);
    };
  }, [scroll, ui]);
}
