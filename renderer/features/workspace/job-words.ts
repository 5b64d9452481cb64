// A job in a writer's words, for the board and the queue. Pure.
import type { Job, JobStage } from '../../../common/domain/job';
import { t } from '../../i18n/translate';

const stages: Record<JobStage, () => string> = {
  queued: () => t('Waiting'),
  see: () => t('Looking at the story'),
  write: () => t('Writing'),
  map: () => t('Imagining'),
  draw: () => t('Drawing'),
  decode: () => t('Finishing the picture'),
  export: () => t('Making the book'),
  done: () => t('Done'),
};

export const jobTitle = (job: Job): string => {
  if (job.kind === 'export') return t('A file for readers');
  if (job.mode === 'picture') return t('A picture');
  return job.mode === 'text' ? t('Words for a panel') : t('A new panel');
};

/** What is happening now, with the step where there are steps. */
export function jobWords(job: Job): string {
  if (job.state === 'stopping') return t('Stopping…');
  if (job.state === 'queued')
    return job.queuePosition > 0 ? t('Waiting, number {place} in line', { place: job.queuePosition }) : t('Waiting');
  const { step, steps } = job;
  const stage = stages[job.stage]();
  return job.stage === 'draw' && steps > 0 ? t('{stage}, step {step} of {steps}', { stage, step, steps }) : stage;
}

/** The share that is done, or null while nobody knows. */
export const fractionOfJob = (job: Job): number | null =>
  job.state === 'running' && job.steps > 0 ? Math.min(1, job.step / job.steps) : null;

export function etaWords(job: Job): string {
  if (job.state !== 'running' || job.etaMs === null) return '';
  const seconds = Math.max(1, Math.round(job.etaMs / 1000));
  return seconds < 60
    ? t('about {seconds} s', { seconds })
    : t('about {minutes} min', { minutes: Math.round(seconds / 60) });
}
