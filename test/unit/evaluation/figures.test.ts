// The figures of the evaluation by themselves: what counts as right, Wilson's interval, and the Fréchet distance against its formula.
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { eigenvalues, frechetDistance } from '../../../main/evaluation/frechet';
import type { Reading } from '../../../main/evaluation/judge';
import { RecallCounts, verdictOf } from '../../../main/evaluation/recall';
import { shareOf } from '../../../main/evaluation/share';
import type { SceneGraph } from '../../../native-models/miniature/world/world';

describe('the counting', () => {
  const graph: SceneGraph = {
    place: 'beach',
    time: 'night',
    style: 'flat',
    characters: [
      { id: 'owl', name: 'Silas', role: 'other' },
      { id: 'fox', name: 'Amber', role: 'main' },
    ],
    props: [
      { id: 'lantern', relation: 'held', by: 'fox' },
      { id: 'map', relation: 'on' },
    ],
    seed: 1,
  };
  const reading: Reading = {
    who: 'fox',
    present: ['fox'],
    place: 'beach',
    time: 'day',
    style: 'flat',
    props: ['map', 'kite'],
    contrast: 1,
    features: new Float32Array(2),
  };

  it('asks for the main character, place, time and every prop', () => {
    expect(verdictOf(reading, graph)).toEqual({
      who: true,
      place: true,
      time: false,
      style: true,
      props: [false, true],
    });
    expect(verdictOf({ ...reading, who: 'owl' }, graph).who).toBe(false);
    const counts = new RecallCounts();
    counts.add(verdictOf(reading, graph));
    counts.add(verdictOf({ ...reading, time: 'night', props: [] }, graph));
    const { who, time, props } = counts.shares();
    expect([who.hits, who.trials, time.hits, time.trials, props.hits, props.trials]).toEqual([2, 2, 1, 2, 1, 4]);
  });

  it("gives Wilson's interval", () => {
    // 10 of 20: (0.5 + 1.9208/20 ± 1.96 sqrt(0.0125 + 0.002401)) / (1 + 3.8415/20), worked out by hand.
    const { share, low, high } = shareOf(10, 20);
    expect(share).toBe(0.5);
    expect(low).toBeCloseTo(0.2993, 4);
    expect(high).toBeCloseTo(0.7007, 4);
    expect(shareOf(0, 20)).toMatchObject({ share: 0, low: 0 });
    expect(shareOf(0, 20).high).toBeCloseTo(0.1611, 4);
    expect(shareOf(20, 20).high).toBe(1);
    expect(shareOf(0, 0)).toMatchObject({ share: null, low: 0, high: 1 });
    expect(() => shareOf(3, 2)).toThrow(RangeError);
  });
});

describe('the Fréchet distance', () => {
  /** Independent normal deviates, one mean and one deviation for each of two axes, turned by an angle. */
  const cloud = (seed: number, mean: readonly [number, number], deviation: readonly [number, number], angle = 0) => {
    const rng = new Rng(seed);
    return Array.from({ length: 20_000 }, () => {
      const [x, y] = [deviation[0] * rng.gaussian(), deviation[1] * rng.gaussian()];
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      return Float32Array.of(mean[0] + c * x - s * y, mean[1] + s * x + c * y);
    });
  };

  it('is what the formula gives for normal distributions', () => {
    // |difference of means|² + (2 - 1)² + (1 - 1)² where the axes agree
    expect(frechetDistance(cloud(1, [0, 0], [1, 1]), cloud(2, [3, 4], [2, 1]))).toBeCloseTo(26, 0);
    expect(frechetDistance(cloud(1, [0, 0], [2, 1]), cloud(2, [0, 0], [2, 1]))).toBeLessThan(0.01);
    // The axes swapped: (2 - 1)² twice.
    expect(frechetDistance(cloud(1, [0, 0], [2, 1]), cloud(2, [0, 0], [2, 1], Math.PI / 2))).toBeCloseTo(2, 1);
    const turned = frechetDistance(cloud(1, [0, 0], [2, 1]), cloud(2, [0, 0], [2, 1], Math.PI / 4));
    // S1 = diag(4, 1), S2 = [[2.5, 1.5], [1.5, 2.5]]: tr sqrt(S1 S2) = sqrt(tr + 2 sqrt(det)) = sqrt(12.5 + 2 * 4)
    expect(turned).toBeCloseTo(10 - 2 * Math.sqrt(20.5), 1);
    expect(frechetDistance([Float32Array.of(1)], [Float32Array.of(1)])).toBeNull();
  });

  it('rests on eigenvalues whose vectors are right', () => {
    const rng = new Rng(4);
    const half = Array.from({ length: 24 }, () => Float64Array.from({ length: 24 }, () => rng.gaussian()));
    const matrix = half.map((row, i) => row.map((value, j) => value + half[j]![i]!));
    const { values, vectors } = eigenvalues(matrix);
    for (const [k, vector] of vectors.entries()) {
      for (const [i, row] of matrix.entries()) {
        const image = row.reduce((sum, value, j) => sum + value * vector[j]!, 0);
        expect(image).toBeCloseTo(values[k]! * vector[i]!, 9);
      }
    }
  });
});
