// Tunings: one at a time, paused, resumed after a restart, failed without loss, and only checkpoints that proved themselves are taken.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StudioError } from '../../../../common/base/studio-error';
import { defaultTuningPlan, type TuningCheckpoint, type TuningRun } from '../../../../common/domain/tuning';
import { DataSets } from '../../../../main/services/tuning/data-sets';
import { SampleDrawer, samplesFor } from '../../../../main/services/tuning/sample-drawer';
import { RunShelf } from '../../../../main/services/tuning/run-shelf';
import { withCheckpoint, withProgress } from '../../../../main/services/tuning/run-news';
import {
  TuningService,
  type Tuner,
  type TunerListener,
  type TunerRun,
} from '../../../../main/services/tuning/tuning-service';
import { failingFiles, fileError, temporaryFolder, writeContext } from '../../../support/failing-files';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
const services: TuningService[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.idle(); // what is being written would come back into the folder
  folder.remove();
});

/** A tuner that does what the test says. */
class TunerByHand implements Tuner {
  readonly asked: TunerRun[] = [];
  listener: TunerListener | undefined;
  settle: { done: () => void; fail: (error: StudioError) => void } | undefined;
  estimate: Tuner['estimate'] = (_records, plans) =>
    Promise.resolve(
      plans.map(({ steps }) => ({
        steps: steps ?? 100,
        ms: 1000,
        peakBytes: 2e9,
        diskBytes: 1e6,
        newWords: ['heron'],
      })),
    );
  run(work: TunerRun, listener: TunerListener, signal: AbortSignal): Promise<void> {
    this.asked.push(work);
    this.listener = listener;
    return new Promise((resolve, reject) => {
      this.settle = { done: resolve, fail: reject };
      if (signal.aborted) reject(new StudioError('cancelled', 'Stopped before step 1.'));
      signal.addEventListener('abort', () => reject(new StudioError('cancelled', 'Stopped after step 3.')));
    });
  }
}

const checkpointAt = (step: number, more: Partial<TuningCheckpoint> = {}): TuningCheckpoint => ({
  step,
  validation: 1 / step,
  isBest: false,
  proof: { finite: true, normPerPart: { look: 1 }, changedSinceLast: null, effectOnSamples: null },
  refusal: '',
  samples: [],
  ...more,
});
/** Waits for what the service does behind the call. */
const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 5000, interval: 10 });

function studio(options: { files?: ReturnType<typeof failingFiles>; start?: number; effect?: number } = {}) {
  const tuner = new TunerByHand();
  const write = writeContext(options.files?.files);
  let ids = options.start ?? 0;
  let pictures = 0;
  const dataSets = new DataSets({
    engine: {
      importPicture: ({ assetsDir }) => {
        const sha256 = String((pictures += 1)).padStart(64, '0');
        mkdirSync(assetsDir, { recursive: true });
        writeFileSync(join(assetsDir, `${sha256}.png`), 'picture');
        return Promise.resolve({ sha256, ext: 'png', widthPx: 128, heightPx: 128 });
      },
      // Numbers whose bits differ widely.
      likeness: () => Promise.resolve('0f1e2d3c'.charAt(pictures).repeat(16)),
      describe: () => Promise.reject(new Error('not asked')),
    },
    write,
    newId: () => `run${ids++}`,
    folder: join(folder.path, 'drafts'),
    readStory: () => Promise.reject(new Error('no story')),
    assetPath: () => Promise.resolve(null),
    pictureSizePx: () => 128,
    seed: 5,
  });
  const adopted: string[] = [];
  const errors: StudioError[] = [];
  const drawn: string[] = [];
  const samples = new SampleDrawer(
    {
      draw: ({ prompt, seed, adapterDir }) => {
        drawn.push(`${prompt} ${seed} ${adapterDir?.split('/').at(-1) ?? 'model'}`);
        const sha256 = `${adapterDir === null ? 'b' : 'a'}${seed}`.padEnd(64, '0');
        return Promise.resolve({ sha256, ext: 'png', widthPx: 128, heightPx: 128 });
      },
      difference: (path) => Promise.resolve(options.effect ?? (path.includes('b7') ? 0.2 : 0.1)),
    },
    (error) => errors.push(error),
  );
  const service = new TuningService({
    tuner,
    samples,
    dataSets,
    shelf: new RunShelf(write, join(folder.path, 'runs'), () => undefined),
    adopt: (from, name) => {
      adopted.push(`${from.slice(folder.path.length)} as ${name}`);
      return Promise.resolve(`adapter${adopted.length}`);
    },
    now: () => `2026-11-23T12:00:0${ids}.000Z`,
    nowMs: () => 0,
    freeBytes: () => 8e9,
    freeDiskBytes: () => Promise.resolve(9e9),
    onError: (error) => errors.push(error),
  });
  services.push(service);
  const newSet = async (): Promise<string> => {
    const drawings = [1, 2, 3, 4].map((n) => ({ name: `d${n}.png`, bytes: new Uint8Array([n]) }));
    const set = await dataSets.propose({ stories: [], drawings });
    return dataSets.change(
      set.id,
      set.items.map(({ id }) => ({ id, caption: `The hero ${id}.` })),
    ).id;
  };
  return { tuner, service, dataSets, newSet, adopted, errors, drawn };
}
const plan = defaultTuningPlan('quick', 7);

describe('a tuning', () => {
  it('is estimated, runs, tells what it measures, and is chosen from', async () => {
    const { tuner, service, newSet, adopted } = studio();
    const told: TuningRun[] = [];
    service.events.on('changed', (run) => told.push(run));
    const setId = await newSet();
    const estimates = await service.estimate(setId, { ...plan, steps: 12 }, ['quick', 'thorough']);
    expect(estimates.map(({ preset, steps, freeBytes, newWords }) => [preset, steps, freeBytes, newWords])).toEqual([
      ['quick', 12, 8e9, ['heron']],
      ['thorough', 100, 8e9, ['heron']],
    ]);
    const run = await service.start(setId, 'Nibs', plan);
    expect(run).toMatchObject({ state: 'preparing', learned: 3, keptBack: 1, estimate: { preset: 'quick' } });
    await until(() => expect(tuner.asked).toHaveLength(1));
    const [work] = tuner.asked;
    expect(work!.isResumed).toBe(false);
    expect(work!.records.map(({ panels }) => panels[0]!.isKeptBack).filter(Boolean)).toHaveLength(1);
    tuner.listener!.progress({ step: 1, steps: 12, etaMs: 900, loss: 0.5, validation: null });
    tuner.listener!.checkpoint(checkpointAt(1));
    tuner.listener!.checkpoint(checkpointAt(2));
    tuner.listener!.checkpoint(
      checkpointAt(3, { validation: 0.01, refusal: 'It changes nothing: all its numbers are zero.' }),
    );
    tuner.settle!.done();
    await until(() => expect(service.list()[0]!.state).toBe('done'));
    const [ended] = service.list();
    expect(ended).toMatchObject({ state: 'done', step: 1, steps: 12 });
    expect(ended!.checkpoints.map(({ step, isBest }) => [step, isBest])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
    expect(await service.choose(run.id, 2, 'Nibs the mouse')).toBe('adapter1');
    expect(adopted).toEqual([`/runs/${run.id}/checkpoints/2 as Nibs the mouse`]);
    await expect(service.choose(run.id, 3, 'Zero')).rejects.toThrow('all its numbers are zero');
    await expect(service.choose(run.id, 9, 'None')).rejects.toThrow('no checkpoint of step 9');
    expect(told.at(-1)!.chosen).toHaveLength(1);
    expect(await service.assetPath(run.id, '1'.padStart(64, '0'))).toContain(run.id);
    expect(await service.assetPath(run.id, '../../../etc/passwd')).toBeNull();
  });

  it('draws the same words with the same seeds before and at each checkpoint, and refuses one without any effect', async () => {
    const { tuner, service, newSet, drawn } = studio();
    await service.start(await newSet(), 'Nibs', plan);
    await until(() => expect(tuner.asked).toHaveLength(1));
    tuner.listener!.checkpoint(checkpointAt(5));
    await until(() => expect(service.list()[0]!.checkpoints[0]!.samples).toHaveLength(4));
    expect(drawn.slice(4).map((line) => line.replace(/5$/, 'model'))).toEqual(drawn.slice(0, 4));
    expect(drawn[0]).toMatch(/^The hero i\d\. 7 model$/);
    const [run] = service.list();
    expect(run!.base.map(({ seed, asset }) => [seed, asset?.sha256[0]])).toEqual(
      [7, 8, 9, 10].map((seed) => [seed, 'b']),
    );
    expect(run!.checkpoints[0]!.samples).toHaveLength(4);
    expect(run!.checkpoints[0]!.proof.effectOnSamples).toBeCloseTo(0.125);
    const zero = studio({ effect: 0, start: 5 });
    const { id } = await zero.service.start(await zero.newSet(), 'Zero', plan);
    await until(() => expect(zero.tuner.asked).toHaveLength(1));
    zero.tuner.listener!.checkpoint(checkpointAt(5));
    await until(() => expect(zero.service.list()[0]!.checkpoints[0]!.samples).toHaveLength(4));
    await expect(zero.service.choose(id, 5, 'Zero')).rejects.toThrow('It draws exactly what the model drew before');
  });

  it('draws words of what was kept back first, each but once', () => {
    const panel = (text: string, caption: string, isKeptBack = false) => ({
      id: text,
      imagePath: '',
      text,
      caption,
      isKeptBack,
    });
    const records = [
      { id: 'a', panels: [panel('One.', 'A fox.'), panel('Two.', '', true), panel('Three.', 'A fox.')] },
    ];
    expect(samplesFor(records, plan).map(({ prompt, seed }) => [prompt, seed])).toEqual([
      ['Two.', 7],
      ['A fox.', 8],
    ]);
  });

  it('is paused after its step, goes on, and is stopped for good; a second one waits', async () => {
    const { tuner, service, newSet } = studio();
    const run = await service.start(await newSet(), 'One', plan);
    await expect(service.start(await newSet(), 'Two', plan)).rejects.toThrow('Another run is at work');
    await until(() => expect(tuner.asked).toHaveLength(1));
    service.pause(run.id);
    expect(service.list()[0]!.state).toBe('pausing');
    await until(() => expect(service.list()[0]!.state).toBe('paused'));
    service.resume(run.id);
    await until(() => expect(tuner.asked).toHaveLength(2));
    expect(tuner.asked.map(({ isResumed }) => isResumed)).toEqual([false, true]);
    service.stop(run.id);
    await until(() => expect(service.list()[0]!.state).toBe('stopped'));
    expect(() => service.resume(run.id)).toThrow('it cannot go on');
    await service.remove(run.id);
    expect(service.list()).toEqual([]);
    expect(
      await studio()
        .service.restore()
        .then(() => service.list()),
    ).toEqual([]);
  });

  it('survives the end of the app: offered again where it stood', async () => {
    const first = studio();
    const run = await first.service.start(await first.newSet(), 'Nibs', plan);
    await until(() => expect(first.tuner.asked).toHaveLength(1));
    first.tuner.listener!.progress({ step: 4, steps: 12, etaMs: 900, loss: 0.5, validation: null });
    first.tuner.listener!.checkpoint(checkpointAt(4));
    await first.service.idle();
    first.service.close();
    first.tuner.settle!.fail(new StudioError('device-lost', 'killed'));

    const next = studio({ start: 10 });
    await next.service.restore();
    expect(next.service.list()).toMatchObject([{ id: run.id, state: 'interrupted', step: 4, name: 'Nibs' }]);
    next.service.resume(run.id);
    await until(() => expect(next.tuner.asked).toHaveLength(1));
    expect(next.tuner.asked[0]).toMatchObject({ isResumed: true, plan });
    expect(next.tuner.asked[0]!.records.map(({ panels }) => panels[0]!.caption)).toEqual(
      [1, 2, 3, 4].map((n) => `The hero i${n}.`),
    );
  });

  it('reads a run whose estimate tells no new words, as earlier versions kept it', async () => {
    const first = studio();
    const setId = await first.newSet();
    await first.service.estimate(setId, plan, ['quick']);
    const { id } = await first.service.start(setId, 'Nibs', plan);
    await first.service.idle();
    const path = join(folder.path, 'runs', id, 'run.json');
    const kept = JSON.parse(readFileSync(path, 'utf8')) as { run: { estimate: Record<string, unknown> } };
    expect(kept.run.estimate['newWords']).toEqual(['heron']);
    delete kept.run.estimate['newWords'];
    writeFileSync(path, JSON.stringify(kept));
    const next = studio({ start: 10 });
    await next.service.restore();
    expect(next.service.list()).toMatchObject([{ id, estimate: { preset: 'quick', newWords: [] } }]);
  });

  it('says in one sentence why it failed, and can go on after a crash or a full disk', async () => {
    const { tuner, service, newSet, errors } = studio();
    const run = await service.start(await newSet(), 'Nibs', plan);
    await until(() => expect(tuner.asked).toHaveLength(1));
    tuner.listener!.checkpoint(checkpointAt(2));
    tuner.settle!.fail(new StudioError('disk-full', 'The disk is full.', { hint: 'Free some space.' }));
    await until(() => expect(service.list()[0]!.state).toBe('failed'));
    expect(service.list()[0]).toMatchObject({
      state: 'failed',
      failure: { code: 'disk-full', message: 'The disk is full.', hint: 'Free some space.' },
    });
    expect(service.list()[0]!.checkpoints).toHaveLength(1);
    expect(errors).toHaveLength(1);
    service.resume(run.id);
    await until(() => expect(tuner.asked).toHaveLength(2));
    expect(tuner.asked[1]!.isResumed).toBe(true);
  });

  it('goes on when its record cannot be written', async () => {
    let isFull = false;
    const files = failingFiles((operation) => (isFull && operation === 'writeNewFile' ? fileError('ENOSPC') : null));
    const { tuner, service, newSet, errors } = studio({ files });
    await service.start(await newSet(), 'Nibs', plan);
    await until(() => expect(tuner.asked).toHaveLength(1));
    isFull = true;
    tuner.listener!.checkpoint(checkpointAt(1));
    await until(() => expect(errors.map(({ code }) => code)).toContain('disk-full'));
    expect(service.list()[0]!.checkpoints).toHaveLength(1);
  });
});

describe('news of a run', () => {
  const run = { ...({} as TuningRun), state: 'preparing', metrics: [], checkpoints: [] } as TuningRun;
  const news = (step: number, validation: number | null = null) => ({
    step,
    steps: 5000,
    etaMs: 1,
    loss: 1,
    validation,
  });
  it('drops points that a crash has undone, and keeps curves short without losing a measurement', () => {
    const twice = withProgress(withProgress(withProgress(run, news(1)), news(2)), news(2));
    expect(twice.metrics.map(({ step }) => step)).toEqual([1, 2]);
    let long = run;
    for (let step = 1; step <= 3000; step++) long = withProgress(long, news(step, step % 100 === 0 ? 1 : null));
    expect(long.metrics.length).toBeLessThanOrEqual(600);
    expect(long.metrics.filter(({ validation }) => validation !== null)).toHaveLength(30);
  });
  it('replaces a checkpoint that comes again with its pictures', () => {
    const sample = { prompt: 'a', seed: 1, asset: null };
    const again = withCheckpoint(withCheckpoint(run, checkpointAt(3)), checkpointAt(3, { samples: [sample] }));
    expect(again.checkpoints.map(({ samples }) => samples)).toEqual([[sample]]);
  });
});
