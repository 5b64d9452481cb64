// The port that turns a page into a PDF. The app gives it a hidden Electron window, the command line an installed browser.
import type { TrimSize } from '../../../common/domain/book-design';

export interface PrintJob {
  readonly html: string;
  /** Pictures that the page names as `pictures/<key>`. */
  readonly pictures: ReadonlyMap<string, { readonly bytes: Uint8Array; readonly mimeType: string }>;
  readonly trimSize: TrimSize;
}

export interface PdfPrinter {
  /**
   * Prints tagged, with outline and backgrounds, at the page size of the document's own CSS.
   * @returns the PDF's bytes
   */
  print(job: PrintJob): Promise<Uint8Array>;
}
