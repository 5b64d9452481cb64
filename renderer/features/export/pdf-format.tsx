// The book as a PDF: its design beside its pages as they will be printed, and what a printer would say about them. The story remembers the
// design of its last export, so exporting again is one click.
import { BookOpen } from 'lucide-react';
import { useMemo, useState } from 'react';
import { designOf } from '../../../common/book/book-from';
import { checkPrint } from '../../../common/book/print-check';
import type { BookDesign } from '../../../common/domain/book-design';
import { setBookDesign } from '../../editor/commands/book-commands';
import { t } from '../../i18n/translate';
import { BookPreview } from '../book/book-preview';
import { DesignForm } from '../book/design-form';
import { PrintCheckList, PrintCheckSummary } from '../book/print-check-list';
import { useBook } from '../book/use-book';
import { useEditor, useSession } from '../workspace/use-workspace';
import type { ExportChoice, ExportFormatView } from './export-format';

function usePdfChoice(): ExportChoice {
  const { editor, storyId } = useSession();
  const story = useEditor((state) => state.story);
  const [design, setDesign] = useState<BookDesign>(() => designOf(story));
  const book = useBook(design);
  const findings = useMemo(() => checkPrint(story, book, design), [story, book, design]);
  return {
    body: (
      <div className="pdf-choice">
        <div className="pdf-options">
          <DesignForm design={design} onChange={setDesign} />
          <PrintCheckList findings={findings} />
        </div>
        <BookPreview book={book} storyId={storyId} />
      </div>
    ),
    aside: <PrintCheckSummary findings={findings} />,
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
