// The PDF holds exactly the typeset book: the lines of every page, the book's own fonts, outline, tags, descriptions and the boxes of a print
// shop. Printed by an installed browser; what the exporter refuses is tested with a printer of paper.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Book } from '../../../../common/book/book';
import { bookFrom } from '../../../../common/book/book-from';
import { presetIds, withPreset } from '../../../../common/book/presets';
import { defaultBookDesign, type BookDesign } from '../../../../common/domain/book-design';
import type { Story } from '../../../../common/domain/story';
import { browserPdfPrinter } from '../../../../main/cli/browser-pdf-printer';
import { installedBrowser } from '../../../../main/cli/installed-browser';
import type { FontBytes } from '../../../../main/services/exports/book-type';
import { PdfExport } from '../../../../main/services/exports/pdf-export';
import { fontsIn } from '../../../../main/services/exports/pdf-finish';
import type { PdfPrinter } from '../../../../main/services/exports/pdf-printer';
import { writeContext } from '../../../support/failing-files';
import { readPdf } from '../../../support/read-pdf';
import { onePixelPng, storyWith } from '../../../support/sample-stories';

const folder = mkdtempSync(join(tmpdir(), 'voken-pdf-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fontBytes: FontBytes = (family, file) =>
  readFile(join(import.meta.dirname, '../../../../node_modules/@fontsource', family, 'files', file));
const pictureBytes = (): Promise<Uint8Array> => Promise.resolve(onePixelPng);

const story: Story = {
  ...storyWith(
    [
      'One night Pip the fox found a lantern by the sea, and “nobody” knew why.',
      'Crème brûlée, Żółć — Привет, Ωμέγα.',
      'He walked and walked until the town lay far behind him. '.repeat(60),
    ],
    true,
  ),
  title: 'Pip & the <Lantern>',
  author: 'Ada Winter',
  language: 'en-GB',
};

const exporter = (printer: PdfPrinter, fonts: FontBytes = fontBytes): PdfExport =>
  new PdfExport({ printer, write: writeContext(), fontBytes: fonts, appName: 'Voken Studio' });

/** Without spaces: a reader of PDF guesses those from distances. */
const squeezed = (text: string): string => text.replace(/\s+/g, '').normalize('NFC');
const wordsOn = ({ boxes }: Book['pages'][number]): string =>
  boxes
    .flatMap((box) => (box.kind === 'text' ? box.paragraphs.flatMap(({ lines }) => lines.map(({ text }) => text)) : []))
    .join('');

interface TreeNode {
  readonly role?: string;
  readonly alt?: string;
  readonly children?: readonly TreeNode[];
}
const nodesOf = (node: TreeNode): TreeNode[] => [node, ...(node.children ?? []).flatMap(nodesOf)];

const browser = installedBrowser({ platform: process.platform, environment: process.env });

describe.skipIf(browser === undefined)('a printed book', () => {
  const printer = browserPdfPrinter({ browser: browser ?? '', isRoot: process.getuid?.() === 0 });
  const print = async (name: string, design: BookDesign): Promise<{ path: string; book: Book }> => {
    const path = join(folder, `${name}.pdf`);
    const book = bookFrom(story, design);
    const { pages } = await exporter(printer).toFile(story, design, path, pictureBytes);
    expect(pages).toBe(book.pages.length);
    return { path, book };
  };

  it.each(presetIds)('has the pages and lines of its preset: %s', async (id) => {
    const { path, book } = await print(id, withPreset(defaultBookDesign(), id));
    const pdf = await readPdf(path);
    expect(pdf.pages.map(({ text }) => squeezed(text))).toEqual(book.pages.map((page) => squeezed(wordsOn(page))));
    const slug = book.bleed * 2;
    for (const { widthPt, heightPt } of pdf.pages) {
      expect(Math.abs(widthPt - book.width - slug)).toBeLessThan(1);
      expect(Math.abs(heightPt - book.height - slug)).toBeLessThan(1);
    }
    expect(pdf.outline).toEqual(book.outline.map(({ title }) => title));
    expect([pdf.tagged, pdf.title, pdf.language]).toEqual([true, 'Pip & the <Lantern>', 'en-GB']);
  });

  it.each([
    ['literata', /^Literata-(Regular|SemiBold)$/],
    ['garamond', /^EBGaramond-(Regular|SemiBold)$/],
    // Named after the lightest master, as their makers left it.
    ['fredoka-nunito', /^(FredokaLight-SemiBold|NunitoExtraLight-Regular)$/],
  ] as const)('has the fonts of %s inside, and no other for Latin words', async (typePairing, names) => {
    const latin = { ...defaultBookDesign(), typePairing };
    const path = join(folder, `${typePairing}.pdf`);
    const plain = { ...story, panels: story.panels.slice(0, 1) };
    await exporter(printer).toFile(plain, latin, path, pictureBytes);
    const fonts = fontsIn(await PDFDocument.load(readFileSync(path)));
    expect(fonts.length).toBe(2);
    for (const { name, embedded } of fonts) expect([name, embedded]).toEqual([expect.stringMatching(names), true]);
  });

  it('has a heading, paragraphs and described pictures in its structure, and says the cover once', async () => {
    const { path } = await print('structure', defaultBookDesign());
    const task = getDocument({ data: new Uint8Array(readFileSync(path)), verbosity: 0, useSystemFonts: true });
    const document = await task.promise;
    const treeOf = async (number: number): Promise<TreeNode[]> =>
      nodesOf((await (await document.getPage(number)).getStructTree()) as TreeNode);
    expect((await treeOf(1)).map(({ role }) => role)).toContain('H1');
    const second = await treeOf(2);
    expect(second.some(({ role }) => role === 'P')).toBe(true);
    expect(second.filter(({ alt }) => alt !== undefined).map(({ alt }) => alt)).toEqual(['Picture of panel-1']);
    const covers = (await treeOf(1)).filter(({ alt }) => alt !== undefined && alt !== '');
    expect(covers).toEqual([]);
    await task.destroy();
  });

  it('asks for small pictures to be enlarged evenly and not as squares', async () => {
    const { path } = await print('smooth', defaultBookDesign());
    const { context } = await PDFDocument.load(readFileSync(path));
    const pictures = context
      .enumerateIndirectObjects()
      .flatMap(([, object]) => (object instanceof PDFRawStream ? [object.dict] : []))
      .filter((dict) => dict.get(PDFName.of('Subtype')) === PDFName.of('Image'));
    expect(pictures.length).toBeGreaterThan(0);
    for (const dict of pictures) expect(dict.get(PDFName.of('Interpolate'))?.toString()).toBe('true');
  });

  it('says to a print shop where it is trimmed and how far it bleeds', async () => {
    const { path, book } = await print('shop', {
      ...defaultBookDesign(),
      placement: 'over',
      bleedMm: 3,
      cropMarks: true,
    });
    const [page] = (await PDFDocument.load(readFileSync(path))).getPages();
    const [trim, bleed, media] = [page!.getTrimBox(), page!.getBleedBox(), page!.getMediaBox()];
    expect([Math.round(trim.width), Math.round(trim.height)]).toEqual([book.width, book.height]);
    expect(bleed.width - trim.width).toBeCloseTo(2 * 3 * (72 / 25.4), 3);
    expect(trim.x - media.x).toBeCloseTo(3 * (72 / 25.4) + 20, 1);
    expect(media.width - trim.width).toBeGreaterThan(bleed.width - trim.width);
  });
});

describe('what the exporter refuses', () => {
  const paper = (pages: number, font: string | null): PdfPrinter => ({
    async print() {
      const document = await PDFDocument.create();
      for (let page = 0; page < pages; page++) document.addPage();
      if (font !== null)
        document.context.register(document.context.obj({ Type: 'Font', Subtype: 'Type3', BaseFont: font }));
      return document.save();
    },
  });
  const design = defaultBookDesign();
  const pages = bookFrom(story, design).pages.length;
  const attempt = (printer: PdfPrinter, fonts?: FontBytes, bytes: () => Promise<Uint8Array | null> = pictureBytes) =>
    exporter(printer, fonts).toFile(story, design, join(folder, 'refused.pdf'), bytes);

  it('is a print with other pages, without the book’s fonts, or no PDF at all', async () => {
    await expect(attempt(paper(pages, 'Literata-Regular'))).resolves.toMatchObject({ pages });
    await expect(attempt(paper(pages - 1, 'Literata-Regular'))).rejects.toThrow(
      `has ${pages - 1} pages instead of ${pages}`,
    );
    await expect(attempt(paper(pages, 'LiberationSerif'))).rejects.toThrow(
      'did not get into the PDF; it has LiberationSerif',
    );
    await expect(attempt({ print: () => Promise.resolve(new Uint8Array([1, 2, 3])) })).rejects.toThrow(
      'not a readable PDF',
    );
  });

  it('is a story whose picture or an installation whose font is gone', async () => {
    await expect(attempt(paper(pages, 'Literata-Regular'), undefined, () => Promise.resolve(null))).rejects.toThrow(
      'picture of panel 1 is missing',
    );
    await expect(attempt(paper(pages, 'Literata-Regular'), () => Promise.reject(new Error('ENOENT')))).rejects.toThrow(
      'font file literata-',
    );
  });
});
