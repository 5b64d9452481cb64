// One panel of the board: picture and words side by side like a spread, its handle in the margin and its page number below.
import { GripVertical } from 'lucide-react';
import { memo, useEffect, useRef, type ReactNode } from 'react';
import type { Panel } from '../../../common/domain/story';
import { isEmptyPanel } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import { IconButton } from '../../ui/button';
import { useLanguage } from '../../i18n/language';
import { scrollBehaviour } from '../../ui/scroll-behaviour';
import { isActive, isAsked, type Run } from '../workspace/run';
import { useEditor, usePanelRun, useSession, useWorkspace } from '../workspace/use-workspace';
import { PanelNotices } from './notices';
import { usePanelGestures } from './use-panel-gestures';
import { PanelControls } from './panel-controls';
import { PanelPicture } from './panel-picture';
import { PanelText } from './panel-text';
import { RunEnd, RunProgress } from './run-status';
import { usePanelDrag } from './use-panel-drag';

interface PanelCardProps {
  readonly panel: Panel;
  readonly number: number;
  readonly count: number;
  readonly isSettled: boolean;
}

const stateOf = (panel: Panel, run: Run | null): string => {
  if (run !== null) return run.phase;
  return isEmptyPanel(panel) ? 'empty' : 'idle';
};

export const PanelCard = memo(function PanelCard({ panel, number, count, isSettled }: PanelCardProps): ReactNode {
  useLanguage();
  const workspace = useWorkspace();
  const session = useSession();
  const run = usePanelRun(panel.id);
  const card = useRef<HTMLElement>(null);
  const handle = useRef<HTMLButtonElement>(null);
  const canEdit = session.readOnly === null;
  const busy = run !== null && isActive(run);
  usePanelDrag(workspace, session, panel.id, card, handle, canEdit && isSettled);
  // Where something is being made, the writer wants to watch: a line drawn from the composer may lie below the window. A picture that
  // follows its words comes quietly: the writer may be somewhere else by then.
  const asked = busy && isAsked(run);
  useEffect(() => {
    if (asked) card.current?.scrollIntoView({ block: 'nearest', behavior: scrollBehaviour() });
  }, [asked]);

  const selected = useEditor((state) => state.session.selection.ids.has(panel.id));
  const gestures = usePanelGestures(panel.id, handle, canEdit);

  return (
    <article
      ref={card}
      className="panel"
      data-testid="panel"
      data-panel-id={panel.id}
      data-state={stateOf(panel, run)}
      data-selected={selected ? '' : undefined}
      aria-label={
        selected
          ? t('Panel {number} of {count}, selected', { number, count })
          : t('Panel {number} of {count}', { number, count })
      }
      aria-posinset={number}
      aria-setsize={count}
      {...gestures}
    >
      {canEdit && isSettled && (
        <IconButton
          ref={handle}
          className="panel-handle"
          size="small"
          label={t('Select; drag to move, or press the up and down keys')}
          aria-pressed={selected}
          tooltipSide="right"
          data-testid="drag-handle"
        >
          <GripVertical size={16} />
        </IconButton>
      )}
      <div className="panel-spread">
        <PanelPicture panel={panel} run={run} canEdit={canEdit} isSettled={isSettled} />
        <div className="panel-words">
          <PanelText panel={panel} number={number} run={run} canEdit={canEdit} />
          {busy && run.mode === 'text' && <RunProgress run={run} />}
          {run !== null && !busy && <RunEnd run={run} />}
          <PanelNotices panelId={panel.id} />
          {canEdit && (
            <PanelControls
              isSettled={isSettled}
              panelId={panel.id}
              hasText={panel.text.trim() !== ''}
              hasPicture={panel.pictures.length > 0}
              busy={busy}
            />
          )}
        </div>
      </div>
      <div className="panel-number" aria-hidden>
        {number}
      </div>
    </article>
  );
});
