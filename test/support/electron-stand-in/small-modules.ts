// The parts of Electron that have no counterpart in a browser: dialogs answer by themselves (and can be replaced by a test),
// menus are kept as data, the shell says what it would open.
import { EventEmitter } from 'node:events';

const say = (line: string): void => {
  console.error(`[stand-in] ${line}`);
};

/** Saves where the app proposes; opens nothing. A test replaces these functions on the module. */
export const dialog = {
  showSaveDialog: (...args: readonly unknown[]): Promise<{ canceled: boolean; filePath: string }> => {
    const options = args[args.length - 1] as { defaultPath?: string };
    say(`no file dialog here: saving to ${options.defaultPath ?? '(nowhere)'}`);
    return Promise.resolve({ canceled: options.defaultPath === undefined, filePath: options.defaultPath ?? '' });
  },
  showOpenDialog: (): Promise<{ canceled: boolean; filePaths: string[] }> => {
    say('no file dialog here: nothing was chosen');
    return Promise.resolve({ canceled: true, filePaths: [] });
  },
  showMessageBox: (...args: readonly unknown[]): Promise<{ response: number; checkboxChecked: boolean }> => {
    const options = args[args.length - 1] as { message?: string };
    say(options.message ?? '');
    return Promise.resolve({ response: 0, checkboxChecked: false });
  },
  showErrorBox: (title: string, content: string): void => {
    say(`${title}: ${content}`);
  },
};

let applicationMenu: unknown = null;
export const Menu = {
  buildFromTemplate: (template: unknown): unknown => ({ items: template, popup: () => undefined }),
  setApplicationMenu: (menu: unknown): void => {
    applicationMenu = menu;
  },
  getApplicationMenu: (): unknown => applicationMenu,
};

export const shell = {
  openExternal: (url: string): Promise<void> => Promise.resolve(say(`would open ${url}`)),
  openPath: (path: string): Promise<string> => {
    say(`would open ${path}`);
    return Promise.resolve('');
  },
  showItemInFolder: (path: string): void => {
    say(`would show ${path}`);
  },
};

export function nativeThemeOver(apply: (source: 'light' | 'dark' | 'system') => void) {
  let source: 'light' | 'dark' | 'system' = 'system';
  const theme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false });
  return Object.defineProperty(theme, 'themeSource', {
    get: () => source,
    set: (value: 'light' | 'dark' | 'system') => {
      source = value;
      theme.shouldUseDarkColors = value === 'dark';
      apply(value);
      theme.emit('updated');
    },
  });
}
