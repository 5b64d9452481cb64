// What a tuning will take, told before it starts: a few of its own steps are run and timed, none of them kept. Memory is what the process
// holds after them, with what the optimiser and a checkpoint add.
import type { TuneSettings } from './tune-settings';

export interface TuneEstimate {
  readonly steps: number;
  readonly seconds: number;
  readonly peakBytes: number;
  readonly diskBytes: number;
  /** Words of the writer for characters that the bundle does not know: they get rows of their own. */
  readonly newWords: readonly string[];
}

export interface EstimateParts extends Pick<TuneEstimate, 'newWords'> {
  /** Forward and backward half of a step. */
  readonly step: (number: number) => Promise<void>;
  /** The measuring of a checkpoint. */
  readonly check: () => Promise<void>;
  /** Seconds before the first step that are still to come. */
  readonly preparing: number;
  readonly trainedNumbers: number;
  readonly drawsSamples: boolean;
  readonly clock: { now(): number };
  readonly rssBytes: () => number;
}

const TIMED_STEPS = 3;
/** Two moments, averages and their start, kept in float32 beside the parameters. */
const COPIES = 4;
/** Opening the bundle with an adapter and drawing the samples, and writing the files. */
const SAMPLES_SECONDS = 6;
/** Six runs peaked at 1.09 to 1.40 times what was held after the timed steps, and what the optimiser adds. */
const GROWTH = 1.18;
/** Networks that draw samples beside the training's: 0.20 to 0.21 GB measured with the built-in bundle. */
const SAMPLES_BYTES = 200e6;
const OPTIMISER_SECONDS_A_MILLION = 0.012;

export async function estimateOf(settings: TuneSettings, parts: EstimateParts): Promise<TuneEstimate> {
  const { steps, checkEvery } = settings;
  const { clock, trainedNumbers } = parts;
  const timed = async (work: () => Promise<void>): Promise<number> => {
    const started = clock.now();
    await work();
    return (clock.now() - started) / 1000;
  };
  await parts.step(0); // opens the session
  await parts.check();
  const each: number[] = [];
  for (let i = 1; i <= TIMED_STEPS; i++) each.push(await timed(() => parts.step(i)));
  const step = each.reduce((sum, seconds) => sum + seconds, 0) / TIMED_STEPS;
  const check = (await timed(parts.check)) + (parts.drawsSamples ? SAMPLES_SECONDS : 0);
  const checks = Math.ceil(steps / checkEvery);
  const bytes = trainedNumbers * 4;
  return {
    steps,
    seconds: parts.preparing + steps * (step + (OPTIMISER_SECONDS_A_MILLION * trainedNumbers) / 1e6) + checks * check,
    peakBytes: GROWTH * (parts.rssBytes() + COPIES * bytes) + (parts.drawsSamples ? SAMPLES_BYTES : 0),
    diskBytes: checks * bytes + 2 * COPIES * bytes,
    newWords: parts.newWords,
  };
}
