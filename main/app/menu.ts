// The application menu as a table. Commands that concern the page are sent to it; editing roles stay with the system.
import { Menu, type MenuItemConstructorOptions } from 'electron';

export type PageCommand = 'new-story' | 'open-story' | 'export-pdf' | 'undo' | 'redo' | 'settings';

export function menuTemplate(send: (command: PageCommand) => void, isMac: boolean): MenuItemConstructorOptions[] {
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
      label: 'Story',
      submenu: [
        item('New story', 'new-story', 'CmdOrCtrl+N'),
        item('Open story…', 'open-story', 'CmdOrCtrl+O'),
        { type: 'separator' },
        item('Export PDF…', 'export-pdf', 'CmdOrCtrl+Shift+E'),
        { type: 'separator' },
        item('Settings…', 'settings', 'CmdOrCtrl+,'),
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: 'Edit',
      submenu: [
        // Undo belongs to the story's own history, not to the text field.
        item('Undo', 'undo', 'CmdOrCtrl+Z'),
        item('Redo', 'redo', 'CmdOrCtrl+Shift+Z'),
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: 'View',
      submenu: [
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
}

export function installMenu(send: (command: PageCommand) => void): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(send, process.platform === 'darwin')));
}
