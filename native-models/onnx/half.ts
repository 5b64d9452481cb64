/**
 * Conversion between numbers and IEEE 754 binary16 bits, round to nearest even.
 * Not a half-precision arithmetic: tensors in float16 are stored so and computed in float32 or float64.
 */

const view = new DataView(new ArrayBuffer(8));

/** The half bits nearest to `value`; overflow becomes infinity, NaN stays NaN. */
export function halfBitsFrom(value: number): number {
  view.setFloat64(0, value);
  const sign = (view.getUint8(0) & 0x80) << 8;
  const magnitude = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (magnitude >= 65520) return sign | 0x7c00; // halfway between the largest half and the next power
  if (magnitude < 2 ** -14) return sign | roundHalfEven(magnitude * 2 ** 24); // subnormal: units of 2^-24
  const exponent = ((view.getUint16(0) >> 4) & 0x7ff) - 1023;
  const mantissa = roundHalfEven((magnitude / 2 ** exponent - 1) * 1024);
  // A mantissa that rounds up to 1024 carries into the exponent by plain addition.
  return sign | (((exponent + 15) << 10) + mantissa);
}

/** The number that half bits stand for, exactly. */
export function numberFromHalfBits(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest < 0.5) return floor;
  if (rest > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}
