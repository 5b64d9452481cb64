// A run: first what it changes (the same words and the same seed, before and after), then how far it is, then every checkpoint beside
// the model as it was, and the curves for those who read them.
import { Pause, Play, Square } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { canResumeTuning, isTuningActive, type TuningCheckpoint, type TuningRun } from '../../../common/domain/tuning';
import { oneLineFrom } from '../../api/writer-words';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { Progress } from '../../ui/progress';
import { fractionOfTuning, stateWords, timeLeftWords } from '../workspace/tuning-words';
import { useWorkspace } from '../workspace/use-workspace';
import { CheckpointGrid } from './checkpoint-grid';
import { SampleSlider } from './sample-slider';
import { TakeCheckpoint } from './take-checkpoint';
import { TunePage } from './tune-page';
import { TuningCurves } from './tuning-curves';

/** Shown before anything is chosen: the best that was drawn; while it learns, the newest. */
function shownFirst(run: TuningRun): TuningCheckpoint | undefined {
  const drawn = run.checkpoints.filter(({ samples, refusal }) => samples.length > 0 && refusal === '');
  return isTuningActive(run) ? drawn.at(-1) : (drawn.find(({ isBest }) => isBest) ?? drawn.at(-1));
}

export function RunView({ run, onBack }: { readonly run: TuningRun; readonly onBack: () => void }): ReactNode {
  const { api, report } = useWorkspace();
  const [wantedStep, setWantedStep] = useState<number | null>(null);
  const shown = run.checkpoints.find(({ step }) => step === wantedStep) ?? shownFirst(run);
  useAnnouncements(run);
  const { tuning } = api.client;
  const send = (ask: (input: { runId: string }) => Promise<void>): void => {
    ask({ runId: run.id }).catch(report);
  };
  const foot = (
    <>
      <Button tone="quiet" onClick={onBack}>
        {t('All runs')}
      </Button>
      <span className="tune-foot-words" />
      {isTuningActive(run) && (
        <Button disabled={run.state !== 'running'} data-testid="tune-pause" onClick={() => send(tuning.pause)}>
          <Pause size={16} aria-hidden />
          {t('Pause')}
        </Button>
      )}
      {canResumeTuning(run) && (
        <Button tone="primary" data-testid="tune-resume" onClick={() => send(tuning.resume)}>
          <Play size={16} aria-hidden />
          {t('Go on learning')}
        </Button>
      )}
      {(isTuningActive(run) || canResumeTuning(run)) && (
        <Button disabled={run.state === 'pausing'} data-testid="tune-stop" onClick={() => send(tuning.stop)}>
          <Square size={12} fill="currentColor" aria-hidden />
          {t('End it here')}
        </Button>
      )}
    </>
  );
  return (
    <TunePage title={run.name} foot={foot} testId="tune-view">
      <div className="tune-view" data-state={run.state}>
        <SampleSlider run={run} checkpoint={shown} />
        <div className="tune-view-side">
          <RunProgress run={run} />
          {shown !== undefined && <TakeCheckpoint key={shown.step} run={run} checkpoint={shown} />}
        </div>
      </div>
      <CheckpointGrid run={run} shownStep={shown?.step ?? null} onShow={setWantedStep} />
      {run.metrics.length > 0 && (
        <details className="tune-curves-fold">
          <summary>{t('How well it learned: curves')}</summary>
          <TuningCurves run={run} />
        </details>
      )}
    </TunePage>
  );
}

function RunProgress({ run }: { readonly run: TuningRun }): ReactNode {
  const failure = run.failure === null ? null : oneLineFrom(run.failure);
  const timeLeft = timeLeftWords(run);
  return (
    <div className="tune-progress" data-testid="tune-progress" data-state={run.state}>
      <p>
        <strong>{stateWords(run)}</strong>
        {timeLeft !== '' && <span className="tune-quiet">{timeLeft}</span>}
      </p>
      {(isTuningActive(run) || canResumeTuning(run)) && (
        <>
          <Progress label={t('Learning')} fraction={fractionOfTuning(run)} />
          {run.steps > 0 && (
            <span className="tune-quiet">{t('Step {step} of {count}', { step: run.step, count: run.steps })}</span>
          )}
        </>
      )}
      {run.state === 'interrupted' && (
        <p className="tune-quiet">
          {t('The studio ended while it learned. Nothing is lost: it can go on where it was.')}
        </p>
      )}
      {failure !== null && (
        <p role="alert" className="tune-failure" data-testid="tune-failure">
          {failure}
        </p>
      )}
      <p className="tune-quiet">
        {t('{learned, plural, one {From # picture} other {From # pictures}}, {keptBack} kept back.', {
          learned: run.learned,
          keptBack: run.keptBack,
        })}
      </p>
    </div>
  );
}

/** Says what changed in the large: not every step. */
function useAnnouncements(run: TuningRun): void {
  const { ui } = useWorkspace();
  const said = useRef({ state: run.state, checkpoints: run.checkpoints.length });
  useEffect(() => {
    const before = said.current;
    said.current = { state: run.state, checkpoints: run.checkpoints.length };
    if (before.state !== run.state) ui.actions.announce(`${run.name}: ${stateWords(run)}`);
    else if (run.checkpoints.length > before.checkpoints) {
      ui.actions.announce(
        t('A checkpoint at step {step} is there to look at.', { step: run.checkpoints.at(-1)!.step }),
      );
    }
  }, [run, ui]);
}
