// A tuning in a writer's words, for its own page and the queue: what it is doing, how far it is, how long it takes. Pure.
import { isTuningActive, type TuningRun } from '../../../common/domain/tuning';
import { formatNumber } from '../../i18n/format';
import { t } from '../../i18n/translate';

export const stateWords = ({ state, step }: TuningRun): string => {
  switch (state) {
    case 'preparing':
      return t('Looking at the pictures');
    case 'running':
      return t('Learning');
    case 'pausing':
      return t('Finishing this step');
    case 'paused':
      return t('Paused at step {step}', { step });
    case 'interrupted':
      return t('Interrupted at step {step}', { step });
    case 'done':
      return t('Done');
    case 'stopped':
      return t('Stopped');
    case 'failed':
      return t('Did not finish');
  }
};

const MINUTE_MS = 60_000;
const MINUTES_AN_HOUR = 60;

/** "about 9 minutes": a length of time is never known to the second. */
export function durationWords(ms: number): string {
  if (ms < MINUTE_MS) return t('less than a minute');
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes < MINUTES_AN_HOUR)
    return t('{minutes, plural, one {about # minute} other {about # minutes}}', { minutes });
  const hours = formatNumber(minutes / MINUTES_AN_HOUR, { maximumFractionDigits: 1 });
  return t('about {hours} hours', { hours });
}

/** How long it still takes; empty while nobody knows, and where nothing is at work. */
export const timeLeftWords = (run: Pick<TuningRun, 'state' | 'etaMs'>): string =>
  isTuningActive(run) && run.etaMs !== null ? t('{time} left', { time: durationWords(run.etaMs) }) : '';

/** The share that is done, or null while nobody knows. */
export const fractionOfTuning = ({ step, steps }: Pick<TuningRun, 'step' | 'steps'>): number | null =>
  steps === 0 ? null : Math.min(1, step / steps);

/** All of it in one line: the step where it learns, the state where it does something else. */
export const tuningLine = (run: TuningRun): string =>
  [
    run.state === 'running' && run.steps > 0
      ? t('Step {step} of {count}', { step: run.step, count: run.steps })
      : stateWords(run),
    timeLeftWords(run),
  ]
    .filter((words) => words !== '')
    .join(' · ');
