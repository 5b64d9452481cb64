// A glimpse of what a format holds, on the desk beside its words: the book's first pages, or the pictures. To look at only; the pages of a
// PDF have a preview of their own.
import type { ReactNode } from 'react';
import { chosenPictureOf } from '../../../common/domain/story';
import { thumbnailUrl } from '../../api/asset-url';
import { BookPageView } from '../book/book-page-view';
import { useBook } from '../book/use-book';
import { useSize } from '../book/use-size';
import { useEditor, useSession } from '../workspace/use-workspace';

const AIR = 40;

/** @param pages which pages lie open: the cover alone, or two that face each other */
export function BookGlimpse({ pages }: { readonly pages: readonly number[] }): ReactNode {
  const { storyId } = useSession();
  const book = useBook();
  const [desk, size] = useSize<HTMLDivElement>();
  const open = pages.flatMap((index) => book.pages[index] ?? []);
  const width = (size.width - AIR * 2) / (book.width * Math.max(1, open.length));
  const zoom = Math.min(width, (size.height - AIR * 2) / book.height, 460 / book.height);
  return (
    <div className="format-glimpse" ref={desk} aria-hidden inert>
      {size.width > AIR * 4 &&
        open.map((page, place) => (
          <BookPageView
            key={pages[place]}
            page={page}
            storyId={storyId}
            width={book.width}
            height={book.height}
            zoom={zoom}
          />
        ))}
    </div>
  );
}

const MAX_PICTURES = 12;

export function PicturesGlimpse(): ReactNode {
  const { storyId } = useSession();
  const story = useEditor((state) => state.story);
  const pictures = story.panels.flatMap((panel) => chosenPictureOf(panel) ?? []).slice(0, MAX_PICTURES);
  return (
    <div className="format-glimpse" aria-hidden inert>
      <div className="glimpse-pictures">
        {pictures.map(({ id, asset }, index) => (
          <figure key={id}>
            <img src={thumbnailUrl(storyId, asset, 110)} alt="" />
            <figcaption>{String(index + 1).padStart(2, '0')}</figcaption>
          </figure>
        ))}
      </div>
    </div>
  );
}
