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

/** What is made, without where. */
export const jobTitle = (job: Job): string => {
  if (job.kind === 'export') return t('A file for readers');
  if (job.mode === 'picture') return t('A picture');
  return job.mode === 'text' ? t('Words for a panel') : t('A new panel');
};

/** What is happening now, with the step where there are steps. */
export function jobWords(job: Job): string {
  if (job.state === 'stopping') return t('Stopping…');
  if (job.state === 'parked') return t('From last time');
  if (job.state === 'cancelled') return t('Stopped');
  if (job.state === 'failed') return t('Not finished');
  if (job.state === 'queued')
    return job.queuePosition > 0 ? t('Waiting, number {place} in line', { place: job.queuePosition }) : t('Waiting');
  if (job.state === 'running' && job.stage === 'queued') return t('Beginning');
  const { step, steps } = job;
  const stage = stages[job.stage]();
  return job.stage === 'draw' && steps > 0 ? t('{stage}, step {step} of {steps}', { stage, step, steps }) : stage;
}

/** The share that is done, or null while nobody knows. */
export const fractionOfJob = (job: Job): number | null =>
  job.state === 'running' && job.steps > 0 ? Math.min(1, job.step / job.steps) : null;

/**
 * How long until this job has ended, from what was measured on this device; null while a part of it is not known. What waits
 * before it counts, so of a waiting job nothing is known without the others.
 */
export function remainingMs(job: Job, jobs: readonly Job[] | null): number | null {
  if (job.state === 'running') return job.etaMs;
  if (job.state !== 'queued' || jobs === null) return null;
  const lane = jobs.filter(({ kind }) => kind === job.kind);
  const working = lane.filter(({ state }) => state === 'running' || state === 'stopping').map(({ etaMs }) => etaMs);
  const waiting = lane
    .filter(({ state, queuePosition }) => state === 'queued' && queuePosition <= job.queuePosition)
    .map(({ typicalMs }) => typicalMs);
  return [...working, ...waiting].reduce((sum, ms) => (sum === null || ms === null ? null : sum + ms), 0);
}

/** "about 20 s", or nothing while nobody knows. */
export function etaWords(job: Job, jobs: readonly Job[] | null = null): string {
  const ms = remainingMs(job, jobs);
  if (ms === null) return '';
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 60
    ? t('about {seconds} s', { seconds })
    : t('about {minutes} min', { minutes: Math.round(seconds / 60) });
}
