// Packs the app for Linux as electron-builder.yml says, in a copy of the project, around a stand-in for Electron's executable: what the
// archive holds can be seen without Electron, whether Electron starts it cannot. Nothing is downloaded.
import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SOURCES = [
  'main',
  'preload',
  'renderer',
  'common',
  'native-models',
  'test/support/sample-stories.ts',
  'docs',
  'scripts',
];
const FILES = ['electron-builder.yml', 'electron.vite.config.ts', 'package.json', 'package-lock.json', 'LICENSE'];
const BUNDLE = 'native-models/miniature/bundle';
const SAMPLE = 'native-models/miniature/sample.vokenstory';

/** No proxy answers here: a step that tried to fetch something would fail. */
const OFFLINE = {
  ...process.env,
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  npm_config_offline: 'true',
  NO_UPDATE_NOTIFIER: '1',
};

export interface PackedApp {
  /** `resources` beside the executable. */
  readonly resources: string;
  /** Paths in app.asar, unpacked ones too, without a leading slash. */
  readonly paths: readonly string[];
  /** Paths of files in app.asar.unpacked. */
  readonly unpacked: readonly string[];
  /** The archive as plain files again, as Electron would show them, in `into`. */
  extract(into: string): void;
}

interface Asar {
  listPackage(archive: string, options: { isPack: boolean }): string[];
  extractAll(archive: string, into: string): void;
}

/** Builds and packs. @param root the project @param work an empty folder inside the project, where npm packages of development resolve */
export async function packApp(root: string, work: string): Promise<PackedApp> {
  copyProject(root, work);
  await run(
    process.execPath,
    [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: work,
      env: OFFLINE,
    },
  );
  const electron = join(work, 'electron-stand-in');
  mkdirSync(electron);
  writeFileSync(join(electron, 'electron'), '#!/bin/sh\nexit 0\n');
  chmodSync(join(electron, 'electron'), 0o755);
  // Fuses are bytes inside the real executable: there is nothing to flip in the stand-in.
  const config = { extends: './electron-builder.yml', electronFuses: null, electronDist: electron };
  writeFileSync(join(work, 'packed.json'), JSON.stringify(config));
  const output = join(work, 'packed');
  const args = ['--dir', '--linux', '--x64', '--config', 'packed.json', `-c.directories.output=${output}`];
  await run(process.execPath, [join(root, 'node_modules/electron-builder/cli.js'), ...args, '--publish', 'never'], {
    cwd: work,
    env: OFFLINE,
  });
  const resources = join(output, 'linux-unpacked', 'resources');
  const archive = join(resources, 'app.asar');
  const asar = createRequire(createRequire(import.meta.url).resolve('electron-builder'))('@electron/asar') as Asar;
  return {
    resources,
    paths: asar.listPackage(archive, { isPack: false }).map((path) => path.replace(/^\//, '')),
    unpacked: filesUnder(join(resources, 'app.asar.unpacked')),
    extract: (into) => {
      asar.extractAll(archive, into);
    },
  };
}

/** Paths of all files under a folder, relative to it, sorted. */
export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

function copyProject(root: string, work: string): void {
  for (const path of [...FILES, 'THIRD-PARTY-NOTICES.md', ...SOURCES]) {
    if (existsSync(join(root, path))) cpSync(join(root, path), join(work, path), { recursive: true });
  }
  // A bundle and a sample are data that may be missing in a working copy; what is tested is that they are taken along.
  for (const [folder, file] of [
    [BUNDLE, 'manifest.json'],
    [SAMPLE, 'story.json'],
  ] as const) {
    if (existsSync(join(work, folder, file))) continue;
    mkdirSync(join(work, folder), { recursive: true });
    writeFileSync(join(work, folder, file), '{}');
  }
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; version?: string }>;
  };
  for (const [folder, { dev }] of Object.entries(lock.packages)) {
    // The book's fonts are packages of development that electron-builder.yml takes files from.
    const isFont = folder.startsWith('node_modules/@fontsource/');
    if (folder === '' || (dev === true && !isFont) || !existsSync(join(root, folder))) continue;
    for (const file of filesUnder(join(root, folder))) linkFile(join(root, folder, file), join(work, folder, file));
  }
  plantForeignLibrary(work, lock.packages['node_modules/@img/sharp-win32-x64']?.version ?? '');
}

/** Hard links: half a gigabyte of packages need not be copied. */
function linkFile(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  if (!existsSync(to)) linkSync(from, to);
}

/** A package for another system, as an installation for several systems leaves it. */
function plantForeignLibrary(work: string, version: string): void {
  const folder = join(work, 'node_modules/@img/sharp-win32-x64');
  mkdirSync(join(folder, 'lib'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: '@img/sharp-win32-x64', version }));
  writeFileSync(join(folder, 'lib/libvips-42.dll'), 'not for Linux');
}
