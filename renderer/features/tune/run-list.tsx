// Every run that is at work, waits or has ended, newest first; and the way to a new one.
import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { isTuningActive, type TuningRun } from '../../../common/domain/tuning';
import { assetUrl } from '../../api/asset-url';
import { formatDateTime } from '../../i18n/format';
import { t } from '../../i18n/translate';
import { Button, IconButton } from '../../ui/button';
import { stateWords } from '../workspace/tuning-words';
import { useWorkspace } from '../workspace/use-workspace';
import { TunePage } from './tune-page';

interface RunListProps {
  readonly runs: readonly TuningRun[];
  readonly onOpen: (runId: string) => void;
  readonly onNew: () => void;
}

/** The picture that tells a run best: the newest sample of its best checkpoint. */
function faceOf({ checkpoints, base }: TuningRun) {
  const drawn = checkpoints.filter(({ samples }) => samples.some(({ asset }) => asset !== null));
  const best = drawn.find(({ isBest }) => isBest) ?? drawn.at(-1);
  return (best?.samples ?? base).find(({ asset }) => asset !== null)?.asset ?? null;
}

export function RunList({ runs, onOpen, onNew }: RunListProps): ReactNode {
  const { api, report, ui } = useWorkspace();
  const foot = (
    <Button tone="primary" data-testid="tune-new" onClick={onNew}>
      <Plus size={16} aria-hidden />
      {t('Teach it something new')}
    </Button>
  );
  return (
    <TunePage title={t('What it has learned')} foot={foot} testId="tune-runs">
      <ul className="tune-runs">
        {runs.map((run) => {
          const face = faceOf(run);
          return (
            <li key={run.id} className="tune-run" data-state={run.state} data-testid="tune-run">
              <button type="button" className="tune-run-open" onClick={() => onOpen(run.id)}>
                {face === null ? <span className="tune-run-blank" /> : <img src={assetUrl(run.id, face)} alt="" />}
                <span className="tune-run-words">
                  <strong dir="auto">{run.name}</strong>
                  <span>{stateWords(run)}</span>
                  <span className="tune-quiet">{formatDateTime(run.createdAt)}</span>
                </span>
              </button>
              <IconButton
                label={t('Delete {name}', { name: run.name })}
                tooltipAlign="end"
                disabled={isTuningActive(run)}
                onClick={() => {
                  api.client.tuning.remove({ runId: run.id }).then(() => {
                    ui.actions.announce(t('Deleted. What you put among your own styles stays there.'));
                  }, report);
                }}
              >
                <Trash2 size={16} />
              </IconButton>
            </li>
          );
        })}
      </ul>
    </TunePage>
  );
}
