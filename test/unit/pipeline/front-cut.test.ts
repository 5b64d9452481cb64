// Where a story that is too long begins: at marks that later panels do not move.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frontCut } from '../../../main/pipeline/front-cut';

describe('frontCut', () => {
  it('begins at the next mark', () => {
    const sizes = Array.from({ length: 12 }, () => 10); // before the panels: 0, 10, 20, …; marks at 3, 5, 8, 10
    expect([0, 1, 2, 3, 4, 5].map((from) => frontCut(sizes, from, 25))).toEqual([0, 3, 3, 3, 5, 5]);
  });

  it('gives up the mark where it would leave less than half, or where there is none', () => {
    expect(frontCut([10, 300, 10, 10], 1, 100)).toBe(1);
    expect(frontCut([10, 10, 10], 1, 100)).toBe(1);
    expect(frontCut([10, 10], 2, 5)).toBe(2);
  });

  it('never begins before what fits, keeps half of it, and hangs on earlier panels only', () => {
    const sum = (sizes: readonly number[]): number => sizes.reduce((a, b) => a + b, 0);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2, max: 90 }), { minLength: 1, maxLength: 40 }),
        fc.nat(40),
        fc.integer({ min: 20, max: 200 }),
        (sizes, at, step) => {
          const from = at % (sizes.length + 1);
          const start = frontCut(sizes, from, step);
          expect(start).toBeGreaterThanOrEqual(from);
          expect(sum(sizes.slice(start))).toBeGreaterThanOrEqual(sum(sizes.slice(from)) / 2);
          // With more of the story a mark that was good stays good.
          if (start > from) expect(frontCut([...sizes, 50, 50], from, step)).toBe(start);
        },
      ),
      { seed: 20261122, numRuns: 500 },
    );
  });
});
