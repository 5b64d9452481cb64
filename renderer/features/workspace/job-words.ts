// A job in a writer's words, for the board and the queue. Pure.
import type { Job, JobStage } from '../../../common/domain/job';

const stages: Record<JobStage, string> = {
  queued: 'Waiting',
  see: 'Looking at the story',
  write: 'Writing',
  map: 'Imagining',
  draw: 'Drawing',
  decode: 'Finishing the picture',
  export: 'Making the book',
  done: 'Done',
};

export const jobTitle = (job: Job): string => {
  if (job.kind === 'export') return 'A file for readers';
  if (job.mode === 'picture') return 'A picture';
  return job.mode === 'text' ? 'Words for a panel' : 'A new panel';
};

/** What is happening now, with the step where there are steps. */
export function jobWords(job: Job): string {
  if (job.state === 'stopping') return 'Stopping…';
  if (job.state === 'queued') return job.queuePosition > 0 ? `Waiting, number ${job.queuePosition} in line` : 'Waiting';
  const steps = job.stage === 'draw' && job.steps > 0 ? `, step ${job.step} of ${job.steps}` : '';
  return `${stages[job.stage]}${steps}`;
}

/** The share that is done, or null while nobody knows. */
export const fractionOfJob = (job: Job): number | null =>
  job.state === 'running' && job.steps > 0 ? Math.min(1, job.step / job.steps) : null;

export function etaWords(job: Job): string {
  if (job.state !== 'running' || job.etaMs === null) return '';
  const seconds = Math.max(1, Math.round(job.etaMs / 1000));
  return seconds < 60 ? `about ${seconds} s` : `about ${Math.round(seconds / 60)} min`;
}
