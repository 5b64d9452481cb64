// Exports as jobs: turns a request and a path into work of the queue's second lane, and remembers what was written, so that the
// page never learns a path. What each format does is a function in `writers`; asking where is the caller's business.
import { basename } from 'node:path';
import { StudioError, throwIfCancelled } from '../../../common/base/studio-error';
import type { ExportedFile, ExportFormat, ExportRequest } from '../../../common/domain/export';
import type { Job } from '../../../common/domain/job';
import type { PictureVariant, Story } from '../../../common/domain/story';
import type { ProvedWriteContext } from '../files/write-proved';
import type { JobQueue } from '../jobs/job-queue';

/** What a format works with. `picture` throws where a picture is gone; `step` counts, and throws when the writer has cancelled. */
export interface ExportWork<Format extends ExportFormat> {
  readonly story: Story;
  readonly request: Extract<ExportRequest, { format: Format }>;
  readonly path: string;
  readonly write: ProvedWriteContext;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly picture: (picture: PictureVariant) => Promise<Uint8Array>;
  /** The same by content hash: null where it is gone. */
  readonly pictureBytes: (sha256: string) => Promise<Uint8Array | null>;
  readonly step: (step: number, steps: number) => void;
}

/** Writes the file, provably and whole, and says how large it is. */
export type ExportWriter<Format extends ExportFormat> = (
  work: ExportWork<Format>,
) => Promise<Pick<ExportedFile, 'bytes' | 'pages' | 'pictures'>>;
export type ExportWriters = { readonly [Format in ExportFormat]: ExportWriter<Format> };

export interface ExportPorts {
  readonly jobs: JobQueue;
  readonly writers: ExportWriters;
  readonly write: ProvedWriteContext;
  readonly newId: () => string;
  readonly now: () => Date;
  /** The bytes of a story's picture, or null when it is gone. */
  readonly pictureBytes: (storyId: string, sha256: string) => Promise<Uint8Array | null>;
}

export class ExportService {
  readonly #written = new Map<string, string>();

  constructor(private readonly ports: ExportPorts) {}

  start(story: Story, request: ExportRequest, path: string): Job {
    const { jobs, newId } = this.ports;
    const jobId = newId();
    return jobs.add({
      job: { id: jobId, kind: 'export', storyId: story.id, storyTitle: story.title, panelId: null, mode: null },
      run: async (signal, report) => {
        report({ stage: 'export', step: 0, steps: 0, etaMs: null });
        const written = await this.#write({
          story,
          request,
          path,
          signal,
          write: this.ports.write,
          now: this.ports.now(),
          picture: (picture) => this.#picture(story, picture),
          pictureBytes: (sha256) => this.ports.pictureBytes(story.id, sha256),
          step: (step, steps) => {
            report({ stage: 'export', step, steps, etaMs: null });
            throwIfCancelled(signal);
          },
        });
        this.#written.set(jobId, path);
        return { format: request.format, fileName: basename(path), ...written };
      },
    });
  }

  /** Where an export of this run lies. @throws StudioError `bad-request` for any other id */
  pathOf(jobId: string): string {
    const path = this.#written.get(jobId);
    if (path === undefined)
      throw new StudioError('bad-request', 'This file was not exported by this run of the studio.', {
        hint: 'Export the story again.',
      });
    return path;
  }

  #write<Format extends ExportFormat>(work: ExportWork<Format>): ReturnType<ExportWriter<Format>> {
    const format = work.request.format;
    return this.ports.writers[format](work);
  }

  async #picture(story: Story, { id, asset }: PictureVariant): Promise<Uint8Array> {
    const bytes = await this.ports.pictureBytes(story.id, asset.sha256);
    if (bytes !== null) return bytes;
    const index = story.panels.findIndex((panel) => panel.pictures.some((picture) => picture.id === id));
    const place = index < 0 ? 'A picture of the story' : `The picture of panel ${index + 1}`;
    throw new StudioError('io', `${place} is missing in the story's assets folder, so nothing was written.`, {
      hint: 'Choose another picture for that panel, or put the file back.',
      detail: { sha256: asset.sha256 },
    });
  }
}
