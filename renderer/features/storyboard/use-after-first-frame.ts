// For what of a panel need not be there in the frame that brings it in: a board that scrolls makes panels between two frames, and half of the work
// can wait for the next one.
import { useEffect, useState } from 'react';

/** False while the component is first drawn, true from the next frame on. */
export function useAfterFirstFrame(): boolean {
  const [isAfter, setAfter] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setAfter(true));
    return () => cancelAnimationFrame(frame);
  }, []);
  return isAfter;
}
