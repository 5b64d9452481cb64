// The way of a bundle's weights to the runtime: half-precision files, a float32 copy, byte ranges that the runtime maps.
// The vision network stands for all; its golden says what must come out.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pictureReaderConfigFrom } from '../../native-models/architectures/picture-reader';
import { visionGraph } from '../../native-models/graphs/vision';
import { frozenScope } from '../../native-models/nn/param-scope';
import type { Graph, TensorData } from '../../native-models/onnx';
import { modelBytesFrom } from '../../native-models/onnx/serialize';
import { openCheckpoint } from '../../native-models/weights/checkpoint';
import { writeFloat32Copy } from '../../native-models/weights/float32-copy';
import { writeSafetensors, type FloatTensor } from '../../native-models/weights/safetensors-writer';
import { mappedSource } from '../../native-models/weights/tensor-source';
import { expectClose, loadGolden } from '../support/golden-network';

const golden = await loadGolden('vision');
const config = pictureReaderConfigFrom(golden.config);
/** Half-precision weights have eleven bits: their rounding shows in the third or fourth digit. */
const halfTolerance = 5e-3;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapped-'));
  const weights = golden.weights.keys().map((key) => [key, golden.weights.get(key) as FloatTensor] as const);
  await writeSafetensors(join(folder, 'half.safetensors'), Object.fromEntries(weights), { dtype: 'F16' });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(graph: Graph): Promise<TensorData> {
  const session = await InferenceSession.create(modelBytesFrom(graph), {
    executionProviders: ['cpu'],
    logSeverityLevel: 3,
    extra: { session: { model_external_initializers_file_folder_path: folder, disable_prepacking: '1' } },
  });
  const { data, shape } = golden.input('pixel_values');
  const { soft_tokens: tokens } = await session.run({
    pixel_values: new Tensor('float32', data as Float32Array, shape),
  });
  await session.release();
  return { dtype: 'float32', shape: tokens!.dims, data: tokens!.data as Float32Array };
}

it('a float32 copy of half-precision weights is mapped and gives the numbers of half-precision weights', async () => {
  const half = await openCheckpoint([join(folder, 'half.safetensors')]);
  await writeFloat32Copy(half, join(folder, 'copy.safetensors'));
  const copy = await openCheckpoint([join(folder, 'copy.safetensors')]);
  const graphOf = (checkpoint: typeof half): Graph =>
    visionGraph(config, frozenScope(mappedSource(checkpoint, folder)), 28);

  const mapped = graphOf(copy);
  expect(
    mapped.initializers.every(({ producer }) => producer.kind === 'initializer' && 'file' in producer.content),
  ).toBe(true);
  expect(modelBytesFrom(mapped).byteLength).toBeLessThan(60_000); // the model holds no weights

  const got = await run(mapped);
  expectClose(got, golden.output('soft_tokens'), halfTolerance);
  expect(() => expectClose(got, golden.output('soft_tokens'), 1e-6)).toThrow(); // it did go through half precision
  expectClose(await run(graphOf(half)), got, 1e-6); // the cast in the graph instead of the copy
});
