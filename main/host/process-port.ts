// Message ports over the three kinds of process boundary that the engine may have: a Node child process (both ends), and Electron's
// utilityProcess, whose shapes are described here so that nothing has to import electron. Not the contract (common/ipc).
import type { MessagePort } from '../../common/ipc/port';

/** What main sees of a started engine process: Node's ChildProcess, or an adapter of the app around a UtilityProcess. */
export interface EngineProcess {
  readonly port: MessagePort;
  readonly pid: number | undefined;
  /** Ends the process at once, whatever it is doing. */
  kill(): void;
}

interface ChildProcessLike {
  readonly pid?: number | undefined;
  send?(message: object, callback?: (error: Error | null) => void): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number | null, signal: string | null) => void): unknown;
  kill(signal?: 'SIGKILL'): boolean;
}

/** Main's end of a process made by `child_process.fork(entry, { serialization: 'advanced' })`. */
export function engineProcessFromChild(child: ChildProcessLike): EngineProcess {
  const messages = new Set<(message: unknown) => void>();
  const closes = new Set<(reason: string) => void>();
  let ended: string | undefined;
  const end = (reason: string): void => {
    if (ended !== undefined) return;
    ended = reason;
    for (const listener of [...closes]) listener(reason);
  };
  child.on('message', (message) => {
    for (const listener of [...messages]) listener(message);
  });
  child.on('error', (error) => {
    end(error.message);
  });
  child.on('exit', (code, signal) => {
    end(signal ?? `exit code ${String(code)}`);
  });
  return {
    pid: child.pid,
    kill: () => void child.kill('SIGKILL'),
    port: {
      // A message to a process that has just died is answered by its exit event.
      post: (message) => void child.send?.(message as object, () => undefined),
      onMessage: (listener) => subscribed(messages, listener),
      onClose: (listener) => subscribed(closes, listener),
    },
  };
}

/** `process.parentPort` of an Electron utilityProcess. */
export interface ParentPortLike {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
}

/** The engine's end inside a utilityProcess: Electron ends the process itself when main is gone. */
export function portFromParentPort(parent: ParentPortLike): MessagePort {
  const messages = new Set<(message: unknown) => void>();
  parent.on('message', ({ data }) => {
    for (const listener of [...messages]) listener(data);
  });
  return {
    post: (message) => {
      parent.postMessage(message);
    },
    onMessage: (listener) => subscribed(messages, listener),
    onClose: () => () => undefined,
  };
}

interface ForkedProcessLike {
  send?: ((message: object) => boolean) | undefined;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
}

/** The engine's end inside a forked Node process; closes when main has gone. */
export function portFromForkedProcess(self: ForkedProcessLike): MessagePort {
  const messages = new Set<(message: unknown) => void>();
  const closes = new Set<(reason: string) => void>();
  self.on('message', (message) => {
    for (const listener of [...messages]) listener(message);
  });
  self.on('disconnect', () => {
    for (const listener of [...closes]) listener('disconnected');
  });
  return {
    post: (message) => void self.send?.(message as object),
    onMessage: (listener) => subscribed(messages, listener),
    onClose: (listener) => subscribed(closes, listener),
  };
}

function subscribed<T>(listeners: Set<(value: T) => void>, listener: (value: T) => void): () => void {
  const entry = (value: T): void => {
    listener(value);
  };
  listeners.add(entry);
  return () => void listeners.delete(entry);
}
