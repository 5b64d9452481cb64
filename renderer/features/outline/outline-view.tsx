// The outline: every panel as one line with its number, a thumbnail and its first words, to see the whole and to put it in order. One
// stop for Tab; the arrow keys walk, Alt moves, Shift and Ctrl select, Enter opens the panel on the board.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { chosenPictureOf, type Panel } from '../../../common/domain/story';
import { thumbnailUrl } from '../../api/asset-url';
import { movePanels } from '../../editor/commands/several-panels-commands';
import { deletePanels } from '../../editor/commands/several-panels-commands';
import { extendSelection, selectAll, selectOnly, selectRangeTo, toggleSelected } from '../../editor/selection';
import { excerptOf, panelIndexOf } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';
import './outline.css';

const ROW_PX = 60;

export function OutlineView(): ReactNode {
  const { ui } = useWorkspace();
  const { storyId, editor, readOnly } = useSession();
  const panels = useEditor((state) => state.story.panels);
  const selection = useEditor((state) => state.session.selection);
  const title = useEditor((state) => state.story.title);
  const [activeId, setActiveId] = useState(() => ui.getState().placePanelId ?? panels[0]?.id ?? null);
  const scroll = useRef<HTMLDivElement>(null);
  const activeIndex = Math.max(
    0,
    panels.findIndex((panel) => panel.id === activeId),
  );
  // The library keeps its state outside of React; nothing here is memoised around it.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: panels.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => panels[index]?.id ?? index,
    overscan: 8,
    initialOffset: () => Math.max(0, activeIndex * ROW_PX - 200),
  });
  const go = (panelId: string): void => {
    setActiveId(panelId);
    ui.actions.notePlace(panelId);
    virtualizer.scrollToIndex(panelIndexOf(editor.getState().story, panelId));
  };
  useEffect(() => {
    scroll.current?.focus({ preventScroll: true });
  }, []);

  const openOnBoard = (panelId: string): void => {
    ui.actions.setView('board');
    ui.actions.revealPanel(panelId, { focus: 'text', align: 'center' });
  };
  const meant = (panelId: string): string[] => (selection.ids.has(panelId) ? [...selection.ids] : [panelId]);
  const move = (panelId: string, by: number): void => {
    const ids = meant(panelId);
    const first = panels.findIndex((panel) => ids.includes(panel.id));
    if (!editor.run(movePanels({ panelIds: ids, toIndex: Math.max(0, first + by) }))) return;
    const { story } = editor.getState();
    const to = panelIndexOf(story, panelId) + 1;
    ui.actions.announce(t('Panel moved to place {to} of {count}.', { to, count: story.panels.length }));
    virtualizer.scrollToIndex(to - 1);
  };
  const perform = (event: KeyboardEvent): boolean => {
    const active = panels[activeIndex];
    if (active === undefined) return false;
    const command = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? ROW_PX) / ROW_PX) - 1);
    const steps: Record<string, number> = {
      ArrowUp: -1,
      ArrowDown: 1,
      PageUp: -page,
      PageDown: page,
      Home: -panels.length,
      End: panels.length,
    };
    const by = steps[event.key];
    if (by !== undefined && event.altKey) {
      if (readOnly === null) move(active.id, by);
      return true;
    }
    if (by !== undefined) {
      const next = panels[Math.max(0, Math.min(activeIndex + by, panels.length - 1))];
      if (next === undefined) return false;
      if (event.shiftKey) editor.select((present, story) => extendSelection(story, present, by, active.id));
      go(next.id);
      return true;
    }
    if (event.key === 'Enter' && !command) openOnBoard(active.id);
    else if (event.key === ' ') editor.select((present) => toggleSelected(present, active.id));
    else if (command && event.key.toLowerCase() === 'a') editor.select((_, story) => selectAll(story));
    else if (event.key === 'Escape' && selection.ids.size > 0) editor.select(() => selectOnly(active.id));
    else if (event.key === 'Delete' && readOnly === null) {
      editor.run(deletePanels(meant(active.id)));
      const next = panels.slice(activeIndex + 1).find((panel) => !meant(active.id).includes(panel.id));
      if (next !== undefined) setActiveId(next.id);
    } else return false;
    return true;
  };
  const onClick = (event: MouseEvent, panelId: string): void => {
    if (event.shiftKey) editor.select((present, story) => selectRangeTo(story, present, panelId, activeId));
    else if (event.ctrlKey || event.metaKey) editor.select((present) => toggleSelected(present, panelId));
    else editor.select(() => selectOnly(panelId));
    setActiveId(panelId);
    ui.actions.notePlace(panelId);
  };

  return (
    <main className="outline" data-testid="outline">
      <div className="outline-page">
        <h1 className="outline-title" dir="auto">
          {title || t('Untitled story')}
        </h1>
        <p className="outline-hint">
          {t('Enter opens a panel, Alt with the arrow keys moves it, Shift and Ctrl select.')}
        </p>
        <div
          ref={scroll}
          className="outline-list"
          role="listbox"
          aria-multiselectable
          aria-label={t('Panels')}
          aria-activedescendant={panels[activeIndex] === undefined ? undefined : `outline-${panels[activeIndex].id}`}
          tabIndex={0}
          data-testid="outline-list"
          onKeyDown={(event) => {
            if (perform(event)) event.preventDefault();
          }}
        >
          <div className="outline-rows" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ index, key, start }) => {
              const panel = panels[index];
              return panel === undefined ? null : (
                <div
                  key={key}
                  id={`outline-${panel.id}`}
                  role="option"
                  aria-selected={selection.ids.has(panel.id)}
                  aria-posinset={index + 1}
                  aria-setsize={panels.length}
                  className="outline-row"
                  data-testid="outline-row"
                  data-panel-id={panel.id}
                  data-active={index === activeIndex ? '' : undefined}
                  style={{ transform: `translateY(${start}px)` }}
                  onClick={(event) => onClick(event, panel.id)}
                  onDoubleClick={() => openOnBoard(panel.id)}
                >
                  <OutlineRow storyId={storyId} panel={panel} number={index + 1} />
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </main>
  );
}

interface OutlineRowProps {
  readonly storyId: string;
  readonly panel: Panel;
  readonly number: number;
}

function OutlineRow({ storyId, panel, number }: OutlineRowProps): ReactNode {
  const picture = chosenPictureOf(panel);
  return (
    <>
      <span className="outline-number">{number}</span>
      {picture === null ? (
        <span className="outline-picture" />
      ) : (
        <img className="outline-picture" src={thumbnailUrl(storyId, picture.asset, 96)} alt="" draggable={false} />
      )}
      <span className="outline-words" dir="auto" data-empty={panel.text.trim() === '' ? '' : undefined}>
        {excerptOf(panel.text, 160) || t('No words yet.')}
      </span>
    </>
  );
}
