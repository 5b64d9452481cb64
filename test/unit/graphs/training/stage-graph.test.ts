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
import { loadTrainingGolden, openStage } from '../../../golden/training-steps';

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

describe('a stage is refused', () => {
  it.each([
    ['vokens outside the vocabulary', uasConfig({ count: 16, firstId: 40 }), 'do not fit a vocabulary of 50'],
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
