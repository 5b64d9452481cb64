// The studio's own trainer behind the port of the tuning process: records and plan become a tuning, its news the process's events. Pictures to
// compare are drawn by the engine, not here; the model's own stories are told here before the first run of a bundle, and kept.
import { randomUUID } from 'node:crypto';
import { StudioError } from '../../common/base/studio-error';
import type { TuningPlan } from '../../common/domain/tuning';
import type { TuningRecord } from '../../common/ipc/tuner-contract';
import { visionInputFrom } from '../pipeline/image/vision-input';
import { OWN_STORIES_SEED, writeOwnStories } from '../pipeline/own-stories';
import { openPipeline } from '../pipeline/pipeline';
import { styleLinesOf } from '../runtime/bundle';
import { readFrozenBundle } from '../runtime/frozen-bundle';
import { nodeRunFiles } from '../training/run/run-files';
import { lossOf } from '../training/tuning/checks';
import { writeCard } from '../training/tuning/finish-adapter';
import { countOwnStories } from '../training/tuning/own-stories';
import { estimateTune, tune, type TunePorts, type TuneRequest } from '../training/tuning/tune';
import { tuneSettings, type TuneSettings } from '../training/tuning/tune-settings';
import { FEWEST_PANELS, tuningSetFrom } from '../training/tuning/tuning-set';
import type { BackendWork, TuningBackend } from './tuner';

type Places = Pick<BackendWork, 'bundleDir' | 'cacheDir'>;

export function studioTuningBackend(): TuningBackend {
  return {
    async estimate(work) {
      const told = [];
      for (const plan of work.plans) {
        const request = await requestFrom(work, work.records, plan);
        const ports = portsFrom(work, { run: '', checksDir: '', resume: false });
        const { steps, seconds, peakBytes, diskBytes, newWords } = await estimateTune(request, ports);
        told.push({ steps, ms: Math.round(seconds * 1000), peakBytes, diskBytes, newWords: [...newWords] });
      }
      return told;
    },

    async run(work, listener, signal) {
      const { plan, bundleDir, name, checkpointsDir } = work;
      const request = await requestFrom(work, work.records, plan, signal);
      const { settings, set } = request;
      let before: number | undefined;
      const { steps } = await tune(request, {
        ...portsFrom(work, { run: work.trainingDir, checksDir: checkpointsDir, resume: work.isResumed }, signal),
        onStart: (loss) => {
          before = loss;
        },
        onProgress: ({ step, losses, validation, secondsLeft }) => {
          listener.progress({
            step,
            loss: losses['loss'] ?? null,
            validation: validation?.['loss'] ?? null,
            steps: settings.steps,
            etaMs: Number.isFinite(secondsLeft) ? Math.round(secondsLeft * 1000) : null,
          });
        },
        onCheck: async (check, dir, isBest) => {
          const after = lossOf(check);
          await writeCard(dir, {
            best: check,
            trained: { steps: check.step, validation: { before: before ?? after, after } },
            settings,
            set,
            bundleDir,
            name,
            id: randomUUID(),
            created: new Date().toISOString(),
          });
          const { finite, normPerPart, changedSinceLast, effectOnSamples } = check.proof;
          listener.checkpoint({
            step: check.step,
            validation: after,
            isBest,
            proof: { finite, normPerPart: { ...normPerPart }, changedSinceLast, effectOnSamples },
            refusal: '',
            samples: [],
          });
        },
      });
      return { steps };
    },
  };
}

async function requestFrom(
  { bundleDir }: Places,
  records: readonly TuningRecord[],
  plan: TuningPlan,
  signal?: AbortSignal,
): Promise<TuneRequest & { readonly settings: TuneSettings }> {
  const bundle = await readFrozenBundle(bundleDir);
  const stories = records.map(({ id, panels, style }) => ({
    id,
    style,
    panels: panels.map((panel) => ({
      text: panel.text === '' ? panel.caption : panel.text,
      picture: { id: panel.id, path: panel.imagePath, captions: [], graph: undefined },
    })),
  }));
  const set = await tuningSetFrom(stories, {
    readPixels: visionInputFrom,
    size: await bundle.visionSize(),
    styleLine: await styleLinesOf(bundleDir),
    signal,
  });
  if (set.counts.panels < FEWEST_PANELS) {
    throw new StudioError(
      'bad-request',
      `Learning needs at least ${FEWEST_PANELS} pictures with words; ${set.counts.panels} are left.`,
      { hint: 'Add panels or drawings.' },
    );
  }
  const kept = records.flatMap(({ panels }) => panels.flatMap(({ id, isKeptBack }) => (isKeptBack ? [id] : [])));
  const settings = tuneSettings(plan.preset, {
    parts: plan.parts,
    rank: plan.rank ?? undefined,
    steps: plan.steps ?? undefined,
    rate: plan.rate ?? undefined,
    seed: plan.seed,
    keepsWorld: plan.keepsWorld,
  });
  return { set, settings, bundleDir, ...(kept.length > 0 ? { held: new Set(kept) } : {}) };
}

function portsFrom(
  { bundleDir, cacheDir }: Places,
  places: Pick<TunePorts, 'run' | 'checksDir' | 'resume'>,
  signal?: AbortSignal,
): TunePorts {
  const clock = { now: () => performance.timeOrigin + performance.now() };
  return {
    ...places,
    cacheDir,
    readPixels: visionInputFrom,
    async tellOwnStories({ count, panels, dir }) {
      if ((await countOwnStories(dir)) >= count) return;
      const pipeline = await openPipeline({ bundleDir, cacheDir, device: 'cpu', clock, ...(signal && { signal }) });
      try {
        await writeOwnStories(pipeline, { count, panels, seed: OWN_STORIES_SEED, dir, signal });
      } finally {
        await pipeline.close();
      }
    },
    files: nodeRunFiles,
    clock,
    rssBytes: () => process.memoryUsage.rss(),
    signal,
  };
}
