// The benchmark of a full-size configuration: at a tiny size that every part runs and that sums are sums; at full size that the networks are
// the published ones. Never how fast it is.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { benchFullSize } from '../../main/evaluation/bench/full-size/bench-full-size';
import { fullSizeParts, languageModelCuts } from '../../main/evaluation/bench/full-size/full-size-parts';
import { minigpt5Configs, type PublishedConfigs } from '../../main/evaluation/bench/full-size/published-configs';
import { fedScope } from '../../native-models/nn/param-scope';
import { elementCount } from '../../native-models/onnx';
import { writeTinyBundle } from '../support/tiny-bundle';

let dir: string;
let tiny: PublishedConfigs;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'full-size-'));
  const { parts } = await writeTinyBundle(join(dir, 'bundle'));
  const config = async (name: 'vision' | 'languageModel' | 'mapper' | 'unet' | 'autoencoder'): Promise<unknown> =>
    JSON.parse(await readFile(join(dir, 'bundle', parts[name].config), 'utf8')) as unknown;
  tiny = {
    vision: await config('vision'),
    languageModel: { ...((await config('languageModel')) as object), num_hidden_layers: 5 },
    mapper: await config('mapper'),
    unet: await config('unet'),
    autoencoder: await config('autoencoder'),
  };
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const parameters = (configs: PublishedConfigs): Record<string, number> =>
  Object.fromEntries(
    [...fullSizeParts(configs), languageModelCuts(configs).short, languageModelCuts(configs).long].map((part) => {
      const scope = fedScope();
      part.graph(scope);
      const count = scope.fedInputs().reduce((sum, { shape }) => sum + elementCount(shape.map(Number)), 0);
      return [part.name, count];
    }),
  );

describe('the full size', () => {
  it('has the parameters of the published networks', async () => {
    const published = JSON.parse(
      await readFile(new URL('../golden/published-shapes.json', import.meta.url), 'utf8'),
    ) as Record<string, { shapes: Record<string, number[]> }>;
    const total = (name: string, keep = (_: string): boolean => true): number =>
      Object.entries(published[name]!.shapes)
        .filter(([key]) => keep(key))
        .reduce((sum, [, shape]) => sum + elementCount(shape), 0);
    const counted = parameters(minigpt5Configs);
    expect(counted['one guided step (batch of 2)']).toBe(total('unet'));
    expect(counted['mapper']).toBe(total('feature-mapper'));
    expect(counted['decode a picture']).toBe(
      total('autoencoder', (key) => key.startsWith('decoder.') || key.startsWith('post_quant_conv.')),
    );
    // EVA ViT-g without its last block, its norm, the query path of the Q-Former, the projection
    expect(counted['see one picture']! / 1e6).toBeCloseTo(985.9 + 105.2 + 3.15, -0.5);
    const layer = (counted['3 of 32 layers']! - counted['1 of 32 layers']!) / 2;
    expect((32 * layer + 4096) / 1e6).toBeCloseTo(6476.3, 0); // Vicuna-7B's body
  });
});

describe('its benchmark', () => {
  it('runs every part as often as asked, adds up layers and panels, and leaves nothing behind', async () => {
    const said: string[] = [];
    let now = 0;
    const runs = 2;
    const scratch = await mkdtemp(join(dir, 'scratch-'));
    const figures = await benchFullSize(
      { configs: tiny, device: 'cpu', runs, dir: scratch },
      {
        clock: { now: () => (now += 1) }, // every run takes one
        peakRssBytes: () => 5,
        signal: new AbortController().signal,
        onProgress: (what) => said.push(what),
      },
    );
    expect(await readdir(scratch)).toEqual([]);
    expect(figures.map(({ name, unit, median }) => [name, unit, median])).toEqual([
      ['see one picture', 'ms', 1],
      ['mapper', 'ms', 1],
      ['one guided step (batch of 2)', 'ms', 1],
      ['decode a picture', 'ms', 1],
      ['prefill of 128 tokens, 1 of 5 layers', 'ms', 1],
      ['one token after 512, 1 of 5 layers', 'ms', 1],
      ['vokens in one step, 1 of 5 layers', 'ms', 1],
      ['prefill of 128 tokens, 3 of 5 layers', 'ms', 1],
      ['one token after 512, 3 of 5 layers', 'ms', 1],
      ['vokens in one step, 3 of 5 layers', 'ms', 1],
      ['prefill of 128 tokens, all 5 layers, extrapolated', 'ms', 1],
      ['one token after 512, all 5 layers, extrapolated', 'ms', 1],
      ['vokens in one step, all 5 layers, extrapolated', 'ms', 1],
      ['whole panel (40 tokens, 20 guided steps), added up', 'ms', 5 + 40 + 20],
      ['peak memory of the process tree', 'bytes', 5],
    ]);
    expect(figures[0]!.runs).toBe(runs);
    expect(said.filter((line) => line.endsWith('writing random weights'))).toHaveLength(5);
  });

  it('continues what two layers more cost to the whole depth', async () => {
    const readings = { now: 0, step: 1 };
    const figures = await benchFullSize(
      { configs: tiny, device: 'cpu', runs: 1, dir },
      {
        clock: { now: () => (readings.now += readings.step) },
        peakRssBytes: () => 5,
        signal: new AbortController().signal,
        onProgress: (what) => {
          if (what.startsWith('1 of 5')) readings.step = 10;
          if (what.startsWith('3 of 5')) readings.step = 16; // three a layer, seven for the head
        },
      },
    );
    const of = (name: string) => figures.find((figure) => figure.name === name)!.median;
    expect(of('one token after 512, all 5 layers, extrapolated')).toBe(7 + 5 * 3);
  });

  it('stops between two runs, and leaves nothing behind', async () => {
    const stop = new AbortController();
    const scratch = await mkdtemp(join(dir, 'stopped-'));
    const work = benchFullSize(
      { configs: tiny, device: 'cpu', runs: 1, dir: scratch },
      {
        clock: { now: () => 1 },
        peakRssBytes: () => 5,
        signal: stop.signal,
        onProgress: (what) => {
          if (what === 'mapper: mapper') stop.abort();
        },
      },
    );
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(scratch)).toEqual([]);
  });
});
