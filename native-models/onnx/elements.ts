/**
 * Plain numbers to and from the typed arrays of TensorData.
 * The only place that knows how each dtype is stored; it neither reads files nor checks model semantics.
 */
import { StudioError } from '../../common/base/studio-error';
import { halfBitsFrom, numberFromHalfBits } from './half';
import { byteLengthFrom, elementCount, typeText, type DType, type ElementArray, type TensorData } from './types';

/** Contents from numbers, converted to the dtype's storage. Throws `shape-mismatch` on a wrong count. */
export function tensorDataFrom(dtype: DType, shape: readonly number[], numbers: ArrayLike<number>): TensorData {
  if (numbers.length !== elementCount(shape)) {
    throw new StudioError(
      'shape-mismatch',
      `${typeText({ dtype, shape })} takes ${String(elementCount(shape))} elements, got ${String(numbers.length)}`,
    );
  }
  return { dtype, shape, data: elementsFrom(dtype, Array.from(numbers)) };
}

function elementsFrom(dtype: DType, numbers: readonly number[]): ElementArray {
  switch (dtype) {
    case 'float32':
      return Float32Array.from(numbers);
    case 'float16':
      return Uint16Array.from(numbers, halfBitsFrom);
    case 'int64':
      return BigInt64Array.from(numbers, (value) => BigInt(value));
    case 'int32':
      return Int32Array.from(numbers);
    case 'int8':
      return Int8Array.from(numbers);
    case 'uint8':
      return Uint8Array.from(numbers);
    case 'bool':
      return Uint8Array.from(numbers, (value) => (value === 0 ? 0 : 1));
    case 'uint4': {
      const packed = new Uint8Array(Math.ceil(numbers.length / 2));
      numbers.forEach((value, index) => {
        const byte = index >> 1;
        packed[byte] = (packed[byte] ?? 0) | ((value & 15) << (index % 2 === 0 ? 0 : 4));
      });
      return packed;
    }
  }
}

/** The numbers behind stored elements. int64 beyond 2^53 loses its last bits. */
export function numbersFrom(content: TensorData): Float64Array {
  const { dtype, data } = content;
  if (dtype === 'uint4') {
    return Float64Array.from({ length: elementCount(content.shape) }, (_, index) => {
      const byte = Number(data[index >> 1] ?? 0);
      return index % 2 === 0 ? byte & 15 : byte >> 4;
    });
  }
  if (data instanceof BigInt64Array) return Float64Array.from(data, Number);
  if (dtype === 'float16') return Float64Array.from(data, numberFromHalfBits);
  return Float64Array.from(data);
}

/** The little-endian bytes of the elements, as ONNX raw_data wants them. A view, not a copy. */
export function rawBytesFrom(content: TensorData): Uint8Array {
  return new Uint8Array(content.data.buffer, content.data.byteOffset, content.data.byteLength);
}

/** Throws `shape-mismatch` unless the stored bytes are as many as dtype and shape ask for. */
export function checkByteLength(name: string, dtype: DType, shape: readonly number[], byteLength: number): void {
  const expected = byteLengthFrom(dtype, shape);
  if (byteLength === expected) return;
  throw new StudioError(
    'shape-mismatch',
    `${name}: ${typeText({ dtype, shape })} takes ${String(expected)} bytes, got ${String(byteLength)}`,
    { hint: 'Check the shape against the file header.' },
  );
}
