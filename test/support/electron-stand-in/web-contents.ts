// One page: loading, the preload's worlds, messages, printing. Speaks to a single DevTools session.
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { CdpSession } from './cdp';
import type { StandInIpcMain } from './ipc';
import { toAppUrl, toBrowserUrl } from './origins';
import { BINDING, DELIVER, WORLD, decodeMessage, encodeMessage, isolatedSource, mainWorldSource } from './page-bridge';
import type { PausedRequest, StandInSession } from './session';

export interface WebPreferences {
  readonly preload?: string;
  readonly session?: StandInSession;
  readonly javascript?: boolean;
}
type PageMessage =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: unknown[] }
  | { readonly kind: 'send'; readonly channel: string; readonly args: unknown[] };

export interface Page {
  readonly targetId: string;
  readonly cdp: CdpSession;
}

let lastId = 0;

export class StandInWebContents extends EventEmitter {
  readonly id = ++lastId;
  readonly mainFrame = { url: '' };
  #page: Page | null = null;
  #destroyed = false;
  #worldId: number | null = null;
  #outbox: string[] = [];
  #expectedUrl: string | null = null;
  #openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  readonly #attached: Promise<void>;

  constructor(
    page: Promise<Page>,
    private readonly ipc: StandInIpcMain,
    readonly session: StandInSession,
    private readonly preferences: WebPreferences,
  ) {
    super();
    this.#attached = page.then((attached) => this.#attach(attached));
    this.#attached.catch(() => undefined);
  }

  get targetId(): string | undefined {
    return this.#page?.targetId;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  getURL(): string {
    return this.mainFrame.url;
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.#openHandler = handler;
  }
  /** Whether a window that this page opened may stay. */
  mayOpen(url: string): boolean {
    return this.#openHandler({ url: toAppUrl(url) }).action === 'allow';
  }

  async loadURL(url: string): Promise<void> {
    await this.#attached;
    this.#expectedUrl = toBrowserUrl(url);
    const loaded = new Promise<void>((resolve) => this.#cdp.once('Page.loadEventFired', () => resolve()));
    const result = await this.#cdp.send<{ errorText?: string }>('Page.navigate', { url: this.#expectedUrl });
    if (result.errorText !== undefined) throw new Error(`${result.errorText} loading ${url}`);
    await loaded;
    this.emit('did-finish-load');
  }

  send(channel: string, ...args: unknown[]): void {
    this.#deliver(encodeMessage({ kind: 'event', channel, args }));
  }

  async executeJavaScript(code: string): Promise<unknown> {
    await this.#attached;
    const { result } = await this.#cdp.send<{ result: { value: unknown } }>('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
    });
    return result.value;
  }

  async printToPDF(options: Readonly<Record<string, unknown>>): Promise<Buffer> {
    await this.#attached;
    const { data } = await this.#cdp.send<{ data: string }>('Page.printToPDF', options);
    return Buffer.from(data, 'base64');
  }

  close(): void {
    this.emit('stand-in-close');
  }
  reload(): void {
    this.#expectedUrl = toBrowserUrl(this.mainFrame.url);
    this.#page?.cdp.post('Page.reload');
  }
  setColorScheme(scheme: 'light' | 'dark' | 'system'): void {
    const features = [{ name: 'prefers-color-scheme', value: scheme === 'system' ? '' : scheme }];
    this.#attached.then(() => this.#cdp.post('Emulation.setEmulatedMedia', { features })).catch(() => undefined);
  }

  markDestroyed(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.emit('destroyed');
  }

  get #cdp(): CdpSession {
    if (this.#page === null) throw new Error('The page is not attached yet.');
    return this.#page.cdp;
  }

  async #attach(page: Page): Promise<void> {
    this.#page = page;
    const { cdp } = page;
    cdp.listen<PausedRequest>('Fetch.requestPaused', (paused) => {
      this.#onRequest(paused);
    });
    cdp.listen<{ context: { id: number; name: string } }>('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== WORLD) return;
      this.#worldId = context.id;
      for (const text of this.#outbox.splice(0)) this.#deliver(text);
    });
    cdp.listen('Runtime.executionContextsCleared', () => {
      this.#worldId = null;
    });
    cdp.listen<{ name: string; payload: string; executionContextId: number }>(
      'Runtime.bindingCalled',
      ({ name, payload, executionContextId }) => {
        if (name === BINDING && executionContextId === this.#worldId)
          void this.#onMessage(decodeMessage(payload) as PageMessage);
      },
    );
    cdp.listen<{ frame: { url: string; parentId?: string } }>('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) this.mainFrame.url = toAppUrl(frame.url);
    });
    await cdp.send('Page.enable');
    await cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
    if (this.preferences.javascript === false) await cdp.send('Emulation.setScriptExecutionDisabled', { value: true });
    if (this.preferences.preload !== undefined) {
      await cdp.send('Runtime.enable');
      await cdp.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD });
      await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldSource() });
      const source = isolatedSource(readFileSync(this.preferences.preload, 'utf8'));
      await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: WORLD });
    }
  }

  #onRequest(paused: PausedRequest): void {
    if (paused.resourceType === 'Document' && paused.request.url !== this.#expectedUrl) {
      let prevented = false;
      this.emit('will-navigate', { url: toAppUrl(paused.request.url), preventDefault: () => (prevented = true) });
      if (prevented) {
        this.#cdp.post('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Aborted' });
        return;
      }
    }
    void this.session.answer(this.#cdp, paused);
  }

  async #onMessage(message: PageMessage): Promise<void> {
    const event = { sender: this, senderFrame: this.mainFrame, frameId: 0 };
    if (message.kind === 'send') {
      this.ipc.emit(message.channel, event, ...message.args);
      return;
    }
    try {
      const value = await this.ipc.invoke(event, message.channel, message.args);
      this.#deliver(encodeMessage({ kind: 'answer', id: message.id, value }));
    } catch (error) {
      this.#deliver(
        encodeMessage({
          kind: 'answer',
          id: message.id,
          error: error instanceof Error ? error.message : String(error),
        }),
      );
    }
  }

  #deliver(text: string): void {
    if (this.#destroyed) return;
    if (this.#worldId === null) {
      this.#outbox.push(text);
      return;
    }
    this.#cdp.post('Runtime.evaluate', { expression: `${DELIVER}(${JSON.stringify(text)})`, contextId: this.#worldId });
  }
}
