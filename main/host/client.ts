// Main's half of the engine: starts the process, loads the bundle, forwards calls, and restarts it with back-off when it dies. A job
// that was running then fails with a typed error; after three crashes without a success in between the engine stays down until it
// is asked to restart. How a process is made is injected: the app forks a utilityProcess, tests a child process.
import { Emitter, type Unsubscribe } from '../../common/base/emitter';
import { StudioError, studioErrorFrom } from '../../common/base/studio-error';
import type { BundleSummary } from '../../common/domain/bundle';
import type { GenerationResult } from '../../common/domain/job';
import type { AdapterReading } from '../../common/domain/adapter';
import type { PictureDescription } from '../../common/domain/picture-description';
import type { PromptInspection } from '../../common/domain/prompt-inspection';
import type { Asset } from '../../common/domain/story';
import type { EngineStatus } from '../../common/ipc/contract';
import {
  engineContract,
  type Device,
  type EngineContract,
  type GenerateRequest,
  type InspectRequest,
} from '../../common/ipc/engine-contract';
import { clientOf, type ContractClient } from '../../common/ipc/port';
import type { JobStage } from '../../common/domain/job';
import type { EngineProcess } from './process-port';

export interface EngineClientOptions {
  /** Starts an engine process. */
  readonly spawn: () => EngineProcess;
  readonly load: {
    readonly bundleDir: string;
    readonly cacheDir: string;
    readonly device: string;
    readonly safeMode?: boolean;
  };
  /** Waits before a restart; injected so that tests need not wait. */
  readonly delay?: (ms: number) => Promise<void>;
  readonly onError?: (error: StudioError) => void;
}

export interface EngineEvents {
  status: EngineStatus;
  progress: {
    readonly jobId: string;
    readonly stage: JobStage;
    readonly step: number;
    readonly steps: number;
    readonly etaMs: number | null;
  };
  text: { readonly jobId: string; readonly text: string };
  preview: { readonly jobId: string; readonly png: Uint8Array };
}

export const MAX_CRASHES = 3;
const BACK_OFF_MS = 500;

interface Connection {
  readonly process: EngineProcess;
  readonly client: ContractClient<EngineContract>;
}

export class EngineClient {
  readonly #options: EngineClientOptions;
  readonly #events: Emitter<EngineEvents>;
  #load: EngineClientOptions['load'];
  #connection: Connection | undefined;
  #ready: Promise<Connection> | undefined;
  #status: EngineStatus;
  #crashes = 0;
  /** Why the processor works instead of the chosen device; empty when the chosen one does. */
  #fallback = '';
  #isStopped = false;
  /** Jobs that have been asked for and have not ended, and whether they were cancelled before the engine heard of them. */
  readonly #jobs = new Map<string, { isCancelled: boolean }>();

  constructor(options: EngineClientOptions) {
    this.#options = options;
    this.#load = options.load;
    this.#events = new Emitter<EngineEvents>((thrown) => options.onError?.(studioErrorFrom(thrown)));
    this.#status = {
      state: 'starting',
      device: options.load.device,
      bundle: null,
      trouble: 'none',
      message: '',
      restarts: 0,
      isSafeMode: false,
    };
  }

  /** How the engine is, as the interface shows it. */
  status(): EngineStatus {
    return this.#status;
  }

  on<Name extends keyof EngineEvents>(event: Name, listener: (payload: EngineEvents[Name]) => void): Unsubscribe {
    return this.#events.on(event, listener);
  }

  /** Starts the process and loads the bundle. Rejects with the reason when that fails; the status says it too. */
  async start(): Promise<void> {
    await this.#connected();
  }

  /** Runs one generation. Rejects with `cancelled`, with the engine's own failure, or with `device-lost` when the process died. */
  async generate(request: GenerateRequest): Promise<GenerationResult> {
    const job = { isCancelled: false };
    this.#jobs.set(request.jobId, job);
    try {
      const { client } = await this.#connected();
      if (job.isCancelled) throw new StudioError('cancelled', 'The work was cancelled.');
      const result = await client.api.engine.generate(request);
      this.#crashes = 0;
      return result;
    } finally {
      this.#jobs.delete(request.jobId);
    }
  }

  /** What the model sees in a picture file. */
  async describe(imagePath: string): Promise<PictureDescription> {
    const { client } = await this.#connected();
    return client.api.engine.describe({ imagePath });
  }

  /** What the model would be told of a request. */
  async inspect(request: InspectRequest): Promise<PromptInspection> {
    const { client } = await this.#connected();
    return client.api.engine.inspect(request);
  }

  /** Reads an adapter's folder and proves it against the bundle. */
  async readAdapter(dir: string): Promise<AdapterReading> {
    const { client } = await this.#connected();
    return client.api.engine.readAdapter({ dir });
  }

  /** Asks a running job to stop between two runs of a network. */
  async cancel(jobId: string): Promise<void> {
    const job = this.#jobs.get(jobId);
    if (job !== undefined) job.isCancelled = true;
    await this.#connection?.client.api.engine.cancel({ jobId }).catch(() => undefined);
  }

  async importPicture(input: {
    readonly name: string;
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly assetsDir: string;
  }): Promise<Asset> {
    const { client } = await this.#connected();
    return client.api.engine.importPicture(input);
  }

  /** What a picture file looks like from afar. @throws StudioError `bad-request` when it is no whole picture */
  async likeness(imagePath: string, name: string): Promise<string> {
    const { client } = await this.#connected();
    return (await client.api.engine.likeness({ imagePath, name })).bits;
  }

  /** How far two pictures of one size are apart, from 0 to 1. */
  async difference(imagePath: string, otherPath: string): Promise<number> {
    const { client } = await this.#connected();
    return (await client.api.engine.difference({ imagePath, otherPath })).mean;
  }

  async devices(): Promise<Device[]> {
    const { client } = await this.#connected();
    return client.api.engine.devices();
  }

  /** Process id of the running engine, for tests and diagnosis. */
  pid(): number | undefined {
    return this.#connection?.process.pid;
  }

  /** Starts anew, also after three crashes, and with another device or bundle where given; safe mode only where asked for. */
  async restart(load: Partial<EngineClientOptions['load']> = {}): Promise<void> {
    this.#load = { ...this.#load, safeMode: false, ...load };
    this.#fallback = '';
    this.#crashes = 0;
    this.#drop(new StudioError('cancelled', 'The engine was restarted.', { detail: { reason: 'engine-restarted' } }));
    const { device, safeMode = false } = this.#load;
    this.#change({
      state: 'restarting',
      device,
      trouble: 'none',
      message: '',
      restarts: this.#status.restarts + 1,
      isSafeMode: safeMode,
    });
    await this.#connected();
  }

  /** Ends the process for good. */
  stop(): void {
    this.#isStopped = true;
    this.#drop(new StudioError('cancelled', 'The studio is closing.'));
  }

  #connected(): Promise<Connection> {
    if (this.#isStopped) return Promise.reject(new StudioError('cancelled', 'The studio is closing.'));
    if (this.#status.state === 'failed') return Promise.reject(failedError(this.#status.message));
    this.#ready ??= this.#connect();
    return this.#ready;
  }

  async #connect(): Promise<Connection> {
    const process = this.#options.spawn();
    let isGone = false;
    process.port.onClose((reason) => {
      isGone = true;
      this.#onDeath(process, reason);
    });
    const client = clientOf(engineContract, process.port, {
      closedError: lostError,
      ...(this.#options.onError === undefined ? {} : { onError: this.#options.onError }),
    });
    const connection = { process, client };
    this.#connection = connection;
    const { engine } = client.api;
    engine.progress((payload) => {
      this.#events.emit('progress', payload);
    });
    engine.text((payload) => {
      this.#events.emit('text', payload);
    });
    engine.preview((payload) => {
      this.#events.emit('preview', payload);
    });
    try {
      const { bundle, device } = await client.api.engine.load(this.#load);
      this.#change({
        state: 'ready',
        device,
        bundle,
        trouble: this.#fallback === '' ? 'none' : 'fell-back',
        message: this.#fallback,
      });
      return connection;
    } catch (thrown) {
      const error = studioErrorFrom(thrown);
      // A process that died is restarted by #onDeath; one that answered with a reason would only give it again.
      if (!isGone && this.#connection === connection) {
        this.#drop(error);
        if (this.#load.device !== 'cpu' && !bundleFaults.has(error.code)) {
          this.#fallBack(error.message);
          this.#ready = this.#connect();
          return this.#ready;
        }
        this.#change({ state: 'failed', trouble: 'not-loaded', message: sentenceOf(error) });
      }
      throw error;
    }
  }

  #onDeath(process: EngineProcess, reason: string): void {
    if (this.#connection?.process !== process || this.#isStopped) return;
    this.#connection = undefined;
    this.#ready = undefined;
    this.#crashes += 1;
    if (this.#status.state !== 'ready' && this.#load.device !== 'cpu') this.#fallBack(`It stopped while loading.`);
    this.#options.onError?.(new StudioError('device-lost', `The engine process ended: ${reason}.`));
    if (this.#crashes >= MAX_CRASHES) {
      this.#change({
        state: 'failed',
        trouble: 'gave-up',
        message: `The drawing engine stopped ${MAX_CRASHES} times. Safe mode is slower, runs on the processor and takes little memory.`,
      });
      return;
    }
    this.#change({
      state: 'restarting',
      trouble: 'stopped',
      message: 'The drawing engine stopped and is starting again.',
      restarts: this.#status.restarts + 1,
    });
    const wait = (this.#options.delay ?? defaultDelay)(BACK_OFF_MS * 2 ** (this.#crashes - 1));
    this.#ready = wait.then(() => {
      if (this.#isStopped) throw new StudioError('cancelled', 'The studio is closing.');
      return this.#connect();
    });
    this.#ready.catch((thrown: unknown) => this.#options.onError?.(studioErrorFrom(thrown)));
  }

  /** A device that cannot load the model is left for the processor, and that is said. */
  #fallBack(reason: string): void {
    this.#fallback = `The device ${this.#load.device} could not be used, so the model runs on the processor. ${reason}`;
    this.#load = { ...this.#load, device: 'cpu' };
  }

  /** Lets the process go on purpose: its death is no crash. */
  #drop(error: StudioError): void {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#ready = undefined;
    connection?.client.close(error);
    connection?.process.kill();
  }

  #change(change: Partial<EngineStatus>): void {
    if (change.state !== 'failed' && this.#isStopped) return;
    this.#status = { ...this.#status, ...change };
    this.#events.emit('status', this.#status);
  }

  /** What is loaded now; null while starting. */
  bundle(): BundleSummary | null {
    return this.#status.bundle;
  }
}

const defaultDelay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Chromium ends a process that runs out of memory with this code (as signed and as unsigned). */
const OUT_OF_MEMORY_EXIT = /exit code (-536870904|3758096392)\b/;

function lostError(reason: string): StudioError {
  if (OUT_OF_MEMORY_EXIT.test(reason)) {
    return new StudioError('out-of-memory', 'The drawing engine ran out of memory and was ended.', {
      hint: 'Your story is safe. Close other programs and try again.',
    });
  }
  return new StudioError('device-lost', `The drawing engine stopped unexpectedly (${reason}).`, {
    hint: 'Your story is safe. Try again: the engine is starting anew.',
  });
}

/** Faults of the bundle: another device would only give them again. */
const bundleFaults: ReadonlySet<string> = new Set(['bundle-missing', 'weights-corrupt', 'shape-mismatch', 'cancelled']);

function failedError(message: string): StudioError {
  return new StudioError('device-lost', message === '' ? 'The drawing engine is not running.' : message, {
    hint: 'Restart the engine.',
  });
}

function sentenceOf({ message, hint }: StudioError): string {
  return hint === undefined ? message : `${message} ${hint}`;
}
