// Dragging panels with the mouse: the handle lifts the card, or all selected ones together, and other cards show on which side they
// would land. The marks are attributes on the elements, so that dragging renders nothing. The keyboard's way is movePanelBy.
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview';
import { useEffect, type RefObject } from 'react';
import { movePanels } from '../../editor/commands/several-panels-commands';
import { panelIndexOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import type { StorySession } from '../workspace/story-session';
import type { Workspace } from '../workspace/workspace';
import { meantPanelIds } from './panels-actions';
import { panelElement } from './show-panel';

const kind = 'panel';

const edgeOf = (element: Element, clientY: number): 'before' | 'after' => {
  const box = element.getBoundingClientRect();
  return clientY < box.top + box.height / 2 ? 'before' : 'after';
};

const draggedIds = (data: Record<string | symbol, unknown>): readonly string[] =>
  data['kind'] === kind ? (data['panelIds'] as readonly string[]) : [];

/** Makes the card draggable by its handle, and a place to drop other cards. */
export function usePanelDrag(
  workspace: Workspace,
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
    const markDragged = (panelIds: readonly string[], dragged: boolean): void => {
      for (const id of panelIds) panelElement(id)?.toggleAttribute('data-dragging', dragged);
    };
    return combine(
      draggable({
        element,
        dragHandle,
        getInitialData: () => ({ kind, panelIds: meantPanelIds(session, panelId) }),
        onGenerateDragPreview: ({ nativeSetDragImage, source }) => {
          const { length } = draggedIds(source.data);
          if (length < 2) return;
          setCustomNativeDragPreview({
            nativeSetDragImage,
            render: ({ container }) => {
              const chip = document.createElement('div');
              chip.className = 'drag-chip';
              chip.textContent = t('{count, plural, one {# panel} other {# panels}}', { count: length });
              container.append(chip);
            },
          });
        },
        onDragStart: ({ source }) => {
          markDragged(draggedIds(source.data), true);
          workspace.ui.actions.setDragged(panelId);
        },
        onDrop: ({ source }) => {
          markDragged(draggedIds(source.data), false);
          workspace.ui.actions.setDragged(null);
        },
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data['kind'] === kind && !draggedIds(source.data).includes(panelId),
        getData: ({ input }) => ({ panelId, edge: edgeOf(element, input.clientY) }),
        onDrag: ({ self }) => element.setAttribute('data-drop-edge', String(self.data['edge'])),
        onDragLeave: unmark,
        onDrop: ({ source, self }) => {
          unmark();
          const panelIds = draggedIds(source.data);
          const moved = new Set(panelIds);
          const { story } = session.editor.getState();
          const over = panelIndexOf(story, panelId);
          const slot = self.data['edge'] === 'before' ? over : over + 1;
          const toIndex = story.panels.slice(0, slot).filter((panel) => !moved.has(panel.id)).length;
          session.editor.run(movePanels({ panelIds, toIndex }));
        },
      }),
    );
  }, [workspace, session, panelId, card, handle, enabled]);
}
