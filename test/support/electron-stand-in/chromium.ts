// Starts an installed Chrome, Edge or Chromium that the stand-in drives. Headless without a display or when asked to.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { CdpConnection } from './cdp';

/** Shown for a moment by the first window before the app has loaded its page (app mode needs an address). */
export const PLACEHOLDER_URL = 'data:text/html,<title>Voken Studio</title>';

export interface Chromium {
  readonly process: ChildProcess;
  readonly cdp: CdpConnection;
  readonly headless: boolean;
  close(): Promise<void>;
}

const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-extensions',
  '--disable-default-apps',
  '--disable-search-engine-choice-screen',
  '--password-store=basic',
  '--disable-features=Translate,MediaRouter,OptimizationHints,HttpsUpgrades',
  '--force-color-profile=srgb',
];

/** Starts the browser; its `DevTools listening on …` line is passed on to stderr, where a test driver waits for it. */
export function startChromium(
  executable: string,
  options: { headless: boolean; switches: readonly string[] },
): Chromium {
  const profile = mkdtempSync(join(tmpdir(), 'voken-stand-in-'));
  const root = process.getuid?.() === 0;
  const args = [
    `--user-data-dir=${profile}`,
    ...QUIET,
    ...(options.headless
      ? ['--headless=new', '--disable-gpu', '--hide-scrollbars', '--no-startup-window']
      : [`--app=${PLACEHOLDER_URL}`]),
    ...(root ? ['--no-sandbox'] : []),
    '--remote-debugging-pipe',
    '--remote-debugging-port=0',
    ...options.switches,
  ];
  const child = spawn(executable, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] });
  child.stderr?.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString('utf8').split('\n'))
      if (line.startsWith('DevTools listening on ') || process.env['VOKEN_STAND_IN_VERBOSE'] === '1') process.stderr.write(`${line}\n`);
  });
  const cdp = new CdpConnection(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const removeProfile = (): void => {
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once('exit', () => {
    child.kill('SIGKILL');
    try {
      removeProfile();
    } catch {
      // A profile that is still being written stays in the temp folder.
    }
  });
  return {
    process: child,
    cdp,
    headless: options.headless,
    async close() {
      cdp.root.post('Browser.close');
      const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
      await exited;
      clearTimeout(timer);
    },
  };
}
