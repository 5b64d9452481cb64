// Main's half of the tuning process: one process a run or an estimate, let go afterwards, so that its memory comes back. How a process is
// made is injected. Its death ends the run with a typed failure; going on is the writer's word (main/services/tuning).
import { StudioError } from '../../common/base/studio-error';
import type { TuningPlan } from '../../common/domain/tuning';
import { clientOf, type ContractClient } from '../../common/ipc/port';
import {
  tunerContract,
  type TunerContract,
  type TunerEstimate,
  type TuningRecord,
} from '../../common/ipc/tuner-contract';
import type { EngineProcess } from './process-port';
import type { BackendListener, BackendWork } from './tuner';

export interface TunerClientOptions {
  readonly spawn: () => EngineProcess;
  readonly bundleDir: string;
  readonly cacheDir: string;
}

export class TunerClient {
  readonly #processes = new Set<EngineProcess>();
  #estimating: EngineProcess | null = null;

  constructor(private readonly options: TunerClientOptions) {}

  /** The newest question counts: one that is still being measured fails with `cancelled`. */
  async estimate(records: readonly TuningRecord[], plans: readonly TuningPlan[]): Promise<TunerEstimate[]> {
    const { bundleDir, cacheDir } = this.options;
    this.#estimating?.kill();
    let own: EngineProcess | null = null;
    try {
      return await this.#withProcess(({ api }, process) => {
        this.#estimating = own = process;
        return api.tuner.estimate({ bundleDir, cacheDir, records: [...records], plans: [...plans] });
      });
    } catch (thrown) {
      if (this.#estimating !== own)
        throw new StudioError('cancelled', 'Something else is measured now.', { cause: thrown });
      throw thrown;
    } finally {
      if (this.#estimating === own) this.#estimating = null;
    }
  }

  /** Rejects with `cancelled` once a pause has taken effect, with `device-lost` or `out-of-memory` when the process died. */
  async run(
    work: Omit<BackendWork, 'bundleDir' | 'cacheDir'>,
    listener: BackendListener,
    signal: AbortSignal,
  ): Promise<void> {
    if (signal.aborted) throw new StudioError('cancelled', 'It was paused before it began.');
    const measuring = this.#estimating;
    this.#estimating = null;
    measuring?.kill(); // the run needs the processor more
    const { bundleDir, cacheDir } = this.options;
    await this.#withProcess(async ({ api }) => {
      api.tuner.progress(listener.progress);
      api.tuner.base(({ samples }) => {
        listener.base(samples);
      });
      api.tuner.checkpoint(listener.checkpoint);
      const pause = (): void => {
        api.tuner.pause().catch(() => undefined); // a process that is gone says so itself
      };
      signal.addEventListener('abort', pause, { once: true });
      try {
        await api.tuner.run({ ...work, records: [...work.records], bundleDir, cacheDir });
      } finally {
        signal.removeEventListener('abort', pause);
      }
    });
  }

  /** Process ids, for tests and diagnosis. */
  pids(): number[] {
    return [...this.#processes].flatMap(({ pid }) => pid ?? []);
  }

  /** Ends every process at once: what it saved stays, and its run can go on at the next start. */
  stop(): void {
    for (const process of this.#processes) process.kill();
  }

  async #withProcess<T>(
    work: (client: ContractClient<TunerContract>, process: EngineProcess) => Promise<T>,
  ): Promise<T> {
    const process = this.options.spawn();
    this.#processes.add(process);
    const client = clientOf(tunerContract, process.port, { closedError: lostError });
    try {
      return await work(client, process);
    } finally {
      this.#processes.delete(process);
      client.close(new StudioError('cancelled', 'The work has ended.'));
      process.kill();
    }
  }
}

const OUT_OF_MEMORY = /exit code (-536870904|3758096392)\b/;

function lostError(reason: string): StudioError {
  return OUT_OF_MEMORY.test(reason)
    ? new StudioError('out-of-memory', 'The learning ran out of memory and was ended.', {
        hint: 'Close other programs, then go on: what was learned up to the last saved step is kept.',
      })
    : new StudioError('device-lost', `The learning stopped unexpectedly (${reason}).`, {
        hint: 'What was learned up to the last saved step is kept: it can go on from there.',
      });
}
