// Launches the built studio for a test: on Electron where its binary is, otherwise on the stand-in (and says which). Every launch has its
// own folder for settings, stories and caches, so that tests never meet.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';

export const projectRoot = join(import.meta.dirname, '../..');

/** The real binary if it has been downloaded. */
function electronBinary(): string | null {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const pathFile = join(folder, 'path.txt');
  const path = existsSync(pathFile) ? join(folder, 'dist', readFileSync(pathFile, 'utf8')) : '';
  return path !== '' && existsSync(path) ? path : null;
}
export const shell = electronBinary() === null ? 'stand-in' : 'Electron';

export interface Studio {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Ends the whole app at once, as a crash or a power cut would. */
  kill(): void;
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** Folder of this writer: kept between launches to test reopening. */
  readonly home: string;
  readonly bundle: string;
}

export async function launchStudio({ home, bundle }: LaunchOptions): Promise<Studio> {
  const standIn =
    shell === 'stand-in'
      ? { ELECTRON_OVERRIDE_DIST_PATH: join(projectRoot, 'test/support/electron-stand-in/bin') }
      : {};
  // Playwright asks the electron package for the executable in this very process.
  Object.assign(process.env, standIn);
  const app = await _electron.launch({
    args: [projectRoot, `--user-data-dir=${join(home, 'data')}`],
    cwd: projectRoot,
    env: {
      ...(process.env as Record<string, string>),
      ...standIn,
      VOKEN_STAND_IN_HEADLESS: '1',
      VOKEN_STUDIO_BUNDLE: bundle,
      VOKEN_STUDIO_STORIES: join(home, 'stories'),
      VOKEN_STUDIO_CACHE: join(home, '..', 'engine-cache'),
    },
  });
  const page = await app.firstWindow();
  await page.setViewportSize({ width: 1280, height: 860 });
  return {
    app,
    page,
    kill: () => {
      app.process().kill('SIGKILL');
    },
    close: async () => {
      await app.close();
    },
  };
}
