// The blank page of a new story: an invitation, not an obstacle.
import { Feather } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEngine } from '../../api/use-studio';
import { DropZone } from './drop-zone';

export function EmptyState(): ReactNode {
  const { state } = useEngine();
  return (
    <div className="empty-state" data-testid="empty-state">
      <Feather size={34} strokeWidth={1.4} aria-hidden />
      <h2>A blank page</h2>
      <p>
        Write the first line below and press Enter to see it drawn, drop a picture here, or press <em>Continue</em> and
        let the model begin.
      </p>
      {state === 'starting' && <p className="empty-note">The model is waking up; you can write already.</p>}
      <DropZone
        destination={{ kind: 'new', place: { after: null } }}
        label="First panel of the story"
        testId="drop-new"
      />
    </div>
  );
}
