// Story and design to a typeset book. The one place that decides what stands on which page; pure, and quick enough to run at every key.
import { defaultBookDesign, type BookDesign } from '../domain/book-design';
import { chosenPictureOf, type Panel, type Story } from '../domain/story';
import type { Book, BookPage, OutlineEntry } from './book';
import { colophonPages, coverPage } from './front-and-back';
import { blankPage, type PageDraft } from './page-draft';
import { pageFrameOf, type PageFrame, type PageSide } from './page-frame';
import { furnitureOn } from './page-furniture';
import { panelPages } from './panel-pages';
import { printable } from './set-text';
import { spreadPages } from './spread-pages';
import { storyboardPages } from './storyboard-pages';
import { wordPages } from './text-pages';

/** The first page of a book is a right one. */
export const sideOf = (index: number): PageSide => (index % 2 === 0 ? 'right' : 'left');

const ownDesign = defaultBookDesign();
/** The story's design, or the studio's own: always the same object while nothing changed. */
export const designOf = (story: Story): BookDesign => story.book ?? ownDesign;

const OUTLINE_LENGTH = 60;

/** A panel with neither words nor a picture leaves no page. */
export const isPrinted = (panel: Panel): boolean => chosenPictureOf(panel) !== null || firstWordsOf(panel) !== '';

const firstWords = new WeakMap<Panel, string>();

/** How a panel begins, for the outline; read once, because every key asks for all panels. */
function firstWordsOf(panel: Panel): string {
  const known = firstWords.get(panel);
  if (known !== undefined) return known;
  const line = printable(panel.text).replace(/\s+/g, ' ').trim();
  const words = line.length <= OUTLINE_LENGTH ? line : `${line.slice(0, OUTLINE_LENGTH).replace(/\s+\S*$/u, '')} …`;
  firstWords.set(panel, words);
  return words;
}

export function bookFrom(story: Story, design: BookDesign = designOf(story)): Book {
  const frame = pageFrameOf(design);
  const panels = story.panels.filter(isPrinted);
  const title = printable(story.title).replace(/\s+/g, ' ').trim() || 'Untitled story';
  const author = printable(story.author).replace(/\s+/g, ' ').trim();
  const drafts: PageDraft[] = [];
  const push = (draft: PageDraft): void => {
    if (draft.side !== undefined && draft.side !== sideOf(drafts.length)) drafts.push(blankPage);
    drafts.push(draft);
  };
  if (design.cover || panels.length === 0) push(coverPage({ title, author, panels }, design, frame));
  const storyDrafts =
    design.format === 'storyboard'
      ? storyboardPages(panels, design, frame)
      : panels.flatMap((panel) => draftsOf(panel, design, frame));
  storyDrafts.forEach(push);
  if (design.colophon.trim() !== '') colophonPages(design.colophon, frame).forEach(push);

  const pages = drafts.map((draft, index) => pageFrom(draft, index, design, frame));
  return {
    title,
    author,
    language: story.language,
    width: frame.width,
    height: frame.height,
    bleed: frame.bleed,
    cropMarks: design.cropMarks,
    pages,
    outline: outlineOf(title, panels, pages, design.cover),
  };
}

const memory = new WeakMap<Panel, { readonly design: BookDesign; readonly drafts: readonly PageDraft[] }>();

/** Typing changes one panel: the others are the same objects and keep their pages. */
function draftsOf(panel: Panel, design: BookDesign, frame: PageFrame): readonly PageDraft[] {
  const known = memory.get(panel);
  if (known?.design === design) return known.drafts;
  const picture = chosenPictureOf(panel);
  const placement = panel.placement ?? design.placement;
  const drafts =
    picture === null
      ? wordPages(panel, frame)
      : design.spreads
        ? spreadPages(panel, picture, placement, frame)
        : panelPages(panel, picture, placement, frame);
  memory.set(panel, { design, drafts });
  return drafts;
}

const pagesOf = new WeakMap<PageDraft, Map<number, { readonly design: BookDesign; readonly page: BookPage }>>();

function pageFrom(draft: PageDraft, index: number, design: BookDesign, frame: PageFrame): BookPage {
  const known = pagesOf.get(draft)?.get(index);
  if (known?.design === design) return known.page;
  const side = sideOf(index);
  const furniture = draft.bare ? [] : furnitureOn(index, side, design, frame);
  const page: BookPage = { index, side, kind: draft.kind, boxes: [...draft.boxesOn(side), ...furniture] };
  pagesOf.set(draft, new Map([[index, { design, page }]]));
  return page;
}

/** The title, then each panel by its first words. */
function outlineOf(
  title: string,
  panels: readonly Panel[],
  pages: readonly BookPage[],
  cover: boolean,
): OutlineEntry[] {
  const firstPage = new Map<string, number>();
  for (const { index, kind, boxes } of pages) {
    if (kind === 'cover') continue;
    for (const box of boxes) {
      if (box.kind !== 'ground' && box.panelId !== null && !firstPage.has(box.panelId))
        firstPage.set(box.panelId, index);
    }
  }
  const entries = panels.map((panel, index): OutlineEntry => {
    const words = firstWordsOf(panel);
    const title = words === '' ? String(index + 1) : `${index + 1}  ${words}`;
    return { title, pageIndex: firstPage.get(panel.id) ?? 0 };
  });
  return cover ? [{ title, pageIndex: 0 }, ...entries] : entries;
}
