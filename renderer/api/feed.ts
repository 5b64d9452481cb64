// A value that lives in main and is watched here: loaded once, then replaced by events. The shape that React's
// useSyncExternalStore wants, and usable without React.

export interface Feed<T> {
  readonly get: () => T;
  readonly subscribe: (listener: () => void) => () => void;
}

export interface FeedSource<T, E> {
  readonly initial: T;
  readonly load: () => Promise<T>;
  readonly listen: (onEvent: (event: E) => void) => () => void;
  readonly reduce: (value: T, event: E) => T;
  readonly onLoadFailed: (thrown: unknown) => void;
}

/** Listens first and loads second, so that nothing is missed; events that came before the load are applied on top of it. */
export function createFeed<T, E>(source: FeedSource<T, E>): Feed<T> {
  const listeners = new Set<() => void>();
  let value = source.initial;
  let early: E[] | null = [];
  const become = (next: T): void => {
    value = next;
    for (const listener of [...listeners]) listener();
  };
  source.listen((event) => {
    early?.push(event);
    become(source.reduce(value, event));
  });
  source.load().then(
    (loaded) => {
      const missed = early ?? [];
      early = null;
      become(missed.reduce(source.reduce, loaded));
    },
    (thrown: unknown) => {
      early = null;
      source.onLoadFailed(thrown);
    },
  );
  return {
    get: () => value,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
