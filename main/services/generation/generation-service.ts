// Turns "continue here" into a job of the engine: looks up the pictures of the context, fills in the settings, follows progress,
// and passes text and previews on under the job's id. What is not finished is kept for the next start. Electron-free; the engine is a port.
import { Emitter } from '../../../common/base/emitter';
import { StudioError, studioErrorFrom } from '../../../common/base/studio-error';
import type { GenerationOptions, GenerationResult, Job } from '../../../common/domain/job';
import type { PictureDescription } from '../../../common/domain/picture-description';
import type { PromptInspection } from '../../../common/domain/prompt-inspection';
import type { Settings } from '../../../common/domain/settings';
import type { StudioContract } from '../../../common/ipc/contract';
import type { GenerateRequest, InspectRequest } from '../../../common/ipc/engine-contract';
import type { ClientOf } from '../../../common/ipc/shape';
import type { JobProgress, JobQueue, JobWork } from '../jobs/job-queue';
import type { KeptRequests } from './kept-requests';

export type StartGeneration = Parameters<ClientOf<StudioContract>['generate']['start']>[0];

/** What a generation needs of the engine; main/host's client is one. */
export interface GenerationEngine {
  generate(request: GenerateRequest): Promise<GenerationResult>;
  cancel(jobId: string): Promise<void>;
  describe(imagePath: string): Promise<PictureDescription>;
  inspect(request: InspectRequest): Promise<PromptInspection>;
  on(event: 'progress', listener: (payload: JobProgress & { readonly jobId: string }) => void): unknown;
  on(event: 'text', listener: (payload: { readonly jobId: string; readonly text: string }) => void): unknown;
  on(event: 'preview', listener: (payload: { readonly jobId: string; readonly png: Uint8Array }) => void): unknown;
}

/** Detail of the error with which work ends that was on its way when the engine was restarted on purpose. */
export const ENGINE_RESTARTED = 'engine-restarted';

export interface GenerationPorts {
  readonly engine: GenerationEngine;
  readonly jobs: JobQueue;
  readonly newId: () => string;
  readonly settings: () => Settings;
  /** The device that works now: what was measured on one says nothing of another. */
  readonly device: () => string;
  readonly storyTitle: (storyId: string) => Promise<string>;
  readonly assetPath: (storyId: string, sha256: string) => Promise<string | null>;
  readonly assetsFolder: (storyId: string) => Promise<string>;
  /** The folder of an adapter of the library. Throws where it is not there any more. */
  readonly adapterFolder: (id: string) => Promise<string>;
  /** Where unfinished requests are kept for the next start; null: nowhere. */
  readonly memory: {
    readonly read: () => Promise<KeptRequests>;
    readonly keep: (kept: KeptRequests) => Promise<void>;
  } | null;
}

/** What the page decided, and the writer's settings as they are now; the bundle's defaults fill the rest in the engine. */
function optionsFrom(requested: StartGeneration['options'], settings: Settings): GenerationOptions {
  return {
    sampler: settings.sampler,
    ...(settings.steps === null ? {} : { steps: settings.steps }),
    ...(settings.guidanceScale === null ? {} : { guidanceScale: settings.guidanceScale }),
    ...(settings.temperature === null ? {} : { temperature: settings.temperature }),
    ...requested,
  };
}

const isUnfinished = ({ state }: Job): boolean => state === 'parked' || state === 'queued' || state === 'running';

export class GenerationService {
  readonly events = new Emitter<{
    text: { jobId: string; text: string };
    preview: { jobId: string; png: Uint8Array };
  }>();
  readonly #reports = new Map<string, (progress: JobProgress) => void>();
  readonly #requests = new Map<string, StartGeneration>();
  /** What the memory holds, in short: nothing is written while only progress is made. */
  #keptAs = '';

  constructor(private readonly ports: GenerationPorts) {
    const { engine, jobs } = ports;
    engine.on('progress', ({ jobId, ...progress }) => this.#reports.get(jobId)?.(progress));
    engine.on('text', (payload) => {
      if (this.#reports.has(payload.jobId)) this.events.emit('text', payload);
    });
    engine.on('preview', (payload) => {
      if (this.#reports.has(payload.jobId)) this.events.emit('preview', payload);
    });
    jobs.events.on('changed', () => {
      this.#keep();
    });
    jobs.events.on('forgotten', ({ jobIds }) => {
      for (const jobId of jobIds) this.#requests.delete(jobId);
      this.#keep();
    });
  }

  /** @throws StudioError `bad-request` when a picture of the request is not in the story */
  async start(request: StartGeneration): Promise<Job> {
    await this.#withPaths(request); // fails now, while the writer looks, and not when its turn comes
    const storyTitle = await this.ports.storyTitle(request.storyId);
    const jobId = this.ports.newId();
    this.#requests.set(jobId, request);
    return this.ports.jobs.add(this.#workOf(jobId, storyTitle, request));
  }

  /** Brings back what the last run of the app left: unfinished requests parked, and results that no story holds yet. */
  async restore(): Promise<void> {
    const kept = await this.ports.memory?.read();
    if (kept === undefined) return;
    for (const { job, request } of kept.results) {
      this.#requests.set(job.id, request);
      this.ports.jobs.addEnded(job, this.#workOf(job.id, job.storyTitle, request));
    }
    for (const { jobId, storyTitle, request } of kept.waiting) {
      this.#requests.set(jobId, request);
      this.ports.jobs.add(this.#workOf(jobId, storyTitle, request), { parked: true });
    }
  }

  #workOf(jobId: string, storyTitle: string, request: StartGeneration): JobWork {
    const { ports } = this;
    const { storyId, panelId, mode, place = null } = request;
    return {
      job: { id: jobId, kind: 'generate', storyId, storyTitle, panelId, place, mode },
      timedAs: () => `${ports.device()} ${mode} ${String(ports.settings().steps)}`,
      run: async (signal, report) => {
        this.#reports.set(jobId, report);
        const cancel = (): void => {
          ports.engine.cancel(jobId).catch(() => undefined); // an engine that is gone has nothing to cancel
        };
        signal.addEventListener('abort', cancel, { once: true });
        try {
          const asked = await this.#withPaths(request);
          const assetsDir = await ports.assetsFolder(storyId);
          const ask = (): Promise<GenerationResult> => {
            const options = optionsFrom(request.options, ports.settings());
            return ports.engine.generate({ ...asked, jobId, options, assetsDir });
          };
          return await ask().catch((thrown: unknown) => {
            const wasRestarted = studioErrorFrom(thrown).detail?.['reason'] === ENGINE_RESTARTED;
            if (!wasRestarted || signal.aborted) throw thrown;
            return ask(); // another device was chosen: the work begins anew on that one
          });
        } finally {
          signal.removeEventListener('abort', cancel);
          this.#reports.delete(jobId);
        }
      },
    };
  }

  /** What the model sees in a picture of the story. */
  async describe(storyId: string, image: string): Promise<PictureDescription> {
    return this.ports.engine.describe(await this.#pathOf(storyId, image));
  }

  /** What the model would be told by `start`. */
  async inspect(request: StartGeneration): Promise<PromptInspection> {
    const options = optionsFrom(request.options, this.ports.settings());
    return this.ports.engine.inspect({ ...(await this.#withPaths(request)), options });
  }

  /** The request with its content hashes and adapters as paths. */
  async #withPaths(request: StartGeneration): Promise<Omit<InspectRequest, 'options'>> {
    const { storyId, mode, text, redraw } = request;
    if (redraw !== null && mode !== 'picture') {
      throw new StudioError('bad-request', 'Only a picture can be drawn over, not a passage.', {
        hint: 'Ask for the picture alone.',
      });
    }
    const lookUp = (sha256: string): Promise<string> => this.#pathOf(storyId, sha256);
    const context = request.context.map(async (panel) => ({
      text: panel.text,
      imagePath: panel.image === null ? null : await lookUp(panel.image),
    }));
    const cast = request.cast.map(async ({ images, ...card }) => ({
      ...card,
      imagePaths: await Promise.all(images.map(lookUp)),
    }));
    const adapters = (request.adapters ?? [])
      .filter(({ strength }) => strength > 0)
      .map(async ({ id, strength }) => ({ dir: await this.ports.adapterFolder(id), strength }));
    return {
      mode,
      text,
      ...(adapters.length === 0 ? {} : { adapters: await Promise.all(adapters) }),
      context: await Promise.all(context),
      referencePaths: await Promise.all(request.references.map(lookUp)),
      cast: await Promise.all(cast),
      imagePath: request.image === null ? null : await lookUp(request.image),
      ...(redraw === null
        ? {}
        : { redraw: { imagePath: await lookUp(redraw.image), strength: redraw.strength, mask: redraw.mask } }),
    };
  }

  async #pathOf(storyId: string, sha256: string): Promise<string> {
    const path = await this.ports.assetPath(storyId, sha256);
    if (path !== null) return path;
    throw new StudioError('bad-request', 'A picture of this request is not in the story.', {
      hint: 'Add the picture again.',
      detail: { sha256 },
    });
  }

  #keep(): void {
    const { memory, jobs } = this.ports;
    if (memory === null) return;
    const kept: KeptRequests = { waiting: [], results: [] };
    for (const job of jobs.list()) {
      const request = this.#requests.get(job.id);
      if (request === undefined) continue;
      if (isUnfinished(job)) kept.waiting.push({ jobId: job.id, storyTitle: job.storyTitle, request });
      else if (job.state === 'done' && job.result !== null && !job.isTaken) kept.results.push({ job, request });
    }
    const keptAs = [...kept.waiting.map(({ jobId }) => jobId), '', ...kept.results.map(({ job }) => job.id)].join(' ');
    if (keptAs === this.#keptAs) return;
    this.#keptAs = keptAs;
    void memory.keep(kept);
  }
}
