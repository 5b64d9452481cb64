// What batches aim at: noisy latents and their weights by the published formulas, scene facts as classes, and records that are refused.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { denoisingTargetsFrom } from '../../../main/training/data/denoising-targets';
import { evenScaleFrom } from '../../../main/training/data/even-scale';
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

describe('an even scale', () => {
  // Three elements: one varies much, one little, one not at all.
  const embeddings = new Map([
    ['a', [10, 1, 5]],
    ['b', [-10, -1, 5]],
  ]);
  const rows = {
    rowLength: 3,
    readInto: (caption: string, into: Float32Array, offset: number) => {
      into.set(embeddings.get(caption)!, offset);
    },
  };

  it('makes elements count alike, and guessing the mean cost what it did', () => {
    const [much, little, none] = evenScaleFrom(rows, ['a', 'b', 'a']);
    expect(much! * 10).toBeCloseTo(little! * 1, 5);
    expect((much! * 10) ** 2 + (little! * 1) ** 2).toBeCloseTo(101, 3);
    expect(none).toBeLessThan(100); // bounded, although it never varies
  });

  it('is one everywhere where nothing varies', () => {
    expect([...evenScaleFrom(rows, ['a'])]).toEqual([1, 1, 1]);
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
