// Where panels stand in a typeset book, and what stands on a page. Pure questions over the pages.
import type { Book, BookPage } from '../../../common/book/book';

/** The panel that a page shows first, or null: a cover, a blank page. */
export function panelOn(page: BookPage | undefined): string | null {
  for (const box of page?.boxes ?? []) {
    if (box.kind === 'text' && box.panelId !== null) return box.panelId;
    if (box.kind === 'picture' && page?.kind !== 'cover') return box.panelId;
  }
  return null;
}

/** Index of the first page that shows a panel; the first of the book where none does. */
export function pageOfPanel(book: Book, panelId: string | null): number {
  if (panelId === null) return 0;
  const page = book.pages.find(
    ({ kind, boxes }) => kind !== 'cover' && boxes.some((box) => box.kind !== 'ground' && box.panelId === panelId),
  );
  return page?.index ?? 0;
}

/** Whether the words of a panel begin on this page, or its picture stands there alone: the place of its controls. */
export const beginsOn = (page: BookPage, panelId: string): boolean =>
  page.boxes.some((box) => box.kind === 'text' && box.role === 'words' && box.panelId === panelId && box.part === 0);
