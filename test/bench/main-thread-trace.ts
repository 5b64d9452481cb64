// What the page's main thread did while something was going on, from Chromium's own trace: its tasks, and the frames that they belong
// to. No opinion on what is fast enough.
import type { Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly ph: string;
  readonly ts: number; // microseconds
  readonly dur?: number;
  readonly tdur?: number; // of it on the processor
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly name?: string };
}

export interface Task {
  readonly atMs: number;
  readonly ms: number; // from its beginning to its end
  readonly cpuMs: number; // of it on the processor: other programs are not in it
}

export interface Trace {
  /** Tasks of the main thread of the busiest page process. */
  readonly tasks: readonly Task[];
  /** When the main thread had a frame ready for the compositor. */
  readonly commitsMs: readonly number[];
}

const categories = [
  '-*',
  'devtools.timeline',
  'devtools.timeline.frame',
  'disabled-by-default-devtools.timeline',
  'toplevel',
];

/** Runs `work` with the trace on. */
export async function traced<T>(
  page: Page,
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly trace: Trace }> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories },
  });
  const value = await work();
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  return { value, trace: traceFrom(events) };
}

function traceFrom(events: readonly TraceEvent[]): Trace {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const of = ({ pid, tid }: TraceEvent) => events.filter((event) => event.pid === pid && event.tid === tid);
  const commitsOf = (own: readonly TraceEvent[]) => own.filter(({ name }) => name === 'Commit');
  const busiest = mains.map(of).sort((a, b) => commitsOf(b).length - commitsOf(a).length)[0] ?? [];
  const runs = busiest.filter(({ name, ph }) => ph === 'X' && name === 'RunTask');
  if (runs.length === 0) throw new Error('The trace holds no task of a page: this Chromium names them otherwise.');
  return {
    tasks: runs
      .map(({ ts, dur = 0, tdur = dur }) => ({ atMs: ts / 1000, ms: dur / 1000, cpuMs: tdur / 1000 }))
      .sort((a, b) => a.atMs - b.atMs),
    commitsMs: commitsOf(busiest).map(({ ts }) => ts / 1000),
  };
}

/** The work of each frame: everything since the frame before it was handed on, events and scripts, layout and paint. */
export function workPerFrame({ tasks, commitsMs }: Trace, of: (task: Task) => number): number[] {
  const frames: number[] = [];
  const commits = [...commitsMs].sort((a, b) => a - b);
  let work = 0;
  let next = 0;
  for (const task of tasks) {
    const { atMs, ms } = task;
    work += of(task);
    const handedOn = commits[next];
    if (handedOn === undefined || handedOn > atMs + ms) continue;
    frames.push(work);
    work = 0;
    while ((commits[next] ?? Infinity) <= atMs + ms) next += 1;
  }
  return frames.slice(1); // before the first one, the trace had not begun
}

/** The share of frames that did not come, from the times of those that did, at 60 a second. */
export function droppedShare(timesMs: readonly number[]): number {
  const gaps = timesMs.slice(1).map((at, index) => at - (timesMs[index] ?? at));
  const expected = gaps.reduce((sum, gap) => sum + Math.max(1, Math.round(gap / (1000 / 60))), 0);
  return expected === 0 ? 0 : (expected - gaps.length) / expected;
}

export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('No frame was drawn, so there is nothing to take a percentile of.');
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
