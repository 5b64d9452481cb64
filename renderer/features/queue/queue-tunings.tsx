// What is being learned, beside what is being made: every tuning that is at work or can go on, with its step and the time left. What it
// has learned is looked at and ended in its own dialog ("Teach it my hero"), to which its name leads.
import { Pause, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { canResumeTuning, isTuningActive, type TuningRun } from '../../../common/domain/tuning';
import { oneLineFrom } from '../../api/writer-words';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { ClosesPopover } from '../../ui/menu';
import { Progress } from '../../ui/progress';
import { fractionOfTuning, stateWords, tuningLine } from '../workspace/tuning-words';
import { useWorkspace } from '../workspace/use-workspace';

/** Those that the queue lists: at work first, then what can go on, each newest first. */
export const listedTunings = (runs: readonly TuningRun[]): readonly TuningRun[] => [
  ...runs.filter(isTuningActive),
  ...runs.filter(canResumeTuning),
];

export function QueueTunings({ runs }: { readonly runs: readonly TuningRun[] }): ReactNode {
  if (runs.length === 0) return null;
  return (
    <section className="queue-part" aria-labelledby="queue-learning">
      <div className="queue-part-head">
        <h3 id="queue-learning">{t('What it learns')}</h3>
      </div>
      <ul className="queue-list" data-testid="queue-tunings">
        {runs.map((run) => (
          <QueueTuning key={run.id} run={run} />
        ))}
      </ul>
    </section>
  );
}

function QueueTuning({ run }: { readonly run: TuningRun }): ReactNode {
  const { api, report, ui } = useWorkspace();
  const { id, name, state, failure } = run;
  const isActive = isTuningActive(run);
  const isBusy = isActive && state !== 'running'; // it begins, or finishes its step
  const { pause, resume } = api.client.tuning;
  return (
    <li className="queue-item" data-testid="queue-tuning" data-state={state}>
      <div className="queue-item-words">
        <ClosesPopover>
          <button
            type="button"
            className="queue-link"
            data-testid="queue-open-tuning"
            onClick={() => ui.actions.openDialog({ kind: 'tune', runId: id })}
          >
            <strong dir="auto">{name}</strong>
          </button>
        </ClosesPopover>
        {failure === null ? (
          <span className="queue-item-state">{tuningLine(run)}</span>
        ) : (
          <span className="queue-item-failure">{oneLineFrom(failure)}</span>
        )}
      </div>
      <div className="queue-item-actions">
        {/* One button that changes and is never `disabled`, so that the focus stays where it was. */}
        <Button
          size="small"
          tone="quiet"
          aria-disabled={isBusy}
          aria-label={isActive ? t('Pause: {name}', { name }) : t('Go on: {name}', { name })}
          data-testid={isActive ? 'queue-pause-tuning' : 'queue-resume-tuning'}
          onClick={() => {
            if (!isBusy) void (isActive ? pause : resume)({ runId: id }).catch(report);
          }}
        >
          {isActive ? <Pause size={12} aria-hidden /> : <Play size={12} aria-hidden />}
          {isActive ? t('Pause') : t('Go on')}
        </Button>
      </div>
      {isActive && <Progress label={stateWords(run)} fraction={fractionOfTuning(run)} />}
    </li>
  );
}
