// For what of a panel need not be there while the board is being scrolled: its buttons. Nobody can use them before the scrolling rests,
// and a frame in which a panel comes into the window has a third of its time to spare without them.
import { useEffect, useState } from 'react';

/** As long without a scrolled frame is rest. */
const REST_MS = 100;
/** More than a window shows of a long board; a short board opens without one long frame. */
const AT_ONCE = 8;

const waiting = new Set<() => void>();
let scrolledAt = Number.NEGATIVE_INFINITY;
let isWatching = false;
let isDue = false;

function watch(): void {
  if (isWatching) return;
  isWatching = true;
  document.addEventListener('scroll', () => (scrolledAt = performance.now()), { capture: true, passive: true });
}

function settleSome(): void {
  isDue = false;
  const moving = scrolledAt + REST_MS - performance.now();
  if (moving <= 0) {
    for (const settle of [...waiting].slice(0, AT_ONCE)) {
      waiting.delete(settle);
      settle();
    }
  }
  if (waiting.size > 0) schedule(Math.max(0, moving));
}

function schedule(afterMs: number): void {
  if (isDue) return;
  isDue = true;
  if (afterMs > 0) setTimeout(settleSome, afterMs);
  else requestAnimationFrame(settleSome);
}

/** False while the component is first drawn; true from the next frame on in which nothing is being scrolled. */
export function useSettled(): boolean {
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    watch();
    const settle = (): void => setSettled(true);
    waiting.add(settle);
    schedule(0);
    return () => void waiting.delete(settle);
  }, []);
  return isSettled;
}
