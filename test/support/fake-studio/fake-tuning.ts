// Tunings of the studio in memory: data sets under the real rules, runs whose losses fall by formula and whose samples are painted. It
// learns nothing.
import { StudioError } from '../../../common/base/studio-error';
import { chosenPictureOf, type Asset, type Story } from '../../../common/domain/story';
import {
  isTuningActive,
  type TuningCheckpoint,
  type TuningEstimate,
  type TuningRun,
  type TuningSample,
} from '../../../common/domain/tuning';
import { offeredPanelsOf, type TuningDataSet } from '../../../common/domain/tuning-data-set';
import type { StudioContract } from '../../../common/ipc/contract';
import type { ClientOf } from '../../../common/ipc/shape';
import { dataSetFrom, type ReadItem } from '../../../main/services/tuning/data-set-items';
import { withCheckpoint, withProgress } from '../../../main/services/tuning/run-news';

export interface FakeTuningOptions {
  readonly story: Story;
  readonly stepMs: number;
  readonly addPicture: (bytes: Uint8Array) => Promise<Asset>;
  readonly paint: (text: string, seed: number, clarity: number) => Promise<Uint8Array>;
  readonly pictureSizePx: number;
  readonly describe: () => string;
  /** Runs that are there already. */
  readonly runs?: readonly TuningRun[];
  readonly failure?: { readonly code: 'disk-full' | 'device-lost'; readonly message: string; readonly hint?: string };
}

type Client = ClientOf<StudioContract>['tuning'];
const STEPS = { quick: 60, balanced: 200, thorough: 600 };
const EVERY = 15;
const PROMPTS = ['The fox on the beach at night.', 'The fox in the snow.', 'The fox with a kite.'];
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function createFakeTuning(options: FakeTuningOptions): Client {
  const drafts = new Map<string, ReadItem[]>();
  const runs = new Map((options.runs ?? []).map((run) => [run.id, run] as const));
  const wishes = new Map<string, 'pause' | 'stop'>();
  const on = { changed: new Set<(run: TuningRun) => void>(), removed: new Set<(gone: { runId: string }) => void>() };
  let ids = 0;
  const put = (run: TuningRun): void => {
    runs.set(run.id, run);
    for (const listener of on.changed) listener(run);
  };
  const shown = (id: string): TuningDataSet =>
    dataSetFrom(id, drafts.get(id) ?? [], { pictureSizePx: options.pictureSizePx, seed: 5 });
  const edit = (id: string, itemId: string, change: Partial<ReadItem>): void => {
    drafts.set(
      id,
      (drafts.get(id) ?? []).map((item) => (item.id === itemId ? { ...item, ...change } : item)),
    );
  };
  const likeness = (sha256: string): string => sha256.slice(0, 16);
  const panelItems = (panelIds: readonly string[] | null): ReadItem[] =>
    options.story.panels
      .map((panel, index) => ({ panel, number: index + 1, picture: chosenPictureOf(panel) }))
      .filter(({ panel }) => panelIds === null || panelIds.includes(panel.id))
      .map(({ panel, number, picture }) => ({
        id: panel.id,
        from: {
          kind: 'panel',
          storyId: options.story.id,
          storyTitle: options.story.title,
          panelId: panel.id,
          number,
        },
        asset: picture?.asset ?? null,
        text: panel.text,
        caption: picture?.alt ?? '',
        captionBy: (picture?.alt ?? '') === '' ? 'nobody' : 'writer',
        reason: '',
        likeness: picture === null ? null : likeness(picture.asset.sha256),
        isLeftOut: null,
      }));
  const drawingItem = async (name: string, bytes: Uint8Array, index: number): Promise<ReadItem> => {
    const isBroken = bytes.byteLength < 32;
    const asset = isBroken ? null : await options.addPicture(bytes);
    return {
      id: `d${index}`,
      from: { kind: 'drawing', name },
      asset,
      text: '',
      caption: '',
      captionBy: 'nobody',
      reason: isBroken ? `${name} is not a picture that can be read.` : '',
      likeness: asset === null ? null : likeness(asset.sha256),
      isLeftOut: null,
    };
  };
  const samples = (clarity: number): Promise<TuningSample[]> =>
    Promise.all(
      PROMPTS.map(async (prompt, seed) => ({
        prompt,
        seed,
        asset: await options.addPicture(await options.paint(prompt, seed + 1, clarity)),
      })),
    );
  const checkpointAt = async (step: number, steps: number): Promise<TuningCheckpoint> => ({
    step,
    validation: validationAt(step / steps),
    isBest: false,
    proof: {
      finite: true,
      normPerPart: { look: 0.4 + step / steps, voice: 0.2 },
      changedSinceLast: 0.05,
      effectOnSamples: 0.2 * (step / steps),
    },
    refusal: '',
    samples: await samples(0.4 + (0.6 * step) / steps),
  });
  const work = async (id: string): Promise<void> => {
    const now = (): TuningRun => runs.get(id)!;
    const steps = now().plan.steps ?? STEPS[now().plan.preset];
    if (now().base.length === 0) put({ ...now(), base: await samples(0.35) });
    for (let step = now().step + 1; step <= steps; step++) {
      await wait(options.stepMs);
      const wish = wishes.get(id);
      if (wish !== undefined) {
        wishes.delete(id);
        put({ ...now(), state: wish === 'pause' ? 'paused' : 'stopped', etaMs: null });
        return;
      }
      if (options.failure !== undefined && step > 5) {
        put({ ...now(), state: 'failed', etaMs: null, failure: options.failure });
        return;
      }
      const isChecked = step % EVERY === 0 || step === steps;
      put(
        withProgress(now(), {
          step,
          steps,
          etaMs: (steps - step) * options.stepMs,
          loss: 0.35 * Math.exp((-3 * step) / steps) + 0.02 * Math.sin(step * 1.7),
          validation: isChecked ? validationAt(step / steps) : null,
        }),
      );
      if (isChecked) put(withCheckpoint(now(), await checkpointAt(step, steps)));
    }
    put({ ...now(), state: 'done', etaMs: null });
  };
  const begin = (run: TuningRun): void => {
    put({ ...run, state: 'running', failure: null });
    void work(run.id);
  };
  const found = (runId: string): TuningRun => {
    const run = runs.get(runId);
    if (run === undefined) throw new StudioError('bad-request', 'This run is not there any more.');
    return run;
  };
  const ask = (runId: string, wish: 'pause' | 'stop'): Promise<void> => {
    const run = found(runId);
    if (isTuningActive(run)) {
      wishes.set(runId, wish);
      put({ ...run, state: 'pausing' });
    } else if (wish === 'stop') put({ ...run, state: 'stopped' });
    return Promise.resolve();
  };
  return {
    panels: ({ storyId }) => Promise.resolve(storyId === options.story.id ? offeredPanelsOf(options.story) : []),
    propose: async ({ stories, drawings }) => {
      const id = `set${(ids += 1)}`;
      const panels = stories.flatMap(({ storyId, panelIds }) =>
        storyId === options.story.id ? panelItems(panelIds) : [],
      );
      drafts.set(id, [
        ...panels,
        ...(await Promise.all(drawings.map(({ name, bytes }, n) => drawingItem(name, bytes, n)))),
      ]);
      return shown(id);
    },
    openFolder: () => Promise.resolve(null),
    describe: async ({ dataSetId, itemId }) => {
      await wait(options.stepMs);
      edit(dataSetId, itemId, { caption: options.describe(), captionBy: 'model' });
      return shown(dataSetId);
    },
    change: ({ dataSetId, items }) => {
      for (const { id, caption, isLeftOut } of items) {
        edit(dataSetId, id, {
          ...(caption === undefined ? {} : { caption, captionBy: caption === '' ? 'nobody' : 'writer' }),
          ...(isLeftOut === undefined ? {} : { isLeftOut }),
        });
      }
      return Promise.resolve(shown(dataSetId));
    },
    discard: ({ dataSetId }) => {
      drafts.delete(dataSetId);
      return Promise.resolve();
    },
    estimate: async ({ plan, presets }) => {
      await wait(options.stepMs * 4);
      return presets.map((preset): TuningEstimate => {
        const steps = preset === plan.preset && plan.steps !== null ? plan.steps : STEPS[preset];
        return {
          preset,
          steps,
          ms: steps * 9_000,
          peakBytes: 1.9e9,
          freeBytes: 6.2e9,
          diskBytes: 6e7,
          freeDiskBytes: 4e10,
          newWords: ['heron'],
        };
      });
    },
    start: ({ dataSetId, name, plan }) => {
      const { counts } = shown(dataSetId);
      const run: TuningRun = {
        id: dataSetId,
        name,
        createdAt: new Date().toISOString(),
        plan,
        estimate: null,
        learned: counts.learned,
        keptBack: counts.keptBack,
        state: 'preparing',
        step: 0,
        steps: 0,
        etaMs: null,
        failure: null,
        metrics: [],
        base: [],
        checkpoints: [],
        chosen: [],
      };
      put(run);
      begin(run);
      return Promise.resolve(run);
    },
    pause: ({ runId }) => ask(runId, 'pause'),
    resume: ({ runId }) => {
      begin(found(runId));
      return Promise.resolve();
    },
    stop: ({ runId }) => ask(runId, 'stop'),
    list: () => Promise.resolve([...runs.values()].reverse()),
    choose: ({ runId, step, name }) => {
      const run = found(runId);
      const adapterId = `adapter${(ids += 1)}`;
      put({ ...run, chosen: [...run.chosen, { step, adapterId, name }] });
      return Promise.resolve({ adapterId });
    },
    remove: ({ runId }) => {
      runs.delete(runId);
      for (const listener of on.removed) listener({ runId });
      return Promise.resolve();
    },
    changed: (listener) => {
      on.changed.add(listener);
      return () => on.changed.delete(listener);
    },
    removed: (listener) => {
      on.removed.add(listener);
      return () => on.removed.delete(listener);
    },
  };
}

const validationAt = (share: number): number => 0.33 * Math.exp(-2 * share) + 0.06 + 0.05 * share ** 4;
