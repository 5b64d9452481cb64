// The unpacked Linux build, taken apart: what is in the archive, what lies beside it, what stayed out, and that the engine of the
// package runs from it. Electron itself is not there: starting the app is for a machine with its binary.
import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookFontFamilies, fontFileOf } from '../../../common/book/font-families';
import { EngineClient } from '../../../main/host/client';
import { engineProcessFromChild } from '../../../main/host/process-port';
import { writeTinyBundle } from '../../support/tiny-bundle';
import { filesUnder, packApp, type PackedApp } from './packed-app';

const root = join(import.meta.dirname, '../../..');
const isLinux64 = process.platform === 'linux' && process.arch === 'x64';
const MINUTES = 60_000; // packing takes seconds; a machine at work on other things takes minutes

describe.runIf(isLinux64)('the packed app', () => {
  let work: string;
  let elsewhere: string; // outside the project, where its node_modules cannot help
  let app: PackedApp;

  beforeAll(async () => {
    mkdirSync(join(root, '.cache'), { recursive: true });
    work = mkdtempSync(join(root, '.cache', 'packed-'));
    elsewhere = mkdtempSync(join(tmpdir(), 'packed-app-'));
    app = await packApp(root, work);
    app.extract(join(elsewhere, 'app'));
  }, 8 * MINUTES);
  afterAll(() => {
    for (const folder of [work, elsewhere]) rmSync(folder, { recursive: true, force: true });
  });

  it('holds the built app, its licence and its notices', () => {
    expect(app.paths).toEqual(
      expect.arrayContaining([
        'package.json',
        'LICENSE',
        'THIRD-PARTY-NOTICES.md',
        'out/main/index.js',
        'out/main/engine.js',
        'out/preload/index.js',
        'out/renderer/index.html',
      ]),
    );
    const manifest = JSON.parse(readFileSync(join(elsewhere, 'app/package.json'), 'utf8')) as { main: string };
    expect(app.paths).toContain(manifest.main);
  });

  it('holds no sources, tests, documents, maps or development packages', () => {
    const top = new Set(app.paths.map((path) => path.split('/')[0]));
    expect([...top].sort()).toEqual(['LICENSE', 'THIRD-PARTY-NOTICES.md', 'node_modules', 'out', 'package.json']);
    expect(app.paths.filter((path) => /\.(ts|tsx|map|py|md)$/.test(path) && !/^THIRD|LICENSE\.md$/.test(path))).toEqual(
      [],
    );
    const packages = app.paths.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/@]+)$/.exec(path)?.[1] ?? []);
    expect(packages.sort()).toEqual([
      '@img/colour',
      '@img/sharp-libvips-linux-x64',
      '@img/sharp-linux-x64',
      'detect-libc',
      'onnxruntime-common',
      'onnxruntime-node',
      'semver',
      'sharp',
    ]);
  });

  it("keeps the native libraries outside the archive, and no other system's", () => {
    const native = app.unpacked.filter((path) => /\.(node|so[\d.]*|dll|dylib|wasm)$/.test(path));
    expect(native.map((path) => path.replace(/[\d.]+(?=\.node$|$)/, '*'))).toEqual([
      'node_modules/@img/sharp-libvips-linux-x64/lib/libvips-cpp.so*',
      expect.stringMatching(/^node_modules\/@img\/sharp-linux-x64\/lib\/sharp-linux-x64-.*\.node$/),
      'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so*',
      'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node',
    ]);
    const packedInside = app.paths.filter((path) => /\.(node|so[\d.]*|dll|dylib|wasm)$/.test(path));
    expect(packedInside.sort(), 'a native library inside the archive only').toEqual(native);
  });

  it('brings the bundle and the sample story as files beside the archive', () => {
    const files = filesUnder(app.resources);
    expect(files).toContain('miniature/bundle/manifest.json');
    expect(files).toContain('miniature/sample.vokenstory/story.json');
    expect(files).toContain('miniature/example-adapter/adapter.json');
    // The fonts of the book: main gives them to the print window and to the e-book.
    for (const family of bookFontFamilies) {
      const wanted = family.weights.flatMap((weight) =>
        family.subsets.map((subset) => fontFileOf(family, subset, weight)),
      );
      for (const file of wanted) expect(files).toContain(`fonts/${family.folder}/files/${file}`);
    }
    const sizeOf = (paths: readonly string[]) =>
      paths.reduce((sum, path) => sum + statSync(join(app.resources, path)).size, 0);
    const archive = statSync(join(app.resources, 'app.asar')).size;
    const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
    const bundle = sizeOf(files.filter((path) => path.startsWith('miniature/')));
    console.log(
      `packed app without Electron: ${megabytes(sizeOf(files))} (archive ${megabytes(archive)}, bundle and sample ${megabytes(bundle)})`,
    );
    expect(sizeOf(files)).toBeLessThan(200e6);
  });

  it('finds everything that its built code asks for', () => {
    const asked = new Set<string>();
    for (const path of filesUnder(join(elsewhere, 'app/out'))) {
      if (!/^(main|preload)\/.*\.js$/.test(path)) continue;
      const code = readFileSync(join(elsewhere, 'app/out', path), 'utf8');
      // A back-tick before it: code that a library only prints.
      for (const [, name] of code.matchAll(/(?<![\w.`])(?:require|import)\("([^".][^"]*)"\)/g)) asked.add(name ?? '');
    }
    const packages = [...asked].filter((name) => name !== 'electron' && !isBuiltin(name));
    expect(packages.sort()).toEqual(['onnxruntime-node', 'sharp']);
    const find = createRequire(join(elsewhere, 'app/out/main/engine.js'));
    for (const name of packages) expect(find.resolve(name)).toContain(elsewhere);
  });

  it(
    'generates a panel with the engine of the package',
    async () => {
      await writeTinyBundle(join(elsewhere, 'bundle'));
      const client = new EngineClient({
        spawn: () =>
          engineProcessFromChild(
            fork(join(elsewhere, 'app/out/main/engine.js'), {
              cwd: elsewhere,
              serialization: 'advanced',
              execArgv: [],
              stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
            }),
          ),
        load: { bundleDir: join(elsewhere, 'bundle'), cacheDir: join(elsewhere, 'cache'), device: 'cpu' },
      });
      try {
        const { text, asset } = await client.generate({
          jobId: 'packed',
          mode: 'both',
          context: [],
          referencePaths: [],
          text: 'One night Pip the fox found a lantern by the sea.',
          imagePath: null,
          options: { seed: 7, steps: 2 },
          assetsDir: join(elsewhere, 'assets'),
        });
        expect(text).toContain('lantern');
        expect(
          readFileSync(join(elsewhere, 'assets', `${asset?.sha256 ?? ''}.png`))
            .subarray(1, 4)
            .toString(),
        ).toBe('PNG');
      } finally {
        client.stop();
      }
    },
    4 * MINUTES,
  );
});
