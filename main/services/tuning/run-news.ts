// What a run is after a piece of news from the process that trains it. Pure; tuning-service.ts hears the news and keeps the record.
import type { MetricPoint, TuningCheckpoint, TuningRun } from '../../../common/domain/tuning';

/** Curves need no more; the newest points and every held-out measurement are kept as they are. */
const MAX_POINTS = 600;

export interface TuningProgress extends MetricPoint {
  readonly steps: number;
  readonly etaMs: number | null;
}

/** A step was done. Points at and after it come from work that a crash has undone. */
export function withProgress(run: TuningRun, { step, steps, etaMs, loss, validation }: TuningProgress): TuningRun {
  const before = run.metrics.filter((point) => point.step < step);
  return {
    ...run,
    state: run.state === 'preparing' ? 'running' : run.state,
    step,
    steps,
    etaMs,
    metrics: thinned([...before, { step, loss, validation }]),
  };
}

/** Every second point without a held-out measurement goes, among the older half. */
function thinned(points: MetricPoint[]): MetricPoint[] {
  if (points.length <= MAX_POINTS) return points;
  const old = points.length / 2;
  return points.filter((point, index) => index >= old || point.validation !== null || index % 2 === 0);
}

/** A checkpoint came, or came again with its pictures. Only the best of all is the best. */
export function withCheckpoint(run: TuningRun, checkpoint: TuningCheckpoint): TuningRun {
  const others = run.checkpoints.filter(({ step }) => step !== checkpoint.step);
  const all = [...others, checkpoint].sort((a, b) => a.step - b.step);
  const usable = all.filter(({ refusal, validation }) => refusal === '' && validation !== null);
  const best = usable.reduce<TuningCheckpoint | null>(
    (found, one) => (found === null || one.validation! < found.validation! ? one : found),
    null,
  );
  return { ...run, checkpoints: all.map((one) => ({ ...one, isBest: one.step === best?.step })) };
}
