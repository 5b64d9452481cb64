// Small conversions around tensors that cross into the runtime: making them from numbers, and reading one out with its expected
// type. Not arithmetic.
import { StudioError } from '../../common/base/studio-error';
import { elementCount, typeText, type TensorData } from '../../native-models/onnx/types';

/** A float32 tensor over existing elements; no copy. */
export function floatTensor(data: Float32Array, shape: readonly number[]): TensorData {
  checkCount(data.length, 'float32', shape);
  return { dtype: 'float32', shape, data };
}

/** An int64 tensor from whole numbers. */
export function int64Tensor(values: ArrayLike<number>, shape: readonly number[]): TensorData {
  checkCount(values.length, 'int64', shape);
  return {
    dtype: 'int64',
    shape,
    data: BigInt64Array.from({ length: values.length }, (_, i) => BigInt(values[i] ?? 0)),
  };
}

/** The float32 elements of a named output. Throws `shape-mismatch` when it is missing, of another type or of another rank. */
export function floatsOf(outputs: Readonly<Record<string, TensorData>>, name: string, rank?: number): Float32Array {
  const tensor = tensorOf(outputs, name);
  if (!(tensor.data instanceof Float32Array) || (rank !== undefined && tensor.shape.length !== rank)) {
    throw new StudioError(
      'shape-mismatch',
      `Output ${name} is ${typeText(tensor)}; float32 of rank ${rank ?? 'any'} was expected.`,
    );
  }
  return tensor.data;
}

/** A named output, or a sentence that lists the ones that came. */
export function tensorOf(outputs: Readonly<Record<string, TensorData>>, name: string): TensorData {
  const tensor = outputs[name];
  if (tensor !== undefined) return tensor;
  throw new StudioError(
    'shape-mismatch',
    `There is no output ${name}; the network gave ${Object.keys(outputs).join(', ')}.`,
  );
}

function checkCount(length: number, dtype: 'float32' | 'int64', shape: readonly number[]): void {
  if (length === elementCount(shape)) return;
  throw new StudioError(
    'shape-mismatch',
    `${typeText({ dtype, shape })} needs ${elementCount(shape)} elements; ${length} came.`,
  );
}
