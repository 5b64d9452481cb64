// The Page view: the story as its typeset pages, spread by spread. Words are edited where they stand; the book's design is a drawer at the
// side, and every change of it is an undo step of the story.
import { useVirtualizer } from '@tanstack/react-virtual';
import { SlidersHorizontal, X } from 'lucide-react';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { Book, TextBox } from '../../../common/book/book';
import { designOf } from '../../../common/book/book-from';
import { setBookDesign } from '../../editor/commands/book-commands';
import { setText } from '../../editor/commands/text-commands';
import { isEmptyStory } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import { Button, IconButton } from '../../ui/button';
import { BookPageView } from '../book/book-page-view';
import { DesignForm } from '../book/design-form';
import { spreadsOf, useBook } from '../book/use-book';
import { useSize } from '../book/use-size';
import { useEditor, useInterface, useSession, useWorkspace } from '../workspace/use-workspace';
import { PageWords, WordsField } from './editable-words';
import { PageCaption } from './page-caption';
import { pageOfPanel, panelOn } from './places';
import './pages.css';

const CAPTION_HEIGHT = 44;
const AIR = 32;
const LARGEST_ZOOM = 1.3;
/** A page is at most this much higher than the view. */
const TALLEST = 1.1;
const NARROW = 620; // below this, single pages

/** The box whose words are a field now, and the pages as they stood when the writer began: nothing moves under the hand. */
interface Editing {
  readonly panelId: string;
  readonly part: number;
  readonly book: Book;
}

export function PageView(): ReactNode {
  const { ui } = useWorkspace();
  const { storyId, editor, readOnly } = useSession();
  const story = useEditor((state) => state.story);
  const design = designOf(story);
  const reveal = useInterface((state) => state.reveal);
  const [editing, setEditing] = useState<Editing | null>(null);
  const book = useBook(design, editing?.book);
  const [drawer, setDrawer] = useState(() => window.innerWidth >= 1100);
  const [scroll, size] = useSize<HTMLDivElement>();

  const isNarrow = size.width < NARROW;
  const spreads = isNarrow ? book.pages.map(({ index }) => [index]) : spreadsOf(book.pages.length);
  const across = isNarrow ? 1 : 2;
  const fitting = Math.min((size.width - AIR * 2) / (book.width * across), (size.height * TALLEST) / book.height);
  const zoom = Math.min(LARGEST_ZOOM, Math.max(0.2, fitting));
  const rowHeight = book.height * zoom + CAPTION_HEIGHT + AIR;
  const rowOf = useCallback(
    (pageIndex: number): number => (isNarrow ? pageIndex : Math.ceil(pageIndex / 2)),
    [isNarrow],
  );
  const rows = useVirtualizer({
    count: spreads.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 1,
  });
  const isReady = size.width > 0;
  useEffect(() => rows.measure(), [rows, rowHeight]);
  // The panel at which the writer looked in another view, or one that somebody wishes to see.
  const revealed = reveal?.panelId;
  useEffect(() => {
    const panelId = revealed ?? ui.getState().placePanelId;
    if (isReady && panelId !== null) rows.scrollToIndex(rowOf(pageOfPanel(book, panelId)), { align: 'start' });
    // Only when the view opens or a wish comes: not at every key.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isReady, revealed, reveal?.serial]);

  const notePlace = (): void => {
    const node = scroll.current;
    if (node === null) return;
    const row = spreads[Math.round(node.scrollTop / rowHeight)];
    const panelId = row?.map((index) => panelOn(book.pages[index])).find((id) => id !== null) ?? null;
    if (panelId !== null) ui.actions.notePlace(panelId);
  };

  const replace = useCallback(
    (box: TextBox): ReactNode => {
      const { panelId } = box;
      if (box.role !== 'words' || panelId === null || readOnly !== null) return null;
      const index = story.panels.findIndex(({ id }) => id === panelId);
      if (editing?.panelId === panelId) {
        if (editing.part !== box.part) return <></>;
        return (
          <WordsField
            box={box}
            panelNumber={index + 1}
            text={story.panels[index]?.text ?? ''}
            pageHeight={book.height}
            onChange={(text) => editor.run(setText({ panelId, text }))}
            onDone={() => setEditing(null)}
          />
        );
      }
      return (
        <PageWords box={box} panelNumber={index + 1} onEdit={() => setEditing({ panelId, part: box.part, book })} />
      );
    },
    [editor, readOnly, story.panels, editing, book],
  );

  return (
    <main className="page-view" data-testid="page-view" data-pages={book.pages.length} tabIndex={-1}>
      <h1 className="visually-hidden">{story.title || t('Untitled story')}</h1>
      <div className="page-scroll" ref={scroll} onScroll={notePlace}>
        {isEmptyStory(story) && (
          <div className="pages-empty">
            <p>{t('There are no pages yet. Write the first line on the board.')}</p>
            <Button onClick={() => ui.actions.setView('board')}>{t('Go to the board')}</Button>
          </div>
        )}
        {isReady && !isEmptyStory(story) && (
          <ol className="page-rows" style={{ height: rows.getTotalSize() }} aria-label={t('Pages')}>
            {rows.getVirtualItems().map((row) => {
              const spread = spreads[row.index] ?? [];
              const single = spread.length > 1 || isNarrow ? undefined : spread[0] === 0 ? 'right' : 'left';
              return (
                <li
                  key={row.key}
                  className="page-row"
                  data-single={single}
                  style={{ transform: `translateY(${row.start + AIR / 2}px)` }}
                >
                  {spread.map((index) => {
                    const page = book.pages[index];
                    if (page === undefined) return null;
                    return (
                      <div key={index} className="page-cell" data-testid="page" data-index={index}>
                        <BookPageView
                          page={page}
                          storyId={storyId}
                          width={book.width}
                          height={book.height}
                          zoom={zoom}
                          replace={replace}
                        />
                        <PageCaption page={page} design={design} />
                      </div>
                    );
                  })}
                </li>
              );
            })}
          </ol>
        )}
      </div>
      {drawer ? (
        <aside className="design-drawer" aria-label={t('Book design')} data-testid="design-drawer">
          <div className="drawer-head">
            <h2>{t('Book design')}</h2>
            <IconButton
              label={t('Hide the design')}
              tooltipAlign="end"
              tooltipSide="below"
              onClick={() => setDrawer(false)}
            >
              <X size={18} />
            </IconButton>
          </div>
          <fieldset className="drawer-fields" disabled={readOnly !== null}>
            <DesignForm design={design} onChange={(changed) => editor.run(setBookDesign(changed))} />
          </fieldset>
        </aside>
      ) : (
        <div className="drawer-opener">
          <IconButton
            label={t('Book design')}
            tone="plain"
            tooltipAlign="end"
            tooltipSide="below"
            data-testid="open-design"
            onClick={() => setDrawer(true)}
          >
            <SlidersHorizontal size={18} />
          </IconButton>
        </div>
      )}
    </main>
  );
}
