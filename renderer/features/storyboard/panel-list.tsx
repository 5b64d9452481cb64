// The panels of the board. A short story is in the document as a whole; of a long one only the rows in sight are, and those that must
// not go: the panel with the focus and its neighbours, so that typing, Tab and a drag never lose their ground.
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import {
  Fragment,
  memo,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react';
import { panelOf } from '../../editor/selectors';
import { isAsked } from '../workspace/run';
import { useEditor, useInterface, useRuns } from '../workspace/use-workspace';
import { boardRows, rowIndexOf, type BoardRow } from './board-rows';
import { GhostPanel } from './ghost-panel';
import { InsertLine } from './insert-line';
import { PanelCard } from './panel-card';
import { showPanel } from './show-panel';
import { usePanelIds } from './use-panel-ids';
import { useRevealed } from './use-revealed';
import { useSettled } from './use-settled';

/** Measured (docs/performance.md): up to here a whole board opens and types within the frame, and the browser's own search finds all. */
export const WHOLE_BOARD_PANELS = 60;
const ESTIMATED_ROW_PX = 540;

interface PanelListProps {
  readonly scroll: HTMLElement; // what scrolls
  readonly canEdit: boolean;
}

export function PanelList({ scroll, canEdit }: PanelListProps): ReactNode {
  const panelIds = usePanelIds();
  const rows = boardRows(panelIds, useRuns());
  const count = panelIds.length;
  return count <= WHOLE_BOARD_PANELS ? (
    <WholeList rows={rows} count={count} canEdit={canEdit} />
  ) : (
    <LongList rows={rows} count={count} canEdit={canEdit} scroll={scroll} />
  );
}

interface RowsProps {
  readonly rows: readonly BoardRow[];
  readonly count: number;
  readonly canEdit: boolean;
}

function WholeList({ rows, count, canEdit }: RowsProps): ReactNode {
  useRevealed(showPanel);
  return (
    <div className="panels">
      {rows.map((row) => (
        <Fragment key={row.key}>
          <Row row={row} count={count} canEdit={canEdit} />
        </Fragment>
      ))}
    </div>
  );
}

function LongList({ rows, count, canEdit, scroll }: RowsProps & PanelListProps): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const margin = useOffsetTop(list, scroll);
  const activeId = useEditor((state) => state.session.activePanelId);
  const draggedId = useInterface((state) => state.draggedPanelId);
  const kept = [activeId, draggedId].flatMap((id) => {
    const index = id === null ? -1 : rowIndexOf(rows, id);
    return index < 0 ? [] : [index - 1, index, index + 1].filter((near) => near >= 0 && near < rows.length);
  });
  // The library keeps its state outside of React; nothing here is memoised around it.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer<HTMLElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroll,
    estimateSize: (index) => (rows[index]?.kind === 'start' ? 28 : ESTIMATED_ROW_PX),
    getItemKey: (index) => rows[index]?.key ?? index,
    rangeExtractor: (range: Range) => [...new Set([...defaultRangeExtractor(range), ...kept])].sort((a, b) => a - b),
    overscan: 1, // a row is half a window: the next one is there in good time, and one more would be work in every frame
    scrollMargin: margin,
    scrollPaddingStart: 24,
    scrollPaddingEnd: 24,
    directDomUpdates: true,
    directDomUpdatesMode: 'position',
    useFlushSync: false,
  });
  const goTo = useRef<(panelId: string, align: 'nearest' | 'center') => void>(() => undefined);
  useLayoutEffect(() => {
    goTo.current = (panelId, align) => {
      const index = rowIndexOf(rows, panelId);
      if (index >= 0) virtualizer.scrollToIndex(index, { align: align === 'center' ? 'center' : 'auto' });
    };
  });
  useRevealed(
    useCallback((reveal) => {
      goTo.current(reveal.panelId, reveal.align);
      showPanel(reveal);
    }, []),
  );
  useNewWork(goTo);
  return (
    <div ref={list} className="panels">
      <div ref={virtualizer.containerRef} className="panels-long" data-testid="long-board">
        {virtualizer.getVirtualItems().map(({ index, key }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <div key={key} ref={virtualizer.measureElement} data-index={index} className="panels-row">
              <Row row={row} count={count} canEdit={canEdit} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Where the list begins inside of what scrolls: banners and the title stand above it and may change their height. */
function useOffsetTop(list: RefObject<HTMLElement | null>, scroll: HTMLElement): number {
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const measure = (): void => {
      if (list.current === null) return;
      const top = list.current.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
      setOffset(Math.round(top + scroll.scrollTop));
    };
    measure();
    const observer = new ResizeObserver(measure);
    for (const sibling of list.current?.parentElement?.children ?? [])
      if (sibling !== list.current) observer.observe(sibling);
    return () => observer.disconnect();
  }, [list, scroll]);
  return offset;
}

/** Goes to a panel in which work has just begun: it may not be in the document, so it cannot scroll itself into sight. */
function useNewWork(goTo: RefObject<(panelId: string, align: 'nearest' | 'center') => void>): void {
  const runs = useRuns();
  const seen = useRef<ReadonlySet<number> | null>(null);
  useEffect(() => {
    const known = seen.current;
    seen.current = new Set(runs.map((run) => run.key));
    if (known === null) return;
    const fresh = runs.findLast((run) => !known.has(run.key) && isAsked(run));
    if (fresh !== undefined) goTo.current(fresh.panelId, fresh.target.kind === 'new' ? 'center' : 'nearest');
  }, [runs, goTo]);
}

interface RowProps {
  readonly row: BoardRow;
  readonly count: number;
  readonly canEdit: boolean;
}

function Row({ row, count, canEdit }: RowProps): ReactNode {
  switch (row.kind) {
    case 'start':
      return canEdit ? <InsertLine after={null} /> : <div className="panel-gap" />;
    case 'ghost':
      return <GhostPanel run={row.run} />;
    case 'panel':
      return <PanelRow panelId={row.panelId} number={row.number} count={count} canEdit={canEdit} />;
  }
}

interface PanelRowProps {
  readonly panelId: string;
  readonly number: number;
  readonly count: number;
  readonly canEdit: boolean;
}

/** Picks its own panel, so that a key typed in one renders that one alone. */
const PanelRow = memo(function PanelRow({ panelId, number, count, canEdit }: PanelRowProps): ReactNode {
  const panel = useEditor((state) => panelOf(state.story, panelId));
  const isSettled = useSettled();
  if (panel === null) return null;
  return (
    <>
      <PanelCard panel={panel} number={number} count={count} isSettled={isSettled} />
      {canEdit ? <InsertLine after={panelId} isSettled={isSettled} /> : <div className="panel-gap" />}
    </>
  );
});
