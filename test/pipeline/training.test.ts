// Training end to end on a tiny random bundle and a small world: real ONNX Runtime, real data sets, real run folders. What is learned is
// not judged; that a run can be stopped, killed and continued, and what is refused, is.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { visionInputFrom } from '../../main/pipeline/image/vision-input';
import { noNames } from '../../main/training/data/new-names';
import type { LoopResult } from '../../main/training/loop';
import { nodeRunFiles } from '../../main/training/run/run-files';
import { readRun } from '../../main/training/run/run-folder';
import { train } from '../../main/training/train';
import { trainDefaults, type TrainOptions } from '../../main/training/train-options';
import type { StageName } from '../../main/training/stages/row-source';
import { writeDataSet, type DataSetKind } from '../../native-models/miniature/world/world';
import { temporaryFolder } from '../support/failing-files';
import { writeTinyBundle } from '../support/tiny-bundle';

const STEPS = 6;
vi.setConfig({ testTimeout: 240_000 }); // opening a step graph takes seconds, more on a busy machine
let shared: { path: string; remove: () => void };
let folder: { path: string; remove: () => void };
/** Losses of a run of UAS that was left alone. */
let whole: unknown[];
const inShared = (name: string): string => join(shared.path, name);
const inFolder = (name: string): string => join(folder.path, name);

beforeAll(async () => {
  shared = temporaryFolder();
  await writeTinyBundle(inShared('bundle'));
  for (const kind of ['scenes', 'stories', 'dialogues'] satisfies DataSetKind[]) {
    await writeDataSet({ kind, seed: 4, count: kind === 'scenes' ? 12 : 5, out: inShared(kind), sizePx: 16 });
  }
  folder = shared;
  await trial({ stage: 'uas', run: 'whole' });
  whole = losses('whole');
}, 240_000);
afterAll(() => {
  shared.remove();
});
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

interface Trial {
  readonly stage: StageName;
  readonly run: string;
  readonly resume?: boolean;
  readonly options?: Partial<TrainOptions>;
  readonly signal?: AbortSignal;
  readonly onStep?: (step: number) => void;
}

function trial({ stage, run, resume = false, options, signal, onStep }: Trial): Promise<LoopResult> {
  const data = stage === 'uas' ? 'scenes' : stage === 'mls' ? 'stories' : 'dialogues';
  return train(
    {
      ...trainDefaults(stage),
      data: [inShared(data)],
      bundleDir: inShared('bundle'),
      budget: { steps: STEPS },
      batch: 4,
      ldmPanels: 3,
      warmupSteps: 2,
      threads: 1,
      validateEvery: 0,
      saveEverySteps: 2,
      ...options,
    },
    {
      run: inFolder(run),
      resume,
      cacheDir: inShared('cache'),
      readPixels: visionInputFrom,
      refusal: ({ characters }) => (characters.some(({ id }) => id === 'nobody') ? 'it shows nobody' : undefined),
      names: noNames,
      styleLine: (style) => (style === 'flat' ? undefined : `Drawn in ${style}.`),
      files: nodeRunFiles,
      clock: { now: () => performance.now() },
      signal,
      onProgress: ({ step }) => onStep?.(step),
    },
  );
}

function losses(run: string): unknown[] {
  const lines = readFileSync(join(inFolder(run), 'metrics.ndjson'), 'utf8')
    .trim()
    .split('\n');
  return lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => 'loss' in line)
    .map(({ step, loss, text, ldm, caption }) => ({ step, loss, text, ldm, caption }));
}

describe('a stage', () => {
  it('uas lowers its loss and gives the figures of the command line', async () => {
    const result = await trial({ stage: 'uas', run: 'uas', options: { rate: 0.02, budget: { steps: 30 } } });
    expect(result.steps).toBe(30);
    expect(result.validationLoss).toBeGreaterThan(0);
    const seen = losses('uas') as { caption: number; text: number }[];
    expect(seen.at(-1)!.text).toBeLessThan(seen[0]!.text);
    expect(seen.at(-1)!.caption).toBeLessThan(seen[0]!.caption);
  });

  it('killed and resumed has the losses of a run that was left alone', async () => {
    const killed = trial({
      stage: 'uas',
      run: 'parts',
      onStep: (step) => {
        if (step === 3) throw new Error('killed');
      },
    });
    await expect(killed).rejects.toThrow('killed');
    expect(losses('parts')).toHaveLength(3);
    await trial({ stage: 'uas', run: 'parts', resume: true });
    expect(losses('parts')).toEqual(whole);
  });

  it('asked to stop saves after the step and goes on with the same losses', async () => {
    const stop = new AbortController();
    const stopped = trial({
      stage: 'uas',
      run: 'parts',
      signal: stop.signal,
      onStep: (step) => {
        if (step === 3) stop.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    await trial({ stage: 'uas', run: 'parts', resume: true });
    expect(losses('parts')).toEqual(whole);
  });

  it('cut into micro-batches keeps its number of samples', async () => {
    const result = await trial({ stage: 'uas', run: 'cut', options: { accumulate: 2, budget: { steps: 2 } } });
    expect(result).toMatchObject({ steps: 2, samples: 8 });
  });

  it.each(['lora', 'prefix'] as const)('mls starts from uas and trains %s', async (method) => {
    await trial({ stage: 'uas', run: 'uas', options: { budget: { steps: 2 } } });
    const language =
      method === 'lora'
        ? ({ kind: 'lora', rank: 4, alpha: 8, targets: ['q_proj', 'v_proj'] } as const)
        : ({ kind: 'prefix', length: 3 } as const);
    await trial({
      stage: 'mls',
      run: 'mls',
      options: { budget: { steps: 2 }, language, start: { kind: 'run', path: inFolder('uas') } },
    });
    const first = (await readRun(nodeRunFiles, inFolder('uas'))).state;
    const second = (await readRun(nodeRunFiles, inFolder('mls'))).state;
    // The published stage leaves the mapper's MLP and queries as stage 1 made them.
    expect(second.parameters.get('mapper.fc.0.weight')).toEqual(first.averages.get('mapper.fc.0.weight'));
    const trained = [...second.optimiser.keys()];
    expect(trained.some((name) => name.includes(method === 'lora' ? 'lora_A' : 'prefix.'))).toBe(true);
    expect(trained.some((name) => name.includes('mapper.fc'))).toBe(false);
  });

  it('dialogue learns where an answer has a picture', async () => {
    const result = await trial({ stage: 'dialogue', run: 'dialogue', options: { budget: { steps: 2 } } });
    expect(result.steps).toBe(2);
  });

  it('mls learns from texts alone, with captions in words and no picture read', async () => {
    await writeDataSet({ kind: 'stories', seed: 6, count: 4, out: inFolder('texts'), sizePx: 16, textOnly: true });
    const losses = { text: 0.01, ldm: 0, caption: 0.1, reader: 0 };
    const options = { data: [inFolder('texts')], seesPictures: false, losses, budget: { steps: 2 } };
    expect((await trial({ stage: 'mls', run: 'texts-run', options })).steps).toBe(2);
  });

  it('with late L_LDM, readers and no caption trains what its losses reach', async () => {
    const result = await trial({
      stage: 'uas',
      run: 'late',
      options: {
        budget: { steps: 4 },
        ldmFrom: 0.5,
        losses: { text: 0.01, ldm: 1, caption: 0.1, reader: 0.2 },
        minSnr: 5,
      },
    });
    expect(result.steps).toBe(4);
    expect(losses('late').map((line) => (line as { ldm?: number }).ldm === undefined)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('frozen parts', () => {
  it('are read from a folder without a manifest, and those that no loss needs may be missing', async () => {
    await writeTinyBundle(inFolder('bundle'));
    for (const name of ['manifest.json', 'unet', 'autoencoder', 'vision', 'scheduler']) {
      rmSync(join(inFolder('bundle'), name), { recursive: true });
    }
    const options = { bundleDir: inFolder('bundle'), budget: { steps: 2 } };
    const noDrawing = { ...options, losses: { text: 0.01, ldm: 0, caption: 0.1, reader: 0 } };
    expect((await trial({ stage: 'uas', run: 'run', options: noDrawing })).steps).toBe(2);
    await expect(trial({ stage: 'uas', run: 'other', options })).rejects.toMatchObject({
      code: 'bundle-missing',
      message: expect.stringContaining('unet') as string,
    });
  });

  it('are computed once: a second run prepares nothing', async () => {
    await trial({ stage: 'uas', run: 'first', options: { budget: { steps: 1 } } });
    const prepared: string[] = [];
    await train(
      {
        ...trainDefaults('uas'),
        data: [inShared('scenes')],
        bundleDir: inShared('bundle'),
        budget: { steps: 1 },
        batch: 4,
      },
      {
        run: inFolder('second'),
        resume: false,
        cacheDir: inShared('cache'),
        readPixels: () => Promise.reject(new Error('a picture was read again')),
        refusal: () => undefined,
        names: noNames,
        styleLine: () => undefined,
        files: nodeRunFiles,
        clock: { now: () => 0 },
        onPreparing: (what) => prepared.push(what),
      },
    );
    expect(prepared.filter((what) => what !== 'pictures read')).toEqual([]);
  });
});

describe('refusals', () => {
  it('of other data, another bundle and a missing picture under a run', async () => {
    await trial({ stage: 'uas', run: 'run', options: { budget: { steps: 2 } } });
    await expect(
      trial({ stage: 'uas', run: 'run', resume: true, options: { data: [inShared('stories')] } }),
    ).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(/begun with data [0-9a-f]{16}; now it is [0-9a-f]{16}/) as string,
    });
    await writeTinyBundle(inFolder('bundle'), { seed: 2 });
    await expect(
      trial({ stage: 'uas', run: 'run', resume: true, options: { bundleDir: inFolder('bundle') } }),
    ).rejects.toMatchObject({ message: expect.stringContaining('begun with bundle') as string });
  });

  it('of a stage without its kind of data', async () => {
    await expect(trial({ stage: 'mls', run: 'run', options: { data: [inShared('scenes')] } })).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('no stories') as string,
    });
    expect(existsSync(inFolder('run'))).toBe(false);
  });
});
