// The quiet controls of a panel: shown when the pointer or the focus is in it.
import { BookOpenText, Brush, Layers, PenLine, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Panel } from '../../../common/domain/story';
import { t } from '../../i18n/translate';
import { Button, IconButton } from '../../ui/button';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { drawPanel, rewritePanel } from './panel-actions';
import { PanelMenu } from './panel-menu';
import { deleteSelected } from './panels-actions';

interface PanelControlsProps {
  readonly panel: Panel;
  readonly busy: boolean;
}

export function PanelControls({ panel, busy }: PanelControlsProps): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const hasText = panel.text.trim() !== '';
  const hasPicture = panel.pictures.length > 0;
  return (
    <div className="panel-controls" role="group" aria-label={t('Panel actions')}>
      <Button
        tone="quiet"
        size="small"
        disabled={busy || (!hasText && !hasPicture)}
        data-testid="continue-here"
        onClick={() => workspace.runs.continueAfter(session, panel.id)}
      >
        <BookOpenText size={15} aria-hidden />
        {t('Continue from here')}
      </Button>
      <span className="panel-controls-gap" />
      <IconButton
        size="small"
        label={hasText ? t('Write the text again') : hasPicture ? t('Write about this picture') : t('Write the text')}
        disabled={busy}
        data-testid="retry-text"
        onClick={() => rewritePanel(workspace, session, panel)}
      >
        <PenLine size={15} />
      </IconButton>
      <IconButton
        size="small"
        label={hasPicture ? t('Draw the picture again') : t('Draw the picture')}
        disabled={busy || !hasText}
        data-testid="retry-picture"
        onClick={() => drawPanel(workspace, session, panel)}
      >
        <Brush size={15} />
      </IconButton>
      <IconButton
        size="small"
        label={t('Versions and details')}
        data-testid="inspect"
        onClick={() => workspace.ui.actions.openDialog({ kind: 'inspector', panelId: panel.id })}
      >
        <Layers size={15} />
      </IconButton>
      <IconButton
        size="small"
        label={t('Delete panel')}
        tooltipAlign="end"
        data-testid="delete-panel"
        onClick={() => deleteSelected(workspace, session, [panel.id])}
      >
        <Trash2 size={15} />
      </IconButton>
      <PanelMenu panel={panel} busy={busy} />
    </div>
  );
}
