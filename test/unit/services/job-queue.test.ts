// The queue tells the truth: one job runs, positions are right, "stopping" lasts until it has stopped, failures are typed.
import { describe, expect, it } from 'vitest';
import { StudioError } from '../../../common/base/studio-error';
import type { Job } from '../../../common/domain/job';
import { JobQueue } from '../../../main/services/jobs/job-queue';

const work = (id: string, run: (signal: AbortSignal) => Promise<null>) => ({
  job: { id, kind: 'generate' as const, storyId: 's', panelId: 'p', mode: 'both' as const },
  run,
});
const stateOf = (queue: JobQueue, id: string): Job => queue.list().find((job) => job.id === id)!;
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('JobQueue', () => {
  it('runs one at a time in order and tells each its place', async () => {
    const queue = new JobQueue();
    const release: (() => void)[] = [];
    for (const id of ['a', 'b', 'c'])
      queue.add(
        work(
          id,
          () =>
            new Promise((resolve) =>
              release.push(() => {
                resolve(null);
              }),
            ),
        ),
      );
    expect(['a', 'b', 'c'].map((id) => [stateOf(queue, id).state, stateOf(queue, id).queuePosition])).toEqual([
      ['running', 0],
      ['queued', 1],
      ['queued', 2],
    ]);
    release[0]!();
    await settled();
    expect(['a', 'b', 'c'].map((id) => [stateOf(queue, id).state, stateOf(queue, id).queuePosition])).toEqual([
      ['done', 0],
      ['running', 0],
      ['queued', 1],
    ]);
  });

  it('is stopping until the work has really stopped', async () => {
    const queue = new JobQueue();
    let stop!: () => void;
    queue.add(
      work(
        'a',
        () =>
          new Promise((_resolve, reject) => {
            stop = () => {
              reject(new StudioError('cancelled', 'stopped'));
            };
          }),
      ),
    );
    queue.cancel('a');
    expect(stateOf(queue, 'a').state).toBe('stopping');
    await settled();
    expect(stateOf(queue, 'a').state).toBe('stopping');
    stop();
    await settled();
    expect(stateOf(queue, 'a').state).toBe('cancelled');
  });

  it('cancels a waiting job at once and never starts it', async () => {
    const queue = new JobQueue();
    let started = false;
    queue.add(
      work(
        'a',
        () =>
          new Promise((resolve) =>
            setTimeout(() => {
              resolve(null);
            }, 3),
          ),
      ),
    );
    queue.add(
      work('b', () => {
        started = true;
        return Promise.resolve(null);
      }),
    );
    queue.cancel('b');
    await settled();
    await settled();
    expect(stateOf(queue, 'b').state).toBe('cancelled');
    expect(started).toBe(false);
  });

  it('ends a failing job with its code and goes on with the next', async () => {
    const queue = new JobQueue();
    queue.add(
      work('a', () => Promise.reject(new StudioError('device-lost', 'The engine stopped.', { hint: 'Try again.' }))),
    );
    queue.add(work('b', () => Promise.resolve(null)));
    await settled();
    expect(stateOf(queue, 'a').failure).toEqual({
      code: 'device-lost',
      message: 'The engine stopped.',
      hint: 'Try again.',
    });
    expect(stateOf(queue, 'b').state).toBe('done');
  });

  it('cancels everything, waiting jobs first', async () => {
    const queue = new JobQueue();
    for (const id of ['a', 'b', 'c']) {
      queue.add(
        work(
          id,
          (signal) =>
            new Promise((_resolve, reject) => {
              signal.addEventListener('abort', () => {
                reject(new StudioError('cancelled', 'stopped'));
              });
            }),
        ),
      );
    }
    queue.cancelAll();
    await settled();
    expect(queue.list().map((job) => job.state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });
});
