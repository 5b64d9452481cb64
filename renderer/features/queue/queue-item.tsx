// One job in the queue: what it is, for which panel of which story, how far it is, and what can be done about it.
import { ArrowUpToLine, GripVertical, Play, RotateCcw, Square, X } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import type { Job } from '../../../common/domain/job';
import { oneLineFrom } from '../../api/writer-words';
import { t } from '../../i18n/translate';
import { Button, IconButton } from '../../ui/button';
import { Progress } from '../../ui/progress';
import { etaWords, fractionOfJob, jobWords } from '../workspace/job-words';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { jobNames, panelToShow } from './job-place';
import { useQueueDrag } from './use-queue-drag';

interface QueueItemProps {
  readonly job: Job;
  readonly jobs: readonly Job[];
  readonly onMove: (jobId: string, toPosition: number) => void;
  /** How many wait in the same lane. */
  readonly waiting: number;
}

function useJobNames(job: Job): ReturnType<typeof jobNames> {
  return jobNames(useWorkspace(), useSession().storyId, job);
}

export function QueueItem({ job, jobs, onMove, waiting }: QueueItemProps): ReactNode {
  const item = useRef<HTMLLIElement>(null);
  const handle = useRef<HTMLButtonElement>(null);
  useQueueDrag(job, item, handle, onMove);
  const isActive = job.state === 'running' || job.state === 'stopping';
  const canMove = job.state === 'queued' && waiting > 1;
  const eta = etaWords(job, jobs);
  const name = useJobNames(job).what;
  return (
    <li ref={item} className="queue-item" data-testid="queue-item" data-state={job.state}>
      {canMove && (
        <button
          ref={handle}
          type="button"
          className="queue-handle"
          data-job-handle={job.id}
          aria-label={t('Move: {what}, number {place} in line', { what: name, place: job.queuePosition })}
          aria-describedby="queue-move-hint"
          onKeyDown={(event) => {
            const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
            const to = job.queuePosition + by;
            if (by === 0) return;
            event.preventDefault();
            if (to >= 1 && to <= waiting) onMove(job.id, to);
          }}
        >
          <GripVertical size={16} aria-hidden />
        </button>
      )}
      <div className="queue-item-words">
        <JobLink job={job} />
        {job.state !== 'parked' && job.failure === null && (
          <span className="queue-item-state">
            {jobWords(job)}
            {eta === '' ? '' : t(', {eta} left', { eta })}
          </span>
        )}
        {job.failure !== null && <JobFailure job={job} />}
      </div>
      <div className="queue-item-actions">
        {canMove && job.queuePosition > 1 && (
          <IconButton
            label={t('Make it the next')}
            tooltipAlign="end"
            size="small"
            data-testid="make-next"
            onClick={() => onMove(job.id, 1)}
          >
            <ArrowUpToLine size={14} aria-hidden />
          </IconButton>
        )}
        <JobAction job={job} />
      </div>
      {isActive && <Progress label={jobWords(job)} fraction={fractionOfJob(job)} />}
    </li>
  );
}

/** What is made and where; pressing it goes there. */
function JobLink({ job }: { readonly job: Job }): ReactNode {
  const workspace = useWorkspace();
  const story = workspace.sessionOf(job.storyId)?.editor.getState().story ?? null;
  const { title, place } = useJobNames(job);
  return (
    <button
      type="button"
      className="queue-link"
      data-testid="queue-go"
      onClick={() => void workspace.showPanel(job.storyId, panelToShow(job, story))}
    >
      <strong>{title}</strong>
      {place !== '' && <span>{place}</span>}
    </button>
  );
}

function JobFailure({ job }: { readonly job: Job }): ReactNode {
  if (job.failure === null) return null;
  return <span className="queue-item-failure">{oneLineFrom(job.failure)}</span>;
}

function JobAction({ job }: { readonly job: Job }): ReactNode {
  const { api, report } = useWorkspace();
  const jobId = job.id;
  const { what } = useJobNames(job);
  const calls = api.client.job;
  if (job.state === 'parked') {
    return (
      <>
        <IconButton
          label={t('Resume: {what}', { what })}
          size="small"
          onClick={() => void calls.resume({ jobIds: [jobId] }).catch(report)}
        >
          <Play size={14} aria-hidden />
        </IconButton>
        <IconButton
          label={t('Discard: {what}', { what })}
          tooltipAlign="end"
          size="small"
          onClick={() => void calls.cancel({ jobId }).catch(report)}
        >
          <X size={14} aria-hidden />
        </IconButton>
      </>
    );
  }
  if (job.state === 'failed' || job.state === 'cancelled') {
    if (job.kind === 'export') return null; // it is asked for anew, since its file has to be named again
    return (
      <Button size="small" data-testid="retry-job" onClick={() => void calls.retry({ jobId }).catch(report)}>
        <RotateCcw size={12} aria-hidden />
        {t('Try again')}
      </Button>
    );
  }
  if (job.state === 'done') return null;
  const stopping = job.state === 'stopping';
  return (
    <Button
      size="small"
      tone="quiet"
      disabled={stopping}
      aria-label={t('Stop: {what}', { what })}
      onClick={() => void calls.cancel({ jobId }).catch(report)}
    >
      <Square size={12} fill="currentColor" aria-hidden />
      {t('Stop')}
    </Button>
  );
}
