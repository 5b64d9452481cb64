// Reads an exported PDF back: text and picture count of each page, outline, tags, language. For tests.
import { readFileSync } from 'node:fs';
import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface ReadPage {
  readonly text: string;
  readonly pictures: number;
  readonly widthPt: number;
  readonly heightPt: number;
}
export interface ReadPdf {
  readonly title: string;
  readonly language: string;
  readonly tagged: boolean;
  readonly outline: readonly string[];
  readonly pages: readonly ReadPage[];
}

const PICTURE_OPERATORS: ReadonlySet<number> = new Set([OPS.paintImageXObject, OPS.paintInlineImageXObject]);

export async function readPdf(path: string): Promise<ReadPdf> {
  const task = getDocument({ data: new Uint8Array(readFileSync(path)), verbosity: 0, useSystemFonts: true });
  const document = await task.promise;
  const { info } = await document.getMetadata();
  const facts = info as { readonly Title?: string; readonly Language?: string };
  const outline = (await document.getOutline()) ?? [];
  const marks = (await document.getMarkInfo()) as { readonly Marked?: boolean } | null;
  const pages: ReadPage[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : '')).join('');
    const { fnArray } = await page.getOperatorList();
    const pictures = fnArray.filter((operator) => PICTURE_OPERATORS.has(operator)).length;
    const [, , widthPt = 0, heightPt = 0] = page.view;
    pages.push({ text: text.replace(/\s+/g, ' ').trim(), pictures, widthPt, heightPt });
  }
  await task.destroy();
  return {
    title: facts.Title ?? '',
    language: facts.Language ?? '',
    tagged: marks?.Marked === true,
    outline: outline.flatMap((entry) => [entry.title, ...entry.items.map((item: { title: string }) => item.title)]),
    pages,
  };
}
