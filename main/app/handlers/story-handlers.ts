// Stories over the library. Folder dialogs belong to the calling window.
import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import type { GroupHandlers, HandlerPorts } from './handler-ports';

async function chosenFolder(window: BrowserWindow, options: OpenDialogOptions): Promise<string | undefined> {
  const answer = await dialog.showOpenDialog(window, options);
  return answer.canceled ? undefined : answer.filePaths[0];
}

export const storyHandlers = ({ library, settings, engine }: HandlerPorts): GroupHandlers<'story'> => ({
  openLast: () => library.openLast(),
  list: () => library.list(),
  create: ({ title }) => library.create(title, settings.get().author),
  open: ({ storyId }) => library.open(storyId),
  openFolder: async (_input, { window }) => {
    const folder = await chosenFolder(window, { title: 'Open a story', properties: ['openDirectory'] });
    return folder === undefined ? null : library.openFolder(folder);
  },
  openLastGoodCopy: ({ storyId }) => library.openLastGoodCopy(storyId),
  save: ({ story }) => library.save(story),
  journal: ({ story }) => library.journal(story),
  discardRecovery: ({ storyId }) => library.discardRecovery(storyId),
  saveCopy: async ({ story }, { window }) => {
    const folder = await chosenFolder(window, {
      title: 'Save a copy in…',
      properties: ['openDirectory', 'createDirectory'],
    });
    return folder === undefined ? null : { folderName: await library.saveCopy(story, folder) };
  },
  importPicture: ({ storyId, name, bytes }) =>
    engine.importPicture({ name, bytes: new Uint8Array(bytes), assetsDir: library.assetsFolder(storyId) }),
});
