/**
 * Rows that were read many times collect every contribution, also with several threads: the runtime's own ScatterND adds in
 * parallel and loses some. Sums of ones are exact in float32, so a single lost one shows.
 */
import { expect, it } from 'vitest';
import { gradientsOf } from '../../../native-models/autodiff';
import { graphFrom, input, ops, type Value } from '../../../native-models/onnx';
import { tensor64, type Tensor64 } from '../../../native-models/onnx/reference';
import { runWithOnnxRuntime } from '../onnx/run-with-onnxruntime';

const count = 300_000;
const rows = 100;
const thirds = tensor64(
  'int64',
  [count, 1],
  Float64Array.from({ length: count }, (_, index) => index % 3),
);

async function countsBy(read: (x: Value, indices: Value) => Value): Promise<Tensor64> {
  const x = input('x', 'float32', [rows, 1]);
  const indices = input('indices', 'int64', ['N', 1]);
  const loss = ops.ReduceSum(read(x, indices), { keepdims: false });
  const [gradient] = gradientsOf(loss, [x]);
  const graph = graphFrom({ name: 'counts', inputs: [x, indices], outputs: { gradient: gradient! } });
  const feeds = { x: tensor64('float32', [rows, 1], new Float64Array(rows)), indices: thirds };
  return (await runWithOnnxRuntime(graph, feeds, { intraOpNumThreads: 4 }))['gradient']!;
}

it.each([
  ['Gather', (x: Value, indices: Value): Value => ops.Gather(x, ops.Reshape(indices, [-1]))],
  ['GatherND', (x: Value, indices: Value): Value => ops.GatherND(x, indices)],
])('%s', async (_, read) => {
  for (let run = 0; run < 3; run += 1) {
    const { data } = await countsBy(read);
    expect([...data.slice(0, 4)]).toEqual([count / 3, count / 3, count / 3, 0]);
  }
});
