// What the queue says of a tuning, and which ones it lists.
import { describe, expect, it } from 'vitest';
import { defaultTuningPlan, type TuningRun, type TuningState } from '../../common/domain/tuning';
import { listedTunings } from '../../renderer/features/queue/queue-tunings';
import { durationWords, fractionOfTuning, tuningLine } from '../../renderer/features/workspace/tuning-words';

const run = (state: TuningState, change: Partial<TuningRun> = {}): TuningRun => ({
  id: state,
  name: 'Nibs',
  createdAt: '2026-11-01T10:00:00.000Z',
  plan: defaultTuningPlan('quick', 1),
  estimate: null,
  learned: 4,
  keptBack: 1,
  state,
  step: 12,
  steps: 60,
  etaMs: 9 * 60_000,
  failure: null,
  metrics: [],
  base: [],
  checkpoints: [],
  chosen: [],
  ...change,
});

describe('a tuning in the queue', () => {
  it('says its step and the time left while it learns, its state otherwise', () => {
    expect(tuningLine(run('running'))).toBe('Step 12 of 60 · about 9 minutes left');
    expect(tuningLine(run('running', { etaMs: null }))).toBe('Step 12 of 60');
    expect(tuningLine(run('preparing', { step: 0, steps: 0, etaMs: null }))).toBe('Looking at the pictures');
    expect(tuningLine(run('pausing', { etaMs: null }))).toBe('Finishing this step');
    expect(tuningLine(run('paused'))).toBe('Paused at step 12'); // a time from before says nothing now
    expect(tuningLine(run('interrupted'))).toBe('Interrupted at step 12');
  });

  it('knows no share before it knows its steps', () => {
    expect(fractionOfTuning({ step: 0, steps: 0 })).toBeNull();
    expect(fractionOfTuning({ step: 15, steps: 60 })).toBe(0.25);
    expect(durationWords(40_000)).toBe('less than a minute');
  });

  it('is listed while it is at work or can go on, what is at work first', () => {
    const states: TuningState[] = ['done', 'paused', 'stopped', 'failed', 'running', 'interrupted'];
    expect(listedTunings(states.map((state) => run(state))).map(({ id }) => id)).toEqual([
      'running',
      'paused',
      'failed',
      'interrupted',
    ]);
  });
});
