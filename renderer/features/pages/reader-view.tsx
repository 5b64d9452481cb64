// The Reader: the book open over the whole window, to be leafed through and read aloud. Keys, clicks at the edges, a leaf that turns unless
// motion is reduced. Two pages where the window is wide, one where it is narrow. Nothing can be changed here.
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { t } from '../../i18n/translate';
import { IconButton } from '../../ui/button';
import { BookPageView } from '../book/book-page-view';
import { pagesWords } from '../book/book-preview';
import { spreadsOf, useBook } from '../book/use-book';
import { useSize } from '../book/use-size';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { pageOfPanel, panelOn } from './places';
import './pages.css';

const SIDE_ROOM = 76;
const HEAD_ROOM = 64;
/** A window this much wider than high shows two pages. */
const WIDE = 1.15;

interface Turn {
  readonly from: number;
  readonly by: 1 | -1;
}

const motionIsReduced = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

export function ReaderView(): ReactNode {
  const { ui } = useWorkspace();
  const { storyId } = useSession();
  const book = useBook();
  const [stage, size] = useSize<HTMLElement>();
  const [page, setPage] = useState(() => pageOfPanel(book, ui.getState().placePanelId));
  const [turn, setTurn] = useState<Turn | null>(null);

  const isWide = size.width > size.height * WIDE;
  const spreads = isWide ? spreadsOf(book.pages.length) : book.pages.map(({ index }) => [index]);
  const at = Math.max(
    0,
    spreads.findIndex((spread) => spread.includes(Math.min(page, book.pages.length - 1))),
  );
  const zoom = Math.max(
    0.1,
    Math.min(
      (size.width - SIDE_ROOM * 2) / (book.width * (isWide ? 2 : 1)),
      (size.height - HEAD_ROOM * 2) / book.height,
    ),
  );

  const go = useCallback(
    (to: number): void => {
      const spread = spreads[to];
      if (spread === undefined || to === at) return;
      setPage(spread[0] ?? 0);
      setTurn(Math.abs(to - at) === 1 && !motionIsReduced() ? { from: at, by: to > at ? 1 : -1 } : null);
      const panelId = spread.map((index) => panelOn(book.pages[index])).find((id) => id !== null) ?? null;
      if (panelId !== null) ui.actions.notePlace(panelId);
    },
    [spreads, at, book, ui],
  );
  const leave = useCallback((): void => ui.actions.setView('page'), [ui]);

  useEffect(() => stage.current?.focus(), [stage]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (ui.getState().dialog !== null) return;
      const onButton = event.target instanceof HTMLButtonElement;
      if (event.key === 'ArrowRight' || event.key === 'PageDown' || (event.key === ' ' && !onButton)) go(at + 1);
      else if (event.key === 'ArrowLeft' || event.key === 'PageUp') go(at - 1);
      else if (event.key === 'Home') go(0);
      else if (event.key === 'End') go(spreads.length - 1);
      else if (event.key === 'Escape') leave();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [ui, go, at, spreads.length, leave]);

  const drawn = (index: number | undefined): ReactNode => {
    const found = index === undefined ? undefined : book.pages[index];
    return found === undefined ? (
      <div className="no-page" style={{ width: book.width * zoom, height: book.height * zoom }} />
    ) : (
      <BookPageView page={found} storyId={storyId} width={book.width} height={book.height} zoom={zoom} />
    );
  };
  const sides = (spread: readonly number[] | undefined): { left?: number | undefined; right?: number | undefined } =>
    spread?.[0] === 0 ? { right: 0 } : { left: spread?.[0], right: spread?.[1] };
  const now = sides(spreads[at]);
  const alone = now.left === undefined ? 'right' : now.right === undefined ? 'left' : undefined;
  const before = turn === null ? now : sides(spreads[turn.from]);
  // Under a turning leaf lie the page that stays and the page that comes to light.
  const base =
    turn === null
      ? now
      : turn.by === 1
        ? { left: before.left, right: now.right }
        : { left: now.left, right: before.right };

  return (
    <main ref={stage} className="reader" data-testid="reader-view" data-pages={book.pages.length} tabIndex={-1}>
      <div className="reader-book" data-wide={isWide ? '' : undefined} data-alone={isWide ? alone : undefined}>
        {isWide ? (
          <>
            {drawn(base.left)}
            {drawn(base.right)}
            {turn !== null && (
              <div
                key={`${turn.from}-${at}`}
                className="leaf"
                data-by={turn.by}
                aria-hidden
                style={{ width: book.width * zoom, height: book.height * zoom }}
                onAnimationEnd={() => setTurn(null)}
              >
                <div className="leaf-face">{drawn(turn.by === 1 ? before.right : before.left)}</div>
                <div className="leaf-face leaf-back">{drawn(turn.by === 1 ? now.left : now.right)}</div>
              </div>
            )}
          </>
        ) : (
          <div key={at} className="single-page" data-turning={turn?.by} onAnimationEnd={() => setTurn(null)}>
            {drawn(spreads[at]?.[0])}
          </div>
        )}
      </div>
      <button
        type="button"
        className="reader-edge"
        data-edge="left"
        aria-label={t('Previous pages')}
        data-testid="reader-back"
        disabled={at === 0}
        onClick={() => go(at - 1)}
      >
        <ChevronLeft size={28} aria-hidden />
      </button>
      <button
        type="button"
        className="reader-edge"
        data-edge="right"
        aria-label={t('Next pages')}
        data-testid="reader-forward"
        disabled={at >= spreads.length - 1}
        onClick={() => go(at + 1)}
      >
        <ChevronRight size={28} aria-hidden />
      </button>
      <div className="reader-leave">
        <IconButton
          label={t('Leave the reader (Escape)')}
          tooltipAlign="end"
          tooltipSide="below"
          data-testid="reader-leave"
          onClick={leave}
        >
          <X size={20} />
        </IconButton>
      </div>
      <p className="reader-count" aria-live="polite" data-testid="reader-count">
        {pagesWords(spreads[at] ?? [0], book.pages.length)}
      </p>
    </main>
  );
}
