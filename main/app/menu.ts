// The application menu as a table. Commands that concern the page are sent to it; editing roles stay with the system.
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { NativeWords } from './native-words';

export type PageCommand = 'new-story' | 'open-story' | 'export-pdf' | 'history' | 'undo' | 'redo' | 'settings';

export function menuTemplate(
  words: NativeWords,
  send: (command: PageCommand) => void,
  isMac: boolean,
): MenuItemConstructorOptions[] {
  const item = (label: string, command: PageCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => {
      send(command);
    },
  });
  const appMenu: MenuItemConstructorOptions[] = isMac ? [{ role: 'appMenu' }] : [];
  return [
    ...appMenu,
    {
      label: words.story,
      submenu: [
        item(words.newStory, 'new-story', 'CmdOrCtrl+N'),
        item(words.openStory, 'open-story', 'CmdOrCtrl+O'),
        { type: 'separator' },
        item(words.history, 'history', 'CmdOrCtrl+Shift+H'),
        item(words.exportPdf, 'export-pdf', 'CmdOrCtrl+Shift+E'),
        { type: 'separator' },
        item(words.settings, 'settings', 'CmdOrCtrl+,'),
        { type: 'separator' },
        isMac ? { role: 'close', label: words.close } : { role: 'quit', label: words.quit },
      ],
    },
    {
      label: words.edit,
      submenu: [
        // Undo belongs to the story's own history, not to the text field.
        item(words.undo, 'undo', 'CmdOrCtrl+Z'),
        item(words.redo, 'redo', 'CmdOrCtrl+Shift+Z'),
        { type: 'separator' },
        { role: 'cut', label: words.cut },
        { role: 'copy', label: words.copy },
        { role: 'paste', label: words.paste },
        { role: 'selectAll', label: words.selectAll },
      ],
    },
    {
      label: words.view,
      submenu: [
        { role: 'zoomIn', label: words.zoomIn },
        { role: 'zoomOut', label: words.zoomOut },
        { role: 'resetZoom', label: words.resetZoom },
        { type: 'separator' },
        { role: 'togglefullscreen', label: words.fullScreen },
      ],
    },
    {
      label: words.window,
      role: 'window',
      submenu: [
        { role: 'minimize', label: words.minimise },
        { role: 'close', label: words.close },
      ],
    },
  ];
}

/** Puts the menu up; again whenever its language changes. */
export function installMenu(words: NativeWords, send: (command: PageCommand) => void): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(words, send, process.platform === 'darwin')));
}
