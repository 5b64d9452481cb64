// Story to PDF file: the typeset book printed by the port, finished, checked, written provably.
import { StudioError } from '../../../common/base/studio-error';
import type { Book } from '../../../common/book/book';
import { bookFrom } from '../../../common/book/book-from';
import { bookFontFamilies, fontFileOf } from '../../../common/book/font-families';
import type { BookDesign } from '../../../common/domain/book-design';
import { chosenPictureOf, type Asset, type Story } from '../../../common/domain/story';
import { writeProved, type ProvedWriteContext } from '../files/write-proved';
import { bookHtml } from './book-html';
import type { FontBytes } from './book-type';
import { finishPdf, fontsIn, loadPrinted } from './pdf-finish';
import type { PdfPrinter, PrintFile } from './pdf-printer';
import { languageOf } from './story-language';

const MIME: Readonly<Record<string, string>> = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp' };

/** Names of the families as the font files themselves spell them. */
const FONT_NAMES: Readonly<Record<string, RegExp>> = {
  literata: /^Literata/,
  'eb-garamond': /^EBGaramond/,
  fredoka: /^Fredoka/,
  nunito: /^Nunito/,
};

const STEPS = 3;

export class PdfExport {
  constructor(
    private readonly ports: {
      readonly printer: PdfPrinter;
      readonly write: ProvedWriteContext;
      readonly fontBytes: FontBytes;
      readonly appName: string;
    },
  ) {}

  /**
   * @param pictureBytes the bytes of a picture by content hash, or null when it is gone
   * @param step counts gathering, printing and writing; throws when the writer has cancelled
   * @throws StudioError `io` when a picture is missing or the print is not the book, `disk-full` when it does not fit
   */
  async toFile(
    story: Story,
    design: BookDesign,
    path: string,
    pictureBytes: (sha256: string) => Promise<Uint8Array | null>,
    step: (step: number, steps: number) => void = () => undefined,
  ): Promise<{ pages: number; bytes: number }> {
    step(0, STEPS);
    const book: Book = { ...bookFrom(story, design), language: languageOf(story) };
    const files = new Map([...(await this.fontFiles(book)), ...(await pictureFiles(story, pictureBytes))]);
    const html = bookHtml(book, {
      pictureUrlOf: pictureFileOf,
      fontUrlOf: (_folder, file) => `fonts/${file}`,
    });
    step(1, STEPS);
    const document = await loadPrinted(await this.ports.printer.print({ html, files }));
    requireBookFonts(book, fontsIn(document));
    finishPdf(document, book, this.ports.appName);
    const bytes = await document.save();
    step(2, STEPS); // the last moment at which nothing is on the disk yet
    await writeProved(this.ports.write, path, bytes);
    return { pages: document.getPageCount(), bytes: bytes.byteLength };
  }

  /** The font files of the families that this book is set in. */
  private async fontFiles(book: Book): Promise<Map<string, PrintFile>> {
    const files = new Map<string, PrintFile>();
    const faces = facesOf(book);
    for (const family of bookFontFamilies) {
      const { folder } = family;
      const weights = family.weights.filter((weight) => faces.has(`${folder}-${weight}`));
      for (const file of weights.flatMap((weight) =>
        family.subsets.map((subset) => fontFileOf(family, subset, weight)),
      )) {
        const bytes = await this.ports.fontBytes(folder, file).catch((cause: unknown) => {
          throw new StudioError('io', `The book's font file ${file} cannot be read.`, {
            hint: 'Install the studio again.',
            cause,
          });
        });
        files.set(`fonts/${file}`, { bytes, mimeType: 'font/woff2' });
      }
    }
    return files;
  }
}

const pictureFileOf = ({ sha256, ext }: Asset): string => `pictures/${sha256}.${ext}`;

async function pictureFiles(
  story: Story,
  pictureBytes: (sha256: string) => Promise<Uint8Array | null>,
): Promise<Map<string, PrintFile>> {
  const files = new Map<string, PrintFile>();
  for (const [index, panel] of story.panels.entries()) {
    const picture = chosenPictureOf(panel);
    if (picture === null) continue;
    const { sha256, ext } = picture.asset;
    const bytes = await pictureBytes(sha256);
    if (bytes === null) {
      throw new StudioError('io', `The picture of panel ${index + 1} is missing in the story's assets folder.`, {
        hint: 'Choose another picture for that panel, or restore the file.',
        detail: { sha256 },
      });
    }
    files.set(pictureFileOf(picture.asset), { bytes, mimeType: MIME[ext] ?? 'image/png' });
  }
  return files;
}

const facesOf = (book: Book): ReadonlySet<string> =>
  new Set(book.pages.flatMap(({ boxes }) => boxes.flatMap((box) => (box.kind === 'text' ? [box.face] : []))));

/** A font that did not load would be replaced without a word: then the lines are not those that the writer saw. */
function requireBookFonts(book: Book, fonts: readonly { readonly name: string; readonly embedded: boolean }[]): void {
  const loose = fonts.filter(({ embedded }) => !embedded).map(({ name }) => name);
  if (loose.length > 0) {
    throw new StudioError('io', `The PDF names fonts that are not in it: ${loose.join(', ')}.`, {
      hint: 'Export again.',
    });
  }
  const hasLatin = book.pages.some(({ boxes }) =>
    boxes.some(
      (box) =>
        box.kind === 'text' &&
        box.role === 'words' &&
        box.paragraphs.some(({ lines }) => lines.some(({ text }) => /[A-Za-z]/.test(text))),
    ),
  );
  if (!hasLatin) return;
  const words = new Set(
    book.pages.flatMap(({ boxes }) =>
      boxes.flatMap((box) => (box.kind === 'text' && box.role === 'words' ? [box.face.replace(/-\d+$/, '')] : [])),
    ),
  );
  for (const folder of words) {
    const pattern = FONT_NAMES[folder];
    if (pattern !== undefined && !fonts.some(({ name }) => pattern.test(name))) {
      throw new StudioError(
        'io',
        `The book's font (${folder}) did not get into the PDF; it has ${fonts.map(({ name }) => name).join(', ') || 'none'}.`,
        {
          hint: 'Export again.',
        },
      );
    }
  }
}
