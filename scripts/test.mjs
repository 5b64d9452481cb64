// `npm test`: sets everything up, runs every test, and ends with one line: `N passed, N failed[, N skipped]`.
// Browser tests need an installed Chrome, Edge or Chromium: as root on Debian it is installed, otherwise the command is named.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp, installPackages, root, run, say } from './setup.mjs';

if (process.argv.includes('--help')) {
  console.log('npm test: sets up and runs all tests.\n  --no-browser  skip the tests that need a browser');
  process.exit(0);
}
installPackages();
const tsx = ['--import', 'tsx'];

/** Whether a browser is there, after trying to install one where that is possible. */
function browserReady() {
  const probe = () =>
    spawnSync(process.execPath, [...tsx, 'scripts/find-browser.ts'], { cwd: root, encoding: 'utf8' }).stdout.trim() !==
    '';
  if (probe()) return true;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('no browser found: installing Chromium (as root, with apt-get)');
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: 'ignore' });
    if (probe()) return true;
  }
  say(
    'browser tests are skipped: install Chrome, Edge or Chromium (Debian: sudo apt-get install chromium), then run npm test again.',
  );
  return false;
}

const total = { passed: 0, failed: 0, skipped: 0 };
const report = join(root, '.cache', 'test-reports');
mkdirSync(report, { recursive: true });

function suite(name, config) {
  say(`running ${name}`);
  const outputFile = join(report, `${config}.json`);
  rmSync(outputFile, { force: true });
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${outputFile}`,
  ];
  const status = run(process.execPath, args);
  const result = existsSync(outputFile) ? JSON.parse(readFileSync(outputFile, 'utf8')) : null;
  if (result === null) {
    total.failed += 1;
    return;
  }
  total.passed += result.numPassedTests;
  total.failed += result.numFailedTests;
  total.skipped += result.numPendingTests + (result.numTodoTests ?? 0);
  // A file that breaks before its first test fails the run without a failed test: count it.
  if (status !== 0 && result.numFailedTests === 0) total.failed += Math.max(1, result.numFailedTestSuites ?? 1);
}

// First of all: some tests of the command line print with the browser too.
const hasBrowser = !process.argv.includes('--no-browser') && browserReady();
suite('unit, golden, pipeline, contract, editor and security tests', 'vitest.config.ts');
if (hasBrowser) {
  buildApp();
  suite('end-to-end tests in a real browser engine', 'vitest.e2e.config.ts');
} else {
  total.skipped += 1;
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 ? 1 : 0);
