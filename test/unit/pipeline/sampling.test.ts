// Sampling: what each option keeps, how the penalty works, and that frequencies follow the distribution.
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { sampleToken, type SamplingOptions } from '../../../main/pipeline/sampling';

const plain: SamplingOptions = { temperature: 1, topK: 0, topP: 1, repetitionPenalty: 1 };
const none = new Set<number>();
const draws = (
  logits: number[],
  options: Partial<SamplingOptions>,
  { banned = none, seen = none } = {},
  count = 4000,
) => {
  const rng = new Rng(1);
  const counts = logits.map(() => 0);
  for (let i = 0; i < count; i++)
    counts[sampleToken(Float32Array.from(logits), { ...plain, ...options }, { banned, seen }, rng)]! += 1;
  return counts.map((n) => n / count);
};

describe('sampleToken', () => {
  it('draws in proportion to the probabilities', () => {
    const shares = draws([Math.log(0.5), Math.log(0.3), Math.log(0.2)], {});
    for (const [i, share] of [0.5, 0.3, 0.2].entries()) expect(Math.abs(shares[i]! - share)).toBeLessThan(0.03);
  });
  it('takes the best at temperature 0, the lower id on a tie, and uses no random number', () => {
    const rng = new Rng(1);
    expect(
      sampleToken(Float32Array.of(1, 3, 3, 2), { ...plain, temperature: 0 }, { banned: none, seen: none }, rng),
    ).toBe(1);
    expect(rng.state().drawn).toBe(0);
  });
  it('flattens and sharpens with the temperature', () => {
    expect(draws([0, 1], { temperature: 0.2 })[1]).toBeGreaterThan(0.98);
    expect(draws([0, 1], { temperature: 10 })[1]).toBeLessThan(0.56);
  });
  it('keeps k tokens, or the smallest set that reaches p', () => {
    expect(draws([3, 2, 1, 0], { topK: 2 }).slice(2)).toEqual([0, 0]);
    const shares = [0.6, 0.25, 0.1, 0.05].map(Math.log);
    expect(draws(shares, { topP: 0.8 }).slice(2)).toEqual([0, 0]);
    expect(draws(shares, { topP: 0.8 })[1]).toBeGreaterThan(0.2);
    expect(draws(shares, { topP: 0 })[0]).toBe(1);
  });
  it('never draws a banned token, however likely', () => {
    expect(draws([100, 0, 0], {}, { banned: new Set([0]) })[0]).toBe(0);
    expect(() => sampleToken(Float32Array.of(1), plain, { banned: new Set([0]), seen: none }, new Rng(1))).toThrow(
      /banned/,
    );
  });
  it('makes seen tokens less likely, whatever the sign of their score', () => {
    for (const score of [2, -2]) {
      const before = draws([score, score], {})[0]!;
      const after = draws([score, score], { repetitionPenalty: 2 }, { seen: new Set([0]) })[0]!;
      expect(after).toBeLessThan(before - 0.1);
    }
  });
  it('refuses scores that are no numbers', () => {
    expect(() => sampleToken(Float32Array.of(0, NaN), plain, { banned: none, seen: none }, new Rng(1))).toThrow(
      /not numbers/,
    );
  });
});
