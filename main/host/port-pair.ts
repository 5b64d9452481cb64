// Two ends of one channel inside a process: the engine without a second process, for the command line and for tests. Not a
// transport between processes (main/host/process-port.ts).
import type { MessagePort } from '../../common/ipc/port';

/** Two ends of one channel inside a process: what one posts the other hears, on a later microtask, cloned as a real port would. */
export function portPair(): readonly [MessagePort, MessagePort] {
  const ends = [new Set<(message: unknown) => void>(), new Set<(message: unknown) => void>()] as const;
  const end = (own: 0 | 1): MessagePort => ({
    post: (message) => {
      const copy: unknown = structuredClone(message);
      queueMicrotask(() => {
        for (const listener of [...ends[own === 0 ? 1 : 0]]) listener(copy);
      });
    },
    onMessage: (listener) => {
      ends[own].add(listener);
      return () => void ends[own].delete(listener);
    },
    onClose: () => () => undefined,
  });
  return [end(0), end(1)];
}
