// A run's state in a writer's words. Pure.
import { etaWords, fractionOfJob, jobWords } from '../workspace/job-words';
import type { Run } from '../workspace/run';

/** What is happening now; before main has answered, that it was asked. */
export function runWords(run: Run): string {
  if (run.phase === 'stopping') return 'Stopping…';
  return run.job === null ? 'Asking the engine' : jobWords(run.job);
}

export const runFraction = (run: Run): number | null => (run.job === null ? null : fractionOfJob(run.job));
export const runEtaWords = (run: Run): string =>
  run.job === null || run.phase === 'stopping' ? '' : etaWords(run.job);
