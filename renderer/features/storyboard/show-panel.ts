// Brings a panel's element into sight and, where wished for, gives it the focus. It may be drawn only some frames later, when a long
// board has scrolled to it, and its handle when the scrolling rests.
import type { Reveal } from '../workspace/interface-store';

const PATIENCE_FRAMES = 40;

export const panelElement = (panelId: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`.panel[data-panel-id="${CSS.escape(panelId)}"]`);

export function showPanel({ panelId, focus, align }: Reveal): void {
  const wanted = focus === null ? null : focus === 'text' ? 'textarea' : '.panel-handle';
  let frames = 0;
  let isShown = false;
  const attempt = (): void => {
    const element = panelElement(panelId);
    const place = wanted === null ? null : (element?.querySelector<HTMLElement>(wanted) ?? null);
    if (element !== null && !isShown) {
      (focus === 'text' && align === 'nearest' ? (place ?? element) : element).scrollIntoView({ block: align });
      isShown = true;
    }
    place?.focus({ preventScroll: true });
    const isDone = isShown && (wanted === null || place !== null);
    if (!isDone && frames++ < PATIENCE_FRAMES) requestAnimationFrame(attempt);
  };
  requestAnimationFrame(attempt);
}
