/**
 * Gradients of whole blocks: a LLaMA layer with shared keys and adapters, the feature mapper, the denoiser's residual
 * block with attention. Against differences in float64, and in the real ONNX Runtime with all its optimisations, which
 * may fuse and reorder what the rules wrote; with and without checkpoints.
 */
import { describe, expect, it } from 'vitest';
import { featureMapper } from '../../../native-models/architectures/feature-mapper';
import { languageModel } from '../../../native-models/architectures/language-model';
import { spatialTransformer } from '../../../native-models/architectures/spatial-transformer';
import { at } from '../../../common/base/at';
import { gradientsOf } from '../../../native-models/autodiff';
import { outputsOf } from '../../../native-models/autodiff/checkpointing';
import type { ParamScope } from '../../../native-models/nn/param-scope';
import { resnetBlock } from '../../../native-models/nn/resnet-block';
import { downsample, upsample } from '../../../native-models/nn/conv2d';
import { input, ops, type Value } from '../../../native-models/onnx';
import { ancestryOf } from '../../../native-models/onnx/graph';
import type { Case, Maker } from '../onnx/operator-cases';
import { runWithOnnxRuntime } from '../onnx/run-with-onnxruntime';
import { checkVjp, type VjpCheck } from './check-vjp';

/** Every parameter is a fed input of small random numbers, so that no softmax saturates. */
function randomScope(m: Maker, path = '', rank = 0): ParamScope {
  const small = (...shape: readonly number[]): Value => ops.Mul(m.real(...shape), 0.3);
  return {
    path,
    child: (name) => randomScope(m, `${path}.${name}`, rank),
    param: (_, shape) => small(...shape),
    has: () => true,
    adapter: (sizes) => (rank === 0 ? undefined : { a: small(rank, sizes.in), b: small(sizes.out, rank) }),
    fedInputs: () => [],
    targets: () => new Map(),
  };
}

const llama = {
  vocabSize: 11,
  hiddenSize: 8,
  intermediateSize: 12,
  numHeads: 4,
  numKeyValueHeads: 2,
  headSize: 2,
  contextLength: 16,
  rmsNormEps: 1e-3,
  ropeTheta: 100,
  activation: 'silu',
  hasAttentionBias: false,
  hasMlpBias: false,
  tiesEmbeddings: false,
} as const;

function languageCase(numLayers: number, rank: number): Case {
  return (m) => {
    const inputsEmbeds = m.real('B', 'T', 8);
    const positionIds = m.index(9, 'B', 'T');
    // Not -1e9: a row that sees nothing would then be rounding and nothing else.
    const attentionBias = ops.Mul(ops.Cast(m.truth('B', 1, 'T', 'T'), 'float32'), -30);
    const scope = randomScope(m, '', rank);
    return languageModel(scope, { inputsEmbeds, positionIds, attentionBias }, { ...llama, numLayers }).logits;
  };
}

const blocks: Readonly<Record<string, Case>> = {
  'a LLaMA layer with adapters': languageCase(1, 2),
  'the feature mapper': (m) =>
    featureMapper(
      randomScope(m),
      m.real('B', 2, 6),
      {
        inputSize: 6,
        hiddenSize: 4,
        outputSize: 4,
        numHeads: 2,
        numEncoderLayers: 1,
        numDecoderLayers: 1,
        feedForwardSize: 6,
        numQueries: 3,
        numVokens: 2,
        layerNormEps: 1e-3,
      },
      'plain',
    ),
  'a residual block with attention': (m) => {
    const scope = randomScope(m);
    const sizes = { in: 4, out: 8, groups: 2, epsilon: 1e-3, activation: 'silu' } as const;
    const plane = resnetBlock(scope, m.real('B', 4, 4, 4), sizes, { value: m.real('B', 6), size: 6 });
    return spatialTransformer(scope, plane, m.real('B', 3, 5), {
      channels: 8,
      numHeads: 2,
      numLayers: 1,
      conditionSize: 5,
      groups: 4,
      useLinearProjection: false,
      form: 'plain',
    });
  },
  'halving and doubling a picture': (m) =>
    upsample(randomScope(m), downsample(randomScope(m), m.real('B', 2, 4, 6), 2, 1), 2),
};

async function expectSameInRuntime({ graph, feeds, gradients }: VjpCheck): Promise<void> {
  const actual = await runWithOnnxRuntime(graph, feeds, { graphOptimizationLevel: 'all' });
  for (const [name, wanted] of Object.entries(gradients)) {
    const scale = Math.max(1e-3, ...wanted.data.map(Math.abs));
    const worst = Math.max(
      0,
      ...wanted.data.map((value, index) => Math.abs(value - (actual[name]?.data[index] ?? NaN))),
    );
    expect(worst / scale, name).toBeLessThan(1e-5);
  }
}

describe.each(Object.entries(blocks))('%s', (_, build) => {
  it('agrees with differences and with the runtime', async () => {
    await expectSameInRuntime(checkVjp(build));
  });

  it('agrees with norms, activations and gates computed again', async () => {
    const plain = checkVjp(build);
    const again = checkVjp(build, (loss, targets) => gradientsOf(loss, targets, { recomputesCheap: true }));
    const count = (ops: readonly string[], { graph }: VjpCheck): number =>
      graph.nodes.filter(({ op }) => ops.includes(op)).length;
    const cheap = ['InstanceNormalization', 'LayerNormalization', 'QuickGelu', 'Gelu', 'Split'];
    expect(count(cheap, again)).toBeGreaterThanOrEqual(count(cheap, plain));
    await expectSameInRuntime(again);
  });
});

it('checkpoints change no number', async () => {
  // Sums of two residual ways: what a layer hands to the next.
  const differentiate: typeof gradientsOf = (loss, targets) => {
    const sums = ancestryOf([loss]).nodes.filter(({ op, outputs }) => op === 'Add' && outputs[0]?.shape.at(-1) === 8);
    return gradientsOf(loss, targets, {
      checkpoints: sums.filter((_, index) => index % 2 === 1).map((node) => at(outputsOf(node), 0)),
    });
  };
  await expectSameInRuntime(checkVjp(languageCase(3, 0), differentiate));
});

describe('what cannot be differentiated says so', () => {
  const x = input('x', 'float32', ['B', 4, 8]);
  const sum = (value: Value): Value => ops.ReduceSum(value, { keepdims: false });

  it('a loss that is no scalar', () => {
    expect(() => gradientsOf(ops.Neg(x), [x])).toThrowError(/must be one float32 number, it is Neg: float32\[B\]/);
  });

  it('a target that the loss does not reach, by name', () => {
    const idle = input('idle', 'float32', [3]);
    expect(() => gradientsOf(sum(x), [x, idle])).toThrowError('The loss does not depend on idle: float32[3].');
    expect(() => gradientsOf(sum(ops.Floor(x)), [x])).toThrowError('does not depend on x');
  });

  it('fused attention, with what to do instead', () => {
    const mixed = ops.MultiHeadAttention(x, x, x, { numHeads: 2 });
    expect(() => gradientsOf(sum(mixed), [x])).toThrowError(/through MultiHeadAttention: .*'plain' attention/);
  });

  it('a checkpoint that is not part of the loss', () => {
    expect(() => gradientsOf(sum(x), [x], { checkpoints: [ops.Neg(x)] })).toThrowError(/cannot be a checkpoint/);
  });
});
