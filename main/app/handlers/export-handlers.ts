// Exports: asks where with the system's own dialog and starts the job. What each format writes is main/services/exports.
import { extname, join } from 'node:path';
import { app, dialog, shell, type BrowserWindow } from 'electron';
import type { ExportFormat } from '../../../common/domain/export';
import { nativeWords, type NativeWords } from '../native-words';
import type { GroupHandlers, HandlerPorts } from './handler-ports';

const fileNameFrom = (title: string): string =>
  title
    .replace(/[^\p{L}\p{N} _-]+/gu, ' ')
    .trim()
    .slice(0, 80) || 'Story';

/** How the file of a format is called in the dialog. */
const files: Record<ExportFormat, { readonly name: string; readonly extension: string }> = {
  pdf: { name: 'PDF', extension: 'pdf' },
};

/** The path that the writer chose, with the format's ending where none was typed; null when cancelled. */
async function chosenFile(
  window: BrowserWindow,
  words: NativeWords,
  title: string,
  format: ExportFormat,
): Promise<string | null> {
  const { name, extension } = files[format];
  const answer = await dialog.showSaveDialog(window, {
    title: words.chooseExportPlace,
    defaultPath: join(app.getPath('documents'), `${fileNameFrom(title)}.${extension}`),
    filters: [{ name, extensions: [extension] }],
  });
  if (answer.canceled || answer.filePath === '') return null;
  return extname(answer.filePath) === '' ? `${answer.filePath}.${extension}` : answer.filePath;
}

export const exportHandlers = ({ exports, settings }: HandlerPorts): GroupHandlers<'exports'> => ({
  start: async ({ story, request }, { window }) => {
    const path = await chosenFile(window, nativeWords(settings.get()), story.title, request.format);
    return path === null ? null : { jobId: exports.start(story, request, path).id };
  },
  showInFolder: ({ jobId }) => {
    shell.showItemInFolder(exports.pathOf(jobId));
  },
});
