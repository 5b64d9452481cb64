// The tuning process as a server of its contract: one run or estimate at a time, paused after a whole step. It knows no host process and no
// network: what trains is a port (tuning-backend.ts), so that tests can put another one there.
import { StudioError, type StudioErrorShape } from '../../common/base/studio-error';
import type { MetricPoint, TuningCheckpoint, TuningPlan, TuningSample } from '../../common/domain/tuning';
import { serveContract, type ContractServer, type MessagePort } from '../../common/ipc/port';
import {
  tunerContract,
  type TunerContract,
  type TunerEstimate,
  type TuningRecord,
} from '../../common/ipc/tuner-contract';

export interface BackendWork {
  readonly bundleDir: string;
  readonly cacheDir: string;
  readonly trainingDir: string;
  readonly checkpointsDir: string;
  readonly assetsDir: string;
  readonly records: readonly TuningRecord[];
  readonly plan: TuningPlan;
  readonly name: string;
  readonly isResumed: boolean;
}

export interface BackendListener {
  readonly progress: (news: MetricPoint & { readonly steps: number; readonly etaMs: number | null }) => void;
  readonly base: (samples: readonly TuningSample[]) => void;
  readonly checkpoint: (checkpoint: TuningCheckpoint) => void;
}

export interface TuningBackend {
  estimate(
    work: Pick<BackendWork, 'bundleDir' | 'cacheDir' | 'records'> & { readonly plans: readonly TuningPlan[] },
  ): Promise<TunerEstimate[]>;
  /** Rejects with `cancelled` when the signal fired and everything is saved. */
  run(work: BackendWork, listener: BackendListener, signal: AbortSignal): Promise<{ readonly steps: number }>;
}

/** `stop` lets the step in flight be finished and saved. */
export function serveTuner(
  port: MessagePort,
  backend: TuningBackend,
  onError?: (error: StudioErrorShape) => void,
): { stop(): Promise<void> } {
  let running: { readonly abort: AbortController; readonly ended: Promise<unknown> } | undefined;
  const server: ContractServer<TunerContract> = serveContract(
    tunerContract,
    {
      tuner: {
        estimate: (work) => backend.estimate(work),
        run: async (work) => {
          if (running !== undefined) throw new StudioError('bad-request', 'This process is at work already.');
          const abort = new AbortController();
          const { tuner } = server.emit;
          const listener: BackendListener = {
            progress: (news) => tuner.progress(news),
            base: (samples) => tuner.base({ samples: [...samples] }),
            checkpoint: (checkpoint) => tuner.checkpoint(checkpoint),
          };
          const ended = backend.run(work, listener, abort.signal);
          running = { abort, ended };
          try {
            return { steps: (await ended).steps };
          } finally {
            running = undefined;
          }
        },
        pause: () => {
          running?.abort.abort();
        },
      },
    },
    port,
    undefined,
    onError,
  );
  return {
    async stop() {
      server.stop();
      running?.abort.abort();
      await running?.ended.catch(() => undefined); // its reason went to main already, or main is gone
    },
  };
}
