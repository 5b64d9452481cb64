// The pages of a book as they lie open, one spread large and all of them in a strip below. Redrawn at every change of story or design.
import { ChevronLeft, ChevronRight, ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Book } from '../../../common/book/book';
import { t } from '../../i18n/translate';
import { IconButton } from '../../ui/button';
import { BookPageView } from './book-page-view';
import { spreadsOf } from './use-book';
import { useSize } from './use-size';

interface BookPreviewProps {
  readonly book: Book;
  readonly storyId: string;
}

const ZOOMS = [1, 1.5, 2, 3] as const;
const THUMB_HEIGHT = 68;
const AIR = 28;

export const pagesWords = (spread: readonly number[], count: number): string => {
  const [first = 0, second] = spread;
  return second === undefined
    ? t('Page {page} of {count}', { page: first + 1, count })
    : t('Pages {first} and {second} of {count}', { first: first + 1, second: second + 1, count });
};

export function BookPreview({ book, storyId }: BookPreviewProps): ReactNode {
  const [wanted, setWanted] = useState(0);
  const [zoomStep, setZoomStep] = useState(0);
  const [stage, size] = useSize<HTMLDivElement>();
  const spreads = spreadsOf(book.pages.length);
  const at = Math.min(wanted, spreads.length - 1);
  const spread = spreads[at] ?? [];
  const fit = Math.min((size.width - AIR * 2) / (book.width * 2), (size.height - AIR * 2) / book.height);
  const zoom = Math.max(0.05, fit) * (ZOOMS[zoomStep] ?? 1);

  const turn = (by: number): void => setWanted(Math.max(0, Math.min(spreads.length - 1, at + by)));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowRight' || event.key === 'PageDown') turn(1);
    else if (event.key === 'ArrowLeft' || event.key === 'PageUp') turn(-1);
    else if (event.key === 'Home') turn(-spreads.length);
    else if (event.key === 'End') turn(spreads.length);
    else return;
    event.preventDefault();
  };
  return (
    <section
      className="book-preview"
      aria-label={t('Preview')}
      data-testid="book-preview"
      data-pages={book.pages.length}
    >
      <div
        className="preview-stage"
        ref={stage}
        tabIndex={0}
        role="group"
        aria-label={t('Open pages')}
        onKeyDown={onKeyDown}
      >
        <div className="spread" data-single={spread.length === 1 ? (spread[0] === 0 ? 'right' : 'left') : undefined}>
          {spread.map((index) => {
            const page = book.pages[index];
            return page === undefined ? null : (
              <BookPageView
                key={index}
                page={page}
                storyId={storyId}
                width={book.width}
                height={book.height}
                zoom={zoom}
              />
            );
          })}
        </div>
      </div>
      <div className="preview-bar">
        <IconButton label={t('Previous pages')} disabled={at === 0} onClick={() => turn(-1)}>
          <ChevronLeft size={18} />
        </IconButton>
        <span className="preview-count" data-testid="preview-count" aria-live="polite">
          {pagesWords(spread, book.pages.length)}
        </span>
        <IconButton label={t('Next pages')} disabled={at >= spreads.length - 1} onClick={() => turn(1)}>
          <ChevronRight size={18} />
        </IconButton>
        <span className="preview-gap" />
        <IconButton label={t('Smaller')} disabled={zoomStep === 0} onClick={() => setZoomStep(zoomStep - 1)}>
          <ZoomOut size={18} />
        </IconButton>
        <IconButton
          label={t('Larger')}
          disabled={zoomStep === ZOOMS.length - 1}
          onClick={() => setZoomStep(zoomStep + 1)}
        >
          <ZoomIn size={18} />
        </IconButton>
      </div>
      <SpreadStrip book={book} storyId={storyId} spreads={spreads} at={at} onGo={setWanted} />
    </section>
  );
}

interface SpreadStripProps extends BookPreviewProps {
  readonly spreads: readonly (readonly number[])[];
  readonly at: number;
  readonly onGo: (index: number) => void;
}

/** Every spread small. The chosen one is kept in sight; those out of sight are not painted. */
function SpreadStrip({ book, storyId, spreads, at, onGo }: SpreadStripProps): ReactNode {
  const strip = useRef<HTMLOListElement>(null);
  const zoom = THUMB_HEIGHT / book.height;
  useEffect(() => {
    // The strip alone: `scrollIntoView` would move what lies around it too.
    const { current } = strip;
    const chosen = current?.children[at]?.getBoundingClientRect();
    if (current === null || chosen === undefined) return;
    const seen = current.getBoundingClientRect();
    if (chosen.left < seen.left) current.scrollLeft -= seen.left - chosen.left;
    else if (chosen.right > seen.right) current.scrollLeft += chosen.right - seen.right;
  }, [at]);
  return (
    <ol className="spread-strip" ref={strip} aria-label={t('Page list')}>
      {spreads.map((spread, index) => (
        <li key={spread[0]} className="strip-spread" data-current={index === at ? '' : undefined}>
          {spread.map((pageIndex) => {
            const page = book.pages[pageIndex];
            return page === undefined ? null : (
              <span key={pageIndex} aria-hidden className="strip-page" inert>
                <BookPageView page={page} storyId={storyId} width={book.width} height={book.height} zoom={zoom} />
              </span>
            );
          })}
          <button
            type="button"
            className="strip-button"
            aria-current={index === at ? 'page' : undefined}
            aria-label={pagesWords(spread, book.pages.length)}
            onClick={() => onGo(index)}
          />
        </li>
      ))}
    </ol>
  );
}
