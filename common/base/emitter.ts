/**
 * Typed events inside one process: listeners are called in the order they came, and can leave during a call.
 * It is not an event bus between processes (that is common/ipc) and keeps no history.
 */

export type Listener<Payload> = (payload: Payload) => void;

/** Ends a subscription; calling it twice is harmless. */
export type Unsubscribe = () => void;

export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();
  readonly #onListenerError: (error: unknown) => void;

  /** `onListenerError` receives what a listener threw; without it the error is thrown after all listeners ran. */
  constructor(onListenerError?: (error: unknown) => void) {
    this.#onListenerError = onListenerError ?? rethrow;
  }

  /** Calls `listener` at every later `emit` of `event`, until the returned function is called. */
  on<Name extends keyof Events>(event: Name, listener: Listener<Events[Name]>): Unsubscribe {
    // A fresh wrapper per call: the same function may subscribe twice and leave once.
    const entry: Listener<Events[Name]> = (payload) => {
      listener(payload);
    };
    const entries = this.#listeners.get(event) ?? new Set();
    entries.add(entry);
    this.#listeners.set(event, entries);
    return () => {
      entries.delete(entry);
    };
  }

  /** Like `on`, for the next event only. */
  once<Name extends keyof Events>(event: Name, listener: Listener<Events[Name]>): Unsubscribe {
    const leave = this.on(event, (payload) => {
      leave();
      listener(payload);
    });
    return leave;
  }

  /** Calls every listener that is subscribed now; one that throws does not keep the others from hearing. */
  emit<Name extends keyof Events>(event: Name, payload: Events[Name]): void {
    const entries = this.#listeners.get(event);
    if (entries === undefined) return;
    const errors: unknown[] = [];
    for (const entry of [...entries]) {
      // One that left during this very call must not hear it.
      if (!entries.has(entry)) continue;
      try {
        (entry as Listener<Events[Name]>)(payload);
      } catch (error) {
        errors.push(error);
      }
    }
    for (const error of errors) this.#onListenerError(error);
  }

  /** How many listeners an event has now. */
  listenerCount(event: keyof Events): number {
    return this.#listeners.get(event)?.size ?? 0;
  }

  /** Drops every listener. */
  clear(): void {
    for (const entries of this.#listeners.values()) entries.clear();
  }
}

function rethrow(error: unknown): void {
  throw error;
}
