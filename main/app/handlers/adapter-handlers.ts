// The library of adapters over its service. File dialogs belong to the calling window.
import { basename, extname, join } from 'node:path';
import { app, dialog } from 'electron';
import { fileStemFrom } from '../../services/exports/picture-set';
import { nativeWords } from '../native-words';
import type { GroupHandlers, HandlerPorts } from './handler-ports';

export const adapterHandlers = ({ adapters, settings }: HandlerPorts): GroupHandlers<'adapters'> => ({
  list: () => adapters.list(),
  importFolder: async (_input, { window }) => {
    const answer = await dialog.showOpenDialog(window, {
      title: nativeWords(settings.get()).chooseAdapter,
      properties: ['openDirectory'],
    });
    const [folder] = answer.filePaths;
    return answer.canceled || folder === undefined ? null : adapters.importFolder(folder);
  },
  importFile: async (_input, { window }) => {
    const answer = await dialog.showOpenDialog(window, {
      title: nativeWords(settings.get()).chooseAdapter,
      properties: ['openFile'],
      filters: [{ name: 'ZIP', extensions: ['zip'] }],
    });
    const [file] = answer.filePaths;
    return answer.canceled || file === undefined ? null : adapters.importZip(file);
  },
  addExample: () => adapters.addExample(),
  exportFile: async ({ id }, { window }) => {
    const known = (await adapters.list()).find((adapter) => adapter.id === id);
    const answer = await dialog.showSaveDialog(window, {
      title: nativeWords(settings.get()).chooseAdapterPlace,
      defaultPath: join(app.getPath('documents'), `${fileStemFrom(known?.name ?? '')}.zip`),
      filters: [{ name: 'ZIP', extensions: ['zip'] }],
    });
    if (answer.canceled || answer.filePath === '') return null;
    const path = extname(answer.filePath) === '' ? `${answer.filePath}.zip` : answer.filePath;
    await adapters.exportZip(id, path);
    return { fileName: basename(path) };
  },
  rename: ({ id, name }) => adapters.rename(id, name),
  usedIn: ({ id }) => adapters.usedIn(id),
  remove: ({ id }) => adapters.remove(id),
});
