// The language model against transformers' LlamaForCausalLM on tiny random configurations, whole and step by step, and
// its adapters against PEFT. Goldens: make/language_model.py. Tolerance: docs/numerics.md.
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  adapterSitesFrom,
  adapterTargets,
  languageModelConfigFrom,
} from '../../native-models/architectures/language-model-config';
import { languageModelGraph } from '../../native-models/graphs/language-model';
import { tokenEmbeddingGraph } from '../../native-models/graphs/token-embedding';
import { frozenScope } from '../../native-models/nn/param-scope';
import type { TensorData } from '../../native-models/onnx';
import { evaluate, tensor64From } from '../../native-models/onnx/reference';
import { openCheckpoint } from '../../native-models/weights/checkpoint';
import { loadSource } from '../../native-models/weights/tensor-source';
import { expectClose, loadGolden, runInRuntime } from '../support/golden-network';
import { cut } from '../support/tensor-parts';
import { openSteps, rowsOf, runInChunks, type Sequence, type Tensors } from './language-model-steps';

/** Padded positions of the second row see nothing real: neither side says anything about them. */
const paddedOfSecondRow = 3;
const length = 14;
/** Ten times the largest difference seen; the networks' common limit of 1e-4 would hide a wrong epsilon. */
const tolerance = 1e-5;

async function openCase(name: string) {
  const golden = await loadGolden(name);
  const config = languageModelConfigFrom(golden.config);
  const step = await openSteps(languageModelGraph(config, frozenScope(golden.weights)));
  const sequence: Sequence = {
    inputsEmbeds: golden.input('inputs_embeds'),
    positionIds: golden.input('position_ids'),
    attentionMask: golden.input('attention_mask'),
  };
  return { golden, config, step, sequence };
}

/** Compares what both rows really computed. */
function expectSame(
  got: Tensors,
  want: (name: string) => TensorData,
  names: readonly string[],
  limit = tolerance,
): void {
  for (const name of names) {
    const axis = name.startsWith('present') ? 2 : 1;
    const real = (tensor: TensorData, row: number): TensorData =>
      cut(cut(tensor, 0, row, row + 1), axis, row === 1 ? paddedOfSecondRow : 0, length);
    for (const row of [0, 1]) expectClose(real(got[name]!, row), real(want(name), row), limit);
  }
}

const allOutputs = ['logits', 'hidden_states', ...[0, 1].flatMap((i) => [`present.${i}.key`, `present.${i}.value`])];

describe.each(['language-model', 'language-model-mha'])('%s', async (name) => {
  const { golden, config, step, sequence } = await openCase(name);

  it('gives the logits, states and cache of transformers in one run', async () => {
    const got = await runInChunks(step, config, sequence, [length]);
    expectSame(got, (key) => golden.output(key), allOutputs);
  });

  it.each([
    ['token by token', Array.from({ length }, () => 1), 0],
    ['a prefix in two chunks, then tokens', [5, 6, 1, 1, 1], 0],
    ['from a cache with masked empty places', [6, 8], 10],
  ])('gives the same %s', async (_, chunks, slack) => {
    const got = await runInChunks(step, config, sequence, chunks, { slack });
    expectSame(got, (key) => golden.output(key), allOutputs);
  });

  it('gives the same in the reference evaluator', async () => {
    const graph = languageModelGraph(config, frozenScope(golden.weights));
    const slow = (feeds: Tensors): Promise<Tensors> => {
      const results = evaluate(
        graph,
        Object.fromEntries(Object.entries(feeds).map(([key, tensor]) => [key, tensor64From(tensor)])),
      );
      return Promise.resolve(
        Object.fromEntries(
          Object.entries(results).map(([key, { shape, data }]) => [
            key,
            { dtype: 'float32', shape, data: Float32Array.from(data) },
          ]),
        ),
      );
    };
    expectSame(await runInChunks(slow, config, sequence, [6, 8]), (key) => golden.output(key), allOutputs);
  });

  it('gives the same for eight vokens in one step as for eight steps', async () => {
    const once = await runInChunks(step, config, sequence, [6, 8]);
    const eightTimes = await runInChunks(step, config, sequence, [6, 1, 1, 1, 1, 1, 1, 1, 1]);
    expectSame(once, (key) => eightTimes[key]!, ['hidden_states', 'logits']);
  });

  it('gives a row alone what it gives it in a batch', async () => {
    const alone = await runInChunks(step, config, rowsOf(sequence, 0, 1), [9, 5]);
    for (const key of allOutputs) expectClose(alone[key]!, cut(golden.output(key), 0, 0, 1), tolerance);
  });

  it('looks up embeddings', async () => {
    const got = await runInRuntime(tokenEmbeddingGraph(config, frozenScope(golden.weights)), {
      input_ids: golden.input('input_ids'),
    });
    expect(got['inputs_embeds']!.data).toEqual(golden.input('inputs_embeds').data);
  });

  it('can leave out the logits of all positions but the last', async () => {
    const graph = languageModelGraph(config, frozenScope(golden.weights), { logits: 'last' });
    expect(String(graph.outputs['logits'])).toBe('logits: float32[B][1][61]');
    const last = await runInChunks(await openSteps(graph), config, sequence, [length]);
    expectClose(last['logits']!, cut(golden.output('logits'), 1, length - 1, length), tolerance);
  });
});

describe('adapters', async () => {
  const { golden, config, sequence } = await openCase('language-model');
  const file = fileURLToPath(new URL('language-model/tensors.safetensors', import.meta.url));
  const tensors = await loadSource(await openCheckpoint([file]));
  const sites = adapterSitesFrom(config, adapterTargets);
  const scale = 6 / 3; // PEFT's lora_alpha / r, folded into B
  const isSite = (path: string): boolean => sites.some((site) => site.path === path);
  const step = await openSteps(languageModelGraph(config, frozenScope(golden.weights, { adapters: isSite })));

  const peft = (path: string, part: 'A' | 'B'): TensorData =>
    tensors.get(`adapter.base_model.model.${path}.lora_${part}.weight`) as TensorData;
  const fed = Object.fromEntries(
    sites.flatMap(({ path }) => {
      const b = peft(path, 'B');
      return [
        [`${path}.lora_A.weight`, peft(path, 'A')],
        [`${path}.lora_B.weight`, { ...b, data: Float32Array.from(b.data as Float32Array, (value) => value * scale) }],
      ];
    }),
  );
  const adapted = (key: string): TensorData => tensors.get(`adapted.${key}`) as TensorData;
  const texts = ['logits', 'hidden_states'];
  /** Adapters as large as these make sums of larger terms: differences up to 3e-6 were seen. */
  const adapterTolerance = 3e-5;

  it('as fed inputs give what PEFT gives', async () => {
    expectSame(await runInChunks(step, config, sequence, [9, 5], { adapters: fed }), adapted, texts, adapterTolerance);
  });

  it('of rank 0 are no adapters', async () => {
    const empty = Object.fromEntries(
      sites.flatMap((site) => [
        [`${site.path}.lora_A.weight`, { dtype: 'float32', shape: [0, site.in], data: new Float32Array(0) }],
        [`${site.path}.lora_B.weight`, { dtype: 'float32', shape: [site.out, 0], data: new Float32Array(0) }],
      ]),
    ) as Tensors;
    expectSame(
      await runInChunks(step, config, sequence, [9, 5], { adapters: empty }),
      (key) => golden.output(key),
      texts,
    );
  });

  it('merged into the weights give the same as fed', async () => {
    const get = (key: string): TensorData => {
      const weight = golden.weights.get(key) as TensorData;
      const path = key.replace(/\.weight$/, '');
      return isSite(path) ? merged(weight, peft(path, 'A'), peft(path, 'B'), scale) : weight;
    };
    const mergedStep = await openSteps(languageModelGraph(config, frozenScope({ ...golden.weights, get })));
    expectSame(await runInChunks(mergedStep, config, sequence, [9, 5]), adapted, texts, adapterTolerance);
  });

  it('change the numbers at all', () => {
    expect(() => expectSame({ logits: golden.output('logits') }, adapted, ['logits'])).toThrow();
  });
});

/** W + scale B A */
function merged(weight: TensorData, a: TensorData, b: TensorData, scale: number): TensorData {
  const [out = 0, width = 0] = weight.shape;
  const rank = a.shape[0] ?? 0;
  const data = Float32Array.from(weight.data as Float32Array);
  for (let o = 0; o < out; o++) {
    for (let i = 0; i < width; i++) {
      for (let r = 0; r < rank; r++)
        data[o * width + i]! += scale * Number(b.data[o * rank + r]) * Number(a.data[r * width + i]);
    }
  }
  return { ...weight, data };
}
