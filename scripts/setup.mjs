// First step of `npm start` and `npm test`: installs what package-lock.json names, once, and says in one line each what it does.
// Plain JavaScript on purpose: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const say = (line) => console.log(`[voken] ${line}`);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Runs a command in the project's root and shows its output. @returns its exit status */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  });
  if (error !== undefined) say(`${command} could not be started: ${error.message}`);
  return status ?? 1;
}

/** Installs the packages unless the lock file is the one that was installed last. */
export function installPackages() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    say(`Node ${process.versions.node} is too old: install Node 20.19 or newer, then run this again.`);
    process.exit(1);
  }
  const digest = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.voken-installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  say('installing packages (about a minute, once)');
  // No install scripts: the engine's would fetch GPU libraries, Electron's binary is fetched by `npm start` with a time limit.
  if (run(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']) !== 0) {
    say('the packages could not be installed: check the network and the disk space, then run this again.');
    process.exit(1);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}

/** Builds main, preload and renderer into out/. */
export function buildApp() {
  say('building the app');
  if (run(process.execPath, ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn']) !== 0) {
    say('the app could not be built: see the message above.');
    process.exit(1);
  }
}
