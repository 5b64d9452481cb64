// The board: the page with its title, the panels in order with gaps to insert at, panels that are being made, and the line at
// its foot.
import { useCallback, useState, type ReactNode } from 'react';
import { noSelection } from '../../editor/selection';
import { isEmptyStory } from '../../editor/selectors';
import { useEditor, useRuns, useSession, useWorkspace } from '../workspace/use-workspace';
import { Banners } from './banners';
import { Composer } from './composer';
import { EmptyState } from './empty-state';
import { FindBar } from './find-bar';
import { PanelList } from './panel-list';
import { SelectionBar } from './selection-bar';
import { TitleField } from './title-field';
import { useDragScroll } from './use-drag-scroll';
import { useFileDrag } from './use-file-drag';
import { usePanelClipboard } from './use-panel-clipboard';
import { usePlace } from './use-place';
import { useSelectionKeys } from './use-selection-keys';
import './storyboard.css';
import './panel.css';
import './composer.css';
import './selection.css';

export function Storyboard(): ReactNode {
  const { ui } = useWorkspace();
  const { readOnly, editor } = useSession();
  const isBlank = useEditor((state) => isEmptyStory(state.story));
  const hasRuns = useRuns().length > 0;
  const canEdit = readOnly === null;
  // State and not a ref: the list must know what scrolls when it is first laid out.
  const [scroll, setScroll] = useState<HTMLElement | null>(null);
  const place = useCallback((files: File[]) => ui.actions.openDialog({ kind: 'place-picture', files }), [ui]);
  useFileDrag(canEdit, place);
  useDragScroll(scroll);
  usePlace(scroll);
  useSelectionKeys();
  usePanelClipboard();

  return (
    <div className="board">
      <FindBar />
      <main
        ref={setScroll}
        className="board-scroll"
        data-testid="board"
        onClick={(event) => {
          if (event.target instanceof Element && event.target.closest('.panel, button, input, textarea') === null) {
            editor.select(() => noSelection);
          }
        }}
      >
        <div className="page">
          <Banners />
          <TitleField />
          {isBlank && !hasRuns ? <EmptyState /> : scroll !== null && <PanelList scroll={scroll} canEdit={canEdit} />}
        </div>
      </main>
      {canEdit && <SelectionBar />}
      {canEdit && <Composer />}
    </div>
  );
}
