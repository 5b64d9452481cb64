/** Arithmetic on named dims: canonical texts, and agreement with numbers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDims,
  broadcastShapes,
  divideDims,
  divideExactly,
  evaluateDim,
  multiplyDims,
  normalDim,
  subtractDims,
} from '../../../native-models/onnx/inference/dims';
import type { Dim } from '../../../native-models/onnx';

describe('canonical texts', () => {
  it.each([
    ['T*B', 'B*T'],
    ['P + T', 'P+T'],
    ['T+P', 'P+T'],
    ['2*B*3', '6*B'],
    ['T-T', 0],
    ['3*4', 12],
    ['T-1', 'T-1'],
    ['1-T', '1-T'],
    ['floor(N/77)*2', '2*floor(N/77)'],
  ])('%s is %s', (text, expected) => {
    expect(normalDim(text)).toBe(expected);
    expect(normalDim(normalDim(text))).toBe(expected);
  });

  it('adds like terms and expands products', () => {
    expect(addDims('T', 'T')).toBe('2*T');
    expect(multiplyDims(addDims('P', 'T'), 'B')).toBe('B*P+B*T');
    expect(subtractDims('P+T', 'P')).toBe('T');
  });

  it('divides exactly, or not at all', () => {
    expect(divideExactly('12*B*T', '4*B')).toBe('3*T');
    expect(divideExactly('B*P+B*T', 'B')).toBe('P+T');
    expect(divideExactly('P+T', 'P+T')).toBe(1);
    expect(divideExactly('B*T', 'N')).toBeUndefined();
    expect(divideExactly('3*B', 2)).toBeUndefined();
    expect(divideDims('N', 77)).toBe('floor(N/77)');
  });

  it('broadcasts equal names and 1 only', () => {
    expect(broadcastShapes([['B', 1], ['T']])).toEqual(['B', 'T']);
    expect(broadcastShapes([['B', 'T'], ['S']])).toBeUndefined();
    expect(broadcastShapes([['B'], [4]])).toBeUndefined();
  });
});

it('agrees with arithmetic on numbers, whatever the names stand for', () => {
  const sizes = new Map([
    ['B', 2],
    ['T', 7],
    ['P', 11],
  ]);
  const dim = fc.oneof(fc.integer({ min: -3, max: 9 }), fc.constantFrom<Dim>('B', 'T', 'P', 'B*T', 'P+T', '2*T-1'));
  const value = (of: Dim): number => evaluateDim(of, sizes) ?? NaN;
  fc.assert(
    fc.property(dim, dim, dim, (a, b, c) => {
      expect(value(addDims(multiplyDims(a, b), c))).toBe(value(a) * value(b) + value(c));
      expect(subtractDims(addDims(a, b), b)).toBe(normalDim(a));
      expect(multiplyDims(a, addDims(b, c))).toBe(addDims(multiplyDims(a, b), multiplyDims(a, c)));
    }),
    { seed: 5 },
  );
});
