// The queue: what is being made and what waits, of every story, what is being learned, what is left from last time, and what has ended.
// Says nothing when nothing runs. One job is queue-item.tsx, what is learned queue-tunings.tsx.
import { ListVideo } from 'lucide-react';
import { useCallback, useState, type ReactNode } from 'react';
import type { Job } from '../../../common/domain/job';
import { isTuningActive } from '../../../common/domain/tuning';
import { hasEnded } from '../../api/studio-api';
import { useJobs, useTunings } from '../../api/use-studio';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { Popover } from '../../ui/menu';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { jobNames } from './job-place';
import { QueueItem } from './queue-item';
import { listedTunings, QueueTunings } from './queue-tunings';
import './queue.css';

/** Stopping more than this many at once is asked about first. */
const ASKED_ABOVE = 3;
const SHOWN_ENDED = 8;

export function QueuePopover(): ReactNode {
  const jobs = useJobs();
  const active = jobs
    .filter((job) => !hasEnded(job) && job.state !== 'parked')
    .sort((a, b) => a.queuePosition - b.queuePosition);
  const parked = jobs.filter((job) => job.state === 'parked');
  const ended = jobs.filter(hasEnded).slice(-SHOWN_ENDED).reverse();
  const tunings = listedTunings(useTunings());
  // What is paused waits for nobody but the writer, perhaps for weeks: it is listed, but no reason to look.
  const count = active.length + parked.length + tunings.filter(isTuningActive).length;
  const trigger = (
    <Button
      tone="quiet"
      data-testid="queue"
      aria-label={count === 0 ? t('Queue: nothing waits') : t('Queue: {count} at work or waiting', { count })}
    >
      <ListVideo size={18} aria-hidden />
      {count > 0 && <span className="queue-count">{count}</span>}
    </Button>
  );
  return (
    <Popover trigger={trigger} title={t('Queue')}>
      {count === 0 && ended.length === 0 && tunings.length === 0 && (
        <div className="queue-empty">
          <p>{t('Nothing is being made right now.')}</p>
          <p>{t('What the model writes, draws and learns, and what you export, shows here while it is made.')}</p>
        </div>
      )}
      <ActiveJobs active={active} jobs={jobs} />
      <QueueTunings runs={tunings} />
      <ParkedJobs parked={parked} jobs={jobs} />
      <EndedJobs ended={ended} jobs={jobs} />
    </Popover>
  );
}

interface JobsProps {
  readonly jobs: readonly Job[];
}

function ActiveJobs({ active, jobs }: JobsProps & { readonly active: readonly Job[] }): ReactNode {
  const workspace = useWorkspace();
  const { storyId } = useSession();
  const { api, ui, report } = workspace;
  const onMove = useCallback(
    (jobId: string, toPosition: number): void => {
      const moved = api.jobs.get().find((job) => job.id === jobId);
      if (moved === undefined) return;
      const { what } = jobNames(workspace, storyId, moved);
      api.client.job.move({ jobId, toPosition }).then(() => {
        ui.actions.announce(t('{what} is now number {place} in line.', { what, place: toPosition }));
        // The list has been put in order anew: the focus stays with what was moved.
        requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-job-handle="${jobId}"]`)?.focus());
      }, report);
    },
    [workspace, storyId, api, ui, report],
  );
  if (active.length === 0) return null;
  const waitingLike = ({ kind }: Job): number =>
    active.filter((job) => job.kind === kind && job.state === 'queued').length;
  return (
    <>
      <p id="queue-move-hint" className="visually-hidden">
        {t('Drag to move, or press the up and down keys')}
      </p>
      <ul className="queue-list" data-testid="queue-list">
        {active.map((job) => (
          <QueueItem key={job.id} job={job} jobs={jobs} onMove={onMove} waiting={waitingLike(job)} />
        ))}
      </ul>
      {active.length > 1 && <StopAll count={active.length} />}
    </>
  );
}

function StopAll({ count }: { readonly count: number }): ReactNode {
  const { api, report } = useWorkspace();
  const [asking, setAsking] = useState(false);
  const stopAll = (): void => {
    setAsking(false);
    api.client.job.cancelAll().catch(report);
  };
  if (!asking) {
    return (
      <Button
        size="small"
        tone="danger"
        data-testid="stop-all"
        onClick={() => (count > ASKED_ABOVE ? setAsking(true) : stopAll())}
      >
        {t('Stop all')}
      </Button>
    );
  }
  return (
    <div className="queue-ask" role="group" aria-label={t('Stop all {count}?', { count })}>
      <span>{t('Stop all {count}?', { count })}</span>
      <Button size="small" tone="danger" data-testid="stop-all-sure" autoFocus onClick={stopAll}>
        {t('Stop all')}
      </Button>
      <Button size="small" onClick={() => setAsking(false)}>
        {t('Keep them')}
      </Button>
    </div>
  );
}

const noMove = (): void => undefined;

function ParkedJobs({ parked, jobs }: JobsProps & { readonly parked: readonly Job[] }): ReactNode {
  const { resumeParked, discardParked } = useParked();
  if (parked.length === 0) return null;
  return (
    <section className="queue-part" aria-labelledby="queue-parked">
      <div className="queue-part-head">
        <h3 id="queue-parked">{t('Waiting from last time')}</h3>
        <Button size="small" data-testid="queue-resume" onClick={resumeParked}>
          {t('Resume all')}
        </Button>
        <Button size="small" tone="quiet" onClick={discardParked}>
          {t('Discard all')}
        </Button>
      </div>
      <ul className="queue-list" data-testid="queue-parked">
        {parked.map((job) => (
          <QueueItem key={job.id} job={job} jobs={jobs} onMove={noMove} waiting={0} />
        ))}
      </ul>
    </section>
  );
}

function EndedJobs({ ended, jobs }: JobsProps & { readonly ended: readonly Job[] }): ReactNode {
  const { api, report } = useWorkspace();
  if (ended.length === 0) return null;
  return (
    <section className="queue-part" aria-labelledby="queue-ended">
      <div className="queue-part-head">
        <h3 id="queue-ended">{t('Ended')}</h3>
        <Button
          size="small"
          tone="quiet"
          data-testid="clear-ended"
          onClick={() => void api.client.job.clearEnded().catch(report)}
        >
          {t('Clear')}
        </Button>
      </div>
      <ul className="queue-list" data-testid="queue-ended">
        {ended.map((job) => (
          <QueueItem key={job.id} job={job} jobs={jobs} onMove={noMove} waiting={0} />
        ))}
      </ul>
    </section>
  );
}

/** Work that was not finished when the app was closed, and the two things to do about it. */
export function useParked(): {
  readonly parked: readonly Job[];
  readonly resumeParked: () => void;
  readonly discardParked: () => void;
} {
  const { api, ui, report } = useWorkspace();
  const parked = useJobs().filter((job) => job.state === 'parked');
  const jobIds = parked.map((job) => job.id);
  return {
    parked,
    resumeParked: () => {
      api.client.job.resume({ jobIds }).then(() => ui.actions.announce(t('The work of last time goes on.')), report);
    },
    discardParked: () => {
      const discarded = Promise.all(jobIds.map((jobId) => api.client.job.cancel({ jobId })));
      discarded.then(() => ui.actions.announce(t('The work of last time was discarded.')), report);
    },
  };
}
