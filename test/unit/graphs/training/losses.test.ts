// The losses of training against the formulas written out in numbers, and where they must not break: rows that do not
// count, no counting row at all, and logits whose exponentials overflow.
import { describe, expect, it } from 'vitest';
import {
  binaryCrossEntropy,
  crossEntropy,
  denoisingLoss,
  maskedLikePublished,
  squaredError,
  weightedMean,
  weightedSum,
} from '../../../../native-models/graphs/training/losses';
import { constant, graphFrom, type Value } from '../../../../native-models/onnx';
import { evaluate } from '../../../../native-models/onnx/reference';

function numbersOf(value: Value): number[] {
  const results = evaluate(graphFrom({ name: 'loss', inputs: [], outputs: { value } }), {});
  return Array.from(results['value']?.data ?? []);
}

const matrix = (rows: readonly (readonly number[])[]): Value =>
  constant(rows.flat(), 'float32', [rows.length, rows[0]?.length ?? 0]);

describe('crossEntropy', () => {
  it('is the negative logarithm of the softmax', () => {
    const loss = crossEntropy(matrix([[1, 2, 3]]), constant([1], 'int64'));
    const total = Math.exp(1) + Math.exp(2) + Math.exp(3);
    expect(numbersOf(loss)[0]).toBeCloseTo(-Math.log(Math.exp(2) / total), 6);
  });

  it('stays finite for huge logits', () => {
    expect(numbersOf(crossEntropy(matrix([[1e4, -1e4]]), constant([1], 'int64')))[0]).toBeCloseTo(2e4, 3);
  });
});

describe('binaryCrossEntropy', () => {
  it('is the mean over the questions of a row', () => {
    const loss = numbersOf(binaryCrossEntropy(matrix([[0.5, -2]]), matrix([[1, 0]])));
    const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
    expect(loss[0]).toBeCloseTo(-(Math.log(sigmoid(0.5)) + Math.log(1 - sigmoid(-2))) / 2, 6);
  });

  it('does not overflow', () => {
    expect(numbersOf(binaryCrossEntropy(matrix([[900, -900]]), matrix([[0, 0]])))[0]).toBeCloseTo(450, 6);
  });
});

describe('weightedMean', () => {
  it('leaves rows of weight 0 out of numerator and denominator', () => {
    expect(numbersOf(weightedMean(constant([1, 5, 9]), constant([1, 0, 1])))).toEqual([5]);
  });

  it('is 0 and not NaN where nothing counts', () => {
    expect(numbersOf(weightedMean(constant([1, 5]), constant([0, 0])))).toEqual([0]);
  });
});

describe('squaredError', () => {
  it('is the mean over everything but rows, in a metric where one is given', () => {
    const [got, wanted] = [
      matrix([
        [1, 2],
        [0, 0],
      ]),
      matrix([
        [0, 0],
        [2, 0],
      ]),
    ];
    expect(numbersOf(squaredError(got, wanted))).toEqual([2.5, 2]);
    const metric = matrix([
      [1, 2],
      [3, 4],
    ]);
    expect(numbersOf(squaredError(got, wanted, metric))).toEqual([74.5, 10]);
  });
});

describe('denoisingLoss', () => {
  it('divides by the number of rows, whatever their weights', () => {
    expect(numbersOf(denoisingLoss(matrix([[2], [2]]), matrix([[0], [0]]), constant([0.5, 0])))).toEqual([1]);
  });
});

describe('maskedLikePublished', () => {
  it('silences all vokens but the first and the last', () => {
    const labels = constant([9, 10, 11, 12, 13, 14], 'int64');
    expect(numbersOf(maskedLikePublished(labels, constant([1, 1, 1, 1, 1, 1]), 10, 4))).toEqual([1, 1, 0, 0, 1, 1]);
  });
});

describe('weightedSum', () => {
  it('weighs every part', () => {
    const parts = [
      { loss: constant(3), weight: 0.5 },
      { loss: constant(10), weight: 0.25 },
    ];
    expect(numbersOf(weightedSum(parts))).toEqual([4]);
  });
});
