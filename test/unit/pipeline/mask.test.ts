// Masks as numbers: how they shrink, how soft their seam is, and that nothing outside of it changes.
import { describe, expect, it } from 'vitest';
import { featheredMask, laidInto, latentMask } from '../../../main/pipeline/mask';

const square = { widthPx: 8, heightPx: 8, left: 0, top: 0, sizePx: 8 };
const maskOf = (free: (x: number, y: number) => number): Float32Array =>
  Float32Array.from({ length: 64 }, (_, i) => free(i % 8, Math.floor(i / 8)));

describe('latentMask', () => {
  it('frees a cell that is half covered, and a part of one that is less', () => {
    const right = latentMask(
      maskOf((x) => (x >= 4 ? 1 : 0)),
      square,
      2,
    );
    expect([...right]).toEqual([0, 1, 0, 1]);
    expect([
      ...latentMask(
        maskOf((x) => (x >= 6 ? 1 : 0)),
        square,
        2,
      ),
    ]).toEqual([0, 1, 0, 1]);
    expect([
      ...latentMask(
        maskOf((x, y) => (x >= 7 && y < 4 ? 1 : 0)),
        square,
        2,
      ),
    ]).toEqual([0, 0.5, 0, 0]);
  });
  it('keeps what lies beside a picture that is not square', () => {
    const low = { widthPx: 8, heightPx: 4, left: 0, top: 2, sizePx: 8 };
    expect([...latentMask(new Float32Array(32).fill(1), low, 4)]).toEqual([
      0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0,
    ]);
  });
});

describe('featheredMask', () => {
  it('is the mask inside, falls outside, and ends after its radius', () => {
    const soft = featheredMask(
      maskOf((x) => (x >= 5 ? 1 : 0)),
      8,
      8,
      2,
    );
    const row = [...soft.slice(16, 24)];
    expect(row.slice(5)).toEqual([1, 1, 1]);
    expect(row.slice(0, 3)).toEqual([0, 0, 0]);
    expect(row[3]).toBeGreaterThan(0);
    expect(row[4]).toBeGreaterThan(row[3]!);
    expect(row[4]).toBeLessThan(1);
  });
  it('keeps a stroke that is thinner than its seam', () => {
    const soft = featheredMask(
      maskOf((x) => (x === 4 ? 1 : 0)),
      8,
      8,
      3,
    );
    expect(soft[4]).toBe(1);
  });
});

describe('laidInto', () => {
  it('takes the old byte where the mask is 0, the drawn one where it is 1, and mixes between', () => {
    const old = Uint8Array.from([10, 20, 30, 40, 50, 60, 70, 80, 90]);
    const drawn = old.map((byte) => byte + 100);
    expect([...laidInto(old, drawn, Float32Array.from([0, 1, 0.5]))]).toEqual([
      10, 20, 30, 140, 150, 160, 120, 130, 140,
    ]);
    expect(() => laidInto(old, drawn, new Float32Array(2))).toThrow(/do not match/);
  });
});
