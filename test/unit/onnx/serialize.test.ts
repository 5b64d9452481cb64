/** The bytes of models: deterministic, small where literals repeat, and weights left in the files they lie in. */
import { fromBinary } from '@bufbuild/protobuf';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { constant, graphFrom, initializer, input, ops, tensorDataFrom, type Graph } from '../../../native-models/onnx';
import { tensor64 } from '../../../native-models/onnx/reference';
import { modelBytesFrom } from '../../../native-models/onnx/serialize';
import { ModelProtoSchema, type GraphProto } from '../../../native-models/onnx/serialize/onnx_pb';
import { runWithOnnxRuntime } from './run-with-onnxruntime';

function buildMlp(label: string): Graph {
  const x = input('x', 'float32', ['B', 2]);
  const w = initializer('w', tensorDataFrom('float32', [2, 2], [1, 2, 3, 4]));
  const hidden = ops.Mul(ops.Gemm(x, w, undefined, { transB: 1, alpha: 1 }), 0.5);
  return graphFrom({ name: label, inputs: [x], outputs: { y: ops.Add(ops.Mul(hidden, 0.5), constant([0.5, 0.5])) } });
}

function read(graph: Graph): GraphProto {
  const proto = fromBinary(ModelProtoSchema, modelBytesFrom(graph)).graph;
  if (proto === undefined) throw new Error('the model has no graph');
  return proto;
}

it('gives the same bytes for the same graph, and others for another', () => {
  expect(modelBytesFrom(buildMlp('a'))).toEqual(modelBytesFrom(buildMlp('a')));
  expect(modelBytesFrom(buildMlp('a'))).not.toEqual(modelBytesFrom(buildMlp('b')));
});

it('writes equal literals once', () => {
  expect(read(buildMlp('a')).initializer.map((tensor) => tensor.name)).toEqual(['w', 'constant_0', 'constant_2']);
});

it('gives whole attributes the kind that the standard asks for', () => {
  const gemm = read(buildMlp('a')).node.find((node) => node.opType === 'Gemm');
  expect(gemm?.attribute.map(({ name, f, i }) => [name, f, i])).toEqual([
    ['alpha', 1, 0n],
    ['transB', 0, 1n],
  ]);
});

it('serves outputs that are inputs, weights, or one tensor twice', async () => {
  const x = input('x', 'float32', [2]);
  const w = initializer('w', tensorDataFrom('float32', [2], [5, 6]));
  const sum = ops.Add(x, w);
  const graph = graphFrom({
    name: 'g',
    inputs: [x],
    outputs: { same: x, weight: w, sum, again: sum, two: ops.Neg(sum) },
  });
  const outputs = await runWithOnnxRuntime(graph, { x: tensor64('float32', [2], [1, 2]) });
  expect(Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, [...tensor.data]]))).toEqual({
    same: [1, 2],
    weight: [5, 6],
    sum: [6, 8],
    again: [6, 8],
    two: [-6, -8],
  });
});

it('keeps an input that nothing reads in the signature', async () => {
  const [x, unused] = [input('x', 'float32', [1]), input('unused', 'float32', [1])];
  const graph = graphFrom({ name: 'g', inputs: [x, unused], outputs: { y: ops.Neg(x) } });
  const one = tensor64('float32', [1], [1]);
  expect((await runWithOnnxRuntime(graph, { x: one, unused: one }))['y']?.data[0]).toBe(-1);
});

it('points into a file at an odd place, and half precision is cast on the way', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'onnx-external-'));
  try {
    const weights = tensorDataFrom('float16', [2, 2], [1, 2, 3, 4]);
    await writeFile(
      join(folder, 'part.safetensors'),
      Buffer.concat([Buffer.alloc(10, 255), Buffer.from(weights.data.buffer)]),
    );
    const x = input('x', 'float32', ['B', 2]);
    const w = initializer('w', {
      dtype: 'float16',
      shape: [2, 2],
      file: 'part.safetensors',
      offset: 10,
      byteLength: 8,
    });
    const graph = graphFrom({ name: 'g', inputs: [x], outputs: { y: ops.MatMul(x, ops.Cast(w, 'float32')) } });
    const session = { extra: { session: { model_external_initializers_file_folder_path: folder } } };
    const outputs = await runWithOnnxRuntime(graph, { x: tensor64('float32', [1, 2], [10, 1]) }, session);
    expect([...(outputs['y']?.data ?? [])]).toEqual([13, 24]);
    expect(modelBytesFrom(graph).length).toBeLessThan(300);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('says what to do with weights that do not fit into one message', () => {
  // Never touched, so these two gigabytes stay zero pages that nobody maps.
  const huge = initializer('huge', { dtype: 'uint8', shape: [2 ** 31], data: new Uint8Array(2 ** 31) });
  const graph = graphFrom({ name: 'g', inputs: [], outputs: { y: ops.Cast(huge, 'float32') } });
  expect(() => modelBytesFrom(graph)).toThrow(
    expect.objectContaining({ code: 'bad-request', hint: expect.stringContaining('ExternalTensor') as string }),
  );
});
