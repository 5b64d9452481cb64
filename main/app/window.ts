// The one window factory: sandboxed, isolated, no Node, our preload. Nothing else in the app creates a window that a writer sees.
import { join } from 'node:path';
import { BrowserWindow, nativeTheme, shell } from 'electron';
import { guardContents, UI_ORIGIN } from './security';
import type { KnownWindows } from './caller';

const CLOSE_WAIT_MS = 4000; // long enough for a proved save; the journal holds the rest

export interface StudioWindowPorts {
  readonly preloadPath: string;
  /** Asks the page to save; it answers by `menu.readyToClose`. */
  readonly requestClose: (window: BrowserWindow) => void;
}

export class StudioWindows implements KnownWindows {
  readonly #windows = new Map<number, BrowserWindow>();
  readonly #closing = new Map<number, NodeJS.Timeout>();

  constructor(private readonly ports: StudioWindowPorts) {}

  windowOf(webContentsId: number): BrowserWindow | undefined {
    return this.#windows.get(webContentsId);
  }

  all(): readonly BrowserWindow[] {
    return [...this.#windows.values()];
  }

  async open(): Promise<BrowserWindow> {
    const window = new BrowserWindow({
      width: 1280,
      height: 860,
      minWidth: 720,
      minHeight: 520,
      show: false,
      title: 'Voken Studio',
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#1b1a18' : '#faf7f1',
      webPreferences: {
        preload: this.ports.preloadPath,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        webviewTag: false,
        spellcheck: false,
        devTools: true,
      },
    });
    const id = window.webContents.id;
    this.#windows.set(id, window);
    guardContents(window.webContents, (url) => {
      shell.openExternal(url).catch(() => undefined);
    });
    window.once('ready-to-show', () => {
      window.show();
    });
    window.on('close', (event) => {
      if (this.#closing.has(id)) return;
      event.preventDefault();
      // Only a page that does not answer at all is closed by the clock.
      const timer = setTimeout(() => {
        this.finishClose(window);
      }, CLOSE_WAIT_MS);
      this.#closing.set(id, timer);
      this.ports.requestClose(window);
    });
    window.on('closed', () => {
      this.#windows.delete(id);
      this.holdClose(id);
    });
    await window.loadURL(`${UI_ORIGIN}/index.html`);
    return window;
  }

  /** The page asks the writer first: the window stays until `finishClose`, and a later close asks again. */
  holdClose(webContentsId: number): void {
    clearTimeout(this.#closing.get(webContentsId));
    this.#closing.delete(webContentsId);
  }

  /** The page has saved (or had its time): now the window goes. */
  finishClose(window: BrowserWindow): void {
    if (!window.isDestroyed()) window.destroy();
  }
}

export const preloadPathFrom = (mainFolder: string): string => join(mainFolder, '../preload/index.js');
