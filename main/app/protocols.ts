// Our two schemes: `app://bundle/…` serves the built interface, `story-asset://<story>/<sha256>` serves pictures by look-up.
// Neither ever turns a URL into a path by itself beyond the built files' own folder.
import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import { interfaceFileFrom, mimeTypeOf } from './interface-file';
import { contentSecurityPolicy } from './security';

/** Must run before the app is ready. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    { scheme: 'story-asset', privileges: { standard: true, secure: true } },
  ]);
}

const notFound = (): Response => new Response('not found', { status: 404, headers: { 'content-type': 'text/plain' } });

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
