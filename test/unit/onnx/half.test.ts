/** Half precision bits: every one of the 65,536, and rounding to even at the borders. */
import { expect, it } from 'vitest';
import { halfBitsFrom, numberFromHalfBits } from '../../../native-models/onnx/half';

it('returns every pattern to itself', () => {
  const changed: number[] = [];
  for (let bits = 0; bits < 65536; bits += 1) {
    const number = numberFromHalfBits(bits);
    if (!Number.isNaN(number) && halfBitsFrom(number) !== bits) changed.push(bits);
  }
  expect(changed).toEqual([]);
});

it('rounds to the nearest, and to even when halfway', () => {
  expect(halfBitsFrom(1 + 1 / 2048)).toBe(0x3c00);
  expect(halfBitsFrom(1 + 3 / 2048)).toBe(0x3c02);
  expect(halfBitsFrom(1 + 1.01 / 2048)).toBe(0x3c01);
  expect(halfBitsFrom(2047.9999)).toBe(0x6800);
  expect(halfBitsFrom(65519)).toBe(0x7bff);
  expect(halfBitsFrom(65520)).toBe(0x7c00);
  expect(halfBitsFrom(-1e9)).toBe(0xfc00);
  expect(halfBitsFrom(2 ** -25)).toBe(0);
  expect(halfBitsFrom(1.5 * 2 ** -25)).toBe(1);
  expect(numberFromHalfBits(halfBitsFrom(NaN))).toBeNaN();
});
