// Brings a panel's element into sight and, where wished for, gives it the focus. It may be drawn only some frames later, when a long
// board has scrolled to it.
import type { Reveal } from '../workspace/interface-store';

const PATIENCE_FRAMES = 40;

export const panelElement = (panelId: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`.panel[data-panel-id="${CSS.escape(panelId)}"]`);

export function showPanel({ panelId, focus, align }: Reveal): void {
  let frames = 0;
  const attempt = (): void => {
    const element = panelElement(panelId);
    if (element === null) {
      if (frames++ < PATIENCE_FRAMES) requestAnimationFrame(attempt);
      return;
    }
    const place =
      focus === null ? null : element.querySelector<HTMLElement>(focus === 'text' ? 'textarea' : '.panel-handle');
    place?.focus({ preventScroll: true });
    (focus === 'text' && place !== null && align === 'nearest' ? place : element).scrollIntoView({ block: align });
  };
  requestAnimationFrame(attempt);
}
