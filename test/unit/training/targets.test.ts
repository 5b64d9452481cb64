// What batches aim at: noisy latents and their weights by the published formulas, scene facts as classes, and records that are refused.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { denoisingTargetsFrom } from '../../../main/training/data/denoising-targets';
import { captionMetricFrom } from '../../../main/training/data/caption-metric';
import { readerClassesFrom, readerFactsFrom, readerSizesFrom } from '../../../main/training/data/reader-facts';
import { picturesOf, readDataSet, type SceneFacts } from '../../../main/training/data/world-records';
import {
  alphaCumprodAt,
  noiseScheduleFrom,
  stableDiffusionSchedule,
} from '../../../native-models/graphs/noise-schedule';
import { temporaryFolder } from '../../support/failing-files';

describe('denoising targets', () => {
  const ROW = 4;
  const COUNT = 50;
  const clean = Float32Array.from({ length: ROW * COUNT }, (_, i) => Math.sin(i));
  const schedules = {
    epsilon: noiseScheduleFrom(stableDiffusionSchedule),
    v: noiseScheduleFrom({ ...stableDiffusionSchedule, predictionType: 'v_prediction' }),
  };

  it.each(['epsilon', 'v'] as const)('give back the clean latent from z_t and %s', (kind) => {
    const schedule = schedules[kind];
    const made = denoisingTargetsFrom(schedule, clean, ROW, undefined, new Rng(1));
    for (let m = 0; m < COUNT; m++) {
      const alpha = alphaCumprodAt(schedule, made.timesteps[m]!);
      const [signal, sigma] = [Math.sqrt(alpha), Math.sqrt(1 - alpha)];
      for (let i = m * ROW; i < (m + 1) * ROW; i++) {
        const [z, target] = [made.noisy[i]!, made.targets[i]!];
        const back = kind === 'epsilon' ? (z - sigma * target) / signal : signal * z - sigma * target;
        expect(back).toBeCloseTo(clean[i]!, 3);
      }
    }
    expect([...made.weights]).toEqual(Array.from({ length: COUNT }, () => 1));
  });

  it('spread the timesteps: one in each equal share of the range', () => {
    const { timesteps } = denoisingTargetsFrom(schedules.v, clean, ROW, undefined, new Rng(3));
    const shares = [...timesteps].map((timestep) => Math.floor((timestep / 1000) * COUNT)).sort((a, b) => a - b);
    expect(shares).toEqual(Array.from({ length: COUNT }, (_, i) => i));
  });

  it('weigh samples by Min-SNR: min(SNR, γ)/SNR for noise, min(SNR, γ)/(SNR + 1) for velocity', () => {
    for (const kind of ['epsilon', 'v'] as const) {
      const made = denoisingTargetsFrom(schedules[kind], clean, ROW, 5, new Rng(4));
      for (let m = 0; m < COUNT; m++) {
        const alpha = alphaCumprodAt(schedules[kind], made.timesteps[m]!);
        const snr = alpha / (1 - alpha);
        expect(made.weights[m]).toBeCloseTo(Math.min(snr, 5) / (kind === 'v' ? snr + 1 : snr), 5);
      }
    }
  });

  it('refuse a denoiser that predicts the sample', () => {
    const schedule = noiseScheduleFrom({ ...stableDiffusionSchedule, predictionType: 'sample' });
    expect(() => denoisingTargetsFrom(schedule, clean, ROW, undefined, new Rng(1))).toThrow(/epsilon or v/);
  });
});

describe('the metric of captions', () => {
  // Two positions of two elements. The first element varies much, the second little, and they go together.
  const random = new Rng(3);
  const embeddings = new Map(
    Array.from({ length: 400 }, (_, i) => {
      const positions = [0, 1].map((position) => {
        const [much, little] = [random.gaussian(), random.gaussian()];
        return [7 * position + 10 * much, -3 + 2 * much + 0.5 * little];
      });
      return [`caption ${i}`, positions.flat()] as [string, number[]];
    }),
  );
  const rows = {
    rowLength: 4,
    readInto: (caption: string, into: Float32Array, offset: number) => {
      into.set(embeddings.get(caption)!, offset);
    },
  };
  const captions = [...embeddings.keys()];
  const metric = captionMetricFrom(rows, captions, 2);
  const costOf = ([x, y]: readonly [number, number], [a, b, c, d]: ArrayLike<number> & Iterable<number>): number =>
    (x * a! + y * c!) ** 2 + (x * b! + y * d!) ** 2;

  it('is the inverse of a bounded covariance, up to one factor', () => {
    const means = [0, 1, 2, 3].map((at) => captions.reduce((sum, c) => sum + embeddings.get(c)![at]! / 400, 0));
    const S = [0, 0, 0, 0]; // by hand: 800 deviations
    for (const caption of captions) {
      const row = embeddings.get(caption)!;
      for (const at of [0, 2]) {
        const [x, y] = [row[at]! - means[at]!, row[at + 1]! - means[at + 1]!];
        S[0]! += (x * x) / 800;
        S[1]! += (x * y) / 800;
        S[3]! += (y * y) / 800;
      }
    }
    const bound = (0.5 * (S[0]! + S[3]!)) / 2;
    const [p, q, r] = [S[0]! + bound, S[1]!, S[3]! + bound];
    const determinant = p * r - q * q;
    const inverse = ([x, y]: readonly [number, number]): number =>
      (x * x * r - 2 * x * y * q + y * y * p) / determinant;
    const ratios = (
      [
        [1, 0],
        [0, 1],
        [1, 1],
        [-2, 1],
      ] as const
    ).map((error) => costOf(error, metric) / inverse(error));
    for (const ratio of ratios) expect(ratio / ratios[0]!).toBeCloseTo(1, 4);
  });

  it('makes little differences count more, and guessing the mean cost what it did', () => {
    expect(costOf([0, 1], metric)).toBeGreaterThan(3 * costOf([1, 0], metric));
    const means = [0, 1, 2, 3].map((at) => captions.reduce((sum, c) => sum + embeddings.get(c)![at]! / 400, 0));
    const costs = (weights: ArrayLike<number> & Iterable<number>): number =>
      captions.reduce((sum, caption) => {
        const [a, b, c, d] = embeddings.get(caption)!.map((value, at) => value - means[at]!);
        return sum + costOf([a!, b!], weights) + costOf([c!, d!], weights);
      }, 0);
    expect(costs(metric) / costs([1, 0, 0, 1])).toBeCloseTo(1, 4);
  });

  it('is the identity where nothing varies', () => {
    expect([...captionMetricFrom(rows, ['caption 1'], 2)]).toEqual([1, 0, 0, 1]);
  });
});

const graph = (place: string, who: string, props: readonly string[], style?: string): SceneFacts => ({
  place,
  time: 'day',
  ...(style === undefined ? {} : { style }),
  characters: [
    { id: 'owl', name: 'Otto', role: 'other' },
    { id: who, name: 'Pip', role: 'main' },
  ],
  props: props.map((id) => ({ id })),
});

describe('reader facts', () => {
  const pictureOf = (facts: SceneFacts | undefined) => ({ id: '1', path: '', captions: ['a'], graph: facts });
  const classes = readerClassesFrom(
    [graph('town', 'fox', ['kite'], 'ink'), graph('beach', 'bear', ['ball', 'kite']), undefined].map(pictureOf),
  );

  it('are places, times, styles and the main character, then everybody and everything', () => {
    expect(readerSizesFrom(classes)).toEqual({ single: [2, 1, 2, 3], several: 5 });
    // places beach, town; styles flat, ink; characters bear, fox, owl; props ball, kite
    expect(readerFactsFrom(classes, graph('town', 'fox', ['kite'], 'ink'))).toEqual({
      single: [1, 0, 1, 1],
      several: [2, 1, 4],
    });
  });

  it('are not read where there is no graph or something unknown', () => {
    expect(readerFactsFrom(classes, undefined)).toBeUndefined();
    expect(readerFactsFrom(classes, graph('moon', 'fox', []))).toBeUndefined();
    expect(readerFactsFrom(classes, graph('town', 'fox', ['anchor']))).toBeUndefined();
  });
});

describe('a data set', () => {
  let folder: { path: string; remove: () => void };
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => {
    folder.remove();
  });
  const write = (name: string, ...records: readonly unknown[]): string => {
    const dir = join(folder.path, name);
    mkdirSync(dir);
    const lines = records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record)));
    writeFileSync(join(dir, 'index.jsonl'), `${lines.join('\n')}\n`);
    return dir;
  };
  const scene = { id: '1', image: '1.png', caption: 'a fox', captions: ['one fox'], graph: graph('town', 'fox', []) };
  const turn = { speaker: 'writer', text: 'Hello.' };

  it('is read by its kind, and gives its pictures', async () => {
    const scenes = await readDataSet(write('scenes', scene));
    expect(scenes.kind).toBe('scenes');
    expect(picturesOf(scenes)[0]).toMatchObject({ id: '1', captions: ['a fox', 'one fox'] });
    const stories = await readDataSet(
      write('stories', { id: '7', panels: [{ image: 'a.png', text: 'Once.', caption: 'a fox', graph: scene.graph }] }),
    );
    expect(picturesOf(stories)).toMatchObject([{ id: '7/1', path: expect.stringContaining('a.png') as string }]);
    const answer = { ...turn, speaker: 'studio', image: 'b.png', caption: 'a fox', graph: scene.graph };
    const dialogues = await readDataSet(write('dialogues', { id: '9', turns: [turn, answer] }));
    expect(picturesOf(dialogues).map(({ id }) => id)).toEqual(['9/2']);
  });

  it('changes its digest with its content', async () => {
    const one = await readDataSet(write('one', scene));
    const same = await readDataSet(write('same', scene));
    const other = await readDataSet(write('other', { ...scene, caption: 'a bear' }));
    expect(one.digest).toBe(same.digest);
    expect(one.digest).not.toBe(other.digest);
  });

  it('names the line that is wrong', async () => {
    await expect(readDataSet(write('cut', scene, '{"id": "2", "im'))).rejects.toThrow(/line 2 is not JSON/);
    await expect(readDataSet(write('short', scene, { ...scene, caption: 3 }))).rejects.toThrow(
      /line 2 is wrong at caption/,
    );
    await expect(readDataSet(write('empty', ''))).rejects.toThrow(/holds no records/);
    await expect(readDataSet(folder.path)).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('is refused when it shows what must not be trained on', async () => {
    const dir = write('unseen', scene, { ...scene, id: '2', graph: graph('town', 'panda', []) });
    const refusal = ({ characters }: SceneFacts): string | undefined =>
      characters.some(({ id }) => id === 'panda') ? 'it shows the panda' : undefined;
    await expect(readDataSet(dir, { refusal })).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('record 2 must not be trained on: it shows the panda') as string,
    });
  });
});
