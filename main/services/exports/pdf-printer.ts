// The port that turns a page into a PDF. The app gives it a hidden Electron window, the command line an installed browser.

export interface PrintFile {
  readonly bytes: Uint8Array;
  readonly mimeType: string;
}

export interface PrintJob {
  readonly html: string;
  /** Files that the page names: `pictures/<name>`, `fonts/<name>`. A folder and a name, nothing deeper. */
  readonly files: ReadonlyMap<string, PrintFile>;
}

export interface PdfPrinter {
  /**
   * Prints tagged and with backgrounds, at the page size of the document's own CSS.
   * @returns the PDF's bytes
   */
  print(job: PrintJob): Promise<Uint8Array>;
}
