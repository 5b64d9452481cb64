// The queue of everything slow. Two lanes, one for the engine and one for exports: in each one job runs and the others wait in
// order; each can be moved, cancelled and tried again, and each ends in exactly one of done, cancelled or failed. Knows nothing of the
// engine and of files: what a job does is a function, and what survives a restart is generation/kept-requests.ts.
import { Emitter } from '../../../common/base/emitter';
import { StudioError, studioErrorFrom } from '../../../common/base/studio-error';
import type { ExportedFile } from '../../../common/domain/export';
import type { GenerationResult, Job } from '../../../common/domain/job';
import { MeasuredTimes } from './measured-times';

export type JobProgress = Pick<Job, 'stage' | 'step' | 'steps' | 'etaMs'>;

export type JobResult = GenerationResult | ExportedFile;

export interface JobWork {
  readonly job: Pick<Job, 'id' | 'kind' | 'storyId' | 'panelId' | 'mode'> & Partial<Pick<Job, 'storyTitle' | 'place'>>;
  /** Works of one name take about as long; asked when it starts, since the device may have changed. Absent: never estimated. */
  readonly timedAs?: () => string;
  /** Does the work; must settle soon after `signal` aborts. May be called again after it has failed. */
  readonly run: (signal: AbortSignal, report: (progress: JobProgress) => void) => Promise<JobResult | null>;
}

interface Entry {
  job: Job;
  readonly work: JobWork;
  abort: AbortController;
}

type Lane = 'engine' | 'export';
const laneOf = ({ kind }: Pick<Job, 'kind'>): Lane => (kind === 'export' ? 'export' : 'engine');

const KEPT_AFTER_END = 50;
const hasEnded = (job: Job): boolean => job.state === 'done' || job.state === 'cancelled' || job.state === 'failed';
/** A result that no story holds yet is never forgotten. */
const canBeForgotten = (job: Job): boolean => hasEnded(job) && (job.result === null || job.isTaken);

export class JobQueue {
  readonly events = new Emitter<{ changed: Job; forgotten: { readonly jobIds: readonly string[] } }>();
  readonly #times = new MeasuredTimes();
  readonly #running = new Set<Lane>();
  #entries: Entry[] = [];

  /** Without a clock nothing is measured and nothing estimated. */
  constructor(private readonly clock: { readonly now: () => number } | null = null) {}

  /** Every job that is known, waiting ones in their order. */
  list(): Job[] {
    return this.#entries.map((entry) => entry.job);
  }

  /** Adds a job at the end. A parked one waits until it is resumed. */
  add(work: JobWork, { parked = false }: { readonly parked?: boolean } = {}): Job {
    const entry: Entry = { job: newJob(work.job, parked ? 'parked' : 'queued'), work, abort: new AbortController() };
    entry.job = { ...entry.job, typicalMs: this.#typicalMs(entry) };
    this.#entries.push(entry);
    if (parked) this.events.emit('changed', entry.job);
    else this.#renumber(entry);
    void this.#next(laneOf(entry.job));
    return entry.job;
  }

  /** Adds a job that ended before this run of the app and whose result no story holds yet. */
  addEnded(job: Job, work: JobWork): void {
    this.#entries.push({ job, work, abort: new AbortController() });
    this.events.emit('changed', job);
  }

  /** Puts a waiting job at a place in its lane, 1 being next. Anything else is left alone. */
  move(jobId: string, toPosition: number): void {
    const entry = this.#find(jobId);
    if (entry?.job.state !== 'queued') return;
    const others = this.#waiting(laneOf(entry.job)).filter((other) => other !== entry);
    const before = others[Math.max(toPosition, 1) - 1];
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#entries.splice(before === undefined ? this.#entries.length : this.#entries.indexOf(before), 0, entry);
    this.#renumber(null);
  }

  /** Lets parked jobs wait in line, in the order they had. */
  resume(jobIds: readonly string[]): void {
    for (const entry of this.#entries.filter(({ job }) => job.state === 'parked' && jobIds.includes(job.id)))
      this.#enqueue(entry);
  }

  /** Tries a failed or cancelled job again, at the end of its lane. Anything else is left alone. */
  retry(jobId: string): void {
    const entry = this.#find(jobId);
    if (entry === undefined || (entry.job.state !== 'failed' && entry.job.state !== 'cancelled')) return;
    entry.abort = new AbortController();
    this.#enqueue(entry);
  }

  /** A waiting job ends at once; a running one becomes `stopping` until its work has settled; a parked one is forgotten. */
  cancel(jobId: string): void {
    const entry = this.#find(jobId);
    if (entry === undefined || hasEnded(entry.job)) return;
    if (entry.job.state === 'parked') {
      this.#forget([entry]);
      return;
    }
    entry.abort.abort();
    if (entry.job.state === 'queued') this.#change(entry, { state: 'cancelled', stage: 'done', queuePosition: 0 });
    else this.#change(entry, { state: 'stopping' });
    this.#renumber(null);
  }

  /** Cancels what waits and what runs. Parked jobs are not at work, so they stay. */
  cancelAll(): void {
    for (const entry of [...this.#entries].reverse()) if (entry.job.state !== 'parked') this.cancel(entry.job.id);
  }

  /** The story holds the result and is saved. */
  taken(jobId: string): void {
    const entry = this.#find(jobId);
    if (entry?.job.state === 'done' && !entry.job.isTaken) this.#change(entry, { isTaken: true });
  }

  /** Forgets what has ended, but for results that no story holds yet. */
  clearEnded(): void {
    this.#forget(this.#entries.filter(({ job }) => canBeForgotten(job)));
  }

  #find(jobId: string): Entry | undefined {
    return this.#entries.find(({ job }) => job.id === jobId);
  }

  #waiting(lane: Lane): Entry[] {
    return this.#entries.filter(({ job }) => job.state === 'queued' && laneOf(job) === lane);
  }

  #enqueue(entry: Entry): void {
    this.#entries = [...this.#entries.filter((other) => other !== entry), entry];
    entry.job = { ...newJob(entry.job, 'queued'), typicalMs: this.#typicalMs(entry) };
    this.#renumber(entry);
    void this.#next(laneOf(entry.job));
  }

  async #next(lane: Lane): Promise<void> {
    if (this.#running.has(lane)) return;
    const entry = this.#waiting(lane)[0];
    if (entry === undefined) return;
    this.#running.add(lane);
    const startedMs = this.clock?.now() ?? 0;
    const typicalMs = this.#typicalMs(entry);
    const elapsed = (): number => (this.clock?.now() ?? 0) - startedMs;
    this.#change(entry, { state: 'running', queuePosition: 0, typicalMs, etaMs: typicalMs });
    this.#renumber(null);
    try {
      const result = await entry.work.run(entry.abort.signal, (progress) => {
        if (hasEnded(entry.job)) return;
        const etaMs = progress.etaMs ?? (typicalMs === null ? null : Math.max(0, typicalMs - elapsed()));
        this.#change(entry, { ...progress, etaMs });
      });
      // A file that was written while the writer cancelled is there: saying otherwise would be false.
      const exported = result !== null && 'fileName' in result ? result : null;
      if (exported === null && entry.abort.signal.aborted) throw new StudioError('cancelled', 'The job was stopped.');
      const name = entry.work.timedAs?.();
      if (this.clock !== null && name !== undefined) this.#times.add(name, elapsed());
      const outcome = exported === null ? { result: result as GenerationResult | null } : { exported };
      const isTaken = exported !== null || result === null;
      this.#change(entry, { state: 'done', stage: 'done', etaMs: null, ...outcome, isTaken });
    } catch (thrown) {
      this.#change(entry, {
        ...endOf(studioErrorFrom(thrown), entry.abort.signal.aborted),
        stage: 'done',
        etaMs: null,
      });
    } finally {
      this.#running.delete(lane);
    }
    this.#forget(this.#entries.filter(({ job }) => canBeForgotten(job)).slice(0, -KEPT_AFTER_END));
    this.#renumber(null);
    void this.#next(lane);
  }

  #typicalMs({ work }: Entry): number | null {
    return work.timedAs === undefined ? null : this.#times.typical(work.timedAs());
  }

  #change(entry: Entry, changes: Partial<Job>): void {
    entry.job = { ...entry.job, ...changes };
    this.events.emit('changed', entry.job);
  }

  /** Tells every waiting job its place and what work like it takes; `always` is told even if nothing changed (one that has just come). */
  #renumber(always: Entry | null): void {
    for (const lane of ['engine', 'export'] as const) {
      for (const [index, entry] of this.#waiting(lane).entries()) {
        const news = { queuePosition: index + 1, typicalMs: this.#typicalMs(entry) };
        const same = entry.job.queuePosition === news.queuePosition && entry.job.typicalMs === news.typicalMs;
        if (!same || entry === always) this.#change(entry, news);
      }
    }
  }

  #forget(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    this.#entries = this.#entries.filter((entry) => !entries.includes(entry));
    this.events.emit('forgotten', { jobIds: entries.map(({ job }) => job.id) });
  }
}

function newJob(about: JobWork['job'], state: 'parked' | 'queued'): Job {
  const { id, kind, storyId, storyTitle = '', panelId, place = null, mode } = about;
  const progress = { queuePosition: 0, stage: 'queued', step: 0, steps: 0, etaMs: null, typicalMs: null } as const;
  return {
    id,
    kind,
    storyId,
    storyTitle,
    panelId,
    place,
    mode,
    state,
    ...progress,
    failure: null,
    result: null,
    isTaken: false,
  };
}

function endOf(error: StudioError, wasAborted: boolean): Pick<Job, 'state' | 'failure'> {
  if (wasAborted || error.code === 'cancelled') return { state: 'cancelled', failure: null };
  const { code, message, hint } = error;
  return { state: 'failed', failure: hint === undefined ? { code, message } : { code, message, hint } };
}
