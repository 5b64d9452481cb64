// When stories are written down, with a hand-wound clock: no real time passes.
import { describe, expect, it } from 'vitest';
import { StudioError } from '../../common/base/studio-error';
import { createAutosave, RETRY_AFTER_MS, type AutosavePorts } from '../../renderer/api/autosave';
import type { Story } from '../../common/domain/story';
import { storyWithPanels } from './editor-fixture';

interface Timer {
  readonly atMs: number;
  readonly callback: () => void;
}

function bench() {
  let nowMs = 0;
  const timers = new Set<Timer>();
  const log: string[] = [];
  let failure: Error | null = null;
  let hold: (() => void) | null = null;
  let holding = false;
  const ports: AutosavePorts = {
    nowMs: () => nowMs,
    schedule: (ms, callback) => {
      const timer = { atMs: nowMs + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    journal: (story) => {
      log.push(`${nowMs} journal ${story.title}`);
      return Promise.resolve();
    },
    save: async (story) => {
      log.push(`${nowMs} save ${story.title}`);
      if (holding) await new Promise<void>((resolve) => (hold = resolve));
      if (failure !== null) throw failure;
      return { savedAt: `t${nowMs}` };
    },
  };
  const settle = async (): Promise<void> => {
    for (let n = 0; n < 10; n++) await Promise.resolve();
  };
  return {
    log,
    autosave: createAutosave(ports),
    settle,
    advanceMs: async (ms: number): Promise<void> => {
      const endMs = nowMs + ms;
      for (;;) {
        const due = [...timers].filter((timer) => timer.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (due === undefined) break;
        timers.delete(due);
        nowMs = Math.max(nowMs, due.atMs);
        due.callback();
        await settle();
      }
      nowMs = endMs;
      await settle();
    },
    failWith: (error: Error | null) => (failure = error),
    holdSaves: () => (holding = true),
    releaseSave: async (): Promise<void> => {
      holding = false;
      hold?.();
      await settle();
    },
  };
}

const titled = (title: string): Story => ({ ...storyWithPanels('x'), title });

describe('autosave', () => {
  it('journals 200 ms and saves 600 ms after a change, and says so', async () => {
    const { autosave, advanceMs, log } = bench();
    expect(autosave.status()).toEqual({ kind: 'saved', at: null });
    autosave.changed(titled('A'));
    expect(autosave.status()).toEqual({ kind: 'saving' });
    await advanceMs(2000);
    expect(log).toEqual(['200 journal A', '600 save A']);
    expect(autosave.status()).toEqual({ kind: 'saved', at: 't600' });
  });

  it('never lets typing hold the journal back for more than 800 ms', async () => {
    const { autosave, advanceMs, log } = bench();
    for (let n = 0; n < 20; n++) {
      autosave.changed(titled(String(n)));
      await advanceMs(100);
    }
    const journals = log.filter((line) => line.includes('journal')).map((line) => Number(line.split(' ')[0]));
    expect(journals[0]).toBeLessThanOrEqual(800);
    journals.forEach((atMs, n) => expect(atMs - (journals[n - 1] ?? 0)).toBeLessThanOrEqual(900));
  });

  it('saves again what changed during a save, and only then calls it saved', async () => {
    const { autosave, advanceMs, log, holdSaves, releaseSave } = bench();
    holdSaves();
    autosave.changed(titled('A'));
    await advanceMs(600);
    autosave.changed(titled('B'));
    await releaseSave();
    expect(log.filter((line) => line.includes('save'))).toEqual(['600 save A', '600 save B']);
    expect(autosave.status()).toEqual({ kind: 'saved', at: 't600' });
  });

  it('tells why it is not saved, tries again by itself, and saves at once when asked', async () => {
    const { autosave, advanceMs, failWith } = bench();
    failWith(new StudioError('disk-full', 'ENOSPC'));
    autosave.changed(titled('A'));
    await advanceMs(1000);
    expect(autosave.status()).toEqual({ kind: 'failed', failure: { code: 'disk-full', message: 'ENOSPC' } });
    expect(await autosave.flush()).toBe(false);
    failWith(null);
    await advanceMs(RETRY_AFTER_MS);
    expect(autosave.status().kind).toBe('saved');
    autosave.changed(titled('B'));
    expect(await autosave.flush()).toBe(true);
    expect(autosave.status().kind).toBe('saved');
  });

  it('has nothing to flush in a story that was only read', async () => {
    const { autosave, log } = bench();
    expect(await autosave.flush()).toBe(true);
    expect(log).toEqual([]);
  });
});
