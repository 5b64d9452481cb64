// A conversation with a browser over its debugging pipe (two file descriptors, JSON messages ended by a zero byte): no port is opened, so
// nothing else on the machine can join. Only calls and awaited events; not a browser automation library.
import type { Readable, Writable } from 'node:stream';
import { StudioError } from '../../common/base/studio-error';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message?: string };
}

export class DevtoolsPipe {
  readonly #output: Writable;
  readonly #calls = new Map<
    number,
    { resolve: (result: Readonly<Record<string, unknown>>) => void; reject: (error: Error) => void }
  >();
  readonly #events = new Map<string, { resolve: () => void; reject: (error: Error) => void }[]>();
  #lastId = 0;
  #rest = '';
  #ended: StudioError | undefined;

  constructor(output: Writable, input: Readable) {
    this.#output = output;
    input.setEncoding('utf8');
    input.on('data', (chunk: string) => {
      this.#read(chunk);
    });
    input.on('close', () => {
      this.end('it closed the connection');
    });
    // A write to a browser that has died is reported by the close event.
    output.on('error', () => undefined);
  }

  /** Calls a method; rejects with `io` when the browser refuses or ends. */
  call(method: string, params: object = {}, sessionId?: string): Promise<Readonly<Record<string, unknown>>> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.#output.write(
        `${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`,
      );
    });
  }

  /** Resolves at the next event of this name in a session; rejects when the browser ends before. */
  next(method: string, sessionId: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const key = `${sessionId} ${method}`;
      this.#events.set(key, [...(this.#events.get(key) ?? []), { resolve, reject }]);
    });
  }

  /** Fails everything that waits. */
  end(reason: string): void {
    this.#ended ??= new StudioError('io', `The browser that prints the PDF stopped: ${reason}.`, {
      hint: 'Try again, or open story.html and print it.',
    });
    for (const { reject } of [...this.#calls.values(), ...[...this.#events.values()].flat()]) reject(this.#ended);
    this.#calls.clear();
    this.#events.clear();
  }

  #read(chunk: string): void {
    const pieces = (this.#rest + chunk).split('\0');
    this.#rest = pieces.pop() ?? '';
    for (const piece of pieces) this.#hear(JSON.parse(piece) as Message);
  }

  #hear({ id, method, sessionId, result, error }: Message): void {
    if (id !== undefined) {
      const call = this.#calls.get(id);
      this.#calls.delete(id);
      if (error === undefined) call?.resolve(result ?? {});
      else call?.reject(new StudioError('io', `The browser refused to print: ${error.message ?? 'no reason given'}.`));
    } else if (method !== undefined) {
      const key = `${sessionId ?? ''} ${method}`;
      for (const { resolve } of this.#events.get(key) ?? []) resolve();
      this.#events.delete(key);
    }
  }
}
