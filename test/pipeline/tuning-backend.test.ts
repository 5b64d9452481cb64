// The tuning process's trainer on a tiny random bundle: records and a plan in, checkpoints with cards out, paused and gone on with.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { defaultTuningPlan, type TuningCheckpoint } from '../../common/domain/tuning';
import type { TuningRecord } from '../../common/ipc/tuner-contract';
import { studioTuningBackend } from '../../main/host/tuning-backend';
import { adapterFitOf } from '../../main/runtime/adapters/adapter-fit';
import { readAdapter } from '../../main/runtime/adapters/read-adapter';
import { readBundle } from '../../main/runtime/bundle';
import { writeDataSet } from '../../native-models/miniature/world/world';
import { temporaryFolder } from '../support/failing-files';
import { writeTinyBundle } from '../support/tiny-bundle';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 }); // opening a step graph takes seconds, more on a busy machine
let folder: { path: string; remove: () => void };
const inFolder = (name: string): string => join(folder.path, name);
let records: TuningRecord[];
beforeAll(async () => {
  folder = temporaryFolder();
  await writeTinyBundle(inFolder('bundle'));
  await writeDataSet({ kind: 'stories', seed: 4, count: 2, out: inFolder('stories'), sizePx: 16 });
  const lines = readFileSync(join(inFolder('stories'), 'index.jsonl'), 'utf8')
    .trim()
    .split('\n');
  records = lines.map((line, r) => ({
    id: `r${r}`,
    panels: (JSON.parse(line) as { panels: { text: string; image: string }[] }).panels.map(({ text, image }, i) => ({
      id: `i${r}-${i}`,
      imagePath: join(inFolder('stories'), image),
      text: i === 1 ? '' : text,
      caption: i === 1 ? text : '',
      isKeptBack: r === 0 && i === 0,
    })),
  }));
});
afterAll(() => {
  folder.remove();
});

it('trains in the background: pauses after a step, goes on, and every checkpoint is an adapter with its card', async () => {
  const backend = studioTuningBackend();
  const plan = { ...defaultTuningPlan('quick', 3), rank: 4, steps: 4, rate: 0.01, keepsWorld: false };
  const places = { bundleDir: inFolder('bundle'), cacheDir: inFolder('cache') };
  const [told] = await backend.estimate({ ...places, records, plans: [plan] });
  expect(told).toMatchObject({ steps: 4, newWords: [] });
  expect(told!.ms).toBeGreaterThan(0);

  const work = {
    ...places,
    trainingDir: inFolder('run'),
    checkpointsDir: inFolder('checkpoints'),
    assetsDir: inFolder('assets'),
    records,
    plan,
    name: 'My hero',
  };
  const steps: number[] = [];
  const checkpoints: TuningCheckpoint[] = [];
  const pause = new AbortController();
  const listener = {
    progress: ({ step }: { step: number }) => {
      steps.push(step);
      if (step === 2) pause.abort();
    },
    base: () => undefined,
    checkpoint: (checkpoint: TuningCheckpoint) => checkpoints.push(checkpoint),
  };
  await expect(backend.run({ ...work, isResumed: false }, listener, pause.signal)).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(await backend.run({ ...work, isResumed: true }, listener, new AbortController().signal)).toEqual({ steps: 4 });
  expect(steps).toEqual([1, 2, 3, 4]);
  expect(checkpoints.map(({ step, isBest, refusal }) => ({ step, isBest, refusal }))).toEqual([
    { step: 4, isBest: true, refusal: '' },
  ]);
  const { card } = await readAdapter(
    join(work.checkpointsDir, '4'),
    await adapterFitOf(await readBundle(places.bundleDir)),
  );
  expect(card?.name).toBe('My hero');
  expect(card?.training?.validation?.after).toBe(checkpoints[0]!.validation);
});
