// Stories over the library. Folder dialogs belong to the calling window.
import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import type { Settings } from '../../../common/domain/settings';
import { nativeWords } from '../native-words';
import type { GroupHandlers, HandlerPorts } from './handler-ports';

async function chosenFolder(window: BrowserWindow, options: OpenDialogOptions): Promise<string | undefined> {
  const answer = await dialog.showOpenDialog(window, options);
  return answer.canceled ? undefined : answer.filePaths[0];
}

const copyTarget = (settings: Settings): OpenDialogOptions => ({
  title: nativeWords(settings).chooseCopyPlace,
  properties: ['openDirectory', 'createDirectory'],
});

export const storyHandlers = ({ library, settings, engine }: HandlerPorts): GroupHandlers<'story'> => ({
  openLast: () => library.openLast(),
  list: () => library.list(),
  create: ({ title }) => library.create(title, settings.get().author),
  open: ({ storyId }) => library.open(storyId),
  openFolder: async (_input, { window }) => {
    const folder = await chosenFolder(window, {
      title: nativeWords(settings.get()).chooseStory,
      properties: ['openDirectory'],
    });
    return folder === undefined ? null : library.openFolder(folder);
  },
  openLastGoodCopy: ({ storyId }) => library.openLastGoodCopy(storyId),
  openAnyway: ({ storyId }) => library.open(storyId, true),
  show: ({ storyId }) => library.show(storyId),
  save: ({ story, sequence }) => library.save(story, sequence ?? null),
  saveEdit: (edit) => library.saveEdit(edit),
  journal: ({ story, sequence }) => library.journal(story, sequence ?? null),
  journalEdit: (edit) => library.opened(edit.storyId).journalEdit(edit),
  discardRecovery: ({ storyId }) => library.opened(storyId).discardRecovery(),
  recoveryRestored: ({ storyId }) => library.opened(storyId).recoveryRestored(),
  readOutside: ({ storyId }) => library.opened(storyId).readOutside(),
  settleOutside: ({ storyId }) => library.opened(storyId).settleOutside(),
  saveCopy: async ({ story }, { window }) => {
    const folder = await chosenFolder(window, copyTarget(settings.get()));
    return folder === undefined ? null : library.saveCopy(story, folder);
  },
  copyFolder: async ({ storyId }, { window }) => {
    const folder = await chosenFolder(window, copyTarget(settings.get()));
    return folder === undefined ? null : library.copyFolder(storyId, folder);
  },
  importPicture: ({ storyId, name, bytes }) =>
    engine.importPicture({ name, bytes: new Uint8Array(bytes), assetsDir: library.assetsFolder(storyId) }),
});
