// The engine as a server of its contract over any message port: it owns the pipeline and knows no host (utilityProcess, child process
// and in-process all hand it a port). One generation at a time; the queue is main's. Failures leave as typed answers, never as a crash.
import { readFile } from 'node:fs/promises';
import { StudioError, studioErrorFrom } from '../../common/base/studio-error';
import { engineContract, type EngineContract } from '../../common/ipc/engine-contract';
import { serveContract, type ContractServer, type MessagePort } from '../../common/ipc/port';
import type { HandlersOf } from '../../common/ipc/shape';
import { importPicture } from '../pipeline/image/encode-picture';
import { differenceBetween } from '../pipeline/image/picture-difference';
import { likenessOf } from '../pipeline/image/picture-likeness';
import { openPipeline, type Clock, type Pipeline } from '../pipeline/pipeline';
import { testDevice } from '../runtime/device-test';
import { measureDevices } from '../runtime/devices';

export interface EngineOptions {
  readonly clock: Clock;
  /** Resident memory of this process, for `ping`. */
  readonly rssBytes: () => number;
  readonly freeBytes: () => number;
  readonly threads?: number;
  readonly onError?: (error: StudioError) => void;
}

/** Serves the engine on a port. `stop` closes the networks once the run in flight has ended. */
export function serveEngine(port: MessagePort, options: EngineOptions): { stop(): Promise<void> } {
  const { clock, threads, onError } = options;
  const running = new Map<string, AbortController>();
  let opened: { readonly key: string; readonly pipeline: Pipeline } | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /** Loading and generating take turns: both own the sessions. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work, work);
    last = result.catch(() => undefined);
    return result;
  };

  /** Small questions do not wait for their turn: they run between two steps of a generation. What is loaded stays open for them. */
  const asides = new Set<Promise<unknown>>();
  const withPipeline = <T>(work: (pipeline: Pipeline) => Promise<T>): Promise<T> => {
    if (opened === undefined) return Promise.reject(notLoaded());
    const result = work(opened.pipeline);
    const settled: Promise<unknown> = result.then(
      () => asides.delete(settled),
      () => asides.delete(settled),
    );
    asides.add(settled);
    return result;
  };
  const closeOpened = async (): Promise<void> => {
    const closing = opened;
    opened = undefined;
    await Promise.all(asides);
    await closing?.pipeline.close();
  };

  const handlers: HandlersOf<EngineContract> = {
    engine: {
      load: ({ bundleDir, cacheDir, device, safeMode }) =>
        inTurn(async () => {
          const start = clock.now();
          const key = JSON.stringify([bundleDir, device, safeMode]);
          if (opened?.key !== key) {
            await closeOpened();
            const pipeline = await openPipeline({
              bundleDir,
              cacheDir,
              device,
              clock,
              ...(safeMode ? { threads: 1, keepsCaches: false } : threads === undefined ? {} : { threads }),
            });
            opened = { key, pipeline };
          }
          return { bundle: opened.pipeline.summary, device: opened.pipeline.device, ms: clock.now() - start };
        }),

      generate: ({ jobId, ...request }) => {
        if (running.has(jobId)) throw new StudioError('bad-request', `The job ${jobId} is already running.`);
        const controller = new AbortController();
        running.set(jobId, controller);
        return inTurn(async () => {
          if (opened === undefined) throw notLoaded();
          return opened.pipeline.generate(request, {
            signal: controller.signal,
            onProgress: (progress) => {
              server.emit.engine.progress({ jobId, ...progress });
            },
            onText: (text) => {
              server.emit.engine.text({ jobId, text });
            },
            onPreview: (png) => {
              server.emit.engine.preview({ jobId, png: new Uint8Array(png) });
            },
          });
        }).finally(() => running.delete(jobId));
      },

      describe: ({ imagePath }) => withPipeline((pipeline) => pipeline.describe(imagePath)),

      inspect: (request) => withPipeline((pipeline) => pipeline.inspect(request)),

      readAdapter: ({ dir }) =>
        withPipeline(async ({ adapters }) => {
          const { card, name, digest, parts, normPerPart } = await adapters.read(dir);
          return { card, name, digest, parts, normPerPart };
        }),

      cancel: ({ jobId }) => {
        running.get(jobId)?.abort();
      },

      importPicture: ({ name, bytes, assetsDir }) => importPicture(assetsDir, bytes, name),

      likeness: async ({ imagePath, name }) => ({ bits: await likenessOf(await readFile(imagePath), name) }),

      difference: async ({ imagePath, otherPath }) => ({
        mean: await differenceBetween(await readFile(imagePath), await readFile(otherPath)),
      }),

      devices: () => inTurn(() => measureDevices({ clock, freeBytes: options.freeBytes })),

      testDevice: ({ device }) => inTurn(() => testDevice(device, performance)),

      ping: () => ({ rssBytes: options.rssBytes() }),
    },
  };
  const server: ContractServer<EngineContract> = serveContract(engineContract, handlers, port, undefined, onError);
  return {
    async stop() {
      server.stop();
      for (const controller of running.values()) controller.abort();
      await inTurn(async () => {
        await closeOpened().catch((thrown: unknown) => onError?.(studioErrorFrom(thrown)));
      });
    },
  };
}

const notLoaded = (): StudioError => new StudioError('bundle-missing', 'No model bundle is loaded yet.');
