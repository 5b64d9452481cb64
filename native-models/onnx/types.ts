/**
 * Element types, shapes and tensor contents: the nouns of the graph builder.
 * Not a tensor library: nothing here computes. Element types are those of the ONNX standard (TensorProto.DataType).
 */

export type DType = 'float32' | 'float16' | 'int64' | 'int32' | 'uint8' | 'int8' | 'uint4' | 'bool';

/** A known size, or the name of a size that is known only when the graph runs. */
export type Dim = number | string;

export type Shape = readonly Dim[];

/** What is known about a tensor before it exists. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/**
 * Elements in memory, row by row. float16 holds IEEE half bits, bool one byte each, uint4 two values a byte
 * (low half first).
 */
export type ElementArray = Float32Array | Uint16Array | BigInt64Array | Int32Array | Uint8Array | Int8Array;

export interface TensorData {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: ElementArray;
}

/** Contents that stay on disk: a byte range of a file, for example inside a safetensors file. */
export interface ExternalTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Path as the serialised model shall name it: relative to the folder given to the runtime. */
  readonly file: string;
  readonly offset: number;
  readonly byteLength: number;
}

/** Bits per element: uint4 is packed, everything else is whole bytes. */
export const dtypeBits: Readonly<Record<DType, number>> = {
  float32: 32,
  float16: 16,
  int64: 64,
  int32: 32,
  uint8: 8,
  int8: 8,
  uint4: 4,
  bool: 8,
};

/** Number of elements of a fully known shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

/** Bytes that a tensor of this type takes, in memory as on disk. */
export function byteLengthFrom(dtype: DType, shape: readonly number[]): number {
  return Math.ceil((elementCount(shape) * dtypeBits[dtype]) / 8);
}

/** A type as text: `float32[B][77][768]`; a scalar is `float32`. */
export function typeText(type: TensorType): string {
  return type.dtype + shapeText(type.shape);
}

/** A shape as text: `[B][77][768]`; a scalar is empty. */
export function shapeText(shape: Shape): string {
  return shape.map((dim) => `[${String(dim)}]`).join('');
}

/** Whether a dtype holds real numbers. */
export function isFloat(dtype: DType): boolean {
  return dtype === 'float32' || dtype === 'float16';
}
