import { describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { float32FromBfloat16, float32FromHalf, halfFromFloat32 } from '../../../native-models/weights/half-float';
import { halfBitsFrom } from '../../../native-models/onnx/half';

const allBits = Uint16Array.from({ length: 0x10000 }, (_, bits) => bits);

describe('float16', () => {
  it('survives the way to float32 and back, for every value that is a number', () => {
    const wide = float32FromHalf(allBits);
    const back = halfFromFloat32(wide);
    const wrong = [...allBits].filter((bits) => !Number.isNaN(wide[bits]) && back[bits] !== bits);
    expect(wrong).toEqual([]);
  });

  it('keeps NaN as NaN', () => {
    expect(float32FromHalf(halfFromFloat32(Float32Array.of(NaN)))).toEqual(Float32Array.of(NaN));
  });

  it.each([
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff], // largest half
    [65519.99, 0x7bff],
    [65520, 0x7c00], // halfway to the next power: infinity
    [1e30, 0x7c00],
    [2 ** -24, 0x0001], // smallest subnormal
    [2 ** -25, 0x0000], // tie to even: zero
    [1.5 * 2 ** -24, 0x0002], // tie to even: two
    [2 ** -14 - 2 ** -26, 0x0400], // a subnormal that rounds up to the smallest normal
    [1 + 2 ** -11, 0x3c00], // tie to even
    [1 + 3 * 2 ** -11, 0x3c02],
    [-0, 0x8000],
    [-Infinity, 0xfc00],
  ])('rounds %d to nearest even', (value, bits) => {
    expect(halfFromFloat32(Float32Array.of(value))[0]).toBe(bits);
  });

  it('agrees with the scalar conversion of the graph builder on random numbers of every size', () => {
    const rng = new Rng(16);
    const values = Float32Array.from({ length: 20000 }, () => rng.gaussian() * 2 ** rng.uniform(-30, 18));
    expect(halfFromFloat32(values)).toEqual(Uint16Array.from(values, halfBitsFrom));
  });

  it('reads views that start in the middle of a buffer', () => {
    const buffer = new ArrayBuffer(12);
    new Float32Array(buffer)[1] = 0.5;
    expect([...halfFromFloat32(new Float32Array(buffer, 4, 1))]).toEqual([0x3800]);
  });
});

describe('bfloat16', () => {
  it('is the upper half of a float32', () => {
    expect([...float32FromBfloat16(Uint16Array.of(0x3f80, 0xc040, 0x7f80))]).toEqual([1, -3, Infinity]);
  });
});
