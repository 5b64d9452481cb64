// Thinning: named ones stay, the last hour stays whole, and of every longer span one is left. Properties over random histories.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { superfluousSnapshots, type ThinnedSnapshot } from '../../../main/services/stories/thin-snapshots';

const HOUR = 3_600_000;
const now = Date.parse('2026-11-23T12:00:00.000Z');
const history = fc
  .array(fc.record({ ageMs: fc.integer({ min: -HOUR, max: 400 * 24 * HOUR }), named: fc.boolean() }), {
    maxLength: 120,
  })
  .map((list) =>
    list.map(({ ageMs, named }, index): ThinnedSnapshot => ({ id: `s${index}`, atMs: now - ageMs, named })),
  );
const kept = (all: readonly ThinnedSnapshot[], atMs = now): ThinnedSnapshot[] => {
  const gone = new Set(superfluousSnapshots(all, atMs));
  return all.filter(({ id }) => !gone.has(id));
};

describe('thinning of snapshots', () => {
  it('never takes a named one, one of the last hour, or the newest', () => {
    fc.assert(
      fc.property(history, (all) => {
        const gone = new Set(superfluousSnapshots(all, now));
        expect(all.filter(({ id, named, atMs }) => gone.has(id) && (named || now - atMs < HOUR))).toEqual([]);
        const newest = all.filter(({ named }) => !named).sort((a, b) => b.atMs - a.atMs)[0];
        if (newest !== undefined) expect(gone.has(newest.id)).toBe(false);
      }),
    );
  });

  it('leaves one of each hour of a day, of each day of a month, of each month', () => {
    fc.assert(
      fc.property(history, (all) => {
        const automatic = kept(all).filter(({ named }) => !named);
        const spans = automatic.flatMap(({ atMs }) => {
          const age = now - atMs;
          if (age < HOUR) return [];
          if (age < 24 * HOUR) return [`h${Math.floor(atMs / HOUR)}`];
          if (age < 720 * HOUR) return [`d${Math.floor(atMs / (24 * HOUR))}`];
          return [new Date(atMs).toISOString().slice(0, 7)];
        });
        expect(new Set(spans).size).toBe(spans.length);
      }),
    );
  });

  it('takes none that nothing stands for: something is left within a month of it', () => {
    fc.assert(
      fc.property(history, (all) => {
        const left = kept(all);
        for (const id of superfluousSnapshots(all, now)) {
          const { atMs } = all.find((snapshot) => snapshot.id === id)!;
          expect(left.some((other) => Math.abs(other.atMs - atMs) < 31 * 24 * HOUR)).toBe(true);
        }
      }),
    );
  });

  it('is done when it is done, and goes on the same later as if it had never been done before', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 90 * 24 * HOUR }), (all, laterMs) => {
        const once = kept(all);
        expect(superfluousSnapshots(once, now)).toEqual([]);
        expect(kept(once, now + laterMs)).toEqual(kept(all, now + laterMs));
      }),
    );
  });
});
