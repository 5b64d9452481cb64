// Turns the table of names into frozen functions over a transport. Pure: no Electron, so that a test can run it. There is no
// generic send or invoke: each function is bound to one channel. Methods answer with data (`Answer`), never by throwing, because
// an error that crosses into the page keeps only its message; renderer/api turns answers back into errors.
import type { Answer, Unsubscribe } from '../common/ipc/shape';

export interface Transport {
  invoke(channel: string, input: unknown): Promise<Answer>;
  /** Listens to a channel; the listener receives the payload alone. */
  listen(channel: string, listener: (payload: unknown) => void): Unsubscribe;
}

type Table = Readonly<Record<string, Readonly<Record<string, 'method' | 'event'>>>>;
export type ExposedMethod = (input?: unknown) => Promise<Answer>;
export type ExposedEvent = (listener: (payload: unknown) => void) => Unsubscribe;
export type Exposed<T extends Table> = {
  readonly [G in keyof T]: { readonly [K in keyof T[G]]: T[G][K] extends 'method' ? ExposedMethod : ExposedEvent };
};

// Written out here because the preload takes types only; a contract test holds it against common/ipc/shape.
export const channelOf = (group: string, name: string): string => `studio:${group}.${name}`;

/** The object that becomes `window.studio`. */
export function exposedFrom<const T extends Table>(table: T, transport: Transport): Exposed<T> {
  const groups = Object.entries(table).map(([group, entries]) => {
    const functions = Object.entries(entries).map(([name, kind]) => {
      const channel = channelOf(group, name);
      const exposed: ExposedMethod | ExposedEvent =
        kind === 'method'
          ? (input?: unknown) => transport.invoke(channel, input)
          : (listener: (payload: unknown) => void) => transport.listen(channel, listener);
      return [name, exposed] as const;
    });
    return [group, Object.freeze(Object.fromEntries(functions))] as const;
  });
  return Object.freeze(Object.fromEntries(groups)) as unknown as Exposed<T>;
}
