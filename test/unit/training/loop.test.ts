// The loop and its run folder on a tiny task with known gradients: resuming gives the same losses, a run that cannot go on says why, and
// the last checkpoint is whole whatever happened. No network.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { runLoop, type LoopOptions, type LoopResult, type StepResult } from '../../../main/training/loop';
import { adamW } from '../../../main/training/optimiser/adamw';
import { MovingAverage } from '../../../main/training/optimiser/moving-average';
import { nodeRunFiles, type RunFiles } from '../../../main/training/run/run-files';
import { openRunFolder, type RunConfig } from '../../../main/training/run/run-folder';
import { fileError, temporaryFolder } from '../../support/failing-files';

const SIZE = 6;
const STEPS = 10;
let folder: { path: string; remove: () => void };
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

const config: RunConfig = {
  settings: { rate: 0.05, seed: 3 },
  digests: { data: 'd'.repeat(64), bundle: 'b'.repeat(64) },
};

interface Trial {
  readonly resume?: boolean;
  readonly config?: RunConfig;
  readonly files?: RunFiles;
  readonly signal?: AbortSignal;
  /** Called in every micro-batch; may throw, or spoil what the step gives. */
  readonly at?: (step: number, result: StepResult) => StepResult;
  readonly validate?: () => Promise<never>;
  readonly options?: Partial<LoopOptions>;
}

/** Fits a vector to noisy targets: half the squared distance and its gradient, two micro-batches a step. */
async function trial({
  resume = false,
  config: asked = config,
  files = nodeRunFiles,
  signal,
  at,
  validate,
  options,
}: Trial): Promise<{
  result: LoopResult;
  values: Float32Array;
}> {
  const run = await openRunFolder({ path: folder.path, config: asked, resume, files });
  const held = run.resumed;
  const values = Float32Array.from(held?.parameters.get('w')?.values ?? new Float32Array(SIZE));
  const parameters = [{ path: 'w', shape: [SIZE], values, decays: true }];
  const averages = new Map([...(held?.averages ?? [])].map(([path, tensor]) => [path, tensor.values] as const));
  const average = new MovingAverage(
    parameters,
    0.9,
    held === undefined ? undefined : { count: held.position.averaged, values: averages },
  );
  const rng = new Rng(7);
  const lossOf = (current: Float32Array, noise: Rng): StepResult => {
    const gradient = Float32Array.from(current, (value, i) => value - (i + 0.1 * noise.gaussian()));
    return { losses: { loss: gradient.reduce((sum, g) => sum + g * g, 0) / 2 }, gradients: new Map([['w', gradient]]) };
  };
  let ms = 0;
  const result = await runLoop({
    task: {
      batches: (step) =>
        [0, 1].map((micro) => ({
          ids: [`record-${step * 2 + micro}`],
          samples: 4,
          run: () => {
            const given = lossOf(values, rng.fork(`step-${step}-${micro}`));
            return Promise.resolve(at?.(step, given) ?? given);
          },
        })),
      validate: (current) =>
        validate?.() ?? Promise.resolve({ loss: lossOf(current.get('w')!, rng.fork('held out')).losses['loss']! }),
    },
    parameters,
    optimiser: adamW(parameters, {}, held?.optimiser),
    average,
    schedule: { rate: 0.5, warmupSteps: 3, decay: 'cosine', finalShare: 0.02 },
    budget: { steps: STEPS },
    clipNorm: 1,
    run,
    validateEvery: 4,
    saveEvery: { seconds: 1e9, steps: 5 },
    clock: { now: () => (ms += 100) },
    signal,
    ...options,
  });
  return { result, values };
}

const metrics = (): Record<string, unknown>[] =>
  readFileSync(join(folder.path, 'metrics.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const losses = (): unknown[] =>
  metrics()
    .filter((line) => 'loss' in line)
    .map(({ step, loss }) => [step, loss]);
const validations = (): unknown[] => metrics().filter((line) => 'validation' in line);

async function refusal(work: Promise<unknown>): Promise<{ code: string; message: string; hint: string | undefined }> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'StudioError' });
  return error as { code: string; message: string; hint: string | undefined };
}

describe('a run', () => {
  it('learns, reports every step, validates, and keeps the last two checkpoints', async () => {
    const seen: number[] = [];
    const { result } = await trial({
      options: { report: ({ step }) => seen.push(step), saveEvery: { seconds: 1e9, steps: 3 } },
    });
    expect(result).toMatchObject({ steps: STEPS, samples: STEPS * 8 });
    expect(seen).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1));
    expect(validations().map((line) => (line as { step: number }).step)).toEqual([4, 8, 10]);
    const checkpoints = await nodeRunFiles.list(join(folder.path, 'checkpoints'));
    expect(checkpoints.sort()).toEqual(['step-000000009.safetensors', 'step-000000010.safetensors']);
    const first = losses()[0] as [number, number];
    expect(result.loss).toBeLessThan(first[1]);
  });

  it('killed in the middle goes on with the same losses, the same parameters and no line twice', async () => {
    const whole = await trial({});
    const [wantedLosses, wantedValidations] = [losses(), validations()];
    folder.remove();
    folder = temporaryFolder();
    const killed = trial({
      at: (step, result) => {
        if (step === 7) throw new Error('killed');
        return result;
      },
    });
    await expect(killed).rejects.toThrow('killed');
    expect(losses()).toHaveLength(7);
    const resumed = await trial({ resume: true });
    expect(losses()).toEqual(wantedLosses);
    expect(validations()).toEqual(wantedValidations);
    expect(resumed.values).toEqual(whole.values);
    expect(resumed.result).toMatchObject({
      steps: STEPS,
      loss: whole.result.loss,
      validationLoss: whole.result.validationLoss,
    });
  });

  it('asked to stop finishes the step, saves, and goes on with the same losses', async () => {
    await trial({});
    const wanted = losses();
    folder.remove();
    folder = temporaryFolder();
    const stop = new AbortController();
    const stopped = await refusal(
      trial({
        signal: stop.signal,
        at: (step, result) => {
          if (step === 2) stop.abort();
          return result;
        },
      }),
    );
    expect(stopped).toMatchObject({ code: 'cancelled', message: expect.stringContaining('Stopped after step 3') });
    expect(losses()).toHaveLength(3);
    await trial({ resume: true });
    expect(losses()).toEqual(wanted);
  });

  it('that has ended says its validation again and does nothing', async () => {
    const { result } = await trial({});
    const again = await trial({ resume: true });
    expect(again.result).toMatchObject({ steps: STEPS, loss: null, validationLoss: result.validationLoss });
  });
});

describe('a run folder refuses', () => {
  it('to be written over', async () => {
    await trial({});
    expect(await refusal(trial({}))).toMatchObject({ code: 'bad-request', hint: expect.stringContaining('--resume') });
  });

  it('to continue what was never begun', async () => {
    expect(await refusal(trial({ resume: true }))).toMatchObject({ code: 'bad-request' });
  });

  it('to be trained in by two processes at once, and takes over from one that is gone', async () => {
    const lock = join(folder.path, 'run.lock');
    const parent = process.ppid; // a process that lives and is not this one
    writeFileSync(lock, `${parent}\n`);
    expect(await refusal(trial({}))).toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining(`Process ${parent} is training`),
    });
    expect(readFileSync(lock, 'utf8')).toBe(`${parent}\n`);
    writeFileSync(lock, '4194305\n'); // above every process number there can be
    await trial({});
    expect(readFileSync(lock, 'utf8')).toBe(`${process.pid}\n`);
  });

  it('other data under a checkpoint, naming both digests', async () => {
    await trial({});
    const other = { ...config, digests: { ...config.digests, data: 'e'.repeat(64) } };
    const { message } = await refusal(trial({ resume: true, config: other }));
    expect(message).toContain('data dddddddddddddddd');
    expect(message).toContain('now it is eeeeeeeeeeeeeeee');
  });

  it('another configuration under a checkpoint, naming both digests and what changed', async () => {
    await trial({});
    const other = { ...config, settings: { ...config.settings, rate: 0.1 } };
    const { message } = await refusal(trial({ resume: true, config: other }));
    expect(message).toMatch(/configuration [0-9a-f]{16}; now it is [0-9a-f]{16}: rate was 0\.05 and is 0\.1/);
  });
});

describe('what goes wrong', () => {
  it('a full disk stops the run with the last checkpoint whole', async () => {
    let writes = 0;
    const files: RunFiles = {
      ...nodeRunFiles,
      async writeSynced(path, pieces) {
        if (path.includes('step-') && (writes += 1) === 2) {
          // What a full disk leaves: the first pieces are there, the rest is not.
          await nodeRunFiles.writeSynced(path, [[...pieces][0]!]);
          throw fileError('ENOSPC');
        }
        await nodeRunFiles.writeSynced(path, pieces);
      },
    };
    const error = await refusal(trial({ files, options: { saveEvery: { seconds: 1e9, steps: 3 } } }));
    expect(error).toMatchObject({ code: 'disk-full', hint: expect.stringContaining('--resume') });
    expect(await nodeRunFiles.list(join(folder.path, 'checkpoints'))).toEqual(['step-000000003.safetensors']);
    const { result } = await trial({ resume: true });
    expect(result.steps).toBe(STEPS);
  });

  it('a full disk under metrics is the same failure', async () => {
    const files: RunFiles = { ...nodeRunFiles, append: () => Promise.reject(fileError('ENOSPC')) };
    expect(await refusal(trial({ files }))).toMatchObject({ code: 'disk-full' });
  });

  it('a loss that is no number stops with step and records, and nothing of that step is kept', async () => {
    const at = (step: number, result: StepResult): StepResult =>
      step === 6 ? { ...result, losses: { loss: Number.NaN } } : result;
    const error = await refusal(trial({ at }));
    expect(error.message).toContain('loss of step 7 is NaN (batch: record-12)');
    expect(error.hint).toContain('--rate');
    const { result } = await trial({ resume: true });
    expect(result.steps).toBe(STEPS);
  });

  it('a validation that fails loses nothing that was learned', async () => {
    const validate = (): Promise<never> => Promise.reject(new Error('the picture is gone'));
    await expect(trial({ at: (_step, result) => result, validate })).rejects.toThrow('the picture is gone');
    expect(await nodeRunFiles.list(join(folder.path, 'checkpoints'))).toEqual(['step-000000004.safetensors']);
    const { result } = await trial({ resume: true });
    expect(result.steps).toBe(STEPS);
  });

  it('a gradient that is no number stops the same way', async () => {
    const at = (step: number, result: StepResult): StepResult =>
      step === 1 ? { ...result, gradients: new Map([['w', new Float32Array(SIZE).fill(Infinity)]]) } : result;
    expect((await refusal(trial({ at }))).message).toContain(
      'gradient norm of step 2 is Infinity (batch: record-2, record-3)',
    );
  });

  it('a damaged newest checkpoint is passed over for the one before', async () => {
    await trial({});
    const wanted = losses();
    const newest = join(folder.path, 'checkpoints', 'step-000000010.safetensors');
    writeFileSync(newest, readFileSync(newest).subarray(0, 100));
    expect(existsSync(newest)).toBe(true);
    await trial({ resume: true });
    expect(losses()).toEqual(wanted);
  });
});
