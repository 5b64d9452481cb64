// Story to PDF file: builds the picture book's page, prints it by the port, checks the result, writes it provably.
import { PDFDocument } from '@cantoo/pdf-lib';
import { StudioError } from '../../../common/base/studio-error';
import { chosenPictureOf, type Story } from '../../../common/domain/story';
import type { TrimSize } from '../../../common/domain/book-design';
import { writeProved, type ProvedWriteContext } from '../files/write-proved';
import type { PdfPrinter, PrintJob } from './pdf-printer';
import { pictureBookHtml } from './picture-book';

const MIME: Readonly<Record<string, string>> = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp' };

export class PdfExport {
  constructor(
    private readonly ports: {
      readonly printer: PdfPrinter;
      readonly write: ProvedWriteContext;
      readonly appName: string;
    },
  ) {}

  /**
   * @param pictureBytes the bytes of a picture by content hash, or null when it is gone
   * @throws StudioError `io` when a picture is missing or the print is not a PDF, `disk-full` when it does not fit
   */
  async toFile(
    story: Story,
    trimSize: TrimSize,
    path: string,
    pictureBytes: (sha256: string) => Promise<Uint8Array | null>,
  ): Promise<{ pages: number; bytes: number }> {
    const pictures: Map<string, { bytes: Uint8Array; mimeType: string }> = new Map();
    for (const panel of story.panels) {
      const picture = chosenPictureOf(panel);
      if (picture === null) continue;
      const { sha256, ext } = picture.asset;
      const bytes = await pictureBytes(sha256);
      if (bytes === null) {
        throw new StudioError('io', 'A picture of the story is missing in its assets folder.', {
          hint: 'Choose another picture for that panel, or restore the file.',
          detail: { sha256 },
        });
      }
      pictures.set(`${sha256}.${ext}`, { bytes, mimeType: MIME[ext] ?? 'image/png' });
    }
    const html = pictureBookHtml(story, { trimSize, pictureUrlOf: ({ sha256, ext }) => `pictures/${sha256}.${ext}` });
    const printed = await this.ports.printer.print({ html, pictures, trimSize } satisfies PrintJob);
    const document = await PDFDocument.load(printed, { updateMetadata: false }).catch((error: unknown) => {
      throw new StudioError('io', 'The printed file is not a readable PDF.', { hint: 'Export again.', cause: error });
    });
    document.setTitle(story.title);
    if (story.author !== '') document.setAuthor(story.author);
    document.setCreator(this.ports.appName);
    document.setLanguage(story.language);
    const bytes = await document.save();
    await writeProved(this.ports.write, path, bytes);
    return { pages: document.getPageCount(), bytes: bytes.byteLength };
  }
}
