// The rules that hold a page inside the studio: policy, requests, navigation targets, senders, files and pictures by look-up.
import { describe, expect, it } from 'vitest';
import { callerFrom } from '../../main/app/caller';
import { interfaceFileFrom } from '../../main/app/interface-file';
import { withoutPaths } from '../../main/app/log';
import { printResponse } from '../../main/app/print-response';
import {
  contentSecurityPolicy,
  externalAllowed,
  guardContents,
  guardSession,
  isOwnPage,
  requestAllowed,
} from '../../main/app/security';

describe('content security policy', () => {
  it("starts from 'none' and allows no inline code, no eval, no remote host", () => {
    expect(contentSecurityPolicy).toContain("default-src 'none'");
    expect(contentSecurityPolicy).not.toMatch(/unsafe|https?:|\*|data:/);
  });
});

describe('requests', () => {
  it.each(['app://bundle/index.html', 'story-asset://abc/0123', 'blob:app://bundle/1'])('lets %s through', (url) => {
    expect(requestAllowed(url)).toBe(true);
  });
  it.each([
    'https://example.org/',
    'http://127.0.0.1:9/',
    'file:///etc/passwd',
    'ws://x',
    'ftp://x',
    'data:text/html,x',
    'javascript:1',
    'nonsense',
  ])('cancels %s', (url) => {
    expect(requestAllowed(url)).toBe(false);
  });
  it('are filtered and permissions denied on every session', () => {
    const denied: unknown[] = [];
    let filter!: (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void;
    let request!: (contents: null, permission: string, answer: (granted: boolean) => void) => void;
    let check!: () => boolean;
    guardSession({
      setPermissionRequestHandler: (handler: typeof request) => {
        request = handler;
      },
      setPermissionCheckHandler: (handler: typeof check) => {
        check = handler;
      },
      setSpellCheckerEnabled: (enabled: boolean) => denied.push(enabled),
      webRequest: {
        onBeforeRequest: (listener: typeof filter) => {
          filter = listener;
        },
      },
    } as unknown as Parameters<typeof guardSession>[0]);
    request(null, 'media', (granted) => denied.push(granted));
    filter({ url: 'https://example.org' }, ({ cancel }) => denied.push(cancel));
    expect(denied).toEqual([false, false, true]);
    expect(check()).toBe(false);
  });
});

describe('pages', () => {
  it.each([
    ['app://bundle/index.html', true],
    ['app://bundle.evil/', false],
    ['app://print/index.html', false],
    ['https://bundle/', false],
    ['about:blank', false],
    ['', false],
  ])('%s is ours: %s', (url, own) => {
    expect(isOwnPage(url)).toBe(own);
  });
  it('may not navigate, open windows or attach webviews', () => {
    const listeners = new Map<string, (event: { preventDefault: () => void }) => void>();
    let open!: (details: { url: string }) => { action: string };
    const opened: string[] = [];
    guardContents(
      {
        on: (name: string, listener: never) => listeners.set(name, listener),
        setWindowOpenHandler: (handler: typeof open) => {
          open = handler;
        },
      } as unknown as Parameters<typeof guardContents>[0],
      (url) => opened.push(url),
    );
    for (const name of ['will-navigate', 'will-attach-webview']) {
      let prevented = false;
      listeners.get(name)!({
        preventDefault: () => {
          prevented = true;
        },
      });
      expect(prevented, name).toBe(true);
    }
    expect(open({ url: 'https://example.org' }).action).toBe('deny');
    expect(open({ url: 'https://www.apache.org/licenses/' }).action).toBe('deny');
    expect(opened).toEqual(['https://www.apache.org/licenses/']);
  });
  it.each([
    ['https://www.apache.org/x', true],
    ['mailto:a@b.c', true],
    ['http://www.apache.org/', false],
    ['https://www.apache.org.evil.org/', false],
    ['file:///x', false],
    ['vscode://x', false],
  ])('%s may go to the system browser: %s', (url, allowed) => {
    expect(externalAllowed(url)).toBe(allowed);
  });
});

describe('the sender of a call', () => {
  const window = { id: 1 };
  const frame = { url: 'app://bundle/index.html' };
  const windows = {
    windowOf: (id: number) => (id === 1 ? window : undefined),
    all: () => [window],
  } as unknown as Parameters<typeof callerFrom>[1];
  const event = (sender: object, senderFrame: object | null) =>
    ({ sender, senderFrame }) as unknown as Parameters<typeof callerFrom>[0];
  it('is accepted from the main frame of a known window on our page only', () => {
    expect(callerFrom(event({ id: 1, mainFrame: frame }, frame), windows)).toEqual({ window });
    expect(callerFrom(event({ id: 2, mainFrame: frame }, frame), windows)).toBeNull();
    expect(callerFrom(event({ id: 1, mainFrame: frame }, { url: 'app://bundle/index.html' }), windows)).toBeNull();
    expect(callerFrom(event({ id: 1, mainFrame: frame }, null), windows)).toBeNull();
    const foreign = { url: 'https://example.org/' };
    expect(callerFrom(event({ id: 1, mainFrame: foreign }, foreign), windows)).toBeNull();
  });
});

describe('files of the interface', () => {
  it('stay inside the built folder', () => {
    expect(interfaceFileFrom('/app/out', '/')).toBe('/app/out/index.html');
    expect(interfaceFileFrom('/app/out', '/assets/a.js')).toBe('/app/out/assets/a.js');
    for (const evil of ['/../secret', '/%2e%2e/secret', '/..%2fsecret', '/a/../../secret', '/%00', '/%']) {
      expect(interfaceFileFrom('/app/out', evil), evil).toBeNull();
    }
  });
});

describe('the print window', () => {
  const job = {
    html: '<p>page</p>',
    files: new Map([
      ['pictures/a.png', { bytes: new Uint8Array([1]), mimeType: 'image/png' }],
      ['fonts/b.woff2', { bytes: new Uint8Array([2]), mimeType: 'font/woff2' }],
    ]),
  };
  it('sees its page and its pictures, without any script', async () => {
    const page = printResponse(job, 'app://print/index.html');
    expect(await page.text()).toBe('<p>page</p>');
    expect(page.headers.get('content-security-policy')).not.toContain('script-src');
    expect(printResponse(job, 'app://print/pictures/a.png').status).toBe(200);
    expect(printResponse(job, 'app://print/fonts/b.woff2').headers.get('content-type')).toBe('font/woff2');
    for (const url of [
      'app://print/pictures/b.png',
      'app://print/a.png',
      'app://print/fonts/a.png',
      'app://bundle/index.html',
      'app://print/',
      'app://print/pictures/../index.html?x',
    ]) {
      expect(printResponse(job, url).status === 200 && !url.includes('index.html?x'), url).toBe(false);
    }
  });
});

describe('the log', () => {
  it('keeps no full path', () => {
    expect(withoutPaths("could not read '/home/ada/Documents/My novel/story.json'")).not.toMatch(/ada|Documents/);
    expect(withoutPaths('C:\\Users\\Ada\\Stories\\a.png is gone')).not.toMatch(/Ada|Stories/);
  });
});
