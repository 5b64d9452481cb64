// How far a run is, in words and as a bar; and what a failed one offers.
import { RotateCcw, Square, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { writerWordsFrom } from '../../api/writer-words';
import { sentenceGap } from '../../i18n/format';
import { t } from '../../i18n/translate';
import { Button, IconButton } from '../../ui/button';
import { Progress } from '../../ui/progress';
import type { Run } from '../workspace/run';
import { useWorkspace } from '../workspace/use-workspace';
import { runEtaWords, runFraction, runWords } from './run-words';

interface RunProgressProps {
  readonly run: Run;
}

/** Progress and Stop of a run that is under way. */
export function RunProgress({ run }: RunProgressProps): ReactNode {
  const { runs } = useWorkspace();
  const stopping = run.phase === 'stopping';
  const isWaiting = run.phase === 'queued'; // what waits moves nothing
  return (
    <div className="run-progress" data-testid="run-progress">
      <div className="run-progress-words">
        <span className="run-stage">{runWords(run)}</span>
        <span className="run-eta">{runEtaWords(run)}</span>
        <Button size="small" tone="quiet" disabled={stopping} onClick={() => runs.stop(run.key)} data-testid="stop-run">
          <Square size={12} fill="currentColor" aria-hidden />
          {t('Stop')}
        </Button>
      </div>
      {!isWaiting && <Progress label={runWords(run)} fraction={runFraction(run)} />}
    </div>
  );
}

/** The reason of a failed run and the way on. */
export function RunEnd({ run }: RunProgressProps): ReactNode {
  const { runs } = useWorkspace();
  if (run.phase === 'failed') {
    const words = writerWordsFrom(run.failure ?? { code: 'internal', message: '' });
    return (
      <div className="run-end" data-tone="danger" role="alert" data-testid="run-failure">
        <TriangleAlert size={18} aria-hidden />
        <div className="run-end-words">
          <strong>{words.title}</strong>
          {sentenceGap()}
          {words.advice}
        </div>
        <Button size="small" onClick={() => runs.tryAgain(run.key)} data-testid="try-again">
          <RotateCcw size={14} aria-hidden />
          {t('Try again')}
        </Button>
        <IconButton size="small" label={t('Dismiss')} onClick={() => runs.dismiss(run.key)}>
          <X size={14} />
        </IconButton>
      </div>
    );
  }
  return null; // words that a stop has left: suggestion-actions.tsx
}
