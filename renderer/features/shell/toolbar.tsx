// The bar above the page: which story, undo and redo with what they would do, the engine, the queue, saving, and the book.
import { FileDown, Redo2, Settings, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { redoLabelOf, undoLabelOf } from '../../editor/selectors';
import { stepWords } from '../../i18n/step-words';
import { t } from '../../i18n/translate';
import { Button, IconButton } from '../../ui/button';
import { QueuePopover } from '../queue/queue-popover';
import { useEditor, useSaveStatus, useWorkspace } from '../workspace/use-workspace';
import { EngineChip } from './engine-chip';
import { SaveStatus } from './save-status';
import { StepsPopover } from './steps-popover';
import { StoryMenu } from './story-menu';
import { useTravel } from './use-travel';
import { ViewSwitcher } from './view-switcher';
import './shell.css';

export function Toolbar(): ReactNode {
  const { ui } = useWorkspace();
  const { undo, redo } = useTravel();
  const undoLabel = useEditor(undoLabelOf);
  const redoLabel = useEditor(redoLabelOf);
  return (
    <header>
      <Bar>
        <div className="toolbar-side">
          <StoryMenu />
          <IconButton
            label={undoLabel === null ? t('Nothing to undo') : t('Undo {step}', { step: stepWords(undoLabel) })}
            tooltipSide="below"
            disabled={undoLabel === null}
            data-testid="undo"
            onClick={undo}
          >
            <Undo2 size={18} />
          </IconButton>
          <IconButton
            label={redoLabel === null ? t('Nothing to redo') : t('Redo {step}', { step: stepWords(redoLabel) })}
            tooltipSide="below"
            disabled={redoLabel === null}
            data-testid="redo"
            onClick={redo}
          >
            <Redo2 size={18} />
          </IconButton>
          <StepsPopover />
        </div>
        <ViewSwitcher />
        <div className="toolbar-side">
          <SaveStatus />
          <EngineChip />
          <QueuePopover />
          <IconButton
            label={t('Settings')}
            tooltipSide="below"
            data-testid="settings"
            onClick={() => ui.actions.openDialog({ kind: 'settings' })}
          >
            <Settings size={18} />
          </IconButton>
          <Button data-testid="export-pdf" onClick={() => ui.actions.openDialog({ kind: 'export' })}>
            <FileDown size={16} aria-hidden />
            <span className="toolbar-words">{t('Export')}</span>
          </Button>
        </div>
      </Bar>
    </header>
  );
}

/** Watches the save by itself: each save says three things, and nothing inside need be drawn again for them. */
function Bar({ children }: { readonly children: ReactNode }): ReactNode {
  const isSaveFailed = useSaveStatus().kind === 'failed';
  return (
    <div className="toolbar" data-save-failed={isSaveFailed || undefined} role="toolbar" aria-label={t('Story')}>
      {children}
    </div>
  );
}
