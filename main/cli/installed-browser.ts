// Finds an installed Chrome, Edge or Chromium, which prints PDFs for the command line. The app does not need it: Electron prints itself.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface BrowserSearch {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isExecutable?: (path: string) => boolean;
}

const COMMANDS = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];

/** Path of the browser, or undefined. VOKEN_BROWSER names one before all others. */
export function installedBrowser({
  platform,
  environment,
  isExecutable = canExecute,
}: BrowserSearch): string | undefined {
  const named = environment['VOKEN_BROWSER'];
  if (named !== undefined && named !== '') return isExecutable(named) ? named : undefined;
  return candidates(platform, environment).find(isExecutable);
}

function candidates(platform: NodeJS.Platform, environment: BrowserSearch['environment']): string[] {
  if (platform === 'darwin') {
    return ['Google Chrome', 'Microsoft Edge', 'Chromium'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => environment[name] ?? []);
    const programs = [
      String.raw`Google\Chrome\Application\chrome.exe`,
      String.raw`Microsoft\Edge\Application\msedge.exe`,
      String.raw`Chromium\Application\chrome.exe`,
    ];
    return programs.flatMap((program) => roots.map((root) => `${root}\\${program}`));
  }
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
}

function canExecute(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
