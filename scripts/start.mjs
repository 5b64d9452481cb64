// `npm start`: sets everything up and opens the studio. Prefers Electron; where its binary cannot be had within the time limit,
// the same app runs on an installed Chrome, Edge or Chromium. Says in one line what it does and what is missing.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildApp, installPackages, root, say } from './setup.mjs';

const DOWNLOAD_LIMIT_MS = 120_000;

if (process.argv.includes('--help')) {
  console.log(
    'npm start: sets up and opens Voken Studio.\n  VOKEN_SHELL=browser  use an installed Chrome, Edge or Chromium instead of Electron',
  );
  process.exit(0);
}

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
if (!hasDisplay && process.env.VOKEN_STAND_IN_HEADLESS !== '1') {
  say(
    'there is no display here. To write a story without a window: npm run studio -- story --prompt "…" --out out/story',
  );
  process.exit(1);
}
installPackages();
buildApp();

/** The path of Electron's binary, downloaded if needed and possible; null otherwise. */
function electronBinary() {
  const folder = join(root, 'node_modules', 'electron');
  const found = () => {
    const pathFile = join(folder, 'path.txt');
    if (!existsSync(pathFile)) return null;
    const path = join(folder, 'dist', readFileSync(pathFile, 'utf8'));
    return existsSync(path) ? path : null;
  };
  if (found() !== null) return found();
  say(`downloading Electron (once, at most ${DOWNLOAD_LIMIT_MS / 1000} s)`);
  spawnSync(process.execPath, ['install.js'], { cwd: folder, timeout: DOWNLOAD_LIMIT_MS, stdio: 'ignore' });
  return found();
}

const electron = process.env.VOKEN_SHELL === 'browser' ? null : electronBinary();
if (electron !== null) {
  say('opening Voken Studio');
  spawn(electron, [root], { stdio: 'inherit' }).on('exit', (code) => process.exit(code ?? 0));
} else {
  say(
    'Electron is not available: opening in an installed Chrome, Edge or Chromium instead (a stand-in: no native menus or file dialogs)',
  );
  const tsx = (file) => pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', file)).href;
  const args = [
    '--import',
    tsx('esm/index.mjs'),
    '--require',
    join(root, 'node_modules/tsx/dist/cjs/index.cjs'),
    'test/support/electron-stand-in/stand-in.ts',
    root,
  ];
  spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }).on('exit', (code) => {
    if (code !== 0)
      say('no window could be opened: install Chrome, Edge or Chromium, or allow the download of Electron.');
    process.exit(code ?? 1);
  });
}
