// When a story is written down: to the journal soon after a change, and as a proved save once the writer pauses. This decides
// only *when*; what a proved save is, main/services/stories knows. One controller per open story; timers are injected.
import type { Failure } from '../../common/domain/job';
import type { Story } from '../../common/domain/story';
import { failureFrom } from './writer-words';

export const JOURNAL_AFTER_MS = 200;
export const JOURNAL_AT_MOST_MS = 800; // however fast the typing: a crash costs less than a second of it
export const SAVE_AFTER_MS = 600;
export const SAVE_AT_MOST_MS = 10_000;
export const RETRY_AFTER_MS = 10_000;

export type SaveStatus =
  | { readonly kind: 'saved'; readonly at: string | null } // null: as it was opened, nothing to save yet
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface AutosavePorts {
  readonly journal: (story: Story) => Promise<void>;
  readonly save: (story: Story) => Promise<{ readonly savedAt: string }>;
  readonly nowMs: () => number;
  /** Calls back after a while; the answer takes the call back. */
  readonly schedule: (ms: number, callback: () => void) => () => void;
}

export interface Autosave {
  readonly status: () => SaveStatus;
  readonly subscribe: (listener: () => void) => () => void;
  /** Tells of a changed story. */
  readonly changed: (story: Story) => void;
  /** Saves what is not saved yet, at once; true when everything is on disk and checked. */
  readonly flush: () => Promise<boolean>;
  /** Puts what is not saved into the journal at once: main knows the newest state afterwards. */
  readonly journalNow: () => Promise<void>;
}

/** A timer that waits for quiet, but never longer than `atMostMs` after the first poke. */
function createQuietTimer(ports: AutosavePorts, afterMs: number, atMostMs: number, due: () => void) {
  let cancel: (() => void) | null = null;
  let firstPokeMs = 0;
  const stop = (): void => {
    cancel?.();
    cancel = null;
  };
  return {
    stop,
    poke: (): void => {
      if (cancel === null) firstPokeMs = ports.nowMs();
      else cancel();
      const waitMs = Math.max(0, Math.min(afterMs, firstPokeMs + atMostMs - ports.nowMs()));
      cancel = ports.schedule(waitMs, () => {
        cancel = null;
        due();
      });
    },
  };
}

export function createAutosave(ports: AutosavePorts): Autosave {
  const listeners = new Set<() => void>();
  let status: SaveStatus = { kind: 'saved', at: null };
  let latest: Story | null = null;
  let unsaved = false;
  let running: Promise<boolean> | null = null;
  let cancelRetry: (() => void) | null = null;

  const become = (next: SaveStatus): void => {
    status = next;
    for (const listener of [...listeners]) listener();
  };
  const journalTimer = createQuietTimer(ports, JOURNAL_AFTER_MS, JOURNAL_AT_MOST_MS, () => {
    // A journal that fails is no alarm of its own: the proved save follows at once and says what is wrong.
    if (latest !== null && unsaved) ports.journal(latest).catch(() => void flush());
  });
  const saveTimer = createQuietTimer(ports, SAVE_AFTER_MS, SAVE_AT_MOST_MS, () => void flush());

  const saveOnce = async (story: Story): Promise<boolean> => {
    try {
      const { savedAt } = await ports.save(story);
      if (latest === story) {
        unsaved = false;
        journalTimer.stop();
        become({ kind: 'saved', at: savedAt });
      }
      return true;
    } catch (thrown) {
      become({ kind: 'failed', failure: failureFrom(thrown) });
      cancelRetry?.();
      cancelRetry = ports.schedule(RETRY_AFTER_MS, () => void flush());
      return false;
    }
  };

  /** One save at a time: what changed while one ran is saved by the next turn of the loop. */
  const drain = async (): Promise<boolean> => {
    while (unsaved && latest !== null) {
      if (!(await saveOnce(latest))) return false;
    }
    return true;
  };

  function flush(): Promise<boolean> {
    saveTimer.stop();
    cancelRetry?.();
    cancelRetry = null;
    if (running === null) {
      if (unsaved && status.kind !== 'saving') become({ kind: 'saving' });
      running = drain().finally(() => {
        running = null;
      });
    }
    return running;
  }

  return {
    status: () => status,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed: (story) => {
      latest = story;
      unsaved = true;
      if (status.kind === 'saved') become({ kind: 'saving' });
      journalTimer.poke();
      saveTimer.poke();
    },
    flush,
    journalNow: async () => {
      journalTimer.stop();
      if (latest !== null && unsaved) await ports.journal(latest);
    },
  };
}
