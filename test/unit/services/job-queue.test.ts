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

  /** A queue whose works end when they are told to; the clock is moved by hand. */
  function bench(kind: 'generate' | 'export' = 'generate') {
    const clock = { ms: 0, now: () => clock.ms };
    const queue = new JobQueue(clock);
    const started: string[] = [];
    const end = new Map<string, (failure?: StudioError) => void>();
    const add = (id: string, lane = kind, parked = false) =>
      queue.add(
        {
          job: { id, kind: lane, storyId: 's', panelId: 'p', mode: 'both' },
          timedAs: () => 'both',
          run: () =>
            new Promise((resolve, reject) => {
              started.push(id);
              end.set(id, (failure) => {
                if (failure === undefined) resolve(null);
                else reject(failure);
              });
            }),
        },
        { parked },
      );
    const order = () =>
      queue
        .list()
        .filter((job) => job.state === 'queued')
        .sort((a, b) => a.queuePosition - b.queuePosition)
        .map((job) => job.id);
    return { clock, queue, started, end, add, order };
  }

  it('moves a waiting job to a place, and only a waiting one', async () => {
    const { queue, started, end, add, order } = bench();
    for (const id of ['a', 'b', 'c', 'd']) add(id);
    queue.move('d', 1);
    expect(order()).toEqual(['d', 'b', 'c']);
    queue.move('d', 99);
    expect(order()).toEqual(['b', 'c', 'd']);
    queue.move('c', 1);
    queue.move('a', 2); // runs already
    queue.move('nobody', 1);
    expect(order()).toEqual(['c', 'b', 'd']);
    expect(order().map((id) => stateOf(queue, id).queuePosition)).toEqual([1, 2, 3]);
    for (const id of ['a', 'c', 'b', 'd']) {
      end.get(id)!();
      await settled();
    }
    expect(started).toEqual(['a', 'c', 'b', 'd']);
  });

  it('runs an export beside the engine, each lane in its own order', async () => {
    const { queue, started, end, add } = bench();
    add('g1');
    add('e1', 'export');
    add('e2', 'export');
    add('g2');
    expect(started).toEqual(['g1', 'e1']);
    expect(['g2', 'e2'].map((id) => stateOf(queue, id).queuePosition)).toEqual([1, 1]);
    end.get('e1')!();
    await settled();
    expect(started).toEqual(['g1', 'e1', 'e2']);
    queue.move('g2', 1);
    expect(stateOf(queue, 'g2').queuePosition).toBe(1);
  });

  it('never starts a parked job by itself; resumed it waits in line, discarded it is gone', async () => {
    const { queue, started, end, add } = bench();
    const forgotten: (readonly string[])[] = [];
    queue.events.on('forgotten', ({ jobIds }) => forgotten.push(jobIds));
    for (const id of ['a', 'b', 'c']) add(id, 'generate', true);
    queue.cancelAll();
    await settled();
    expect(queue.list().map((job) => job.state)).toEqual(['parked', 'parked', 'parked']);
    expect(started).toEqual([]);
    queue.cancel('b');
    expect(forgotten).toEqual([['b']]);
    queue.resume(['c', 'a', 'gone']);
    expect(started).toEqual(['a']);
    expect(stateOf(queue, 'c').queuePosition).toBe(1);
    end.get('a')!();
    await settled();
    expect(started).toEqual(['a', 'c']);
  });

  it('tries a failed or stopped job again under its id, and no other', async () => {
    const { queue, started, end, add } = bench();
    add('a');
    end.get('a')!(new StudioError('out-of-memory', 'There is not enough memory.'));
    await settled();
    expect(stateOf(queue, 'a').failure?.code).toBe('out-of-memory');
    queue.retry('a');
    expect(stateOf(queue, 'a')).toMatchObject({ state: 'running', failure: null });
    queue.retry('a');
    end.get('a')!();
    await settled();
    expect(stateOf(queue, 'a').state).toBe('done');
    queue.retry('a');
    await settled();
    expect(started).toEqual(['a', 'a']);
  });

  it('estimates from what was measured, and not before', async () => {
    const { clock, queue, end, add } = bench();
    add('a');
    add('b');
    expect(stateOf(queue, 'a')).toMatchObject({ etaMs: null, typicalMs: null });
    clock.ms = 2000;
    end.get('a')!();
    await settled();
    expect(stateOf(queue, 'b')).toMatchObject({ state: 'running', etaMs: 2000, typicalMs: 2000 });
    expect(add('c').typicalMs).toBe(2000);
    clock.ms = 6000; // b took 4 s
    end.get('b')!();
    await settled();
    expect(add('d').typicalMs).toBe(3000);
  });

  it('learns nothing from work that failed', async () => {
    const { clock, end, add } = bench();
    add('a');
    clock.ms = 9;
    end.get('a')!(new StudioError('device-lost', 'The engine stopped.'));
    await settled();
    expect(add('b').typicalMs).toBeNull();
  });

  it('forgets what has ended when asked, but never a result that no story holds', async () => {
    const queue = new JobQueue();
    const result = { text: 'x', asset: null } as unknown as NonNullable<Job['result']>;
    queue.add(work('kept', () => Promise.resolve(result) as never));
    queue.add(work('failed', () => Promise.reject(new StudioError('io', 'no'))));
    await settled();
    queue.clearEnded();
    expect(queue.list().map((job) => job.id)).toEqual(['kept']);
    queue.taken('kept');
    queue.clearEnded();
    expect(queue.list()).toEqual([]);
  });
});
