// The book as a PDF: its design on the left, its pages on the right, as they will be printed, and what the printer would say about them.
import { BookOpen } from 'lucide-react';
import { useState } from 'react';
import { designOf } from '../../../common/book/book-from';
import type { BookDesign } from '../../../common/domain/book-design';
import { setBookDesign } from '../../editor/commands/book-commands';
import { t } from '../../i18n/translate';
import { useEditor, useSession } from '../workspace/use-workspace';
import type { ExportChoice, ExportFormatView } from './export-format';

function usePdfChoice(): ExportChoice {
  const { editor } = useSession();
  const story = useEditor((state) => state.story);
  const [design] = useState<BookDesign>(() => designOf(story));
  return {
    body: null,
    request: { format: 'pdf', design },
    actionLabel: t('Export PDF'),
    onStarted: () => editor.run(setBookDesign(design)),
  };
}

export const pdfFormat: ExportFormatView = {
  id: 'pdf',
  name: () => t('Book (PDF)'),
  note: () => t('Typeset pages for print and screen'),
  icon: BookOpen,
  useChoice: usePdfChoice,
};
