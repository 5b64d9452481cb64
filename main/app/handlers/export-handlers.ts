// Exports: asks where, prints, and remembers what was written, so that the page never learns a path.
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { app, dialog, shell } from 'electron';
import { StudioError } from '../../../common/base/studio-error';
import type { GroupHandlers, HandlerPorts } from './handler-ports';

const fileNameFrom = (title: string): string =>
  title
    .replace(/[^\p{L}\p{N} _-]+/gu, ' ')
    .trim()
    .slice(0, 80) || 'Story';

export function exportHandlers({ library, pdfExport }: HandlerPorts): GroupHandlers<'exports'> {
  /** Files that were written by this run, by name. */
  const exported = new Map<string, string>();
  return {
    pdf: async ({ story, trimSize }, { window }) => {
      const answer = await dialog.showSaveDialog(window, {
        title: 'Export the illustrated story',
        defaultPath: join(app.getPath('documents'), `${fileNameFrom(story.title)}.pdf`),
        filters: [{ name: 'PDF', extensions: ['pdf'] }],
      });
      if (answer.canceled || answer.filePath === '') return null;
      const { pages, bytes } = await pdfExport.toFile(story, trimSize, answer.filePath, async (sha256) => {
        const path = await library.assetPath(story.id, sha256);
        return path === null ? null : readFile(path);
      });
      const fileName = basename(answer.filePath);
      exported.set(fileName, answer.filePath);
      return { fileName, pages, bytes };
    },
    showInFolder: ({ fileName }) => {
      const path = exported.get(fileName);
      if (path === undefined)
        throw new StudioError('bad-request', 'This file was not exported by this run of the studio.');
      shell.showItemInFolder(path);
    },
  };
}
