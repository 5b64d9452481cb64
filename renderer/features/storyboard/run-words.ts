// A run's state in a writer's words. Pure.
import { t } from '../../i18n/translate';
import { etaWords, fractionOfJob, jobWords } from '../workspace/job-words';
import type { Run } from '../workspace/run';

/** What is happening now; before main has answered, that it was asked. */
export function runWords(run: Run): string {
  if (run.phase === 'stopping') return t('Stopping…');
  return run.job === null ? t('Asking the engine') : jobWords(run.job);
}

export const runFraction = (run: Run): number | null => (run.job === null ? null : fractionOfJob(run.job));
export const runEtaWords = (run: Run): string =>
  run.job === null || run.phase === 'stopping' ? '' : etaWords(run.job);
