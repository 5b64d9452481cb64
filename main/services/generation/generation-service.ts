// Turns "continue here" into a job of the engine: looks up the pictures of the context, fills in the settings, follows progress,
// and passes text and previews on under the job's id. Electron-free; the engine is a port.
import { Emitter } from '../../../common/base/emitter';
import { StudioError } from '../../../common/base/studio-error';
import type { GenerationOptions, GenerationResult, Job } from '../../../common/domain/job';
import type { Settings } from '../../../common/domain/settings';
import type { StudioContract } from '../../../common/ipc/contract';
import type { GenerateRequest } from '../../../common/ipc/engine-contract';
import type { ClientOf } from '../../../common/ipc/shape';
import type { JobProgress, JobQueue } from '../jobs/job-queue';

export type StartGeneration = Parameters<ClientOf<StudioContract>['generate']['start']>[0];

/** What a generation needs of the engine; main/host's client is one. */
export interface GenerationEngine {
  generate(request: GenerateRequest): Promise<GenerationResult>;
  cancel(jobId: string): Promise<void>;
  on(event: 'progress', listener: (payload: JobProgress & { readonly jobId: string }) => void): unknown;
  on(event: 'text', listener: (payload: { readonly jobId: string; readonly text: string }) => void): unknown;
  on(event: 'preview', listener: (payload: { readonly jobId: string; readonly png: Uint8Array }) => void): unknown;
}

export interface GenerationPorts {
  readonly engine: GenerationEngine;
  readonly jobs: JobQueue;
  readonly newId: () => string;
  readonly settings: () => Settings;
  readonly assetPath: (storyId: string, sha256: string) => Promise<string | null>;
  readonly assetsFolder: (storyId: string) => string;
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

export class GenerationService {
  readonly events = new Emitter<{
    text: { jobId: string; text: string };
    preview: { jobId: string; png: Uint8Array };
  }>();
  readonly #reports = new Map<string, (progress: JobProgress) => void>();

  constructor(private readonly ports: GenerationPorts) {
    const { engine } = ports;
    engine.on('progress', ({ jobId, ...progress }) => this.#reports.get(jobId)?.(progress));
    engine.on('text', (payload) => {
      if (this.#reports.has(payload.jobId)) this.events.emit('text', payload);
    });
    engine.on('preview', (payload) => {
      if (this.#reports.has(payload.jobId)) this.events.emit('preview', payload);
    });
  }

  /** @throws StudioError `bad-request` when a picture of the request is not in the story */
  async start(request: StartGeneration): Promise<Job> {
    const { ports } = this;
    const lookUp = (sha256: string): Promise<string> => this.#pathOf(request.storyId, sha256);
    const context = await Promise.all(
      request.context.map(async ({ text, image }) => ({
        text,
        imagePath: image === null ? null : await lookUp(image),
      })),
    );
    const referencePaths = await Promise.all(request.references.map(lookUp));
    const imagePath = request.image === null ? null : await lookUp(request.image);
    const assetsDir = ports.assetsFolder(request.storyId);
    const jobId = ports.newId();
    const { storyId, panelId, mode, text } = request;
    return ports.jobs.add({
      job: { id: jobId, kind: 'generate', storyId, panelId, mode },
      run: async (signal, report) => {
        this.#reports.set(jobId, report);
        const cancel = (): void => {
          ports.engine.cancel(jobId).catch(() => undefined); // an engine that is gone has nothing to cancel
        };
        signal.addEventListener('abort', cancel, { once: true });
        try {
          const options = optionsFrom(request.options, ports.settings());
          return await ports.engine.generate({
            jobId,
            mode,
            context,
            referencePaths,
            text,
            imagePath,
            options,
            assetsDir,
          });
        } finally {
          signal.removeEventListener('abort', cancel);
          this.#reports.delete(jobId);
        }
      },
    });
  }

  async #pathOf(storyId: string, sha256: string): Promise<string> {
    const path = await this.ports.assetPath(storyId, sha256);
    if (path !== null) return path;
    throw new StudioError('bad-request', 'A picture of this request is not in the story.', {
      hint: 'Add the picture again.',
      detail: { sha256 },
    });
  }
}
