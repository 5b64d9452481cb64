// The queue: what is being made and what waits, of every story, each with its way to stop. Says nothing when nothing runs.
import { ListVideo, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Job } from '../../../common/domain/job';
import { hasEnded } from '../../api/studio-api';
import { useJobs } from '../../api/use-studio';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { Popover } from '../../ui/menu';
import { Progress } from '../../ui/progress';
import { etaWords, fractionOfJob, jobTitle, jobWords } from '../workspace/job-words';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import './queue.css';

export function QueuePopover(): ReactNode {
  const { api, report } = useWorkspace();
  const jobs = useJobs()
    .filter((job) => !hasEnded(job))
    .sort((a, b) => a.queuePosition - b.queuePosition);
  const trigger = (
    <Button
      tone="quiet"
      data-testid="queue"
      aria-label={
        jobs.length === 0 ? t('Queue: nothing waits') : t('Queue: {count} at work or waiting', { count: jobs.length })
      }
    >
      <ListVideo size={18} aria-hidden />
      {jobs.length > 0 && <span className="queue-count">{jobs.length}</span>}
    </Button>
  );
  return (
    <Popover trigger={trigger} title={t('Queue')}>
      {jobs.length === 0 ? (
        <p className="queue-empty">{t('Nothing is being made right now.')}</p>
      ) : (
        <ul className="queue-list" data-testid="queue-list">
          {jobs.map((job) => (
            <QueueItem key={job.id} job={job} />
          ))}
        </ul>
      )}
      {jobs.length > 1 && (
        <Button
          size="small"
          tone="danger"
          onClick={() => void api.client.job.cancelAll().catch(report)}
          data-testid="stop-all"
        >
          {t('Stop all')}
        </Button>
      )}
    </Popover>
  );
}

function QueueItem({ job }: { readonly job: Job }): ReactNode {
  const { api, report } = useWorkspace();
  const { storyId } = useSession();
  const stopping = job.state === 'stopping';
  const eta = etaWords(job);
  return (
    <li className="queue-item">
      <div className="queue-item-words">
        <strong>{jobTitle(job)}</strong>
        <span>
          {jobWords(job)}
          {eta === '' ? '' : t(', {eta} left', { eta })}
          {job.storyId === storyId ? '' : ` · ${t('in another story')}`}
        </span>
      </div>
      <Button
        size="small"
        tone="quiet"
        disabled={stopping}
        aria-label={t('Stop: {what}', { what: jobTitle(job) })}
        onClick={() => void api.client.job.cancel({ jobId: job.id }).catch(report)}
      >
        <Square size={12} fill="currentColor" aria-hidden />
        {stopping ? t('Stopping…') : t('Stop')}
      </Button>
      {job.state !== 'queued' && <Progress label={jobWords(job)} fraction={fractionOfJob(job)} />}
    </li>
  );
}
