// Every design of the sample printed as the studio prints it, its pages as pictures where pdftoppm is installed, facing pages side by side.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import type { BookDesign } from '../../common/domain/book-design';
import type { FontBytes } from '../../main/services/exports/book-type';
import { PdfExport } from '../../main/services/exports/pdf-export';
import { fontsIn } from '../../main/services/exports/pdf-finish';
import type { PdfPrinter } from '../../main/services/exports/pdf-printer';
import { nodeFiles } from '../../main/services/files/file-port';
import { contactSheet } from './contact-sheet';
import type { SampleBook } from './sample-book';

export function hasCommand(command: string, argument: string): boolean {
  try {
    execFileSync(command, [argument], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== 'ENOENT';
  }
}

const SCREEN_DPI = 60;

export async function printDesigns(
  { story, pictures }: SampleBook,
  designs: Readonly<Record<string, BookDesign>>,
  folder: string,
  { printer, fontBytes }: { readonly printer: PdfPrinter; readonly fontBytes: FontBytes },
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const exporter = new PdfExport({
    printer,
    fontBytes,
    appName: 'Voken Studio',
    write: {
      files: nodeFiles,
      wait: (ms) => new Promise((done) => setTimeout(done, ms)),
      uniqueName: () => randomUUID(),
    },
  });
  const rasterises = hasCommand('pdftoppm', '-v');
  if (!rasterises) console.log('pdftoppm is not installed (poppler-utils): the PDFs stay PDFs.');
  for (const [name, design] of Object.entries(designs)) {
    const path = join(folder, `${name}.pdf`);
    const { pages } = await exporter.toFile(story, design, path, (sha256) =>
      Promise.resolve(pictures.get(sha256) ?? null),
    );
    const fonts = fontsIn(await PDFDocument.load(readFileSync(path)));
    const loose = fonts.filter(({ embedded }) => !embedded).length;
    console.log(
      `${name}: ${pages} pages; ${fonts.length} fonts, ${loose} not embedded: ${fonts.map((font) => font.name).join(', ')}`,
    );
    if (!rasterises) continue;
    const pagesFolder = join(folder, name);
    rmSync(pagesFolder, { recursive: true, force: true });
    mkdirSync(pagesFolder, { recursive: true });
    execFileSync('pdftoppm', ['-r', String(SCREEN_DPI), '-png', path, join(pagesFolder, 'page')]);
    const files = readdirSync(pagesFolder).filter((file) => file.endsWith('.png'));
    const cells = files
      .toSorted()
      .map((file) => ({ file: join(pagesFolder, file), name: `${name} ${file.slice(5, -4)}` }));
    const sheet = design.format === 'storyboard' ? cells : [null, ...cells]; // page 1 is a right one
    await contactSheet(
      sheet,
      join(folder, `${name}.png`),
      design.format === 'storyboard' ? { columns: 3, cellWidth: 620 } : { columns: 6, cellWidth: 320 },
    );
  }
}
