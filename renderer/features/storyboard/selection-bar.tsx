// What can be done with the selected panels, at the foot of the board while there are any.
import { ArrowDown, ArrowDownToLine, ArrowUp, ArrowUpToLine, Copy, Merge, Trash2, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { noSelection } from '../../editor/selection';
import { t } from '../../i18n/translate';
import { Button, IconButton } from '../../ui/button';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';
import { deleteSelected, duplicateSelected, meantPanelIds, mergeSelected, moveSelectionTo } from './panels-actions';

export function SelectionBar(): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const count = useEditor((state) => state.session.selection.ids.size);
  if (count === 0) return null;
  const ids = (): string[] => meantPanelIds(session, null);
  const move = (to: Parameters<typeof moveSelectionTo>[3]): void => moveSelectionTo(workspace, session, null, to);
  return (
    <section className="selection-bar" aria-label={t('Selected panels')} data-testid="selection-bar">
      <strong className="selection-count" data-testid="selection-count">
        {t('{count, plural, one {# panel selected} other {# panels selected}}', { count })}
      </strong>
      <IconButton label={t('To the beginning')} data-testid="selection-start" onClick={() => move('start')}>
        <ArrowUpToLine size={17} />
      </IconButton>
      <IconButton label={t('One place up')} data-testid="selection-up" onClick={() => move({ by: -1 })}>
        <ArrowUp size={17} />
      </IconButton>
      <IconButton label={t('One place down')} data-testid="selection-down" onClick={() => move({ by: 1 })}>
        <ArrowDown size={17} />
      </IconButton>
      <IconButton label={t('To the end')} data-testid="selection-end" onClick={() => move('end')}>
        <ArrowDownToLine size={17} />
      </IconButton>
      <MoveToPlace onMove={(place) => move({ place })} />
      <span className="selection-gap" />
      <Button
        tone="quiet"
        size="small"
        data-testid="selection-duplicate"
        onClick={() => duplicateSelected(workspace, session, ids())}
      >
        <Copy size={15} aria-hidden />
        {t('Duplicate')}
      </Button>
      <Button
        tone="quiet"
        size="small"
        disabled={count < 2}
        data-testid="selection-merge"
        onClick={() => mergeSelected(workspace, session, ids())}
      >
        <Merge size={15} aria-hidden />
        {t('Merge')}
      </Button>
      <Button
        tone="quiet"
        size="small"
        data-testid="selection-delete"
        onClick={() => deleteSelected(workspace, session, ids())}
      >
        <Trash2 size={15} aria-hidden />
        {t('Delete')}
      </Button>
      <IconButton
        label={t('Clear the selection')}
        tooltipAlign="end"
        data-testid="selection-clear"
        onClick={() => session.editor.select(() => noSelection)}
      >
        <X size={17} />
      </IconButton>
    </section>
  );
}

/** "Move to place 12": for a book of hundreds of panels, dragging is a long way. */
function MoveToPlace({ onMove }: { readonly onMove: (place: number) => void }): ReactNode {
  const panelCount = useEditor((state) => state.story.panels.length);
  const [place, setPlace] = useState('');
  return (
    <form
      className="selection-place"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = Number(place);
        if (place !== '' && Number.isInteger(wanted)) onMove(wanted);
        setPlace('');
      }}
    >
      <label>
        {t('To place')}
        <input
          className="text-input"
          type="number"
          min={1}
          max={panelCount}
          value={place}
          data-testid="selection-place"
          onChange={(event) => setPlace(event.target.value)}
        />
      </label>
    </form>
  );
}
