// The formats of the export dialog, in its order.
import type { ExportFormatView } from './export-format';
import { pdfFormat } from './pdf-format';

export const exportFormats: readonly ExportFormatView[] = [pdfFormat];
