// Our two schemes: `app://bundle/…` serves the built interface, `story-asset://<story>/<sha256>` serves pictures by look-up.
// Neither ever turns a URL into a path by itself beyond the built files' own folder.
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol, type Session } from 'electron';
import { contentSecurityPolicy } from './security';

const MIME: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.json': 'application/json',
};
export const mimeTypeOf = (path: string): string => MIME[extname(path).toLowerCase()] ?? 'application/octet-stream';

/** Must run before the app is ready. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    { scheme: 'story-asset', privileges: { standard: true, secure: true } },
  ]);
}

const notFound = (): Response => new Response('not found', { status: 404, headers: { 'content-type': 'text/plain' } });

/** The file of the built interface that a path of `app://bundle` means, or null when it leads outside. */
export function interfaceFileFrom(root: string, pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0')) return null;
  const path = normalize(join(root, decoded === '/' ? 'index.html' : decoded));
  return path.startsWith(root + sep) ? path : null;
}

export interface ProtocolPorts {
  readonly interfaceFolder: string;
  /** Path of a picture by story id and content hash, or null. */
  readonly assetPath: (storyId: string, sha256: string) => Promise<string | null>;
}

export function serveSchemes(session: Session, ports: ProtocolPorts): void {
  session.protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    const path = url.host === 'bundle' ? interfaceFileFrom(ports.interfaceFolder, url.pathname) : null;
    const bytes = path === null ? null : await readFile(path).catch(() => null);
    if (path === null || bytes === null) return notFound();
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': mimeTypeOf(path),
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
      },
    });
  });
  session.protocol.handle('story-asset', async (request) => {
    const url = new URL(request.url);
    const path = await ports.assetPath(url.host, url.pathname.slice(1));
    const bytes = path === null ? null : await readFile(path).catch(() => null);
    if (path === null || bytes === null) return notFound();
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': mimeTypeOf(path),
        'cache-control': 'immutable, max-age=31536000',
        'x-content-type-options': 'nosniff',
      },
    });
  });
}
