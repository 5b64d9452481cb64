// Tunings beside the app: one at a time, in a process of its own, kept on disk so that a restart, a crash or a full disk loses nothing.
// It knows the order of things (data set, run, checkpoint, adapter) and no network: the process is a port. Electron-free.
import { Emitter } from '../../../common/base/emitter';
import { SerialQueue } from '../../../common/base/serial-queue';
import { StudioError, studioErrorFrom } from '../../../common/base/studio-error';
import {
  canResumeTuning,
  isTuningActive,
  type TuningCheckpoint,
  type TuningEstimate,
  type TuningPlan,
  type TuningPreset,
  type TuningRun,
  type TuningSample,
} from '../../../common/domain/tuning';
import type { TunerEstimate, TuningRecord, TuningWork } from '../../../common/ipc/tuner-contract';
import { tooLittle, type DataSets } from './data-sets';
import { samplesFor, type SampleDrawer } from './sample-drawer';
import { recordsFrom, type RunShelf } from './run-shelf';
import { withCheckpoint, withProgress, type TuningProgress } from './run-news';

export interface TunerRun extends TuningWork {
  readonly checkpointsDir: string;
  readonly assetsDir: string;
  readonly name: string;
  readonly isResumed: boolean;
}
export interface TunerListener {
  readonly progress: (progress: TuningProgress) => void;
  readonly base: (samples: readonly TuningSample[]) => void;
  readonly checkpoint: (checkpoint: TuningCheckpoint) => void;
}

/** The process that trains; main/host/tuner-client.ts is one. */
export interface Tuner {
  /** One for each plan. */
  estimate(records: readonly TuningRecord[], plans: readonly TuningPlan[]): Promise<TunerEstimate[]>;
  /** Rejects with `cancelled` once the step is done and saved after the signal; with `device-lost` when the process died. */
  run(work: TunerRun, listener: TunerListener, signal: AbortSignal): Promise<void>;
}

export interface TuningPorts {
  readonly tuner: Tuner;
  readonly dataSets: DataSets;
  readonly shelf: RunShelf;
  readonly samples: SampleDrawer;
  /** The library of adapters takes a copy of a checkpoint's folder. @returns its id */
  readonly adopt: (folder: string, name: string) => Promise<string>;
  readonly now: () => string;
  readonly nowMs: () => number;
  readonly freeBytes: () => number;
  readonly freeDiskBytes: () => Promise<number>;
  readonly onError: (error: StudioError) => void;
}

/** The page need not know each step. */
const NEWS_MS = 250;
const KEEP_MS = 10_000;

export class TuningService {
  readonly events = new Emitter<{ changed: TuningRun; removed: { readonly runId: string } }>();
  readonly #runs = new Map<string, TuningRun>();
  readonly #estimates = new Map<string, readonly TuningEstimate[]>(); // by data set
  readonly #writes = new SerialQueue();
  readonly #draws = new SerialQueue();
  #active: { readonly runId: string; readonly abort: AbortController; isEnding: boolean } | null = null;
  #isClosing = false;
  #toldMs = 0;
  #keptMs = 0;

  constructor(private readonly ports: TuningPorts) {}

  /** Brings back the runs of earlier times; what was at work then can go on at its last saved step. */
  async restore(): Promise<void> {
    for (const run of await this.ports.shelf.readAll()) {
      this.#runs.set(run.id, isTuningActive(run) ? { ...run, state: 'interrupted', etaMs: null } : run);
    }
  }

  list(): TuningRun[] {
    return [...this.#runs.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  }

  async estimate(dataSetId: string, plan: TuningPlan, presets: readonly TuningPreset[]): Promise<TuningEstimate[]> {
    const { dataSets, tuner, freeBytes, freeDiskBytes } = this.ports;
    const dataSet = dataSets.read(dataSetId);
    if (dataSet.refusal !== null) throw tooLittle(dataSet.refusal);
    const folder = dataSets.folderOf(dataSetId);
    const records = recordsFrom(dataSet, `${folder}/assets`);
    // One's own number of steps belongs to the preset that was opened, not to those beside it.
    const plans = presets.map((preset) => (preset === plan.preset ? plan : { ...plan, preset, steps: null }));
    const told = await tuner.estimate(records, plans);
    const free = { freeBytes: freeBytes(), freeDiskBytes: await freeDiskBytes() };
    const estimates = told.map((estimate, index) => ({ preset: presets[index]!, ...estimate, ...free }));
    const others = (this.#estimates.get(dataSetId) ?? []).filter(({ preset }) => !presets.includes(preset));
    this.#estimates.set(dataSetId, [...others, ...estimates]);
    return estimates;
  }

  /** @throws `bad-request` when another run is at work, or there is too little to learn from */
  async start(dataSetId: string, name: string, plan: TuningPlan): Promise<TuningRun> {
    this.#checkFree();
    const { dataSet, folder } = this.ports.dataSets.take(dataSetId);
    const run: TuningRun = {
      id: dataSet.id,
      name,
      createdAt: this.ports.now(),
      plan,
      estimate: this.#estimates.get(dataSetId)?.find(({ preset }) => preset === plan.preset) ?? null,
      learned: dataSet.counts.learned,
      keptBack: dataSet.counts.keptBack,
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
    await this.ports.shelf.adopt(run, dataSet, folder);
    this.#change(run);
    this.#work(run, false);
    return run;
  }

  pause(runId: string): void {
    const run = this.#run(runId);
    if (this.#active?.runId !== runId || run.state === 'pausing') return;
    this.#change({ ...run, state: 'pausing' });
    this.#active.abort.abort();
  }

  resume(runId: string): void {
    const run = this.#run(runId);
    if (!canResumeTuning(run)) throw new StudioError('bad-request', 'This run has ended: it cannot go on.');
    this.#checkFree();
    const again: TuningRun = { ...run, state: 'preparing', failure: null };
    this.#change(again);
    this.#work(again, true);
  }

  stop(runId: string): void {
    const run = this.#run(runId);
    if (this.#active?.runId === runId) {
      this.#active.isEnding = true;
      this.pause(runId);
    } else if (canResumeTuning(run)) this.#change({ ...run, state: 'stopped', etaMs: null });
  }

  /** @throws `bad-request` when the checkpoint is not there or did not prove itself */
  async choose(runId: string, step: number, name: string): Promise<string> {
    const checkpoint = this.#run(runId).checkpoints.find((one) => one.step === step);
    if (checkpoint === undefined) throw new StudioError('bad-request', `There is no checkpoint of step ${step}.`);
    if (checkpoint.refusal !== '') {
      throw new StudioError('bad-request', checkpoint.refusal, { hint: 'Choose another checkpoint.' });
    }
    const adapterId = await this.ports.adopt(`${this.ports.shelf.foldersOf(runId).checkpoints}/${step}`, name);
    const run = this.#run(runId);
    this.#change({ ...run, chosen: [...run.chosen, { step, adapterId, name }] });
    return adapterId;
  }

  async remove(runId: string): Promise<void> {
    this.#run(runId);
    if (this.#active?.runId === runId) {
      throw new StudioError('bad-request', 'This run is at work.', { hint: 'Stop it first.' });
    }
    this.#runs.delete(runId);
    await this.#writes.add(() => this.ports.shelf.remove(runId));
    this.events.emit('removed', { runId });
  }

  /** Path of a picture of a data set or a run, by look-up only. */
  async assetPath(id: string, sha256: string): Promise<string | null> {
    return (
      this.ports.dataSets.assetPath(id, sha256) ?? (this.#runs.has(id) ? this.ports.shelf.assetPath(id, sha256) : null)
    );
  }

  /** The app ends: what dies with it is no failure, and can go on at the next start. */
  close(): void {
    this.#isClosing = true;
  }

  async idle(): Promise<void> {
    await this.#draws.idle();
    await this.#writes.idle();
  }

  #work(run: TuningRun, isResumed: boolean): void {
    const active = { runId: run.id, abort: new AbortController(), isEnding: false };
    this.#active = active;
    const now = (): TuningRun => this.#run(run.id);
    const listener: TunerListener = {
      progress: (progress) => this.#progress(withProgress(now(), progress)),
      base: (samples) => this.#change({ ...now(), base: [...samples] }),
      checkpoint: (checkpoint) => {
        this.#change(withCheckpoint(now(), checkpoint));
        this.#draw(run.id, () => this.#judge(run.id, checkpoint));
      },
    };
    const { training, checkpoints, assets } = this.ports.shelf.foldersOf(run.id);
    const work = async (): Promise<void> => {
      const records = await this.ports.shelf.recordsOf(run.id);
      const { plan, name } = run;
      this.#draw(run.id, () => this.#drawBase(run.id, records));
      const places = { trainingDir: training, checkpointsDir: checkpoints, assetsDir: assets };
      await this.ports.tuner.run({ ...places, records, plan, name, isResumed }, listener, active.abort.signal);
    };
    work().then(
      () => this.#ended({ ...now(), state: 'done', etaMs: null }),
      (thrown: unknown) => {
        const { code, message, hint } = studioErrorFrom(thrown);
        if (code === 'cancelled') {
          this.#ended({ ...now(), state: active.isEnding ? 'stopped' : 'paused', etaMs: null });
          return;
        }
        this.ports.onError(studioErrorFrom(thrown));
        this.#ended({
          ...now(),
          state: 'failed',
          etaMs: null,
          failure: { code, message, ...(hint === undefined ? {} : { hint }) },
        });
      },
    );
  }

  /** Pictures to compare are drawn one after the other, while it learns; a run that is gone needs none. */
  #draw(runId: string, work: () => Promise<void>): void {
    this.#draws
      .add(async () => {
        if (this.#runs.has(runId)) await work();
      })
      .catch((thrown: unknown) => {
        this.ports.onError(studioErrorFrom(thrown));
      });
  }

  async #drawBase(runId: string, records: readonly TuningRecord[]): Promise<void> {
    const run = this.#run(runId);
    if (run.base.some(({ asset }) => asset !== null)) return;
    const { assets } = this.ports.shelf.foldersOf(runId);
    const base = await this.ports.samples.drawn(samplesFor(records, run.plan), null, assets, () =>
      this.#runs.has(runId),
    );
    if (this.#runs.has(runId)) this.#change({ ...this.#run(runId), base });
  }

  async #judge(runId: string, checkpoint: TuningCheckpoint): Promise<void> {
    const { base } = this.#run(runId);
    if (base.length === 0 || checkpoint.samples.length > 0 || checkpoint.refusal !== '') return;
    const { assets, checkpoints } = this.ports.shelf.foldersOf(runId);
    const places = { adapterDir: `${checkpoints}/${checkpoint.step}`, assetsDir: assets };
    const judged = await this.ports.samples.judged(checkpoint, base, places, () => this.#runs.has(runId));
    if (this.#runs.has(runId)) this.#change(withCheckpoint(this.#run(runId), judged));
  }

  #ended(run: TuningRun): void {
    if (this.#isClosing) return;
    this.#active = null;
    this.#change(run);
  }

  #progress(run: TuningRun): void {
    const ms = this.ports.nowMs();
    if (ms - this.#keptMs >= KEEP_MS || run.state !== this.#runs.get(run.id)?.state) {
      this.#change(run);
      return;
    }
    this.#runs.set(run.id, run);
    if (ms - this.#toldMs < NEWS_MS) return;
    this.#toldMs = ms;
    this.events.emit('changed', run);
  }

  /** The page hears of it and the disk keeps it. A disk that takes nothing stops no training: the trainer says so itself. */
  #change(run: TuningRun): void {
    this.#runs.set(run.id, run);
    this.#toldMs = this.#keptMs = this.ports.nowMs();
    this.events.emit('changed', run);
    this.#writes
      .add(async () => {
        const newest = this.#runs.get(run.id);
        if (newest !== undefined) await this.ports.shelf.save(newest);
      })
      .catch((thrown: unknown) => {
        this.ports.onError(studioErrorFrom(thrown));
      });
  }

  #checkFree(): void {
    if (this.#active === null) return;
    throw new StudioError('bad-request', 'Another run is at work, and one at a time is learned.', {
      hint: 'Pause or stop it first.',
    });
  }

  #run(runId: string): TuningRun {
    const run = this.#runs.get(runId);
    if (run !== undefined) return run;
    throw new StudioError('bad-request', 'This run is not there any more.');
  }
}
