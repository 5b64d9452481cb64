// The queue of the studio in memory: the product's own JobQueue over a model that streams given sentences and paints with the injected
// painter. Only the work is made up; places, stopping, moving and forgetting are the real thing.
import { StudioError, type StudioErrorCode } from '../../../common/base/studio-error';
import type { GenerationResult, Job } from '../../../common/domain/job';
import type { ExportRequest } from '../../../common/domain/export';
import type { Asset, Story } from '../../../common/domain/story';
import type { ClientOf } from '../../../common/ipc/shape';
import type { StudioContract } from '../../../common/ipc/contract';
import { JobQueue, type JobProgress } from '../../../main/services/jobs/job-queue';
import type { FakeStudioOptions } from '../fake-studio';

type Client = ClientOf<StudioContract>;
export type StartInput = Parameters<Client['generate']['start']>[0];

export interface FakeQueuePorts {
  readonly options: FakeStudioOptions;
  readonly sentences: readonly string[];
  readonly addPicture: (bytes: Uint8Array) => Promise<Asset>;
  readonly storyTitle: (storyId: string) => string;
  readonly generationOf: (input: StartInput) => GenerationResult['generation'];
}

type Listener<T> = (value: T) => void;

export interface FakeQueue {
  readonly queue: JobQueue;
  readonly asked: StartInput[];
  readonly start: (input: StartInput, parked?: boolean) => Job;
  readonly startExport: (story: Story, request: ExportRequest) => Job;
  readonly client: Client['job'];
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const done = (): Promise<void> => Promise.resolve();

export function createFakeQueue({ options, sentences, ...ports }: FakeQueuePorts): FakeQueue {
  const { stepMs } = options;
  const queue = new JobQueue({ now: Date.now });
  const asked: StartInput[] = [];
  const texts = new Set<Listener<{ jobId: string; text: string }>>();
  const previews = new Set<Listener<{ jobId: string; png: Uint8Array<ArrayBuffer> }>>();
  const listenTo =
    <T>(listeners: Set<Listener<T>>) =>
    (listener: Listener<T>) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    };
  let serial = 0;

  const work = async (
    jobId: string,
    input: StartInput,
    signal: AbortSignal,
    report: (progress: JobProgress) => void,
  ): Promise<GenerationResult> => {
    const next = async (progress: JobProgress): Promise<void> => {
      report(progress);
      await pause(stepMs);
      if (!signal.aborted) return;
      await pause(stepMs * 3);
      throw new StudioError('cancelled', 'The work was cancelled.');
    };
    await next({ stage: 'see', step: 0, steps: 0, etaMs: null });
    let { text } = input;
    if (input.mode !== 'picture') {
      for (const word of (sentences[serial % sentences.length] ?? '').split(' ')) {
        text = text === '' ? word : `${text} ${word}`;
        for (const listener of texts) listener({ jobId, text });
        await next({ stage: 'write', step: 0, steps: 0, etaMs: null });
      }
    }
    const failure = options.generationFailure;
    if (failure !== undefined)
      throw new StudioError(failure.code as StudioErrorCode, failure.message, { hint: failure.hint });
    const asset = input.mode === 'text' ? null : await draw(jobId, text, input.options.seed, next);
    const ms = { see: 1, write: 1, map: 1, draw: 1, decode: 1 };
    return { text, asset, generation: ports.generationOf(input), notices: [...(options.notices ?? [])], ms };
  };
  const draw = async (
    jobId: string,
    text: string,
    seed: number,
    next: (progress: JobProgress) => Promise<void>,
  ): Promise<Asset> => {
    const steps = 20;
    for (let step = 1; step <= steps; step++) {
      if (step % 4 === 0) {
        const png = new Uint8Array(await options.paint(text, seed, step / steps));
        for (const listener of previews) listener({ jobId, png });
      }
      await next({ stage: 'draw', step, steps, etaMs: (steps - step) * stepMs });
    }
    return ports.addPicture(await options.paint(text, seed, 1));
  };
  const start: FakeQueue['start'] = (input, parked = false) => {
    const id = `job-${++serial}`;
    if (!parked) asked.push(input);
    const { storyId, panelId, place = null, mode } = input;
    return queue.add(
      {
        job: { id, kind: 'generate', storyId, storyTitle: ports.storyTitle(storyId), panelId, place, mode },
        timedAs: () => mode,
        run: (signal, report) => work(id, input, signal, report),
      },
      { parked },
    );
  };
  const startExport: FakeQueue['startExport'] = (story, request) =>
    queue.add({
      job: {
        id: `export-${++serial}`,
        kind: 'export',
        storyId: story.id,
        storyTitle: story.title,
        panelId: null,
        mode: null,
      },
      run: async (signal, report) => {
        for (let step = 0; step <= 5 && !signal.aborted; step++) {
          report({ stage: 'export', step, steps: 5, etaMs: null });
          await pause(stepMs);
        }
        if (signal.aborted) throw new StudioError('cancelled', 'The work was cancelled.');
        return { format: request.format, fileName: `${story.title}.${request.format}`, bytes: 1000 };
      },
    });
  const doing =
    <Input>(act: (input: Input) => void) =>
    (input: Input): Promise<void> => {
      act(input);
      return done();
    };

  return {
    queue,
    asked,
    start,
    startExport,
    client: {
      list: () => Promise.resolve(queue.list()),
      cancel: doing(({ jobId }) => queue.cancel(jobId)),
      cancelAll: doing(() => queue.cancelAll()),
      move: doing(({ jobId, toPosition }) => queue.move(jobId, toPosition)),
      resume: doing(({ jobIds }) => queue.resume(jobIds)),
      retry: doing(({ jobId }) => queue.retry(jobId)),
      clearEnded: doing(() => queue.clearEnded()),
      taken: doing(({ jobId }) => queue.taken(jobId)),
      changed: (listener) => queue.events.on('changed', listener),
      forgotten: (listener) => queue.events.on('forgotten', ({ jobIds }) => listener({ jobIds: [...jobIds] })),
      text: listenTo(texts),
      preview: listenTo(previews),
    },
  };
}
