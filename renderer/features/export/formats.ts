// The formats of the export dialog, in its order.
import type { ExportFormatView } from './export-format';
import { pdfFormat } from './pdf-format';
import { picturesFormat } from './pictures-format';
import { epubFormat, htmlFormat } from './reader-formats';
import { reportFormat } from './report-format';

export const exportFormats: readonly ExportFormatView[] = [
  pdfFormat,
  epubFormat,
  htmlFormat,
  picturesFormat,
  reportFormat,
];
