/**
 * One training step of a stack of attention blocks in a process of its own, which prints the memory that the step took
 * beyond what was there before: `peak-memory-run.ts <stored|checkpointed> <layers>`. For peak-memory.test.ts and by hand.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { gradientsOf } from '../../../native-models/autodiff';
import { attention } from '../../../native-models/nn/attention';
import { linear } from '../../../native-models/nn/linear';
import { mlp } from '../../../native-models/nn/mlp';
import { layerNorm } from '../../../native-models/nn/norms';
import { trainableScope, type ParamScope } from '../../../native-models/nn/param-scope';
import { graphFrom, input, ops, type TensorData, type Value } from '../../../native-models/onnx';
import { modelBytesFrom } from '../../../native-models/onnx/serialize';
import { createRng } from '../onnx/numbers';

const size = 128;
const [batch, length] = [4, 256];
const wide = { size, hidden: 4 * size, activation: 'gelu' } as const;

function shapeOf(key: string): readonly number[] {
  if (key.endsWith('qkv.weight')) return [3 * size, size];
  if (key.endsWith('fc1.weight')) return [4 * size, size];
  if (key.endsWith('fc2.weight')) return [size, 4 * size];
  if (key.endsWith('qkv.bias')) return [3 * size];
  if (key.endsWith('fc1.bias')) return [4 * size];
  return key.endsWith('out.weight') ? [size, size] : [size];
}

const random = createRng(3);
const source = {
  has: () => true,
  get: (key: string): TensorData => {
    const shape = shapeOf(key);
    const count = shape.reduce((product, dim) => product * dim, 1);
    return { dtype: 'float32', shape, data: Float32Array.from({ length: count }, () => random() * 0.2 - 0.1) };
  },
};

function block(scope: ParamScope, x: Value): Value {
  const norm = { size, epsilon: 1e-5 };
  const joint = linear(scope.child('qkv'), layerNorm(scope.child('norm1'), x, norm), { in: size, out: 3 * size });
  const [query, key, value] = ops.Split(joint, [size, size, size], { axis: -1 }) as [Value, Value, Value];
  const mixed = attention(query, key, value, { numHeads: 4, form: 'plain' }); // (B, T, C)
  const hidden = ops.Add(x, linear(scope.child('out'), mixed, { in: size, out: size }));
  return ops.Add(hidden, mlp(scope, layerNorm(scope.child('norm2'), hidden, norm), wide));
}

async function main(isCheckpointed: boolean, layers: number): Promise<void> {
  const scope = trainableScope(source, (key) => key === '0.norm1.weight');
  const x = input('x', 'float32', ['B', length, size]);
  const ends: Value[] = [x];
  for (let layer = 0; layer < layers; layer += 1) ends.push(block(scope.child(String(layer)), ends[layer]!));
  const last = ends[layers]!;
  const loss = ops.ReduceMean(ops.Mul(last, last), { keepdims: false });
  const [grad] = gradientsOf(loss, [...scope.targets().values()], { checkpoints: isCheckpointed ? ends : [] });
  const graph = graphFrom({ name: 'stack', inputs: [x, ...scope.fedInputs()], outputs: { loss, grad: grad! } });
  const session = await InferenceSession.create(modelBytesFrom(graph), {
    intraOpNumThreads: 1,
    enableMemPattern: false, // as main/runtime opens sessions: one block for a whole run would double what is held
    logSeverityLevel: 3,
  });
  const data = Float32Array.from({ length: batch * length * size }, () => random() - 0.5);
  const feeds = {
    x: new Tensor('float32', data, [batch, length, size]),
    '0.norm1.weight': new Tensor('float32', new Float32Array(size).fill(1), [size]),
  };
  const before = process.memoryUsage().rss;
  const outputs = await session.run(feeds);
  const peakMb = (process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20;
  const sum = (outputs['grad']!.data as Float32Array).reduce((total, element) => total + Math.abs(element), 0);
  process.stdout.write(JSON.stringify({ peakMb, sum }) + '\n');
  await session.release();
}

void main(process.argv[2] === 'checkpointed', Number(process.argv[3] ?? 8));
