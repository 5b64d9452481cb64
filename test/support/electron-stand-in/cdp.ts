// A client of the Chrome DevTools Protocol over a pipe (`--remote-debugging-pipe`: JSON messages, each ended by a NUL byte).
// One connection, many sessions (flat mode). Test support: never part of the product.
import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

type Params = Readonly<Record<string, unknown>>;
interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: Params;
  readonly error?: { readonly message: string };
}

export class CdpConnection {
  #lastId = 0;
  #rest = Buffer.alloc(0);
  readonly #waiting = new Map<
    number,
    { resolve: (result: never) => void; reject: (error: Error) => void; method: string }
  >();
  readonly #sessions = new Map<string, CdpSession>();
  readonly root = new CdpSession(this, undefined);
  #closed = false;

  constructor(
    private readonly output: Writable,
    input: Readable,
  ) {
    input.on('data', (chunk: Buffer) => {
      this.#receive(chunk);
    });
    input.on('close', () => {
      this.#close();
    });
    output.on('error', () => {
      this.#close();
    });
  }

  session(id: string): CdpSession {
    const session = this.#sessions.get(id) ?? new CdpSession(this, id);
    this.#sessions.set(id, session);
    return session;
  }

  send<R>(sessionId: string | undefined, method: string, params: Params): Promise<R> {
    if (this.#closed) return Promise.reject(new Error(`Chromium is gone (${method})`));
    const id = ++this.#lastId;
    return new Promise<R>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, method });
      this.output.write(
        `${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`,
      );
    });
  }

  #receive(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (let end = this.#rest.indexOf(0); end !== -1; end = this.#rest.indexOf(0)) {
      const message = JSON.parse(this.#rest.subarray(0, end).toString('utf8')) as Message;
      this.#rest = this.#rest.subarray(end + 1);
      this.#dispatch(message);
    }
  }

  #dispatch(message: Message): void {
    if (message.id !== undefined) {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error !== undefined) waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
      else waiting?.resolve((message.result ?? {}) as never);
      return;
    }
    const session = message.sessionId === undefined ? this.root : this.#sessions.get(message.sessionId);
    if (message.method !== undefined) session?.emit(message.method, message.params ?? {});
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { reject, method } of this.#waiting.values()) reject(new Error(`Chromium is gone (${method})`));
    this.#waiting.clear();
    this.root.emit('closed', {});
  }
}

export class CdpSession extends EventEmitter {
  constructor(
    private readonly connection: CdpConnection,
    readonly id: string | undefined,
  ) {
    super();
    this.setMaxListeners(100);
  }

  send<R = Params>(method: string, params: Params = {}): Promise<R> {
    return this.connection.send<R>(this.id, method, params);
  }

  /** Sends without waiting; a page that is gone is no error here. */
  post(method: string, params: Params = {}): void {
    this.send(method, params).catch(() => undefined);
  }

  listen<P>(method: string, listener: (params: P) => void): void {
    this.on(method, listener);
  }
}
