// Small layers on the reference evaluator: random weights by key, one graph, one evaluation in float64.
import { Rng } from '../../../common/base/rng';
import { memorySource, type TensorSource } from '../../../native-models/weights/tensor-source';
import { elementCount, graphFrom, type TensorData, type Value } from '../../../native-models/onnx';
import { evaluate, tensor64, type Tensor64 } from '../../../native-models/onnx/reference';

/** Seeded random weights for a table of shapes. */
export function randomWeights(
  shapes: Readonly<Record<string, readonly number[]>>,
  seed = 1,
): TensorSource & { numbers(key: string): Float32Array } {
  const rng = new Rng(seed);
  const tensors = new Map<string, TensorData>();
  for (const [key, shape] of Object.entries(shapes)) {
    tensors.set(key, {
      dtype: 'float32',
      shape,
      data: Float32Array.from({ length: elementCount(shape) }, () => rng.gaussian()),
    });
  }
  return { ...memorySource(tensors), numbers: (key) => tensors.get(key)!.data as Float32Array };
}

/** Seeded standard normal numbers. */
export function randomTensor(shape: readonly number[], seed: number): Tensor64 {
  const rng = new Rng(seed);
  return tensor64(
    'float32',
    shape,
    Float32Array.from({ length: elementCount(shape) }, () => rng.gaussian()),
  );
}

/** The outputs of a graph over these inputs. */
export function evaluateOutputs<Name extends string>(
  outputs: Readonly<Record<Name, Value>>,
  inputs: readonly Value[],
  feeds: Readonly<Record<string, Tensor64>>,
): Record<Name, Tensor64> {
  return evaluate(graphFrom({ name: 'layer', inputs, outputs }), feeds);
}

/** Largest absolute difference; infinite where shapes differ. */
export function distance(
  a: Tensor64,
  b: { readonly shape: readonly number[]; readonly data: ArrayLike<number> },
): number {
  if (a.shape.join() !== b.shape.join() || a.data.length !== b.data.length) return Infinity;
  return Math.max(0, ...Array.from(a.data, (value, i) => Math.abs(value - (b.data[i] ?? NaN))));
}
