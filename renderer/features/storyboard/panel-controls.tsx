// The quiet controls of a panel: shown when the pointer or the focus is in it. They know of the panel only what they show, so that a
// key typed in it leaves them alone.
import { BookOpenText, Brush, Layers, PenLine, Trash2 } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { Panel } from '../../../common/domain/story';
import { panelOf } from '../../editor/selectors';
import { useLanguage } from '../../i18n/language';
import { t } from '../../i18n/translate';
import { Button, IconButton } from '../../ui/button';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { drawPanel, rewritePanel } from './panel-actions';
import { PanelMenu } from './panel-menu';
import { deleteSelected } from './panels-actions';

interface PanelControlsProps {
  readonly panelId: string;
  readonly hasText: boolean;
  readonly hasPicture: boolean;
  readonly busy: boolean;
}

export const PanelControls = memo(function PanelControls({
  isSettled,
  ...props
}: PanelControlsProps & { readonly isSettled: boolean }): ReactNode {
  useLanguage();
  return (
    <div className="panel-controls" role="group" aria-label={t('Panel actions')}>
      {isSettled && <Controls {...props} />}
    </div>
  );
});

function Controls(props: PanelControlsProps): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const { panelId, hasText, hasPicture, busy } = props;
  /** The panel as it stands when something is asked of it. */
  const ask = (act: (panel: Panel) => void): void => {
    const panel = panelOf(session.editor.getState().story, panelId);
    if (panel !== null) act(panel);
  };
  return (
    <>
      <Button
        tone="quiet"
        size="small"
        disabled={busy || (!hasText && !hasPicture)}
        data-testid="continue-here"
        onClick={() => workspace.runs.continueAfter(session, panelId)}
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
        onClick={() => ask((panel) => rewritePanel(workspace, session, panel))}
      >
        <PenLine size={15} />
      </IconButton>
      <IconButton
        size="small"
        label={hasPicture ? t('Draw the picture again') : t('Draw the picture')}
        disabled={busy || !hasText}
        data-testid="retry-picture"
        onClick={() => ask((panel) => drawPanel(workspace, session, panel))}
      >
        <Brush size={15} />
      </IconButton>
      <IconButton
        size="small"
        label={t('Versions and details')}
        data-testid="inspect"
        onClick={() => workspace.ui.actions.openDialog({ kind: 'inspector', panelId })}
      >
        <Layers size={15} />
      </IconButton>
      <IconButton
        size="small"
        label={t('Delete panel')}
        tooltipAlign="end"
        data-testid="delete-panel"
        onClick={() => deleteSelected(workspace, session, [panelId])}
      >
        <Trash2 size={15} />
      </IconButton>
      <PanelMenu panelId={panelId} hasText={hasText} busy={busy} />
    </>
  );
}
