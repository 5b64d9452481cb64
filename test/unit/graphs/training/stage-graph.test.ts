// What a stage feeds, trains and refuses, on the tiny networks of the goldens. Numbers are test/golden/training.test.ts.
import { describe, expect, it } from 'vitest';
import {
  mlsConfig,
  uasConfig,
  type LanguageTraining,
  type StageConfig,
} from '../../../../native-models/graphs/training/stage-config';
import { stageGraph } from '../../../../native-models/graphs/training/stage-graph';
import { parameterCount } from '../../../../native-models/graphs/training/stage-parameters';
import type { TensorData } from '../../../../native-models/onnx';
import { loadTrainingGolden, openStage, type Tensors } from '../../../golden/training-steps';

const golden = await loadTrainingGolden('training-uas');
const { parts } = golden;
const vokens = { count: 8, firstId: 40 };
const lora: LanguageTraining = { kind: 'lora', rank: 4, alpha: 8, targets: ['q_proj', 'v_proj'] };
const namesOf = (config: StageConfig): string[] => stageGraph(parts, config).graph.inputs.map(({ label }) => label);
const trainedBy = (config: StageConfig): string[] => stageGraph(parts, config).targets.map(({ path }) => path);

describe('the published stages', () => {
  it('train the voken rows and the whole mapper first', () => {
    const { parameters, targets } = stageGraph(parts, uasConfig(vokens));
    expect(targets).toEqual(parameters);
    expect(targets.every(({ path }) => path.startsWith('vokens.') || path.startsWith('mapper.'))).toBe(true);
  });

  it('then adapters, voken rows and the transformer of the mapper, not its MLP and queries', () => {
    const { parameters, targets } = stageGraph(parts, mlsConfig(vokens, lora));
    const frozen = parameters.filter(({ isTrained }) => !isTrained).map(({ path }) => path);
    expect(frozen.sort()).toEqual([
      'mapper.fc.0.bias',
      'mapper.fc.0.weight',
      'mapper.fc.2.bias',
      'mapper.fc.2.weight',
      'mapper.t2i_decoder_prompt',
    ]);
    expect(targets.filter(({ path }) => path.includes('lora')).length).toBe(2 * 2 * 2);
  });

  it('free MLP and queries by a switch', () => {
    const config = mlsConfig(vokens, lora, { trains: { mapperMlp: true, mapperQueries: true } });
    expect(stageGraph(parts, config).parameters.every(({ isTrained }) => isTrained)).toBe(true);
  });
});

describe('parameters', () => {
  it('have the numbers of a rank', () => {
    const count = (rank: number): number =>
      parameterCount(
        stageGraph(parts, mlsConfig(vokens, { ...lora, rank })).targets.filter(({ path }) => path.includes('lora')),
      );
    expect(count(64)).toBe(16 * count(4));
  });

  it('decay where they are matrices, not where they are rows, norms or biases', () => {
    const config = mlsConfig(
      vokens,
      { kind: 'prefix', length: 3 },
      { trains: { mapperQueries: true, mapperMlp: true } },
    );
    const decaying = new Map(stageGraph(parts, config).parameters.map(({ path, decays }) => [path, decays]));
    expect(decaying.get('mapper.fc.0.weight')).toBe(true);
    for (const path of ['vokens.rows_in', 'prefix.prompt_embeddings', 'mapper.t2i_decoder_prompt', 'mapper.fc.0.bias'])
      expect(decaying.get(path)).toBe(false);
  });

  it('train no row that is never read: one voken has no branch', () => {
    expect(trainedBy(uasConfig({ count: 1, firstId: 40 }))).not.toContain('vokens.rows_in');
    expect(trainedBy(uasConfig({ count: 4, firstId: 40 }))).toContain('vokens.rows_in');
  });
});

describe('the batch', () => {
  it('has no inputs of a loss that does not count', () => {
    const names = namesOf(uasConfig(vokens, { losses: { ldm: 0, text: 0 } }));
    for (const absent of ['labels', 'drawn', 'timesteps', 'reader_single']) expect(names).not.toContain(absent);
    expect(names).toContain('caption_targets');
  });

  it('may have no pictures, no counting label and only dropped vokens', async () => {
    const run = await openStage(stageGraph(parts, uasConfig(vokens, { losses: { ldm: 0 } })));
    const batch = golden.batches[0]!;
    const zeros = (name: string) => {
      const { shape, data } = batch[name]!;
      return { dtype: 'float32' as const, shape, data: new Float32Array(data.length) };
    };
    expect(batch['soft_positions']!.shape).toEqual([0]);
    const muted = { label_weights: zeros('label_weights'), keep: zeros('keep'), caption_known: zeros('caption_known') };
    const got = await run({ ...batch, ...golden.start, ...muted });
    expect(got['loss']!.data[0]).toBe(0);
    for (const [name, { data }] of Object.entries(got))
      expect(
        data.every((x) => Number(x) === 0),
        name,
      ).toBe(true);
  });
});

describe('more vokens than ids', () => {
  it('go beyond the table as if it had rows for them', async () => {
    const config = uasConfig({ count: 16, firstId: 40 }, { losses: { ldm: 0 } });
    const batch = batchOfSixteen();
    const mapper = { ...parts.mapper, numVokens: 16 };
    const { source, config: language } = parts.language;
    const grown: typeof source = {
      has: (key) => source.has(key),
      get: (key) => {
        const tensor = source.get(key) as TensorData;
        if (tensor.shape[0] !== 50) return tensor;
        const data = Float32Array.from({ length: 56 * 16 }, (_, i) => Number(tensor.data[i] ?? 9));
        return { dtype: 'float32', shape: [56, 16], data };
      },
    };
    const small = stageGraph({ ...parts, mapper }, config);
    const large = stageGraph(
      { language: { source: grown, config: { ...language, vocabSize: 56 } }, mapper, unet: undefined },
      config,
    );
    const rows = {
      dtype: 'float32' as const,
      shape: [16, 16],
      data: Float32Array.from({ length: 256 }, (_, i) => Math.sin(i)),
    };
    const feeds = { ...golden.start, ...batch, 'vokens.rows_in': rows, 'vokens.rows_out': rows };
    const [a, b] = [await (await openStage(small))(feeds), await (await openStage(large))(feeds)];
    expect(Number(a['loss']!.data[0])).toBeGreaterThan(0);
    for (const name of Object.keys(a)) expect(a[name], name).toEqual(b[name]);
  });
});

/** One caption of three tokens with its branch of fifteen vokens. */
function batchOfSixteen(): Tensors {
  const length = 3 + 15;
  const int64 = (shape: readonly number[], values: readonly number[]): TensorData => ({
    dtype: 'int64',
    shape,
    data: BigInt64Array.from(values, BigInt),
  });
  const float32 = (shape: readonly number[], next: (i: number) => number): TensorData => ({
    dtype: 'float32',
    shape,
    data: Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, i) => next(i)),
  });
  const places = Array.from({ length }, (_, i) => i);
  return {
    input_ids: int64([1, length], [1, 5, 6, ...places.slice(0, 15).map((i) => 40 + i)]),
    position_ids: int64([1, length], places),
    attention_bias: float32([1, 1, length, length], (i) => (i % length > Math.floor(i / length) ? -1e9 : 0)),
    soft_positions: int64([0], []),
    soft_tokens: float32([0, 16], () => 0),
    states: int64([1, 16], places.slice(2)),
    keep: float32([1], () => 1),
    label_positions: int64([16], places.slice(2)),
    labels: int64(
      [16],
      places.slice(0, 16).map((i) => 40 + i),
    ),
    label_weights: float32([16], () => 1),
    caption_targets: float32([1, 3, 12], (i) => Math.cos(i)),
    caption_known: float32([1], () => 1),
  };
}

describe('a stage is refused', () => {
  it.each([
    ['no vokens', uasConfig({ count: 0, firstId: 40 }), '0 vokens cannot mark a picture'],
    ['vokens outside the vocabulary', uasConfig({ count: 8, firstId: 50 }), 'the vocabulary has 50 tokens'],
    ['no loss', uasConfig(vokens, { losses: { text: 0, ldm: 0, caption: 0 } }), 'every loss has the weight 0'],
    ['a negative weight', uasConfig(vokens, { losses: { text: -1 } }), 'numbers of 0 or more'],
    ['a look without L_LDM', uasConfig(vokens, { losses: { ldm: 0 }, look: { rank: 2, alpha: 2 } }), 'only from L_LDM'],
    ['a reader without sizes', uasConfig(vokens, { losses: { reader: 1 } }), 'sizes of its heads'],
    ['a rank of 0', mlsConfig(vokens, { ...lora, rank: 0 }), 'whole rank above 0'],
    ['an empty prefix', mlsConfig(vokens, { kind: 'prefix', length: 0 }), 'length above 0'],
  ])('with %s', (_, config, sentence) => {
    expect(() => stageGraph(parts, config)).toThrow(sentence);
  });

  it('where L_LDM counts and the bundle has no denoiser', () => {
    expect(() => stageGraph({ ...parts, unet: undefined }, uasConfig(vokens))).toThrow('needs a denoiser');
  });
});
