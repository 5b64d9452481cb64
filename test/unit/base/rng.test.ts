// Philox4x32-10 against the known-answer vectors of Random123 (kat_vectors, the paper's reference library), and the
// properties that the rest of the project relies on: resumable, forkable, unbiased.
import { describe, expect, it } from 'vitest';
import { philox4x32, Rng } from '../../../common/base/rng';

describe('philox4x32', () => {
  it.each([
    { counter: [0, 0, 0, 0], key: [0, 0], words: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
    {
      counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      key: [0xffffffff, 0xffffffff],
      words: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    },
    {
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      key: [0xa4093822, 0x299f31d0],
      words: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    },
  ] as const)('gives the published words for key $key', ({ counter, key, words }) => {
    expect([...philox4x32(counter, key)]).toEqual([...words]);
  });
});

describe('Rng', () => {
  it('draws the words of consecutive blocks in order', () => {
    const rng = new Rng(0);
    expect([rng.uint32(), rng.uint32(), rng.uint32(), rng.uint32()]).toEqual([
      0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8,
    ]);
    expect(rng.uint32()).toBe(philox4x32([1, 0, 0, 0], [0, 0])[0]);
  });

  it('continues exactly from a saved state', () => {
    const rng = new Rng(7);
    for (let i = 0; i < 5; i++) rng.uniform();
    const resumed = new Rng(JSON.parse(JSON.stringify(rng.state())) as ReturnType<Rng['state']>);
    expect([resumed.gaussian(), resumed.int(10)]).toEqual([rng.gaussian(), rng.int(10)]);
  });

  it('forks by label, whatever has been drawn before', () => {
    const moved = new Rng(7);
    moved.uniform();
    expect(moved.fork('a').uint32()).toBe(new Rng(7).fork('a').uint32());
    expect(new Rng(7).fork('a').uint32()).not.toBe(new Rng(7).fork('b').uint32());
    expect(new Rng(7).fork('a').uint32()).not.toBe(new Rng(8).fork('a').uint32());
  });

  it('tells seeds apart beyond 32 bits and refuses what is not an integer', () => {
    expect(new Rng(1).uint32()).not.toBe(new Rng(1 + 2 ** 32).uint32());
    expect(() => new Rng(0.5)).toThrow(/safe integer/);
  });

  it('is uniform and normal to the accuracy of 20,000 draws', () => {
    const rng = new Rng(11);
    const counts = [0, 0, 0, 0, 0];
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < 20000; i++) {
      const bin = rng.int(5);
      counts[bin] = (counts[bin] ?? 0) + 1;
      const deviate = rng.gaussian();
      sum += deviate;
      squares += deviate * deviate;
    }
    for (const count of counts) expect(Math.abs(count - 4000)).toBeLessThan(300);
    expect(Math.abs(sum / 20000)).toBeLessThan(0.03);
    expect(Math.abs(squares / 20000 - 1)).toBeLessThan(0.05);
  });

  it('shuffles into a permutation and leaves the list alone', () => {
    const list = [1, 2, 3, 4, 5, 6, 7, 8];
    const shuffled = new Rng(3).shuffle(list);
    expect(list).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(list);
    expect(shuffled).not.toEqual(list);
  });

  it('speaks when a list is empty or a count is impossible', () => {
    expect(() => new Rng(1).pick([])).toThrow(/at least one item/);
    expect(() => new Rng(1).int(0)).toThrow(/count from 1/);
  });
});
