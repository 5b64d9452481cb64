// Dragging a waiting job to another place in the queue. Marks are attributes on the elements, so that dragging renders nothing. The
// keyboard's way is the up and down keys on the same handle.
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, type RefObject } from 'react';
import type { Job } from '../../../common/domain/job';

const kind = 'job';

/** `move` is told the id of the dragged job and the place it lands on, 1 being next. */
export function useQueueDrag(
  job: Job,
  item: RefObject<HTMLElement | null>,
  handle: RefObject<HTMLElement | null>,
  move: (jobId: string, toPosition: number) => void,
): void {
  const { id, queuePosition } = job;
  useEffect(() => {
    const element = item.current;
    const dragHandle = handle.current;
    if (element === null || dragHandle === null || queuePosition === 0) return;
    const unmark = (): void => element.removeAttribute('data-drop-edge');
    const isBefore = (clientY: number): boolean => {
      const box = element.getBoundingClientRect();
      return clientY < box.top + box.height / 2;
    };
    return combine(
      draggable({
        element,
        dragHandle,
        getInitialData: () => ({ kind, id, queuePosition }),
        onDragStart: () => element.setAttribute('data-dragging', ''),
        onDrop: () => element.removeAttribute('data-dragging'),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data['kind'] === kind && source.data['id'] !== id,
        onDrag: ({ self, location }) => {
          void self;
          element.setAttribute('data-drop-edge', isBefore(location.current.input.clientY) ? 'before' : 'after');
        },
        onDragLeave: unmark,
        onDrop: ({ source, location }) => {
          unmark();
          const from = Number(source.data['queuePosition']);
          const slot = isBefore(location.current.input.clientY) ? queuePosition : queuePosition + 1;
          move(String(source.data['id']), from < slot ? slot - 1 : slot);
        },
      }),
    );
  }, [id, queuePosition, item, handle, move]);
}
