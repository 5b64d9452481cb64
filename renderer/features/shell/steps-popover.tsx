// The list of steps behind undo and redo: what was done, newest first, and a click goes back (or forward) to it. Drawn only while it is
// open.
import { ListRestart } from 'lucide-react';
import type { ReactNode } from 'react';
import type { StepLabel } from '../../editor/step-label';
import { stepWords } from '../../i18n/step-words';
import { t } from '../../i18n/translate';
import { IconButton } from '../../ui/button';
import { Popover } from '../../ui/menu';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';

export function StepsPopover(): ReactNode {
  const none = useEditor(({ history }) => history.past.length + history.future.length === 0);
  const trigger = (
    <IconButton label={t('Steps')} tooltipSide="below" disabled={none} data-testid="steps">
      <ListRestart size={18} />
    </IconButton>
  );
  return (
    <Popover trigger={trigger} title={t('Steps')}>
      <StepsList />
    </Popover>
  );
}

/** So many steps are listed; the keys reach the older ones. */
const MAX_LISTED = 200;

function StepsList(): ReactNode {
  const { editor } = useSession();
  const { ui } = useWorkspace();
  const { past, future } = useEditor((state) => state.history);
  // Each entry says how the story stands after it: its number is how many steps lie behind then.
  const entries: { readonly label: StepLabel | null; readonly pastSteps: number }[] = [
    ...future.map(({ label }, index) => ({ label, pastSteps: past.length + future.length - index })),
    ...past.map(({ label }, index) => ({ label, pastSteps: index + 1 })).toReversed(),
    { label: null, pastSteps: 0 },
  ];
  const here = entries.findIndex(({ pastSteps }) => pastSteps === past.length);
  const first = Math.max(0, here - MAX_LISTED / 2);
  return (
    <ol className="steps-list" data-testid="steps-list">
      {entries.slice(first, first + MAX_LISTED).map(({ label, pastSteps }) => {
        const words = label === null ? t('As it was opened') : stepWords(label);
        return (
          <li key={pastSteps}>
            <button
              type="button"
              className="step"
              data-testid="step"
              data-undone={pastSteps > past.length ? '' : undefined}
              aria-current={pastSteps === past.length ? 'step' : undefined}
              onClick={() => {
                editor.travelTo(pastSteps);
                ui.actions.announce(t('The story stands as after: {step}.', { step: words }));
              }}
            >
              <span className="step-words">{words}</span>
              {pastSteps === past.length && <span className="step-here">{t('now')}</span>}
              {pastSteps > past.length && <span className="step-here">{t('undone')}</span>}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
