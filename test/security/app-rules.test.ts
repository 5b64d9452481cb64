// The windows, sessions and addresses of the app as it really makes them, over a recorded Electron: what docs/security.md promises of
// isolation, of the two schemes, and of the window that prints.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { StudioError } from '../../common/base/studio-error';
import { openLog, withoutPaths } from '../../main/app/log';
import { pdfWindowPrinter } from '../../main/app/pdf-window';
import { registerSchemes, serveSchemes } from '../../main/app/protocols';
import { contentSecurityPolicy } from '../../main/app/security';
import { StudioWindows } from '../../main/app/window';

type Handler = (request: { url: string }) => Promise<Response> | Response;

const { made } = vi.hoisted(() => ({
  made: {
    windows: [] as { options: { webPreferences: Record<string, unknown> }; guarded: string[] }[],
    sessions: [] as { partition: string; handlers: Map<string, unknown>; guarded: string[] }[],
    schemes: [] as { scheme: string; privileges: Record<string, boolean> }[],
  },
}));

vi.mock('electron', () => {
  const guards = (guarded: string[]) => ({
    setPermissionRequestHandler: () => guarded.push('permission request'),
    setPermissionCheckHandler: () => guarded.push('permission check'),
    setSpellCheckerEnabled: () => guarded.push('spell checker'),
    webRequest: { onBeforeRequest: () => guarded.push('requests') },
  });
  class BrowserWindow {
    readonly webContents: object;
    constructor(options: { webPreferences: Record<string, unknown> }) {
      const guarded: string[] = [];
      made.windows.push({ options, guarded });
      this.webContents = {
        id: made.windows.length,
        on: (name: string) => guarded.push(name),
        setWindowOpenHandler: () => guarded.push('new windows'),
        printToPDF: () => Promise.resolve(new Uint8Array([1])),
      };
    }
    once(): void {}
    on(): void {}
    destroy(): void {}
    loadURL(): Promise<void> {
      return Promise.resolve();
    }
  }
  return {
    BrowserWindow,
    nativeTheme: { shouldUseDarkColors: false },
    shell: { openExternal: () => Promise.resolve() },
    protocol: { registerSchemesAsPrivileged: (schemes: typeof made.schemes) => made.schemes.push(...schemes) },
    session: {
      fromPartition: (partition: string) => {
        const entry = { partition, handlers: new Map<string, unknown>(), guarded: [] as string[] };
        made.sessions.push(entry);
        return {
          ...guards(entry.guarded),
          protocol: {
            handle: (scheme: string, handler: unknown) => entry.handlers.set(scheme, handler),
            unhandle: (scheme: string) => entry.handlers.delete(scheme),
          },
        };
      },
    },
  };
});

const dir = mkdtempSync(join(tmpdir(), 'app-rules-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
beforeEach(() => {
  made.windows.length = 0;
  made.sessions.length = 0;
});
const guardsOfPages = ['will-navigate', 'will-attach-webview', 'new windows'];

describe('the window of the interface', () => {
  it('is isolated, sandboxed, without Node and without webviews, and its page is guarded', async () => {
    const windows = new StudioWindows({ preloadPath: '/preload.js', requestClose: () => undefined });
    await windows.open();
    expect(made.windows[0]!.options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      preload: '/preload.js',
    });
    expect(made.windows[0]!.options.webPreferences).not.toHaveProperty('webSecurity');
    expect(made.windows[0]!.guarded).toEqual(expect.arrayContaining(guardsOfPages));
  });
});

describe('the window that prints', () => {
  it('has no JavaScript, no preload and a session of its own in memory, which sees its page alone', async () => {
    await pdfWindowPrinter.print({ html: '<p>page</p>', pictures: new Map() } as never);
    const { webPreferences } = made.windows[0]!.options;
    expect(webPreferences).toMatchObject({
      javascript: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    });
    expect(webPreferences).not.toHaveProperty('preload');
    expect(made.windows[0]!.guarded).toEqual(expect.arrayContaining(guardsOfPages));
    const [session] = made.sessions;
    expect(session!.partition).toMatch(/^print-[0-9a-f-]{36}$/); // without "persist:" it is never on the disk
    expect(session!.guarded).toEqual(['permission request', 'permission check', 'spell checker', 'requests']);
    expect([...session!.handlers]).toEqual([]); // taken back when the window goes
    await pdfWindowPrinter.print({ html: '', pictures: new Map() } as never);
    expect(made.sessions[1]!.partition).not.toBe(session!.partition);
  });
});

describe('the two schemes', () => {
  const handlers = new Map<string, Handler>();
  const asked: [string, string][] = [];
  writeFileSync(join(dir, 'index.html'), '<p>page</p>');
  writeFileSync(join(dir, 'picture.png'), 'pixels');
  serveSchemes(
    { protocol: { handle: (scheme: string, handler: Handler) => void handlers.set(scheme, handler) } } as never,
    {
      interfaceFolder: dir,
      assetPath: (storyId, sha256) => {
        asked.push([storyId, sha256]);
        return Promise.resolve(sha256 === 'a'.repeat(64) ? join(dir, 'picture.png') : null);
      },
    },
  );
  const get = (url: string) => handlers.get(new URL(url).protocol.slice(0, -1))!({ url });

  it('are secure and standard, and bypass no policy', () => {
    registerSchemes();
    expect(made.schemes.map(({ scheme }) => scheme)).toEqual(['app', 'story-asset']);
    for (const { privileges } of made.schemes) expect(privileges).not.toHaveProperty('bypassCSP');
  });

  it('app:// answers with the policy in its header, for its own host and inside its folder only', async () => {
    const page = await get('app://bundle/index.html');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    for (const url of [
      'app://print/index.html',
      'app://evil/index.html',
      'app://bundle/..%2f..%2fetc%2fpasswd',
      'app://bundle/none.js',
    ])
      expect((await get(url)).status, url).toBe(404);
  });

  it('story-asset:// looks a picture up by story and hash, and never makes a path of its address', async () => {
    const hash = 'a'.repeat(64);
    expect(await (await get(`story-asset://story/${hash}`)).text()).toBe('pixels');
    for (const evil of ['../index.html', '..%2findex.html', 'index.html', `${hash}/../index.html`, ''])
      expect((await get(`story-asset://story/${evil}`)).status, evil).toBe(404);
    expect(asked[0]).toEqual(['story', hash]);
  });
});

describe('the log', () => {
  it('holds codes and sentences: no hint, no detail, no cause, no full path', () => {
    const path = join(dir, 'studio.log');
    const secret = 'Once upon a time there was a fox';
    const log = openLog(path);
    const cause = new Error(secret);
    log.error(
      'save',
      new StudioError('io', `ENOENT, open '/home/ada/My novel/story.json'`, {
        hint: secret,
        detail: { secret },
        cause,
      }),
    );
    log.info('opened /home/ada/Documents/stories/a.png');
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('save: io: ENOENT');
    for (const leak of [secret, 'ada', 'My novel', 'Documents']) expect(text).not.toContain(leak);
  });
  it.each([
    ["open '/home/ada/My novel.vokenstory/story.json'", /ada|novel/],
    ['open "C:\\Users\\Ada Lovelace\\My novel\\a.png"', /Ada|novel/],
    ['/var/lib/ada/x.png and /srv/ada/y.png', /ada/],
  ])('shortens %s', (message, leak) => {
    expect(withoutPaths(message)).not.toMatch(leak);
  });
});
