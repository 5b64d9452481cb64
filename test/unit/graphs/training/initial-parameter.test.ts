// Where parameters start: the published distributions, the tables of the language model, and a bundle's own parts.
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../../common/base/rng';
import { initialParameter, type InitialSources } from '../../../../native-models/graphs/training/initial-parameter';
import type { LanguageModelConfig } from '../../../../native-models/architectures/language-model-config';

const width = 4;
const language = { hiddenSize: width, tiesEmbeddings: false } as LanguageModelConfig;
/** Row i of a table of 6 rows is full of i, plus 10 in the head. */
const table = (shift: number): Float32Array =>
  Float32Array.from({ length: 6 * width }, (_, i) => Math.floor(i / width) + shift);
const languageModel = {
  readFloat32: (key: string): Promise<Float32Array> =>
    Promise.resolve(
      key === 'lm_head.weight' ? table(10) : key === 'model.embed_tokens.weight' ? table(0) : Float32Array.of(7),
    ),
};
const sources = (more: Partial<InitialSources> = {}): InitialSources => ({
  languageModel,
  language,
  vokens: { count: 2, firstId: 4 },
  random: new Rng(5),
  ...more,
});
const start = (path: string, shape: readonly number[], more: Partial<InitialSources> = {}): Promise<Float32Array> =>
  initialParameter({ path, shape, isTrained: true, decays: false }, sources(more));
const spread = (values: Float32Array): number => Math.max(...values.map(Math.abs));

describe('voken rows', () => {
  it('start at the mean of all other rows, the input rows not quite', async () => {
    const rows = await start('vokens.rows_in', [2, width]);
    for (const value of rows) expect(Math.abs(value - 1.5)).toBeLessThan(0.1);
    expect(rows[0]).not.toBe(rows[width]);
  });

  it('keep the output row of [IMG0], which ends a panel', async () => {
    expect([...(await start('vokens.rows_out', [2, width]))]).toEqual([14, 14, 14, 14, 11.5, 11.5, 11.5, 11.5]);
  });

  it('beyond the table start at the mean too', async () => {
    const vokens = { count: 4, firstId: 4 };
    const rows = await start('vokens.rows_out', [4, width], { vokens });
    expect([...rows]).toEqual([14, 14, 14, 14, ...Array.from({ length: 12 }, () => 11.5)]);
  });

  it('are the tables’ own where a bundle goes on', async () => {
    const mapper = { readFloat32: () => Promise.resolve(new Float32Array(1)) };
    expect([...(await start('vokens.rows_in', [2, width], { mapper }))]).toEqual([4, 4, 4, 4, 5, 5, 5, 5]);
  });
});

describe('other parameters', () => {
  it('are read from the mapper of a bundle, without the prefix', async () => {
    const keys: string[] = [];
    const mapper = { readFloat32: (key: string) => Promise.resolve((keys.push(key), Float32Array.of(3))) };
    expect([...(await start('mapper.fc.0.bias', [1], { mapper }))]).toEqual([3]);
    expect(keys).toEqual(['fc.0.bias']);
  });

  it('start as PEFT does: A within 1/sqrt(in), B at zero', async () => {
    const a = await start('model.layers.0.self_attn.q_proj.lora_A.weight', [16, 64]);
    expect(spread(a)).toBeLessThanOrEqual(1 / 8);
    expect(spread(a)).toBeGreaterThan(0.9 / 8);
    expect(spread(await start('model.layers.0.self_attn.q_proj.lora_B.weight', [64, 16]))).toBe(0);
  });

  it.each([
    ['mapper.llm_to_t2i_mapping.encoder.layers.0.self_attn.in_proj_weight', [96, 32], Math.sqrt(6 / 128)],
    ['mapper.fc.0.weight', [32, 64], 1 / 8],
    ['reader.states.linear.weight', [30, 64], 1 / 8],
  ])('%s is uniform within its bound', async (path, shape, bound) => {
    const values = await start(path, shape);
    expect(spread(values)).toBeLessThanOrEqual(bound);
    expect(spread(values)).toBeGreaterThan(0.95 * bound);
  });

  it('norms start at one, biases at zero, queries and prefixes normal', async () => {
    expect([...(await start('mapper.llm_to_t2i_mapping.encoder.layers.0.norm1.weight', [3]))]).toEqual([1, 1, 1]);
    expect([...(await start('reader.states.norm.weight', [2]))]).toEqual([1, 1]);
    expect([...(await start('mapper.fc.0.bias', [2]))]).toEqual([0, 0]);
    const queries = await start('mapper.t2i_decoder_prompt', [1, 100, 100]);
    expect(queries.reduce((sum, x) => sum + x * x, 0) / queries.length).toBeCloseTo(1, 1);
  });

  it('do not depend on which others there are, and follow the seed', async () => {
    const path = 'mapper.fc.2.weight';
    expect(await start(path, [3, 3])).toEqual(await start(path, [3, 3]));
    expect(await start(path, [3, 3])).not.toEqual(await start(path, [3, 3], { random: new Rng(6) }));
  });

  it('of the language model are its own', async () => {
    expect([...(await start('model.norm.weight', [1]))]).toEqual([7]);
  });

  it('without a rule are refused', async () => {
    await expect(start('unheard.of', [1, 1])).rejects.toThrow('no start is known');
  });
});
