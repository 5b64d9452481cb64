// Exports: asks where with the system's own dialog and starts the job. What each format writes is main/services/exports.
import { extname, join } from 'node:path';
import { app, dialog, shell, type BrowserWindow } from 'electron';
import type { ExportRequest } from '../../../common/domain/export';
import type { Story } from '../../../common/domain/story';
import { fileStemFrom } from '../../services/exports/picture-set';
import { nativeWords, type NativeWords } from '../native-words';
import type { GroupHandlers, HandlerPorts } from './handler-ports';

interface ProposedFile {
  readonly stem: string;
  readonly name: string; // of the kind, in the dialog
  readonly extension: string;
}

/** The file that an export becomes; null where it becomes a folder. */
function proposedFile(story: Story, request: ExportRequest): ProposedFile | null {
  const stem = fileStemFrom(story.title);
  switch (request.format) {
    case 'pdf':
      return { stem, name: 'PDF', extension: 'pdf' };
    case 'epub':
      return { stem, name: 'EPUB', extension: 'epub' };
    case 'html':
      return { stem, name: 'HTML', extension: 'html' };
    case 'report':
      return request.as === 'html'
        ? { stem: `${stem} - AI use`, name: 'HTML', extension: 'html' }
        : { stem: `${stem} - AI use`, name: 'Markdown', extension: 'md' };
    case 'pictures':
      return request.packing === 'folder' ? null : { stem: `${stem} - pictures`, name: 'ZIP', extension: 'zip' };
    case 'picture': {
      const index = story.panels.findIndex((panel) => panel.id === request.panelId);
      const picture = story.panels[index]?.pictures.find(({ id }) => id === request.pictureId);
      const number = String(index + 1).padStart(3, '0');
      const extension = picture?.asset.ext ?? 'png';
      return { stem: `${stem}-${number}`, name: extension.toUpperCase(), extension };
    }
  }
}

/** The path that the writer chose, with the format's ending where none was typed; null when cancelled. */
async function chosenFile(
  window: BrowserWindow,
  words: NativeWords,
  { stem, name, extension }: ProposedFile,
): Promise<string | null> {
  const answer = await dialog.showSaveDialog(window, {
    title: words.chooseExportPlace,
    defaultPath: join(app.getPath('documents'), `${stem}.${extension}`),
    filters: [{ name, extensions: [extension] }],
  });
  if (answer.canceled || answer.filePath === '') return null;
  return extname(answer.filePath) === '' ? `${answer.filePath}.${extension}` : answer.filePath;
}

/** A folder of the story's own inside the one that the writer chose; null when cancelled. */
async function chosenFolder(window: BrowserWindow, words: NativeWords, story: Story): Promise<string | null> {
  const answer = await dialog.showOpenDialog(window, {
    title: words.chooseExportPlace,
    properties: ['openDirectory', 'createDirectory'],
  });
  const [parent] = answer.filePaths;
  return answer.canceled || parent === undefined ? null : join(parent, `${fileStemFrom(story.title)} - pictures`);
}

export const exportHandlers = ({ exports, settings }: HandlerPorts): GroupHandlers<'exports'> => ({
  start: async ({ story, request }, { window }) => {
    const file = proposedFile(story, request);
    const words = nativeWords(settings.get());
    const path = await (file === null ? chosenFolder(window, words, story) : chosenFile(window, words, file));
    return path === null ? null : { jobId: exports.start(story, request, path).id };
  },
  showInFolder: ({ jobId }) => {
    shell.showItemInFolder(exports.pathOf(jobId));
  },
});
