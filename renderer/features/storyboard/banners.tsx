// Sentences at the head of the board: work from last time, the engine's troubles. What is to be said of the story itself stands above
// every view (features/history/story-banners.tsx).
import type { ReactNode } from 'react';
import { ParkedBanner } from '../queue/parked-banner';
import { EngineBanner } from './engine-banner';

export function Banners(): ReactNode {
  return (
    <div className="banners">
      <ParkedBanner />
      <EngineBanner />
    </div>
  );
}
