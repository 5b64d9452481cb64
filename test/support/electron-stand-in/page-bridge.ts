// The scripts that the stand-in puts into a page: a main-world half that shows what the preload exposes, and an isolated-world
// half that runs the built preload with `contextBridge` and `ipcRenderer`. The worlds share only the DOM, so values cross
// as structured clones in events, as they do in Electron. Written as functions and sent as their source text.
/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-return */

export const WORLD = 'electron-stand-in-preload';
export const BINDING = '__standInPost';
export const DELIVER = '__standInDeliver';

/** Runs in the page's own world before its scripts: builds the exposed objects from a description. */
function mainWorldHalf(): void {
  const self = globalThis as any;
  if (self.top !== self) return;
  const callbacks = new Map<number, (...args: unknown[]) => void>();
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  let answer: any;
  const send = (type: string, detail: unknown): void => {
    self.dispatchEvent(new self.CustomEvent(`stand-in:${type}`, { detail }));
  };
  const functionFor =
    (id: number) =>
    (...args: unknown[]): unknown => {
      const call = ++last;
      const encoded = args.map((arg) => {
        if (typeof arg !== 'function') return { value: arg };
        const callback = ++last;
        callbacks.set(callback, arg as (...args: unknown[]) => void);
        return { callback };
      });
      answer = undefined;
      send('call', { id, call, args: encoded });
      const { kind, value } = answer as { kind: string; value: any };
      if (kind === 'error') throw new Error(value);
      if (kind === 'function') return functionFor(value);
      if (kind !== 'promise') return value;
      return new Promise((resolve, reject) => waiting.set(call, { resolve, reject }));
    };
  const build = (tree: any): unknown => {
    if (tree.kind === 'function') return functionFor(tree.id);
    if (tree.kind === 'value') return tree.value;
    return Object.freeze(Object.fromEntries(Object.entries(tree.entries).map(([key, child]) => [key, build(child)])));
  };
  self.addEventListener('stand-in:expose', (event: any) => {
    Object.defineProperty(self, event.detail.key, { value: build(event.detail.tree), enumerable: true });
  });
  self.addEventListener('stand-in:answer', (event: any) => {
    answer = event.detail;
  });
  self.addEventListener('stand-in:settle', (event: any) => {
    const { call, ok, value } = event.detail;
    const entry = waiting.get(call);
    waiting.delete(call);
    if (ok) entry?.resolve(value);
    else entry?.reject(new Error(value));
  });
  self.addEventListener('stand-in:callback', (event: any) => {
    callbacks.get(event.detail.callback)?.(...event.detail.args);
  });
}

/** Runs in the isolated world: gives the preload its two Electron modules. */
function isolatedHalf(
  binding: string,
  deliver: string,
  runPreload: (require: (name: string) => unknown) => void,
): void {
  const self = globalThis as any;
  if (self.top !== self) return;
  const post = self[binding] as (message: string) => void;
  // The binding belongs to this world only; it is not reachable from the page.
  const encode = (value: unknown): string =>
    JSON.stringify(value, (_key, entry: unknown) => {
      if (entry === undefined) return { $undefined: true }; // JSON knows none, structured clones do
      if (!(entry instanceof Uint8Array)) return entry;
      let text = '';
      for (let i = 0; i < entry.length; i += 32768) text += String.fromCharCode(...entry.subarray(i, i + 32768));
      return { $bytes: self.btoa(text) };
    });
  const decode = (text: string): any =>
    JSON.parse(text, (_key, entry: any) => {
      if (entry === null || typeof entry !== 'object') return entry;
      if (entry.$undefined === true) return undefined;
      return typeof entry.$bytes === 'string'
        ? Uint8Array.from(self.atob(entry.$bytes), (char: string) => char.charCodeAt(0))
        : entry;
    });
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const invokes = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, Set<(event: object, ...args: unknown[]) => void>>();
  let last = 0;
  const send = (type: string, detail: unknown): void => {
    self.dispatchEvent(new self.CustomEvent(`stand-in:${type}`, { detail }));
  };
  const register = (fn: (...args: unknown[]) => unknown): number => {
    functions.set(++last, fn);
    return last;
  };
  const describe = (value: any): unknown => {
    if (typeof value === 'function') return { kind: 'function', id: register(value) };
    if (value === null || typeof value !== 'object') return { kind: 'value', value };
    return {
      kind: 'object',
      entries: Object.fromEntries(Object.entries(value).map(([key, child]) => [key, describe(child)])),
    };
  };
  self.addEventListener('stand-in:call', (event: any) => {
    const { id, call, args } = event.detail;
    const decoded = args.map((arg: any) =>
      arg.callback === undefined
        ? arg.value
        : (...values: unknown[]) => send('callback', { callback: arg.callback, args: values }),
    );
    try {
      const value: any = functions.get(id)?.(...decoded);
      if (typeof value?.then !== 'function') {
        send(
          'answer',
          typeof value === 'function' ? { kind: 'function', value: register(value) } : { kind: 'value', value },
        );
        return;
      }
      send('answer', { kind: 'promise' });
      value.then(
        (result: unknown) => send('settle', { call, ok: true, value: result }),
        (error: unknown) =>
          send('settle', { call, ok: false, value: error instanceof Error ? error.message : String(error) }),
      );
    } catch (error) {
      send('answer', { kind: 'error', value: error instanceof Error ? error.message : String(error) });
    }
  });
  self[deliver] = (text: string): void => {
    const message = decode(text);
    if (message.kind === 'event') {
      for (const listener of [...(listeners.get(message.channel) ?? [])]) listener({}, ...message.args);
      return;
    }
    const entry = invokes.get(message.id);
    invokes.delete(message.id);
    if (message.error === undefined) entry?.resolve(message.value);
    else entry?.reject(new Error(message.error));
  };
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        invokes.set(id, { resolve, reject });
        post(encode({ kind: 'invoke', id, channel, args }));
      }),
    send: (channel: string, ...args: unknown[]) => {
      post(encode({ kind: 'send', channel, args }));
    },
    on: (channel: string, listener: (event: object, ...args: unknown[]) => void) => {
      const entries = listeners.get(channel) ?? new Set();
      listeners.set(channel, entries.add(listener));
    },
    removeListener: (channel: string, listener: (event: object, ...args: unknown[]) => void) => {
      listeners.get(channel)?.delete(listener);
    },
  };
  const contextBridge = {
    exposeInMainWorld: (key: string, api: unknown) => {
      send('expose', { key, tree: describe(api) });
    },
  };
  runPreload((name) => {
    if (name === 'electron') return { contextBridge, ipcRenderer };
    throw new Error(`A sandboxed preload cannot require ${name}.`);
  });
}

// tsx keeps function names with a helper that does not exist in a page.
const NAMES = 'const __name = (value) => value;';
export const mainWorldSource = (): string => `(() => { ${NAMES} (${mainWorldHalf.toString()})(); })()`;
export const isolatedSource = (preload: string): string =>
  `(() => { ${NAMES} (${isolatedHalf.toString()})(${JSON.stringify(BINDING)}, ${JSON.stringify(DELIVER)}, (require) => {
    const module = { exports: {} }; const exports = module.exports;
    ${preload}
  }); })()`;

/** JSON with bytes, as the page half writes it. */
export const encodeMessage = (value: unknown): string =>
  JSON.stringify(value, (_key, entry: unknown) => {
    if (entry === undefined) return { $undefined: true };
    if (entry instanceof Uint8Array) return { $bytes: Buffer.from(entry).toString('base64') };
    // What Buffer.toJSON leaves behind: JSON.stringify calls it before this function sees the value.
    if (typeof entry === 'object' && entry !== null && 'type' in entry && 'data' in entry) {
      if (entry.type === 'Buffer' && Array.isArray(entry.data))
        return { $bytes: Buffer.from(entry.data).toString('base64') };
    }
    return entry;
  });
export const decodeMessage = (text: string): unknown =>
  JSON.parse(text, (_key, entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return entry;
    if ('$undefined' in entry) return undefined;
    return '$bytes' in entry && typeof entry.$bytes === 'string'
      ? new Uint8Array(Buffer.from(entry.$bytes, 'base64'))
      : entry;
  });
