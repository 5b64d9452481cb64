// The queue of everything slow: one job a lane runs, the others wait in order, each can be cancelled, each ends in exactly one of
// done, cancelled or failed. Two lanes: what needs the engine, and exports, which must not wait behind a long generation. Knows
// nothing of either: what a job does is a function.
import { Emitter } from '../../../common/base/emitter';
import { StudioError, studioErrorFrom } from '../../../common/base/studio-error';
import type { ExportedFile } from '../../../common/domain/export';
import type { GenerationResult, Job } from '../../../common/domain/job';

export type JobProgress = Pick<Job, 'stage' | 'step' | 'steps' | 'etaMs'>;

export type JobResult = GenerationResult | ExportedFile;

export interface JobWork {
  readonly job: Pick<Job, 'id' | 'kind' | 'storyId' | 'panelId' | 'mode'>;
  /** Does the work; must settle soon after `signal` aborts. */
  readonly run: (signal: AbortSignal, report: (progress: JobProgress) => void) => Promise<JobResult | null>;
}

interface Entry {
  job: Job;
  readonly work: JobWork;
  readonly abort: AbortController;
}

const KEPT_AFTER_END = 50;
type Lane = 'engine' | 'exports';
const laneOf = (entry: Entry): Lane => (entry.job.kind === 'export' ? 'exports' : 'engine');
const ended = (job: Job): boolean => job.state === 'done' || job.state === 'cancelled' || job.state === 'failed';

export class JobQueue {
  readonly events = new Emitter<{ changed: Job }>();
  #entries: Entry[] = [];
  readonly #running = new Set<Lane>();

  list(): Job[] {
    return this.#entries.map((entry) => entry.job);
  }

  add(work: JobWork): Job {
    const queued: Job = {
      ...work.job,
      state: 'queued',
      queuePosition: 0,
      stage: 'queued',
      step: 0,
      steps: 0,
      etaMs: null,
      failure: null,
      result: null,
    };
    const entry: Entry = { job: queued, work, abort: new AbortController() };
    this.#entries.push(entry);
    this.#renumber(entry);
    void this.#next(laneOf(entry));
    return entry.job;
  }

  /** A waiting job ends at once; a running one becomes `stopping` until its work has settled. Unknown or ended ids are ignored. */
  cancel(jobId: string): void {
    const entry = this.#entries.find((candidate) => candidate.job.id === jobId);
    if (entry === undefined || ended(entry.job)) return;
    entry.abort.abort();
    if (entry.job.state === 'queued') this.#change(entry, { state: 'cancelled', stage: 'done', queuePosition: 0 });
    else this.#change(entry, { state: 'stopping' });
    this.#renumber(null);
  }

  cancelAll(): void {
    for (const entry of [...this.#entries].reverse()) this.cancel(entry.job.id);
  }

  async #next(lane: Lane): Promise<void> {
    if (this.#running.has(lane)) return;
    const entry = this.#entries.find((candidate) => candidate.job.state === 'queued' && laneOf(candidate) === lane);
    if (entry === undefined) return;
    this.#running.add(lane);
    this.#change(entry, { state: 'running', queuePosition: 0 });
    this.#renumber(null);
    try {
      const result = await entry.work.run(entry.abort.signal, (progress) => {
        if (!ended(entry.job)) this.#change(entry, progress);
      });
      // A file that was written while the writer cancelled is there: saying otherwise would be false.
      const exported = result !== null && 'fileName' in result ? result : null;
      if (exported === null && entry.abort.signal.aborted) throw new StudioError('cancelled', 'The job was stopped.');
      const outcome = exported === null ? { result: result as GenerationResult | null } : { exported };
      this.#change(entry, { state: 'done', stage: 'done', etaMs: null, ...outcome });
    } catch (thrown) {
      const error = studioErrorFrom(thrown);
      const cancelled = error.code === 'cancelled' || entry.abort.signal.aborted;
      const failure = {
        code: error.code,
        message: error.message,
        ...(error.hint === undefined ? {} : { hint: error.hint }),
      };
      this.#change(
        entry,
        cancelled
          ? { state: 'cancelled', stage: 'done', etaMs: null }
          : { state: 'failed', stage: 'done', etaMs: null, failure },
      );
    } finally {
      this.#running.delete(lane);
    }
    this.#forgetOld();
    void this.#next(lane);
  }

  #change(entry: Entry, changes: Partial<Job>): void {
    entry.job = { ...entry.job, ...changes };
    this.events.emit('changed', entry.job);
  }

  /** Tells every waiting job its place in its lane; `always` is told even if nothing changed (a job that has just come). */
  #renumber(always: Entry | null): void {
    const positions: Record<Lane, number> = { engine: 1, exports: 1 };
    for (const entry of this.#entries) {
      if (entry.job.state !== 'queued') continue;
      const position = positions[laneOf(entry)]++;
      if (entry.job.queuePosition !== position || entry === always) this.#change(entry, { queuePosition: position });
    }
  }

  #forgetOld(): void {
    const old = this.#entries.filter((entry) => ended(entry.job)).slice(0, -KEPT_AFTER_END);
    this.#entries = this.#entries.filter((entry) => !old.includes(entry));
  }
}
