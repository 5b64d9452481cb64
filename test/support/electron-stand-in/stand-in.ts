// Entry: plays the part of Electron's executable for an app whose binary cannot be downloaded. The same built main, preload and
// renderer run in Node and an installed Chromium. What it cannot show stands in docs/testing.md; it never ships in the product.
// Arguments as Electron takes them: [-r module]… [--switches] <app folder>.
import Module from 'node:module';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StandInApp } from './app';
import { browserWindowsOver } from './browser-window';
import { startChromium } from './chromium';
import { installedBrowser } from '../../../main/cli/installed-browser';
import { StandInIpcMain } from './ipc';
import { sessionsOver } from './session';
import { Menu, dialog, nativeThemeOver, shell } from './small-modules';
import { utilityProcess } from './utility-process';

function parsedArguments(args: readonly string[]) {
  const preloaded: string[] = [];
  let appFolder: string | null = null;
  let userData: string | null = null;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '-r' || arg === '--require') preloaded.push(args[++i]!);
    else if (arg.startsWith('--user-data-dir=')) userData = arg.slice('--user-data-dir='.length);
    else if (!arg.startsWith('-') && appFolder === null) appFolder = resolve(arg);
  }
  return { preloaded, appFolder: appFolder ?? process.cwd(), userData };
}

const { preloaded, appFolder, userData } = parsedArguments(process.argv.slice(2));
const executable = installedBrowser({ platform: process.platform, environment: process.env });
if (executable === undefined) {
  console.error('[stand-in] no Chrome, Edge or Chromium is installed');
  process.exit(1);
}
const headless =
  process.env['VOKEN_STAND_IN_HEADLESS'] === '1' ||
  (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']);
const chromium = startChromium(executable, { headless, switches: [] });
const ipcMain = new StandInIpcMain();
const sessions = sessionsOver(chromium.cdp);
const app: StandInApp = new StandInApp(
  appFolder,
  {
    closeWindows: () => {
      for (const window of windows.BrowserWindow.getAllWindows()) window.close();
      return windows.BrowserWindow.getAllWindows().length === 0;
    },
    closeBrowser: () => chromium.close(),
  },
  userData,
);
let quitWhenClosed = false;
app.on('before-quit', () => (quitWhenClosed = true));
const windows = browserWindowsOver(chromium, ipcMain, sessions.defaultSession, () => {
  if (quitWhenClosed || app.listenerCount('window-all-closed') === 0) app.quit();
  else app.emit('window-all-closed');
});
const nativeTheme = nativeThemeOver((source) => {
  for (const window of windows.BrowserWindow.getAllWindows()) window.webContents.setColorScheme(source);
});
const electron = {
  app,
  BrowserWindow: windows.BrowserWindow,
  webContents: windows.webContents,
  ipcMain,
  dialog,
  Menu,
  shell,
  nativeTheme,
  utilityProcess,
  session: sessions,
  protocol: {
    registerSchemesAsPrivileged: () => undefined,
    handle: sessions.defaultSession.protocol.handle,
    unhandle: sessions.defaultSession.protocol.unhandle,
  },
};

// `require('electron')` of the built app is answered here.
const loader = Module as unknown as { _load: (request: string, parent: unknown, isMain: boolean) => unknown };
const originalLoad = loader._load;
loader._load = (request, parent, isMain) => (request === 'electron' ? electron : originalLoad(request, parent, isMain));
Object.defineProperty(process.versions, 'electron', { value: '0.0.0-stand-in', enumerable: true });

const load = Module.createRequire(join(appFolder, 'package.json'));
for (const path of preloaded) load(path);
chromium.process.once('exit', () => {
  app.emit('window-all-closed');
  app.exit(0);
});
process.on('SIGINT', () => app.quit());
process.on('SIGTERM', () => app.quit());
const { main } = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8')) as { main: string };
load(join(appFolder, main));
windows
  .ready()
  .then(() => {
    app.becomeReady();
  })
  .catch((error: unknown) => {
    console.error('[stand-in]', error);
    process.exit(1);
  });
