// Promises of docs/security.md that are about the sources, the lock file and the package: what may stand where, and what runs at install.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourcesUnder } from '../support/interface-words';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const sources = ['common', 'main', 'preload', 'renderer', 'native-models'].flatMap((folder) =>
  sourcesUnder(root, folder),
);
/** Comments may speak of what code may not do. */
const codeOf = (path: string): string => read(path).replace(/\/\*[^]*?\*\/|^\s*\/\/.*$|\s\/\/ .*$/gm, '');
const holding = (pattern: RegExp, folders = ''): string[] =>
  sources.filter((path) => path.startsWith(folders) && pattern.test(codeOf(path)));

describe('windows', () => {
  it('are made in one place, and in the one that prints', () => {
    expect(holding(/new BrowserWindow\(/)).toEqual(['main/app/pdf-window.ts', 'main/app/window.ts']);
    expect(holding(/WebContentsView|BrowserView|<webview|webviewTag: true/)).toEqual([]);
  });
  it('never loosen what keeps pages apart', () => {
    const loosened =
      /webSecurity: false|sandbox: false|contextIsolation: false|nodeIntegration\w*: true|allowRunningInsecureContent|enableRemoteModule/;
    expect(holding(loosened)).toEqual([]);
    expect(holding(/appendSwitch\(|commandLine\./)).toEqual([]); // no --no-sandbox by the app itself
  });
});

describe('the page', () => {
  it('reaches main through the preload alone, which hands out no ipcRenderer', () => {
    expect(holding(/ipcRenderer/)).toEqual(['preload/index.ts']);
    expect(holding(/exposeInMainWorld/)).toEqual(['preload/index.ts']);
    expect(holding(/window\.studio\b/)).toEqual(['renderer/api/studio-client.ts']);
  });
  it('has no code from text and no markup from text', () => {
    expect(
      holding(/\beval\(|new Function\(|dangerouslySetInnerHTML|\.innerHTML\s*=|document\.write\(/, 'renderer'),
    ).toEqual([]);
    const page = read('renderer/index.html');
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|\son\w+=|<style|\sstyle=|https?:/);
  });
  it('is handed the outside by openExternal in the window factory only', () => {
    expect(holding(/openExternal\(/).filter((path) => !path.endsWith('security.ts'))).toEqual(['main/app/window.ts']);
  });
});

describe('the engine and all that it stands on', () => {
  it('opens no socket: no module that could is imported', () => {
    const sockets = /from '(node:)?(net|http|https|http2|tls|dgram|dns|inspector)'|\bfetch\(|WebSocket|XMLHttpRequest/;
    for (const folder of [
      'main/host',
      'main/pipeline',
      'main/runtime',
      'main/training',
      'native-models/onnx',
      'native-models/weights',
    ])
      expect(holding(sockets, folder), folder).toEqual([]);
    expect(holding(sockets, 'main/app')).toEqual([]);
    expect(holding(sockets, 'main/services')).toEqual([]);
  });
  it('reads models as data: no pickle, no code from a bundle', () => {
    const code = /pickle|torch\.load|\.ckpt|new Function\(|\beval\(|vm\.run|node:vm|import\([^'"`]/i;
    for (const folder of ['main/host', 'main/pipeline', 'main/runtime', 'native-models/weights'])
      expect(holding(code, folder), folder).toEqual([]);
  });
});

describe('the package', () => {
  it('burns the fuses', () => {
    const fuses = /electronFuses:\n((?: {2}.*\n)+)/.exec(read('electron-builder.yml'))![1]!;
    expect(
      Object.fromEntries(
        fuses
          .trim()
          .split('\n')
          .map((line) => line.trim().split(': ')),
      ),
    ).toEqual({
      runAsNode: 'false',
      enableCookieEncryption: 'true',
      enableNodeOptionsEnvironmentVariable: 'false',
      enableNodeCliInspectArguments: 'false',
      enableEmbeddedAsarIntegrityValidation: 'true',
      onlyLoadAppFromAsar: 'true',
    });
    expect(read('electron-builder.yml')).toMatch(/^asar: true$/m);
  });
  it('runs no install script that is not decided about by name', () => {
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { hasInstallScript?: boolean; optional?: boolean }>;
    };
    const { allowScripts } = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> };
    const withScripts = Object.entries(lock.packages).filter(([, entry]) => entry.hasInstallScript === true);
    const names = withScripts.map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect(names.filter((name) => !Object.hasOwn(allowScripts, name) && name !== 'fsevents')).toEqual([]);
    expect(Object.keys(allowScripts).filter((name) => allowScripts[name] === true)).toEqual(['esbuild']);
  });
  it('names exact versions only', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
      expect(version, name).toMatch(/^\d/);
  });
});
