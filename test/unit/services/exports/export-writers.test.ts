// Every format through the service, onto a real disk: whole files with the right contents, pictures in a zip and in a folder, nothing
// left behind by a failure, the old file kept.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultBookDesign } from '../../../../common/domain/book-design';
import type { ExportRequest } from '../../../../common/domain/export';
import type { Job } from '../../../../common/domain/job';
import type { Story } from '../../../../common/domain/story';
import { ExportService } from '../../../../main/services/exports/export-service';
import { exportWriters } from '../../../../main/services/exports/export-writers';
import { PdfExport } from '../../../../main/services/exports/pdf-export';
import { fileStemFrom } from '../../../../main/services/exports/picture-set';
import type { FilePort } from '../../../../main/services/files/file-port';
import { JobQueue } from '../../../../main/services/jobs/job-queue';
import { bookStories, testFontBytes } from '../../../support/book-stories';
import { failingFiles, fileError, temporaryFolder, writeContext } from '../../../support/failing-files';
import { onePixelPng, storyWith } from '../../../support/sample-stories';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const story = bookStories['ordinary']!;

/** As many empty pages as the book has: printing itself is pdf-export.test.ts's business. */
async function blankPdf(html: string): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (const _page of html.matchAll(/<section class="page"/g)) document.addPage();
  return document.save();
}

function exported(
  request: ExportRequest,
  name: string,
  options: { story?: Story; files?: FilePort; cancelAt?: number } = {},
) {
  const jobs = new JobQueue();
  const pdfExport = new PdfExport({
    printer: { print: ({ html }) => blankPdf(html) },
    write: writeContext(options.files),
    fontBytes: testFontBytes,
    appName: 'Voken Studio',
  });
  const service = new ExportService({
    jobs,
    write: writeContext(options.files),
    newId: () => 'export-1',
    now: () => new Date('2026-11-23T10:00:00Z'),
    pictureBytes: () => Promise.resolve(onePixelPng),
    writers: exportWriters({ pdf: pdfExport, fontBytes: testFontBytes, appName: 'Voken Studio' }),
  });
  return new Promise<Job>((resolve) => {
    jobs.events.on('changed', (job) => {
      if (job.step === options.cancelAt && job.state === 'running') jobs.cancel(job.id);
      if (['done', 'failed', 'cancelled'].includes(job.state)) resolve(job);
    });
    service.start(options.story ?? story, request, join(folder.path, name));
  });
}

describe('export formats', () => {
  it.each([
    [{ format: 'epub' }, 'a.epub', 'PK'],
    [{ format: 'html' }, 'a.html', '<!doctype html>'],
    [{ format: 'report', as: 'html' }, 'a.html', '<!doctype html>'],
    [{ format: 'report', as: 'markdown' }, 'a.md', '# How'],
    [{ format: 'pictures', packing: 'zip' }, 'a.zip', 'PK'],
    [{ format: 'picture', panelId: 'panel-1', pictureId: 'panel-1-p' }, 'a.png', '\u0089PNG'],
  ] as const)('%j writes one whole file and says how large it is', async (request, name, start) => {
    const job = await exported(request, name);
    expect(job).toMatchObject({ state: 'done', exported: { format: request.format, fileName: name } });
    const bytes = readFileSync(join(folder.path, name));
    expect(bytes.toString('latin1', 0, start.length)).toBe(start);
    if (request.format !== 'pictures') expect(job.exported?.bytes).toBe(bytes.byteLength);
    expect(readdirSync(folder.path)).toEqual([name]);
  });

  it('numbers the pictures as their panels, with provenance inside', async () => {
    const gap = {
      ...story,
      panels: [
        story.panels[0]!,
        ...storyWith(['Words only.']).panels.map((p) => ({ ...p, id: 'x' })),
        story.panels[1]!,
      ],
    };
    await exported({ format: 'pictures', packing: 'zip' }, 'a.zip', { story: gap });
    const files = unzipSync(readFileSync(join(folder.path, 'a.zip')));
    expect(Object.keys(files)).toEqual(['The Lantern-001.png', 'The Lantern-003.png']);
    expect(strFromU8(files['The Lantern-003.png']!, true)).toContain('Made by');
  });

  it('fills a folder of its own, and never an earlier one', async () => {
    const request = { format: 'pictures', packing: 'folder' } as const;
    expect(await exported(request, 'Pictures')).toMatchObject({ state: 'done', exported: { pictures: 2 } });
    expect(readdirSync(join(folder.path, 'Pictures'))).toEqual(['The Lantern-001.png', 'The Lantern-002.png']);
    const again = await exported(request, 'Pictures');
    expect(again.failure?.message).toMatch(/already something named Pictures/);
  });

  it('leaves no half-filled folder when the disk is full or the writer cancels', async () => {
    const request = { format: 'pictures', packing: 'folder' } as const;
    let writes = 0;
    const { files } = failingFiles((operation) =>
      operation === 'writeNewFile' && ++writes === 2 ? fileError('ENOSPC') : null,
    );
    expect((await exported(request, 'Pictures', { files })).failure?.code).toBe('disk-full');
    expect(readdirSync(folder.path)).toEqual([]);
    expect((await exported(request, 'Pictures', { cancelAt: 1 })).state).toBe('cancelled');
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it.each([{ format: 'epub' }, { format: 'html' }] as const)(
    '%j, cancelled at a picture, keeps the old file',
    async (request) => {
      writeFileSync(join(folder.path, 'old'), 'the old book');
      expect((await exported(request, 'old', { cancelAt: 1 })).state).toBe('cancelled');
      expect(readFileSync(join(folder.path, 'old'), 'utf8')).toBe('the old book');
      expect(readdirSync(folder.path)).toEqual(['old']);
    },
  );

  it('stops a PDF before, during and after its printing, and keeps the old file', async () => {
    // Without a Latin word, so that the empty pages need no font.
    const chinese = bookStories['chinese']!;
    const request = { format: 'pdf', design: defaultBookDesign() } as const;
    for (const cancelAt of [0, 1, 2]) {
      writeFileSync(join(folder.path, 'old'), 'the old book');
      expect((await exported(request, 'old', { story: chinese, cancelAt })).state).toBe('cancelled');
      expect(readFileSync(join(folder.path, 'old'), 'utf8')).toBe('the old book');
    }
    expect(await exported(request, 'old', { story: chinese })).toMatchObject({ state: 'done' });
    expect(readFileSync(join(folder.path, 'old'), 'latin1').slice(0, 5)).toBe('%PDF-');
    expect(readdirSync(folder.path)).toEqual(['old']);
  });

  it('says in a sentence that there is no picture to export, or that it is gone', async () => {
    const none = await exported({ format: 'pictures', packing: 'zip' }, 'a.zip', { story: storyWith(['Words.']) });
    expect(none.failure?.message).toMatch(/no picture yet/);
    const gone = await exported({ format: 'picture', panelId: 'panel-1', pictureId: 'nobody' }, 'a.png');
    expect(gone.failure?.message).toMatch(/not in the story any more/);
    expect(existsSync(join(folder.path, 'a.png'))).toBe(false);
  });

  it('makes a file name of any title', () => {
    expect(fileStemFrom('../../etc/passwd')).toBe('etc passwd');
    expect(fileStemFrom('Pip: "The Fox"?')).toBe('Pip The Fox');
    expect(fileStemFrom('灯笼')).toBe('灯笼');
    expect(fileStemFrom('///')).toBe('Story');
  });
});
