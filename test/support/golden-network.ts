// Golden tests of networks: reads test/golden/<name>, runs graphs in the real runtime, compares with the reference's
// numbers. Not the engine's session handling (main/runtime): one session, one run, gone.
import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect } from 'vitest';
import { fileURLToPath } from 'node:url';
import type { Graph, TensorData } from '../../native-models/onnx';
import { evaluate, tensor64From, type Tensor64 } from '../../native-models/onnx/reference';
import { modelBytesFrom } from '../../native-models/onnx/serialize';
import { openCheckpoint } from '../../native-models/weights/checkpoint';
import { loadSource, prefixedSource, type TensorSource } from '../../native-models/weights/tensor-source';

export interface Golden {
  readonly config: unknown;
  readonly weights: TensorSource;
  input(name: string): TensorData;
  output(name: string): TensorData;
}

/** The tensors and configuration that a maker of test/golden/make wrote. */
export async function loadGolden(name: string): Promise<Golden> {
  const file = (leaf: string): string => fileURLToPath(new URL(`../golden/${name}/${leaf}`, import.meta.url));
  const meta = JSON.parse(readFileSync(file('meta.json'), 'utf8')) as { config: unknown };
  const source = await loadSource(await openCheckpoint([file('tensors.safetensors')]));
  const inMemory = (key: string): TensorData => {
    const content = source.get(key);
    if ('data' in content) return content;
    throw new Error(`${key} is not in memory`);
  };
  return {
    config: meta.config,
    weights: prefixedSource(source, 'weights.'),
    input: (key) => inMemory(`inputs.${key}`),
    output: (key) => inMemory(`outputs.${key}`),
  };
}

/** Runs a graph once in ONNX Runtime on the CPU; outputs by name. */
export async function runInRuntime(
  graph: Graph,
  feeds: Readonly<Record<string, TensorData>>,
): Promise<Readonly<Record<string, Tensor>>> {
  const session = await InferenceSession.create(modelBytesFrom(graph), {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const tensors = Object.entries(feeds).map(([name, { dtype, shape, data }]) => [
    name,
    runtimeTensor(dtype, data, shape),
  ]);
  try {
    return await session.run(Object.fromEntries(tensors) as Record<string, Tensor>);
  } finally {
    await session.release();
  }
}

/** Runs a graph once in the float64 reference evaluator; outputs by name. Asynchronous only to be exchangeable. */
export function runInReference(
  graph: Graph,
  feeds: Readonly<Record<string, TensorData>>,
): Promise<Readonly<Record<string, Tensor64>>> {
  const tensors = Object.entries(feeds).map(([name, content]) => [name, tensor64From(content)] as const);
  return Promise.resolve(evaluate(graph, Object.fromEntries(tensors)));
}

/** Both ways of running a graph, for describe.each. */
export const runners = [
  ['ONNX Runtime', runInRuntime],
  ['the reference evaluator', runInReference],
] as const;

function runtimeTensor(dtype: string, data: TensorData['data'], shape: readonly number[]): Tensor {
  if (data instanceof Float32Array) return new Tensor('float32', data, shape);
  if (data instanceof BigInt64Array) return new Tensor('int64', data, shape);
  throw new Error(`no golden feeds ${dtype}`);
}

/**
 * Expects the same shape, and every element within `tolerance` of the reference, relative to the reference's largest
 * element: single elements near zero carry no meaning of their own.
 */
export function expectClose(
  got: { readonly dims?: readonly number[]; readonly shape?: readonly number[]; readonly data: unknown },
  want: TensorData,
  tolerance = 1e-4,
): void {
  expect(got.dims ?? got.shape).toEqual(want.shape);
  const values = got.data as ArrayLike<number>;
  const reference = want.data as Float32Array;
  let worst = 0;
  let scale = 0;
  for (let i = 0; i < reference.length; i++) {
    const difference = Math.abs((values[i] ?? NaN) - (reference[i] ?? NaN));
    worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
    scale = Math.max(scale, Math.abs(reference[i] ?? 0));
  }
  expect(worst / scale).toBeLessThan(tolerance);
}
