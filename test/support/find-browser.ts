// Where an installed Chrome, Edge or Chromium lies on this system. VOKEN_BROWSER names one by hand.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'microsoft-edge-stable',
  'msedge',
  'chrome',
];
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
];

const runnable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** @returns the path of a browser, or null */
export function findBrowser(env: NodeJS.ProcessEnv): string | null {
  const named = env['VOKEN_BROWSER'];
  if (named !== undefined && named !== '') return runnable(named) ? named : null;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates =
    process.platform === 'darwin'
      ? MAC
      : process.platform === 'win32'
        ? [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].flatMap((root) =>
            root === undefined ? [] : WINDOWS.map((path) => join(root, path)),
          )
        : folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return candidates.find(runnable) ?? null;
}
