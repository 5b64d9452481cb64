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
  readonly #closing = new Set<number>();

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
      this.#closing.add(id);
      this.ports.requestClose(window);
      setTimeout(() => {
        this.finishClose(window);
      }, CLOSE_WAIT_MS);
    });
    window.on('closed', () => {
      this.#windows.delete(id);
      this.#closing.delete(id);
    });
    await window.loadURL(`${UI_ORIGIN}/index.html`);
    return window;
  }

  /** The page has saved (or had its time): now the window goes. */
  finishClose(window: BrowserWindow): void {
    if (!window.isDestroyed()) window.destroy();
  }
}

export const preloadPathFrom = (mainFolder: string): string => join(mainFolder, '../preload/index.js');
