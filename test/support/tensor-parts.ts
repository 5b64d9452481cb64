// Parts and joins of tensors in memory, along one axis: how tests cut a golden into batches, chunks and caches.
import { elementCount, type ElementArray, type TensorData } from '../../native-models/onnx';

/** Rows from..to of an axis, copied. */
export function cut(tensor: TensorData, axis: number, from: number, to: number): TensorData {
  const inner = elementCount(tensor.shape.slice(axis + 1));
  const outer = elementCount(tensor.shape.slice(0, axis));
  const size = tensor.shape[axis] ?? 0;
  const parts = Array.from({ length: outer }, (_, o) =>
    tensor.data.slice((o * size + from) * inner, (o * size + to) * inner),
  );
  return {
    ...tensor,
    shape: tensor.shape.map((dim, i) => (i === axis ? to - from : dim)),
    data: concatenated(tensor, parts),
  };
}

/** Two tensors joined along an axis. */
export function joined(a: TensorData, b: TensorData, axis: number): TensorData {
  const inner = elementCount(a.shape.slice(axis + 1));
  const outer = elementCount(a.shape.slice(0, axis));
  const part = (of: TensorData, o: number): ElementArray => {
    const step = (of.shape[axis] ?? 0) * inner;
    return of.data.slice(o * step, (o + 1) * step);
  };
  const parts = Array.from({ length: outer }, (_, o) => [part(a, o), part(b, o)]).flat();
  return {
    ...a,
    shape: a.shape.map((dim, i) => (i === axis ? dim + (b.shape[axis] ?? 0) : dim)),
    data: concatenated(a, parts),
  };
}

function concatenated(like: TensorData, parts: readonly ElementArray[]): ElementArray {
  if (like.data instanceof BigInt64Array)
    return BigInt64Array.from(parts.flatMap((part) => [...(part as BigInt64Array)]));
  return Float32Array.from(parts.flatMap((part) => [...(part as Float32Array)]));
}
