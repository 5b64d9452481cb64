// Everything the interface asks of main, gathered once per window: the client and the values that main keeps changing.
// Made at the entry and handed down; nothing here knows React.
import type { AdapterSummary } from '../../common/domain/adapter';
import type { Job } from '../../common/domain/job';
import type { Settings } from '../../common/domain/settings';
import type { TuningRun } from '../../common/domain/tuning';
import type { EngineStatus } from '../../common/ipc/contract';
import { createFeed, type Feed } from './feed';
import type { StudioClient } from './studio-client';

export interface StudioApi {
  readonly client: StudioClient;
  readonly jobs: Feed<readonly Job[]>;
  readonly engine: Feed<EngineStatus>;
  readonly settings: Feed<Settings | null>; // null until main has answered
  readonly adapters: Feed<readonly AdapterSummary[]>; // newest first
  readonly tunings: Feed<readonly TuningRun[]>; // newest first
}

const startingEngine: EngineStatus = {
  state: 'starting',
  device: '',
  bundle: null,
  trouble: 'none',
  message: '',
  restarts: 0,
  isSafeMode: false,
};
const MAX_ENDED_JOBS = 50;
type TuningNews = { readonly changed: TuningRun } | { readonly removed: string };
type JobNews = { readonly changed: Job } | { readonly forgotten: readonly string[] };

export const hasEnded = (job: Job): boolean =>
  job.state === 'done' || job.state === 'cancelled' || job.state === 'failed';

/** The list with this job's newest state; ended jobs are kept for a while, so that a late reader still finds them. */
export function withJob(jobs: readonly Job[], job: Job): readonly Job[] {
  const known = jobs.some((other) => other.id === job.id);
  const all = known ? jobs.map((other) => (other.id === job.id ? job : other)) : [...jobs, job];
  const ended = all.filter(hasEnded);
  const forgotten = new Set(ended.slice(0, Math.max(0, ended.length - MAX_ENDED_JOBS)).map((other) => other.id));
  return forgotten.size === 0 ? all : all.filter((other) => !forgotten.has(other.id));
}

const withTuning = (runs: readonly TuningRun[], run: TuningRun): readonly TuningRun[] =>
  runs.some(({ id }) => id === run.id) ? runs.map((other) => (other.id === run.id ? run : other)) : [run, ...runs];

/** `onFailed` hears when main did not answer the first question about one of the values. */
export function createStudioApi(client: StudioClient, onFailed: (thrown: unknown) => void): StudioApi {
  return {
    client,
    jobs: createFeed<readonly Job[], JobNews>({
      initial: [],
      load: () => client.job.list(),
      listen: (onEvent) => {
        const leaves = [
          client.job.changed((changed) => onEvent({ changed })),
          client.job.forgotten(({ jobIds }) => onEvent({ forgotten: jobIds })),
        ];
        return () => leaves.forEach((leave) => leave());
      },
      reduce: (jobs, news) =>
        'changed' in news ? withJob(jobs, news.changed) : jobs.filter(({ id }) => !news.forgotten.includes(id)),
      onLoadFailed: onFailed,
    }),
    engine: createFeed<EngineStatus, EngineStatus>({
      initial: startingEngine,
      load: () => client.engine.status(),
      listen: (onEvent) => client.engine.changed(onEvent),
      reduce: (_, status) => status,
      onLoadFailed: onFailed,
    }),
    settings: createFeed<Settings | null, Settings>({
      initial: null,
      load: () => client.settings.get(),
      listen: (onEvent) => client.settings.changed(onEvent),
      reduce: (_, settings) => settings,
      onLoadFailed: onFailed,
    }),
    adapters: createFeed<readonly AdapterSummary[], readonly AdapterSummary[]>({
      initial: [],
      load: () => client.adapters.list(),
      listen: (onEvent) => client.adapters.changed(onEvent),
      reduce: (_, list) => list,
      onLoadFailed: onFailed,
    }),
    tunings: createFeed<readonly TuningRun[], TuningNews>({
      initial: [],
      load: () => client.tuning.list(),
      listen: (onEvent) => {
        const leaves = [
          client.tuning.changed((changed) => onEvent({ changed })),
          client.tuning.removed(({ runId }) => onEvent({ removed: runId })),
        ];
        return () => leaves.forEach((leave) => leave());
      },
      reduce: (runs, news) =>
        'changed' in news ? withTuning(runs, news.changed) : runs.filter(({ id }) => id !== news.removed),
      onLoadFailed: onFailed,
    }),
  };
}
