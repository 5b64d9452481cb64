// The training loop: batches in, one optimiser step at a time, metrics and checkpoints out. It knows no network and no data: both come as a
// `Task`. It stops at the end of its budget, on request after a whole step, or on numbers that are no numbers.
import { StudioError } from '../../common/base/studio-error';
import type { Optimiser, OptimiserState, TrainedParameter } from './optimiser/adamw';
import { clipToNorm, globalNorm, GradientSum } from './optimiser/gradients';
import { rateAt, spentShare, type Budget, type RateSchedule } from './optimiser/learning-rate';
import type { MovingAverage } from './optimiser/moving-average';
import type { RunPosition } from './run/checkpoint';
import type { RunFolder } from './run/run-folder';

/** What one micro-batch gives. `losses.loss` is the sum that is trained; the others are its parts. */
export interface StepResult {
  readonly losses: Readonly<Record<string, number>>;
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

export interface MicroBatch {
  /** Names of the records in it, for a message when their numbers go wrong. */
  readonly ids: readonly string[];
  readonly samples: number;
  /** Runs the step graph on the parameters as they are. */
  run(): Promise<StepResult>;
}

export interface Task {
  /** The micro-batches of a step: a function of its number (from 0) and of the spent share of the budget alone. */
  batches(step: number, share: number): AsyncIterable<MicroBatch> | Iterable<MicroBatch>;
  /** Figures on the held-out split for parameter values by path, `share` of the budget spent; `loss` is the one that is compared. */
  validate?(
    values: ReadonlyMap<string, Float32Array>,
    share: number,
    step: number,
  ): Promise<Readonly<Record<string, number>>>;
  /** Asked after each validation, and at the start: whether more steps would be in vain. The budget then counts as spent. */
  isEnough?(): boolean;
}

export interface LoopOptions {
  readonly task: Task;
  readonly parameters: readonly TrainedParameter[];
  /** Parameters that are fed and not trained: kept in checkpoints too, so that one holds all that the method adds. */
  readonly fixed?: OptimiserState | undefined;
  readonly optimiser: Optimiser;
  readonly average?: MovingAverage | undefined;
  readonly schedule: RateSchedule;
  readonly budget: Budget;
  /** Largest global norm of the gradients. */
  readonly clipNorm: number;
  readonly run: RunFolder;
  /** Steps between two validations; 0 for none but the last. */
  readonly validateEvery: number;
  /** A checkpoint every so many steps, or every so many seconds, whichever comes first. */
  readonly saveEvery: { readonly steps?: number; readonly seconds: number };
  readonly clock: { now(): number };
  readonly signal?: AbortSignal | undefined;
  readonly report?: (progress: Progress) => void;
}

export interface Progress {
  readonly step: number;
  readonly losses: Readonly<Record<string, number>>;
  readonly rate: number;
  readonly samplesPerSecond: number;
  readonly secondsLeft: number;
  readonly validation?: Readonly<Record<string, number>>;
}

export interface LoopResult {
  readonly steps: number;
  readonly seconds: number;
  readonly samples: number;
  /** Of the last step; null when no step was left to do. */
  readonly loss: number | null;
  readonly validationLoss: number | null;
}

/** Share of the mean duration that one new step replaces, for speed and time left. */
const PACE = 0.05;

/**
 * Trains until the budget is spent; parameters are changed in place.
 * @throws `cancelled` after the step in which the signal fired has been finished and saved; `internal` when a loss or a gradient is not
 *   finite (nothing of that step is kept); `disk-full` and `io` from the run folder
 */
export async function runLoop(options: LoopOptions): Promise<LoopResult> {
  const { task, parameters, optimiser, average, schedule, budget, run, clock, signal } = options;
  const started = clock.now();
  const before = run.resumed?.position ?? { step: 0, seconds: 0, samples: 0, averaged: 0 };
  let { step, samples } = before;
  let saved = { step, seconds: before.seconds };
  let loss: number | null = null;
  let validation: Readonly<Record<string, number>> | undefined;
  let pace: { readonly seconds: number; readonly samples: number } | undefined;
  const sum = new GradientSum();
  let share = spentShare(budget, { steps: step, seconds: before.seconds });
  const live = new Map(parameters.map(({ path, values }) => [path, values] as const));
  const seconds = (): number => before.seconds + (clock.now() - started) / 1000;
  const position = (): RunPosition => ({ step, seconds: seconds(), samples, averaged: average?.count ?? 0 });
  const save = async (): Promise<void> => {
    const tensors = parameters.map(({ path, shape, values }) => [path, { shape, values }] as const);
    const averages = average?.state() ?? new Map<string, never>();
    const all = new Map([...(options.fixed ?? []), ...tensors]);
    await run.save({ position: position(), parameters: all, optimiser: optimiser.state(), averages });
    saved = { step, seconds: seconds() };
  };
  const validate = async (): Promise<void> => {
    if (task.validate === undefined) return;
    try {
      validation = await task.validate(average?.values() ?? live, share, step);
    } catch (error) {
      if (step > saved.step) await save(); // what was learned is whole, whatever went wrong while measuring it
      throw error;
    }
    await run.log({ step, validation });
  };
  const isOver = (): boolean => share >= 1 || task.isEnough?.() === true;
  while (!isOver()) {
    if (signal?.aborted === true) break;
    const stepStarted = seconds();
    const { losses, count, ids } = await gather(task.batches(step, share), sum, step);
    const gradients = sum.takeMean();
    const norm = globalNorm(gradients);
    if (!Number.isFinite(norm)) throw notFinite('gradient norm', norm, step, ids);
    clipToNorm(gradients, norm, options.clipNorm);
    const rate = rateAt(schedule, step, share);
    await optimiser.step(gradients, rate, step + 1);
    average?.update();
    step += 1;
    samples += count;
    loss = losses['loss'] ?? null;
    const now = seconds();
    await run.log({ step, ...losses, rate, gradientNorm: norm, samples, seconds: now });
    pace = blended(pace, now - stepStarted, count);
    share = spentShare(budget, { steps: step, seconds: now });
    const isDue = options.validateEvery > 0 && step % options.validateEvery === 0;
    if (isDue || share >= 1) await validate();
    options.report?.({
      step,
      losses,
      rate,
      samplesPerSecond: pace.samples / Math.max(pace.seconds, 1e-9),
      secondsLeft: secondsLeft(budget, { steps: step, seconds: now }, pace.seconds),
      ...((isDue || share >= 1) && validation !== undefined ? { validation } : {}),
    });
    const { steps: everySteps, seconds: everySeconds } = options.saveEvery;
    if (seconds() - saved.seconds >= everySeconds || (everySteps !== undefined && step - saved.step >= everySteps)) {
      await save();
    }
  }
  if (step > saved.step) await save();
  if (!isOver()) {
    throw new StudioError('cancelled', `Stopped after step ${step}; everything up to it is saved.`, {
      hint: 'Continue with --resume.',
      detail: { step },
    });
  }
  if (validation === undefined) await validate(); // a run that was finished already still tells how good it is
  return { steps: step, seconds: seconds(), samples, loss, validationLoss: validation?.['loss'] ?? null };
}

/** Runs the micro-batches of one step and sums up their gradients; losses are means over them. */
async function gather(
  batches: AsyncIterable<MicroBatch> | Iterable<MicroBatch>,
  sum: GradientSum,
  step: number,
): Promise<{ losses: Record<string, number>; count: number; ids: string[] }> {
  const totals = new Map<string, { total: number; times: number }>();
  const ids: string[] = [];
  let count = 0;
  for await (const batch of batches) {
    const { losses, gradients } = await batch.run();
    ids.push(...batch.ids);
    count += batch.samples;
    for (const [name, value] of Object.entries(losses)) {
      if (!Number.isFinite(value)) throw notFinite(name, value, step, batch.ids);
      const { total, times } = totals.get(name) ?? { total: 0, times: 0 };
      totals.set(name, { total: total + value, times: times + 1 });
    }
    sum.add(gradients);
  }
  return {
    losses: Object.fromEntries([...totals].map(([name, { total, times }]) => [name, total / times])),
    count,
    ids,
  };
}

const NAMED_IDS = 8;

function notFinite(what: string, value: number, step: number, ids: readonly string[]): StudioError {
  const shown = [...ids.slice(0, NAMED_IDS), ...(ids.length > NAMED_IDS ? [`${ids.length - NAMED_IDS} more`] : [])];
  return new StudioError(
    'internal',
    `Training stopped: the ${what} of step ${step + 1} is ${value} (batch: ${shown.join(', ')}).`,
    {
      hint: 'The last checkpoint is unharmed: start again with a lower --rate or a longer warm-up, and look at these records.',
      detail: { step: step + 1, what, ids },
    },
  );
}

function blended(
  pace: { readonly seconds: number; readonly samples: number } | undefined,
  seconds: number,
  samples: number,
): { readonly seconds: number; readonly samples: number } {
  if (pace === undefined) return { seconds, samples };
  const mix = (old: number, recent: number): number => old + (recent - old) * PACE;
  return { seconds: mix(pace.seconds, seconds), samples: mix(pace.samples, samples) };
}

function secondsLeft(budget: Budget, done: { steps: number; seconds: number }, stepSeconds: number): number {
  const bySteps = budget.steps === undefined ? Infinity : (budget.steps - done.steps) * stepSeconds;
  const byMinutes = budget.minutes === undefined ? Infinity : budget.minutes * 60 - done.seconds;
  return Math.max(0, Math.min(bySteps, byMinutes));
}
