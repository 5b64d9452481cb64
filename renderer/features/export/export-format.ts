// What the export dialog knows of a format. A format is one file that makes such an object, and one line in formats.ts.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ExportFormat, ExportRequest } from '../../../common/domain/export';

/** What a format answers while it is chosen; from a hook, so that it may keep what the writer sets. */
export interface ExportChoice {
  /** What there is to choose and to see. */
  readonly body: ReactNode;
  /** Beside the buttons: a sentence, or one click that repeats something. */
  readonly aside?: ReactNode;
  /** Null while it cannot be exported. */
  readonly request: ExportRequest | null;
  readonly actionLabel: string;
  /** Called when the export has begun: the place to remember what was chosen. */
  readonly onStarted?: () => void;
}

export interface ExportFormatView {
  readonly id: ExportFormat;
  readonly name: () => string;
  readonly note: () => string;
  readonly icon: LucideIcon;
  readonly useChoice: () => ExportChoice;
}
