// The machinery of a contract: parses and answers calls, sends and receives events, over any two-way message port. It knows no
// transport (Electron's IPC reuses `answerCall` and `parsedEvent` alone) and no concrete method. What comes in is parsed before a
// handler sees it, what goes out is parsed before it leaves, and errors travel as data.
import type { z } from 'zod';
import { StudioError, isStudioErrorCode, studioErrorFrom } from '../base/studio-error';
import type { Answer, ClientOf, Contract, EmitterOf, EventSpec, HandlersOf, MethodSpec, Unsubscribe } from './shape';

/** One end of a two-way, ordered, structured-clone channel. */
export interface MessagePort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): Unsubscribe;
  /** Called once when the other side is gone for good. */
  onClose(listener: (reason: string) => void): Unsubscribe;
}

/** What a client posts, what a server posts back. */
export type PortMessage =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly group: string;
      readonly name: string;
      readonly input: unknown;
    }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly kind: 'event'; readonly group: string; readonly name: string; readonly payload: unknown };

/** Finds a method of a contract; own keys only, so that `constructor` and `__proto__` are no methods. */
export function methodSpecOf(contract: Contract, group: string, name: string): MethodSpec | undefined {
  const spec = specOf(contract, group, name);
  return spec?.kind === 'method' ? spec : undefined;
}

/** Finds an event of a contract, own keys only. */
export function eventSpecOf(contract: Contract, group: string, name: string): EventSpec | undefined {
  const spec = specOf(contract, group, name);
  return spec?.kind === 'event' ? spec : undefined;
}

/**
 * Answers one call: parses the input strictly, runs the handler, parses its output. Never throws: what goes wrong becomes
 * an answer with a code, a sentence and perhaps a hint. `onError` receives the whole error, for a log.
 */
export async function answerCall<C extends Contract, Context>(
  contract: C,
  handlers: HandlersOf<C, Context>,
  call: { readonly group: string; readonly name: string; readonly input: unknown },
  context: Context,
  onError?: (error: StudioError) => void,
): Promise<Answer> {
  const called = `${call.group}.${call.name}`;
  try {
    const spec = methodSpecOf(contract, call.group, call.name);
    if (spec === undefined) throw new StudioError('bad-request', `There is no method ${called}.`);
    const input = parsed(spec.input, call.input, `${called}: bad input`, 'bad-request');
    const group = handlers[call.group as keyof C] as Readonly<Record<string, AnyHandler<Context>>>;
    const output = await group[call.name]!(input, context);
    return { ok: true, value: parsed(spec.output, output, `${called}: bad output`, 'internal') };
  } catch (thrown) {
    const error = studioErrorFrom(thrown);
    onError?.(error);
    return answerFromError(error);
  }
}

/** An error as the answer that crosses a process boundary; technical detail stays behind. */
export function answerFromError(error: StudioError): Answer<never> {
  const { code, message, hint } = error;
  return { ok: false, error: hint === undefined ? { code, message } : { code, message, hint } };
}

/** The value of an answer, or its error thrown again as a StudioError. */
export function valueFromAnswer(answer: Answer): unknown {
  if (answer.ok) return answer.value;
  const { code, message, hint } = answer.error;
  throw new StudioError(isStudioErrorCode(code) ? code : 'internal', message, { hint });
}

/** The payload of an event as its schema reads it. Throws `internal` when it does not fit. */
export function parsedEvent(contract: Contract, group: string, name: string, payload: unknown): unknown {
  const spec = eventSpecOf(contract, group, name);
  if (spec === undefined) throw new StudioError('internal', `There is no event ${group}.${name}.`);
  return parsed(spec.payload, payload, `${group}.${name}: bad event`, 'internal');
}

/** An emitter table that parses every payload and hands it to `send`. */
export function emitterOf<C extends Contract>(
  contract: C,
  send: (group: string, name: string, payload: unknown) => void,
): EmitterOf<C> {
  return tableOf(contract, (group, name, spec) =>
    spec.kind === 'event'
      ? (payload: unknown) => {
          send(group, name, parsedEvent(contract, group, name, payload));
        }
      : undefined,
  ) as EmitterOf<C>;
}

export interface ContractServer<C extends Contract> {
  readonly emit: EmitterOf<C>;
  stop(): void;
}

/** Serves a contract on a port until `stop`. Messages that are no call at all are dropped. */
export function serveContract<C extends Contract, Context = undefined>(
  contract: C,
  handlers: HandlersOf<C, Context>,
  port: MessagePort,
  context: Context,
  onError?: (error: StudioError) => void,
): ContractServer<C> {
  const post = (message: PortMessage): void => {
    port.post(message);
  };
  const stop = port.onMessage((message) => {
    if (!isPortMessage(message) || message.kind !== 'call') return;
    void answerCall(contract, handlers, message, context, onError).then((answer) => {
      post({ kind: 'answer', id: message.id, answer });
    });
  });
  const emit = emitterOf(contract, (group, name, payload) => {
    post({ kind: 'event', group, name, payload });
  });
  return { emit, stop };
}

export interface ContractClient<C extends Contract> {
  readonly api: ClientOf<C>;
  /** Ends the client: every call that waits fails with the given error. */
  close(error?: StudioError): void;
}

/**
 * A client of a contract over a port. Calls reject with a StudioError; when the port closes, every waiting call and every
 * later one rejects with `closedError(reason)`. Events that do not parse are dropped and reported to `onError`.
 */
export function clientOf<C extends Contract>(
  contract: C,
  port: MessagePort,
  options: {
    readonly closedError?: (reason: string) => StudioError;
    readonly onError?: (error: StudioError) => void;
  } = {},
): ContractClient<C> {
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: StudioError) => void }>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  let lastId = 0;
  let closed: StudioError | undefined;

  const close = (error = new StudioError('internal', 'The connection was closed.')): void => {
    if (closed !== undefined) return;
    closed = error;
    leaveMessages();
    leaveClose();
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const leaveMessages = port.onMessage((message) => {
    if (!isPortMessage(message)) return;
    if (message.kind === 'answer') {
      waiting.get(message.id)?.resolve(message.answer);
      waiting.delete(message.id);
    } else if (message.kind === 'event') {
      hear(message.group, message.name, message.payload);
    }
  });
  const leaveClose = port.onClose((reason) => {
    close(options.closedError?.(reason) ?? new StudioError('internal', `The other process ended: ${reason}.`));
  });
  const hear = (group: string, name: string, payload: unknown): void => {
    try {
      const value = parsedEvent(contract, group, name, payload);
      for (const listener of [...(listeners.get(`${group}.${name}`) ?? [])]) listener(value);
    } catch (thrown) {
      options.onError?.(studioErrorFrom(thrown));
    }
  };

  const call = async (group: string, name: string, spec: MethodSpec, input: unknown): Promise<unknown> => {
    if (closed !== undefined) throw closed;
    const id = ++lastId;
    const answer = await new Promise<Answer>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      port.post({ kind: 'call', id, group, name, input } satisfies PortMessage);
    });
    return parsed(spec.output, valueFromAnswer(answer), `${group}.${name}: bad answer`, 'internal');
  };
  const listen = (key: string, listener: (payload: unknown) => void): Unsubscribe => {
    const entries = listeners.get(key) ?? new Set();
    listeners.set(key, entries);
    const entry = (payload: unknown): void => {
      listener(payload);
    };
    entries.add(entry);
    return () => void entries.delete(entry);
  };
  const api = tableOf(contract, (group, name, spec) =>
    spec.kind === 'method'
      ? (input: unknown) => call(group, name, spec, input)
      : (listener: (payload: unknown) => void) => listen(`${group}.${name}`, listener),
  ) as ClientOf<C>;
  return { api, close };
}

type AnyHandler<Context> = (input: unknown, context: Context) => unknown;

function specOf(contract: Contract, group: string, name: string) {
  if (!Object.hasOwn(contract, group)) return undefined;
  const methods = contract[group];
  return methods !== undefined && Object.hasOwn(methods, name) ? methods[name] : undefined;
}

function tableOf(
  contract: Contract,
  entryOf: (group: string, name: string, spec: MethodSpec | EventSpec) => unknown,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const groups = Object.entries(contract).map(([group, specs]) => {
    const entries = Object.entries(specs)
      .map(([name, spec]) => [name, entryOf(group, name, spec)] as const)
      .filter(([, entry]) => entry !== undefined);
    return [group, Object.freeze(Object.fromEntries(entries))] as const;
  });
  return Object.freeze(Object.fromEntries(groups));
}

function parsed(schema: z.ZodType, value: unknown, what: string, code: 'bad-request' | 'internal'): unknown {
  const result = safelyParsed(schema, value);
  if (result === null) throw new StudioError(code, `${what}: it cannot be read.`);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.map(String).join('.')}`;
  throw new StudioError(code, `${what}${where}: ${issue?.message ?? 'it does not fit the contract'}.`);
}

/** Null when reading the value itself fails: a getter or a proxy that throws, or nesting too deep to follow. */
function safelyParsed(schema: z.ZodType, value: unknown): ReturnType<z.ZodType['safeParse']> | null {
  try {
    return schema.safeParse(value);
  } catch {
    return null;
  }
}

function isPortMessage(message: unknown): message is PortMessage {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  const { kind } = message;
  if (kind === 'answer') return 'id' in message && 'answer' in message && typeof message.answer === 'object';
  if (kind !== 'call' && kind !== 'event') return false;
  return (
    'group' in message && typeof message.group === 'string' && 'name' in message && typeof message.name === 'string'
  );
}
