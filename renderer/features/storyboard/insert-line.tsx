// The gap between two panels: a quiet plus that opens a new one there, and a target for picture files.
import { Plus } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { insertPanel } from '../../editor/commands/panel-commands';
import { useLanguage } from '../../i18n/language';
import { t } from '../../i18n/translate';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { DropZone } from './drop-zone';

interface InsertLineProps {
  readonly after: string | null;
  readonly isSettled?: boolean; // without it the gap is there alone
}

export const InsertLine = memo(function InsertLine({ after, isSettled = true }: InsertLineProps): ReactNode {
  useLanguage();
  const { editor } = useSession();
  const { newId } = useWorkspace();
  const insert = (): void => {
    const panelId = newId();
    editor.run(insertPanel({ place: { after }, panelId }));
    requestAnimationFrame(() => {
      document.querySelector<HTMLElement>(`[data-panel-id="${panelId}"] textarea`)?.focus();
    });
  };
  if (!isSettled) return <div className="insert-line" />;
  return (
    <div className="insert-line">
      <button
        type="button"
        className="insert-button"
        aria-label={t('Add a panel here')}
        data-testid="insert-after"
        onClick={insert}
      >
        <Plus size={16} aria-hidden />
      </button>
      <DropZone destination={{ kind: 'new', place: { after } }} label={t('New panel here')} testId="drop-new" />
    </div>
  );
});
