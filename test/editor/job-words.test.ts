// What the queue says of a job: an estimate only where every part of it was measured, and where the result goes.
import { describe, expect, it } from 'vitest';
import type { Job } from '../../common/domain/job';
import { panelToShow, panelWords } from '../../renderer/features/queue/job-place';
import { etaWords, jobWords, remainingMs } from '../../renderer/features/workspace/job-words';
import { storyWithPanels } from './editor-fixture';

const job = (change: Partial<Job>): Job => ({
  id: 'j',
  kind: 'generate',
  storyId: 's',
  storyTitle: '',
  panelId: 'p2',
  place: null,
  mode: 'both',
  state: 'queued',
  queuePosition: 1,
  stage: 'queued',
  step: 0,
  steps: 0,
  etaMs: null,
  typicalMs: null,
  failure: null,
  result: null,
  isTaken: false,
  ...change,
});

describe('how long it takes', () => {
  const running = job({ id: 'r', state: 'running', queuePosition: 0, etaMs: 4000 });
  const first = job({ id: 'a', queuePosition: 1, typicalMs: 10_000 });
  const second = job({ id: 'b', queuePosition: 2, typicalMs: 6000 });

  it('counts what is before it, in its own lane', () => {
    const exporting = job({ id: 'e', kind: 'export', state: 'running', queuePosition: 0, etaMs: 90_000 });
    const jobs = [second, exporting, running, first];
    expect(jobs.map((each) => remainingMs(each, jobs))).toEqual([20_000, 90_000, 4000, 14_000]);
    expect(etaWords(second, jobs)).toBe('about 20 s');
  });

  it('is not said while any part of it was never measured', () => {
    expect(etaWords(second, [running, { ...first, typicalMs: null }, second])).toBe('');
    expect(etaWords(second, [{ ...running, etaMs: null }, first, second])).toBe('');
    expect(etaWords(second)).toBe(''); // what waits before it is not known
    expect(etaWords(job({ state: 'parked', typicalMs: 5 }), [])).toBe('');
  });

  it('and what it does is said in words', () => {
    expect(jobWords(job({ state: 'stopping', stage: 'draw' }))).toBe('Stopping…');
    expect(jobWords(second)).toBe('Waiting, number 2 in line');
    expect(jobWords(job({ state: 'failed', stage: 'done' }))).toBe('Not finished');
  });
});

describe('where the result goes', () => {
  const story = storyWithPanels('one', 'two');
  it('is the panel by its present number, or the place of a new one', () => {
    expect(panelWords(job({}), story)).toBe('Panel 2');
    expect(panelWords(job({ panelId: 'new', place: { after: 'p2' } }), story)).toBe('After panel 2');
    expect(panelWords(job({ panelId: 'new', place: { after: 'gone' } }), story)).toBe('A place in the story');
    expect(panelWords(job({ panelId: 'gone' }), story)).toBe('');
    expect(panelWords(job({}), null)).toBe('');
  });
  it('can be gone to', () => {
    expect(panelToShow(job({}), story)).toBe('p2');
    expect(panelToShow(job({ panelId: 'new', place: { after: 'p1' } }), story)).toBe('p1');
    expect(panelToShow(job({ kind: 'export', panelId: null }), story)).toBeNull();
  });
});
