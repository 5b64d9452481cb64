// Scrolls the board while a panel is dragged near its upper or lower edge, the faster the nearer.
import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect } from 'react';

const EDGE_PX = 90;
const MAX_STEP_PX = 26;

/** How far to scroll in one frame for a pointer at `y` between `top` and `bottom`; 0 in the middle. */
export function dragScrollStep(y: number, top: number, bottom: number): number {
  const above = Math.max(0, top + EDGE_PX - y);
  const below = Math.max(0, y - (bottom - EDGE_PX));
  const share = Math.min(1, Math.max(above, below) / EDGE_PX);
  return Math.round((above > below ? -1 : 1) * share * share * MAX_STEP_PX);
}

export function useDragScroll(scroll: HTMLElement | null): void {
  useEffect(() => {
    let pointerY: number | null = null;
    let frame = 0;
    const stop = (): void => {
      pointerY = null;
      cancelAnimationFrame(frame);
      frame = 0;
    };
    const turn = (): void => {
      if (scroll === null || pointerY === null) return;
      const { top, bottom } = scroll.getBoundingClientRect();
      scroll.scrollTop += dragScrollStep(pointerY, top, bottom);
      frame = requestAnimationFrame(turn);
    };
    const leave = monitorForElements({
      onDrag: ({ location }) => {
        pointerY = location.current.input.clientY;
        if (frame === 0) frame = requestAnimationFrame(turn);
      },
      onDrop: stop,
    });
    return () => {
      stop();
      leave();
    };
  }, [scroll]);
}
