/**
 * Runs a graph on the real ONNX Runtime (CPU) with float64 tensors in and out, for comparison with the reference.
 * Test support only: the studio's own runtime is main/runtime.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { numbersFrom, tensorDataFrom, type DType, type Graph } from '../../../native-models/onnx';
import type { Tensor64 } from '../../../native-models/onnx/reference';
import { modelBytesFrom } from '../../../native-models/onnx/serialize';

const storedAs: Partial<Record<Tensor.Type, DType>> = {
  float32: 'float32',
  float16: 'float16',
  int64: 'int64',
  int32: 'int32',
  uint8: 'uint8',
  int8: 'int8',
  bool: 'bool',
};

/** The outputs by name; throws what the runtime throws when the model is not accepted. */
export async function runWithOnnxRuntime(
  graph: Graph,
  feeds: Readonly<Record<string, Tensor64>>,
  options: InferenceSession.SessionOptions = {},
): Promise<Record<string, Tensor64>> {
  const session = await InferenceSession.create(modelBytesFrom(graph), {
    intraOpNumThreads: 1,
    graphOptimizationLevel: 'disabled', // what is tested is the model as written
    logSeverityLevel: 3,
    ...options,
  });
  try {
    const outputs = await session.run(
      Object.fromEntries(Object.entries(feeds).map(([name, fed]) => [name, tensorFrom(fed)])),
    );
    return Object.fromEntries(
      Object.entries(outputs).map(([name, tensor]) => [name, tensor64FromRuntime(name, tensor)]),
    );
  } finally {
    await session.release();
  }
}

function tensorFrom(fed: Tensor64): Tensor {
  const { data } = tensorDataFrom(fed.dtype, fed.shape, fed.data);
  return new Tensor(fed.dtype, data as Tensor.DataType, fed.shape);
}

function tensor64FromRuntime(name: string, tensor: Tensor): Tensor64 {
  const dtype = storedAs[tensor.type];
  if (dtype === undefined) throw new Error(`output ${name} has the unexpected type ${tensor.type}`);
  // Copied: an element array of the runtime may be of a class of another realm inside the test runner.
  const data = numbersFrom({ dtype, shape: tensor.dims, data: tensor.data as Float32Array });
  return { dtype, shape: [...tensor.dims], data };
}
