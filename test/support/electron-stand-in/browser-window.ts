// `BrowserWindow` and `webContents` over browser targets. In app mode the first window is the one that Chromium opened itself.
import { EventEmitter } from 'node:events';
import { PLACEHOLDER_URL, type Chromium } from './chromium';
import type { StandInIpcMain } from './ipc';
import type { StandInSession } from './session';
import { StandInWebContents, type Page, type WebPreferences } from './web-contents';

export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly show?: boolean;
  readonly webPreferences?: WebPreferences;
}
interface TargetInfo {
  readonly targetId: string;
  readonly type: string;
  readonly url: string;
  readonly openerId?: string;
}

export function browserWindowsOver(
  chromium: Chromium,
  ipc: StandInIpcMain,
  defaultSession: StandInSession,
  onLastClosed: () => void,
) {
  const windows = new Set<StandInBrowserWindow>();
  const { root } = chromium.cdp;
  let adoptable = !chromium.headless;

  const placeholderTarget = async (): Promise<string> => {
    for (let attempt = 0; attempt < 100; attempt++) {
      const { targetInfos } = await root.send<{ targetInfos: TargetInfo[] }>('Target.getTargets');
      const found = targetInfos.find(
        (info) => info.type === 'page' && info.url.startsWith(PLACEHOLDER_URL.slice(0, 14)),
      );
      if (found !== undefined) return found.targetId;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('Chromium opened no window.');
  };

  const pageFor = async (session: StandInSession, options: WindowOptions): Promise<Page> => {
    const browserContextId = await session.browserContextId();
    const size = { width: options.width ?? 800, height: options.height ?? 600 };
    let targetId: string;
    if (adoptable && browserContextId === undefined) {
      adoptable = false;
      targetId = await placeholderTarget();
    } else {
      const context = browserContextId === undefined ? {} : { browserContextId };
      // A window that is never shown (printing) may not flash up on a screen.
      const hidden = options.show === false && !chromium.headless ? { background: true } : {};
      const created = await root.send<{ targetId: string }>('Target.createTarget', {
        url: 'about:blank',
        newWindow: true,
        ...size,
        ...context,
        ...hidden,
      });
      targetId = created.targetId;
    }
    const { sessionId } = await root.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
    return { targetId, cdp: chromium.cdp.session(sessionId) };
  };

  class StandInBrowserWindow extends EventEmitter {
    readonly webContents: StandInWebContents;
    #destroyed = false;
    #targetId: Promise<string>;

    constructor(options: WindowOptions = {}) {
      super();
      const session = options.webPreferences?.session ?? defaultSession;
      const page = pageFor(session, options);
      this.#targetId = page.then(({ targetId }) => targetId);
      this.#targetId.catch(() => undefined);
      this.webContents = new StandInWebContents(page, ipc, session, options.webPreferences ?? {});
      this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
      this.webContents.on('stand-in-close', () => {
        this.close();
      });
      windows.add(this);
    }

    static fromWebContents(contents: StandInWebContents): StandInBrowserWindow | null {
      return [...windows].find((window) => window.webContents === contents) ?? null;
    }
    static getAllWindows(): StandInBrowserWindow[] {
      return [...windows];
    }
    static getFocusedWindow(): StandInBrowserWindow | null {
      return [...windows][0] ?? null;
    }

    loadURL(url: string): Promise<void> {
      return this.webContents.loadURL(url);
    }
    isDestroyed(): boolean {
      return this.#destroyed;
    }
    close(): void {
      let prevented = false;
      this.emit('close', { preventDefault: () => (prevented = true) });
      if (!prevented) this.destroy();
    }
    destroy(): void {
      if (this.#destroyed) return;
      this.#targetId.then((targetId) => root.post('Target.closeTarget', { targetId })).catch(() => undefined);
      this.gone();
    }
    /** The target is away, whoever closed it. */
    gone(): void {
      if (this.#destroyed) return;
      this.#destroyed = true;
      windows.delete(this);
      this.webContents.markDestroyed();
      this.emit('closed');
      if (windows.size === 0) onLastClosed();
    }
    show(): void {
      this.#targetId.then((targetId) => root.post('Target.activateTarget', { targetId })).catch(() => undefined);
    }
    focus(): void {
      this.show();
    }
    isMinimized(): boolean {
      return false;
    }
    restore(): void {}
    setTitle(): void {}
    setBackgroundColor(): void {}
  }

  root.listen<{ targetId: string }>('Target.targetDestroyed', ({ targetId }) => {
    for (const window of windows) if (window.webContents.targetId === targetId) window.gone();
  });
  root.listen<{ targetInfo: TargetInfo }>('Target.targetCreated', ({ targetInfo }) => {
    if (targetInfo.openerId === undefined) return;
    const opener = [...windows].find((window) => window.webContents.targetId === targetInfo.openerId);
    if (opener !== undefined && !opener.webContents.mayOpen(targetInfo.url))
      root.post('Target.closeTarget', { targetId: targetInfo.targetId });
  });

  const webContents = {
    fromDevToolsTargetId: (targetId: string): StandInWebContents | undefined =>
      [...windows].find((window) => window.webContents.targetId === targetId)?.webContents,
    fromId: (id: number): StandInWebContents | undefined =>
      [...windows].find((window) => window.webContents.id === id)?.webContents,
    getAllWebContents: (): StandInWebContents[] => [...windows].map((window) => window.webContents),
  };
  return {
    BrowserWindow: StandInBrowserWindow,
    webContents,
    ready: () => root.send('Target.setDiscoverTargets', { discover: true }),
  };
}
