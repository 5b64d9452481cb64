// Exports do not wait behind the engine's work, and an export says the truth about what lies on the disk.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultBookDesign } from '../../../../common/domain/book-design';
import type { Job } from '../../../../common/domain/job';
import { ExportService, type ExportWriter, type ExportWriters } from '../../../../main/services/exports/export-service';
import { writeProved } from '../../../../main/services/files/write-proved';
import { JobQueue } from '../../../../main/services/jobs/job-queue';
import { failingFiles, fileError, temporaryFolder, writeContext } from '../../../support/failing-files';
import { onePixelPng, storyWith } from '../../../support/sample-stories';

let folder: ReturnType<typeof temporaryFolder>;
let jobs: JobQueue;
beforeEach(() => {
  folder = temporaryFolder();
  jobs = new JobQueue();
});
afterEach(() => folder.remove());

const request = { format: 'pdf', design: defaultBookDesign() } as const;
const story = storyWith(['One.', 'Two.'], true);

function serviceWith(
  pdf: ExportWriter<'pdf'>,
  options: { gone?: boolean; files?: ReturnType<typeof failingFiles> } = {},
) {
  let ids = 0;
  return new ExportService({
    jobs,
    writers: { pdf } as unknown as ExportWriters,
    write: writeContext(options.files?.files),
    newId: () => `export-${++ids}`,
    now: () => new Date('2026-11-23T10:00:00Z'),
    pictureBytes: () => Promise.resolve(options.gone === true ? null : onePixelPng),
  });
}
const ended = (id: string): Promise<Job> =>
  new Promise((resolve) => {
    const look = (): void => {
      const job = jobs.list().find((candidate) => candidate.id === id)!;
      if (['done', 'failed', 'cancelled'].includes(job.state)) resolve(job);
      else setTimeout(look, 2);
    };
    look();
  });

/** Every picture read, with progress, then one file. */
const writePictures: ExportWriter<'pdf'> = async ({ story: { panels }, picture, step, path, write }) => {
  for (const [index, panel] of panels.entries()) {
    step(index, panels.length);
    await picture(panel.pictures[0]!);
  }
  await writeProved(write, path, Buffer.from('the book'));
  return { bytes: 8, pages: panels.length };
};

describe('exports as jobs', () => {
  it('run beside a long generation, and wait for each other', async () => {
    jobs.add({
      job: { id: 'long', kind: 'generate', storyId: 's', panelId: 'p', mode: 'both' },
      run: () => new Promise(() => undefined),
    });
    const service = serviceWith(writePictures);
    const first = service.start(story, request, join(folder.path, 'a.pdf'));
    const second = service.start(story, request, join(folder.path, 'b.pdf'));
    expect(jobs.list().find((job) => job.id === second.id)).toMatchObject({ state: 'queued', queuePosition: 1 });
    expect(await ended(first.id)).toMatchObject({
      state: 'done',
      exported: { format: 'pdf', fileName: 'a.pdf', bytes: 8, pages: 2 },
      result: null,
    });
    expect((await ended(second.id)).state).toBe('done');
    expect(jobs.list().find((job) => job.id === 'long')?.state).toBe('running');
    expect(service.pathOf(first.id)).toBe(join(folder.path, 'a.pdf'));
    expect(() => service.pathOf('long')).toThrow(/not exported by this run/);
  });

  it('leave nothing behind when cancelled', async () => {
    const path = join(folder.path, 'a.pdf');
    const service = serviceWith(async (work) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return writePictures(work);
    });
    const { id } = service.start(story, request, path);
    jobs.cancel(id);
    expect(jobs.list()[0]?.state).toBe('stopping');
    expect((await ended(id)).state).toBe('cancelled');
    expect(existsSync(path)).toBe(false);
    expect(() => service.pathOf(id)).toThrow();
  });

  it('say done when the file was written while the writer cancelled', async () => {
    const path = join(folder.path, 'a.pdf');
    const service = serviceWith(async (work) => {
      const written = await writePictures(work);
      jobs.cancel('export-1');
      return written;
    });
    const { id } = service.start(story, request, path);
    expect(await ended(id)).toMatchObject({ state: 'done', exported: { fileName: 'a.pdf' } });
    expect(existsSync(path)).toBe(true);
  });

  it('name the panel whose picture is gone, and keep the old file', async () => {
    const path = join(folder.path, 'a.pdf');
    writeFileSync(path, 'the old book');
    const { id } = serviceWith(writePictures, { gone: true }).start(story, request, path);
    const { failure } = await ended(id);
    expect(failure).toMatchObject({ code: 'io', message: expect.stringMatching(/picture of panel 1 is missing/) });
    expect(readFileSync(path, 'utf8')).toBe('the old book');
  });

  it.each([
    ['ENOSPC', 'disk-full', /The disk is full: a\.pdf needs/],
    ['EACCES', 'io', /Could not write a\.pdf \(EACCES\)/],
  ])('tell %s in a sentence, and keep the old file', async (code, expected, sentence) => {
    const path = join(folder.path, 'a.pdf');
    writeFileSync(path, 'the old book');
    const files = failingFiles((operation) => (operation === 'writeNewFile' ? fileError(code) : null));
    const { id } = serviceWith(writePictures, { files }).start(story, request, path);
    const { failure } = await ended(id);
    expect(failure).toMatchObject({ code: expected, message: expect.stringMatching(sentence) });
    expect(readFileSync(path, 'utf8')).toBe('the old book');
  });
});
