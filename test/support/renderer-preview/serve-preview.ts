// Builds the interface preview and serves it to a browser on this computer: the real page over the studio in memory, for tests that need
// states which the real app shows rarely (a full disk, a crashed engine, recovered text). Not the built app: that is test/e2e/studio-app.ts.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join, normalize } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
const configFile = join(import.meta.dirname, 'vite.config.mjs');
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.png': 'image/png',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

export interface PreviewServer {
  readonly url: string;
  close(): void;
}

/** `outDir` is emptied first. */
export async function servePreview(outDir: string): Promise<PreviewServer> {
  // In a process of its own: whoever asks may run under a loader of TypeScript, which Vite would build differently with.
  await run(process.execPath, [
    vite,
    'build',
    '--config',
    configFile,
    '--outDir',
    outDir,
    '--emptyOutDir',
    '--logLevel',
    'error',
  ]);
  const server = createServer((request, response) => {
    const asked = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const path = asked === '/' ? '/index.html' : asked;
    try {
      const body = readFileSync(join(outDir, path));
      response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.close();
    },
  };
}
