// The open story as a typeset book. Set anew when the story or the design changes; panels that did not change keep their pages.
import { useMemo } from 'react';
import type { Book } from '../../../common/book/book';
import { bookFrom, designOf } from '../../../common/book/book-from';
import type { BookDesign } from '../../../common/domain/book-design';
import { useEditor } from '../workspace/use-workspace';

/** @param held a book that stays on show meanwhile: nothing is set anew for it */
export function useBook(design?: BookDesign, held?: Book | null): Book {
  const story = useEditor((state) => state.story);
  const chosen = design ?? designOf(story);
  return useMemo(() => held ?? bookFrom(story, chosen), [story, chosen, held]);
}

/** Pages as they lie open: the first alone on the right, then two and two. */
export function spreadsOf(count: number): number[][] {
  const spreads: number[][] = count === 0 ? [] : [[0]];
  for (let first = 1; first < count; first += 2) spreads.push(first + 1 < count ? [first, first + 1] : [first]);
  return spreads;
}
