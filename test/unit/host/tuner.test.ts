// The tuning process over its port: news come in order, a pause ends the run when all is saved, a death is a sentence with a way on.
import { describe, expect, it, vi } from 'vitest';
import { StudioError } from '../../../common/base/studio-error';
import { defaultTuningPlan } from '../../../common/domain/tuning';
import { portPair } from '../../../main/host/port-pair';
import { serveTuner, type BackendListener, type BackendWork, type TuningBackend } from '../../../main/host/tuner';
import { TunerClient } from '../../../main/host/tuner-client';

const plan = defaultTuningPlan('quick', 1);
const work: Omit<BackendWork, 'bundleDir' | 'cacheDir'> = {
  trainingDir: '/t',
  checkpointsDir: '/c',
  assetsDir: '/a',
  records: [{ id: 'r', panels: [{ id: 'i1', imagePath: '/p.png', text: '', caption: 'A fox.', isKeptBack: false }] }],
  plan,
  name: 'Nibs',
  isResumed: false,
};
const nobody: BackendListener = { progress: () => undefined, base: () => undefined, checkpoint: () => undefined };

function clientOver(backend: TuningBackend) {
  const killed: number[] = [];
  const deaths: ((reason: string) => void)[] = [];
  const client = new TunerClient({
    bundleDir: '/bundle',
    cacheDir: '/cache',
    spawn: () => {
      const [mine, theirs] = portPair();
      serveTuner(theirs, backend);
      return {
        port: { ...mine, onClose: (listener) => (deaths.push(listener), () => undefined) },
        pid: 7,
        kill: () => void killed.push(7),
      };
    },
  });
  return { client, killed, die: (reason: string) => deaths.forEach((listener) => listener(reason)) };
}
const estimate: TuningBackend['estimate'] = ({ plans }) =>
  Promise.resolve(plans.map(() => ({ steps: 3, ms: 1, peakBytes: 2, diskBytes: 3, newWords: ['heron'] })));

describe('the tuning process', () => {
  it('estimates and runs, each in a process that is let go afterwards', async () => {
    const seen: string[] = [];
    const { client, killed } = clientOver({
      estimate,
      run: (asked, listener) => {
        seen.push(`${asked.bundleDir} ${asked.name}`);
        listener.progress({ step: 1, steps: 3, etaMs: null, loss: 0.5, validation: null });
        return Promise.resolve({ steps: 3 });
      },
    });
    const told = await client.estimate(work.records, [plan, plan]);
    expect(told.map(({ newWords }) => newWords)).toEqual([['heron'], ['heron']]);
    const progress = vi.fn();
    await client.run(work, { ...nobody, progress }, new AbortController().signal);
    expect(seen).toEqual(['/bundle Nibs']);
    expect(progress).toHaveBeenCalledWith({ step: 1, steps: 3, etaMs: null, loss: 0.5, validation: null });
    expect(killed).toHaveLength(2);
    expect(client.pids()).toEqual([]);
  });

  it('pauses after the step: the run ends as cancelled once the trainer has saved', async () => {
    const abort = new AbortController();
    let saved = false;
    const { client } = clientOver({
      estimate,
      run: (_asked, listener, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            saved = true;
            reject(new StudioError('cancelled', 'Stopped after step 1; everything up to it is saved.'));
          });
          listener.progress({ step: 1, steps: 3, etaMs: null, loss: 0.5, validation: null });
        }),
    });
    const running = client.run(work, { ...nobody, progress: () => abort.abort() }, abort.signal);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(saved).toBe(true);
  });

  it('says what a death means and that nothing is lost', async () => {
    const { client, die } = clientOver({ estimate, run: () => new Promise(() => undefined) });
    const running = client.run(work, nobody, new AbortController().signal);
    setTimeout(() => die('SIGKILL'), 20);
    await expect(running).rejects.toMatchObject({
      code: 'device-lost',
      hint: expect.stringContaining('is kept') as string,
    });
    const starved = client.run(work, nobody, new AbortController().signal);
    setTimeout(() => die('exit code -536870904'), 20);
    await expect(starved).rejects.toMatchObject({ code: 'out-of-memory' });
  });

  it('does not begin what was paused before', async () => {
    const { client, killed } = clientOver({ estimate, run: () => Promise.resolve({ steps: 1 }) });
    await expect(client.run(work, nobody, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    expect(killed).toEqual([]);
  });
});
