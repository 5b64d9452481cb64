// The book as a PDF: choose the page, see what will be in it, export. Where it is written, main asks with its own dialog.
import { FileDown } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { designOf } from '../../../common/book/book-from';
import { chosenPictureOf } from '../../../common/domain/story';
import type { TrimSize } from '../../../common/domain/book-design';
import { useSettings } from '../../api/use-studio';
import { isEmptyPanel } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';
import { trimSizes } from './trim-sizes';
import './export.css';

export function ExportDialog(): ReactNode {
  const { api, ui, exports, report } = useWorkspace();
  const session = useSession();
  const settings = useSettings();
  const story = useEditor((state) => state.story);
  const [chosen, setChosen] = useState<TrimSize | null>(null);
  const [busy, setBusy] = useState(false);
  const trimSize = chosen ?? settings?.trimSize ?? 'square-8.5';
  const panels = story.panels.filter((panel) => !isEmptyPanel(panel));
  const pictures = panels.filter((panel) => chosenPictureOf(panel) !== null).length;
  const without = panels.length - pictures;
  const close = (): void => ui.actions.openDialog(null);

  const exportPdf = async (): Promise<void> => {
    setBusy(true);
    try {
      const jobId = await exports.start(session, {
        format: 'pdf',
        design: { ...designOf(story), trimSize },
      });
      if (jobId !== null) close(); // a toast tells how it ended
      if (chosen !== null) await api.client.settings.set({ trimSize: chosen });
    } catch (thrown) {
      report(thrown);
    } finally {
      setBusy(false);
    }
  };

  const foot = (
    <>
      <Button onClick={close}>{t('Cancel')}</Button>
      <Button
        tone="primary"
        disabled={busy || panels.length === 0}
        data-testid="export-confirm"
        onClick={() => void exportPdf()}
      >
        <FileDown size={16} aria-hidden />
        {t('Export PDF')}
      </Button>
    </>
  );
  return (
    <Dialog
      title={t('Export as a book')}
      description={t(
        '“{title}”: {panels, plural, one {# panel} other {# panels}}, {pictures, plural, one {# picture} other {# pictures}}.',
        { title: story.title || t('Untitled story'), panels: panels.length, pictures },
      )}
      onClose={close}
      foot={foot}
      testId="export-dialog"
    >
      <div className="trim-sizes" role="radiogroup" aria-label={t('Page size')}>
        {trimSizes.map(({ id, name, note }) => (
          <label key={id} className="trim-size">
            <input
              type="radio"
              name="trim-size"
              className="visually-hidden"
              value={id}
              checked={id === trimSize}
              onChange={() => setChosen(id)}
            />
            <span className="trim-page" data-trim={id} aria-hidden>
              <span className="trim-page-picture" />
              <span className="trim-page-line" />
              <span className="trim-page-line" />
            </span>
            <strong>{name()}</strong>
            <span className="trim-note">{note()}</span>
          </label>
        ))}
      </div>
      {panels.length === 0 && (
        <p className="export-note">{t('There is nothing in the story yet: write a line or add a picture first.')}</p>
      )}
      {without > 0 && (
        <p className="export-note">
          {t(
            '{count, plural, one {# panel has no picture yet; its text is set alone.} other {# panels have no picture yet; their text is set alone.}}',
            { count: without },
          )}
        </p>
      )}
    </Dialog>
  );
}
