// What a printed PDF still lacks: title, author and language, an outline by panel, and the boxes that say where it is trimmed. Also asks
// which fonts lie in it.
import {
  PDFArray,
  PDFBool,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFRawStream,
  PDFRef,
} from '@cantoo/pdf-lib';
import { StudioError } from '../../../common/base/studio-error';
import type { Book, OutlineEntry } from '../../../common/book/book';
import { slugOf } from './book-html';

export async function loadPrinted(bytes: Uint8Array): Promise<PDFDocument> {
  try {
    return await PDFDocument.load(bytes, { updateMetadata: false });
  } catch (cause) {
    throw new StudioError('io', 'The printed file is not a readable PDF.', { hint: 'Export again.', cause });
  }
}

/** @throws StudioError `internal` when the printer made other pages than were set */
export function finishPdf(document: PDFDocument, book: Book, creator: string): void {
  const count = document.getPageCount();
  if (count !== book.pages.length) {
    throw new StudioError('internal', `The printed file has ${count} pages instead of ${book.pages.length}.`, {
      hint: 'Export again; if it happens twice, send the log.',
    });
  }
  document.setTitle(book.title, { showInWindowTitleBar: true });
  if (book.author !== '') document.setAuthor(book.author);
  document.setCreator(creator);
  document.setLanguage(book.language);
  setOutline(document, book.outline);
  smoothPictures(document);
  const slug = slugOf(book);
  if (slug === 0) return;
  for (const page of document.getPages()) {
    page.setTrimBox(slug, slug, book.width, book.height);
    const { bleed } = book;
    page.setBleedBox(slug - bleed, slug - bleed, book.width + 2 * bleed, book.height + 2 * bleed);
  }
}

/** Small pictures are enlarged evenly: without this, viewers and print shops may show each of their pixels as a square. */
function smoothPictures({ context }: PDFDocument): void {
  for (const [, object] of context.enumerateIndirectObjects()) {
    if (object instanceof PDFRawStream && object.dict.get(PDFName.of('Subtype')) === PDFName.of('Image'))
      object.dict.set(PDFName.of('Interpolate'), PDFBool.True);
  }
}

function setOutline(document: PDFDocument, entries: readonly OutlineEntry[]): void {
  const { context, catalog } = document;
  const pages = document.getPages();
  const root = context.nextRef();
  const refs = entries.map(() => context.nextRef());
  const [first, last] = [refs[0], refs.at(-1)];
  if (first === undefined || last === undefined) {
    catalog.delete(PDFName.of('Outlines'));
    return;
  }
  entries.forEach(({ title, pageIndex }, index) => {
    const ref = refs[index];
    const page = pages[pageIndex];
    if (ref === undefined || page === undefined) return;
    const item = PDFDict.withContext(context);
    item.set(PDFName.of('Title'), PDFHexString.fromText(title));
    item.set(PDFName.of('Parent'), root);
    const [before, after] = [refs[index - 1], refs[index + 1]];
    if (before !== undefined) item.set(PDFName.of('Prev'), before);
    if (after !== undefined) item.set(PDFName.of('Next'), after);
    const target = PDFArray.withContext(context);
    target.push(page.ref);
    target.push(PDFName.of('Fit'));
    item.set(PDFName.of('Dest'), target);
    context.assign(ref, item);
  });
  const outlines = PDFDict.withContext(context);
  outlines.set(PDFName.of('Type'), PDFName.of('Outlines'));
  outlines.set(PDFName.of('First'), first);
  outlines.set(PDFName.of('Last'), last);
  outlines.set(PDFName.of('Count'), PDFNumber.of(entries.length));
  context.assign(root, outlines);
  catalog.set(PDFName.of('Outlines'), root);
}

export interface FontInPdf {
  /** As the font calls itself, without the subset's tag: `Literata-Regular`. */
  readonly name: string;
  readonly embedded: boolean;
}

/** Every font that the document uses. */
export function fontsIn(document: PDFDocument): FontInPdf[] {
  const fonts = new Map<string, boolean>();
  for (const [, object] of document.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFDict)) continue;
    if (object.get(PDFName.of('Type')) !== PDFName.of('Font')) continue;
    const subtype = object.get(PDFName.of('Subtype'));
    if (subtype === PDFName.of('Type0')) continue; // its descendant is listed for it
    const isDrawn = subtype === PDFName.of('Type3'); // outlines inside the document itself
    const descriptor = lookUp(document, object.get(PDFName.of('FontDescriptor')));
    const files = ['FontFile', 'FontFile2', 'FontFile3'];
    const embedded = isDrawn || (descriptor !== null && files.some((file) => descriptor.has(PDFName.of(file))));
    const named = object.get(PDFName.of('BaseFont')) ?? descriptor?.get(PDFName.of('FontName'));
    const name = named instanceof PDFName ? named.decodeText().replace(/^[A-Z]{6}\+/, '') : 'unnamed';
    fonts.set(name, (fonts.get(name) ?? true) && embedded);
  }
  return [...fonts].map(([name, embedded]) => ({ name, embedded }));
}

function lookUp(document: PDFDocument, object: unknown): PDFDict | null {
  const found = object instanceof PDFRef ? document.context.lookup(object) : object;
  return found instanceof PDFDict ? found : null;
}
