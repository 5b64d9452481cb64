// The export: the formats on the left, what the chosen one has to decide and to show on the right. Where a file is written, main asks with
// its own dialog; how an export ends, a toast tells.
import { FileDown } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { chosenPictureOf } from '../../../common/domain/story';
import type { ExportRequest } from '../../../common/domain/export';
import { isEmptyPanel } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';
import type { ExportFormatView } from './export-format';
import { exportFormats } from './formats';
import { pdfFormat } from './pdf-format';
import './export.css';

export function ExportDialog(): ReactNode {
  const { ui } = useWorkspace();
  const story = useEditor((state) => state.story);
  const [format, setFormat] = useState<ExportFormatView>(pdfFormat);
  const panels = story.panels.filter((panel) => !isEmptyPanel(panel));
  const pictures = panels.filter((panel) => chosenPictureOf(panel) !== null).length;
  const close = (): void => ui.actions.openDialog(null);
  return (
    <Dialog
      title={t('Export')}
      description={t(
        '“{title}”: {panels, plural, one {# panel} other {# panels}}, {pictures, plural, one {# picture} other {# pictures}}.',
        { title: story.title || t('Untitled story'), panels: panels.length, pictures },
      )}
      onClose={close}
      width="full"
      testId="export-dialog"
    >
      <div className="export-columns">
        {exportFormats.length > 1 && (
          <div className="export-formats" role="radiogroup" aria-label={t('Format')}>
            {exportFormats.map((candidate) => (
              <FormatChoice
                key={candidate.id}
                format={candidate}
                checked={candidate === format}
                onChoose={() => setFormat(candidate)}
              />
            ))}
          </div>
        )}
        <FormatPane key={format.id} format={format} onClose={close} isEmpty={panels.length === 0} />
      </div>
    </Dialog>
  );
}

interface FormatChoiceProps {
  readonly format: ExportFormatView;
  readonly checked: boolean;
  readonly onChoose: () => void;
}

function FormatChoice({ format, checked, onChoose }: FormatChoiceProps): ReactNode {
  const { icon: Icon } = format;
  return (
    <label className="export-format">
      <input
        type="radio"
        name="export-format"
        className="visually-hidden"
        value={format.id}
        checked={checked}
        data-testid={`export-format-${format.id}`}
        onChange={onChoose}
      />
      <Icon size={18} aria-hidden />
      <span>
        <strong>{format.name()}</strong>
        <span className="export-note">{format.note()}</span>
      </span>
    </label>
  );
}

interface FormatPaneProps {
  readonly format: ExportFormatView;
  readonly isEmpty: boolean;
  readonly onClose: () => void;
}

/** Keyed by its format: the hook of one format is never called for another. */
function FormatPane({ format, isEmpty, onClose }: FormatPaneProps): ReactNode {
  const { exports, report } = useWorkspace();
  const session = useSession();
  const [busy, setBusy] = useState(false);
  const { body, aside, request, actionLabel, onStarted } = format.useChoice();

  const start = async (chosen: ExportRequest): Promise<void> => {
    setBusy(true);
    try {
      const jobId = await exports.start(session, chosen);
      if (jobId === null) return; // the writer did not say where
      onStarted?.();
      onClose();
    } catch (thrown) {
      report(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="export-pane">
      <div className="export-body">
        {isEmpty && (
          <p className="export-note">{t('There is nothing in the story yet: write a line or add a picture first.')}</p>
        )}
        {body}
      </div>
      <div className="dialog-foot">
        {aside !== undefined && <div className="export-aside">{aside}</div>}
        <Button onClick={onClose}>{t('Cancel')}</Button>
        <Button
          tone="primary"
          disabled={busy || isEmpty || request === null}
          data-testid="export-confirm"
          onClick={() => request !== null && void start(request)}
        >
          <FileDown size={16} aria-hidden />
          {actionLabel}
        </Button>
      </div>
    </div>
  );
}
