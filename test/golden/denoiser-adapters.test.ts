// Adapters on the denoiser's attention ("look"): one graph takes any rank, rank 0 changes nothing, and a fed adapter draws
// what the same adapter merged into the weights draws. Weights: make/unet.py.
import { expect, it } from 'vitest';
import { unetConfigFrom } from '../../native-models/architectures/unet-config';
import { unetGraph } from '../../native-models/graphs/unet';
import { frozenScope } from '../../native-models/nn/param-scope';
import { elementCount, type TensorData } from '../../native-models/onnx';
import { memorySource, type TensorSource } from '../../native-models/weights/tensor-source';
import { expectClose, loadGolden, runInRuntime } from '../support/golden-network';

const golden = await loadGolden('unet');
const config = unetConfigFrom(golden.config);
const isAttention = (path: string): boolean => /attn[12]\.to_[qkv]$/.test(path);
const graph = unetGraph(config, frozenScope(golden.weights, { adapters: isAttention }));
const adapterInputs = graph.inputs.slice(3);
const feeds = {
  sample: golden.input('sample'),
  timestep: golden.input('timestep'),
  encoder_hidden_states: golden.input('encoder_hidden_states'),
};

/** Fixed small numbers for every adapter input, at one rank. */
function adapterOf(rank: number): Record<string, TensorData> {
  const entries = adapterInputs.map(({ label, shape }, i) => {
    const sizes = shape.map((dim) => (typeof dim === 'string' ? rank : dim));
    const data = Float32Array.from({ length: elementCount(sizes) }, (_, j) => 0.2 * Math.sin(i + 1.7 * j));
    return [label, { dtype: 'float32', shape: sizes, data }] as const;
  });
  return Object.fromEntries(entries);
}

/** The weights with W + B A in place of W. */
function merged(source: TensorSource, adapter: Readonly<Record<string, TensorData>>): TensorSource {
  const tensors = new Map<string, TensorData>();
  for (const key of source.keys()) {
    const tensor = source.get(key) as TensorData;
    const path = key.replace(/\.weight$/, '');
    const [a, b] = [adapter[`${path}.lora_A.weight`], adapter[`${path}.lora_B.weight`]];
    if (a === undefined || b === undefined) {
      tensors.set(key, tensor);
      continue;
    }
    const [rank, width] = a.shape as [number, number];
    const data = (tensor.data as Float32Array).map((weight, i) => {
      let sum = weight;
      for (let r = 0; r < rank; r++) {
        sum += Number(b.data[Math.floor(i / width) * rank + r]) * Number(a.data[r * width + (i % width)]);
      }
      return sum;
    });
    tensors.set(key, { ...tensor, data });
  }
  return memorySource(tensors);
}

it('asks for two matrices at each projection of the attention', () => {
  // 16 transformer blocks: 2 x 1 and 2 x 2 down, 1 in the middle, 3 x 2 and 3 x 1 up; two attentions of three each, A and B
  expect(adapterInputs).toHaveLength(16 * 2 * 3 * 2);
  expect(adapterInputs.map(({ label }) => label)).toContain(
    'down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_v.lora_B.weight',
  );
});

it('draws as without an adapter at rank 0', async () => {
  const outputs = await runInRuntime(graph, { ...feeds, ...adapterOf(0) });
  expectClose(outputs['noise_pred']!, golden.output('noise_pred'), 1e-5);
});

it('draws at rank 2 what the merged weights draw, and that is something else', async () => {
  const adapter = adapterOf(2);
  const fed = await runInRuntime(graph, { ...feeds, ...adapter });
  const folded = await runInRuntime(unetGraph(config, frozenScope(merged(golden.weights, adapter))), feeds);
  const want = folded['noise_pred']!;
  const reference: TensorData = { dtype: 'float32', shape: [...want.dims], data: want.data as Float32Array };
  expectClose(fed['noise_pred']!, reference, 3e-5);
  expect(() => expectClose(fed['noise_pred']!, golden.output('noise_pred'), 0.01)).toThrow();
});
