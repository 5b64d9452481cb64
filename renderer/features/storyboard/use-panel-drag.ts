// Dragging panels with the mouse: the handle lifts the card, other cards show on which side it would land. The marks are
// attributes on the elements, so that dragging renders nothing. The keyboard's way is movePanelBy.
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, type RefObject } from 'react';
import { movePanel } from '../../editor/commands/panel-commands';
import { panelIndexOf } from '../../editor/selectors';
import type { StorySession } from '../workspace/story-session';

const kind = 'panel';

const edgeOf = (element: Element, clientY: number): 'before' | 'after' => {
  const box = element.getBoundingClientRect();
  return clientY < box.top + box.height / 2 ? 'before' : 'after';
};

/** Makes the card draggable by its handle, and a place to drop other cards. */
export function usePanelDrag(
  session: StorySession,
  panelId: string,
  card: RefObject<HTMLElement | null>,
  handle: RefObject<HTMLElement | null>,
  enabled: boolean,
): void {
  useEffect(() => {
    const element = card.current;
    const dragHandle = handle.current;
    if (element === null || dragHandle === null || !enabled) return;
    const unmark = (): void => element.removeAttribute('data-drop-edge');
    return combine(
      draggable({
        element,
        dragHandle,
        getInitialData: () => ({ kind, panelId }),
        onDragStart: () => element.setAttribute('data-dragging', ''),
        onDrop: () => element.removeAttribute('data-dragging'),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data['kind'] === kind && source.data['panelId'] !== panelId,
        getData: ({ input }) => ({ panelId, edge: edgeOf(element, input.clientY) }),
        onDrag: ({ self }) => element.setAttribute('data-drop-edge', String(self.data['edge'])),
        onDragLeave: unmark,
        onDrop: ({ source, self }) => {
          unmark();
          const { story } = session.editor.getState();
          const from = panelIndexOf(story, String(source.data['panelId']));
          const over = panelIndexOf(story, panelId);
          const slot = self.data['edge'] === 'before' ? over : over + 1;
          session.editor.run(
            movePanel({ panelId: String(source.data['panelId']), toIndex: from < slot ? slot - 1 : slot }),
          );
        },
      }),
    );
  }, [session, panelId, card, handle, enabled]);
}
