// A studio in memory for development of the interface and for its tests: stories, a queue that works one job after the other,
// words that stream, a picture from an injected painter. It is not the engine and never part of the product.
import { defaultSettings, type Settings } from '../../common/domain/settings';
import type { GenerationNotice, Job } from '../../common/domain/job';
import { emptyStory, type Asset, type Story } from '../../common/domain/story';
import type { PictureDescription } from '../../common/domain/picture-description';
import type { BundleSummary } from '../../common/domain/bundle';
import type { EngineStatus, OpenedStory, StudioContract } from '../../common/ipc/contract';
import { StudioError, studioErrorFrom } from '../../common/base/studio-error';
import type { Answer, ClientOf, Unsubscribe } from '../../common/ipc/shape';
import { defaultDescription, inspectionFrom, sourceOf } from './fake-studio/fake-model';
import { tinyStyles } from './tiny-styles';

export type FakeClient = ClientOf<StudioContract>;
type StartInput = Parameters<FakeClient['generate']['start']>[0];

export interface FakeStudioOptions {
  readonly story: Story;
  readonly paint: (text: string, seed: number, clarity: number) => Promise<Uint8Array>; // clarity 0 to 1
  readonly stepMs: number;
  readonly engine?: Partial<EngineStatus>;
  readonly settings?: Partial<Settings>;
  readonly opened?: Partial<Pick<OpenedStory, 'readOnly' | 'recovered'>>;
  readonly generationFailure?: { readonly code: string; readonly message: string; readonly hint?: string };
  readonly saveFailure?: { readonly code: string; readonly message: string; readonly hint?: string };
  readonly notices?: readonly GenerationNotice[];
  readonly description?: PictureDescription;
  readonly sentences?: readonly string[];
}

type ExposedFunction = (argument?: unknown) => Promise<Answer> | Unsubscribe;
export type ExposedTable = Readonly<Record<string, Readonly<Record<string, ExposedFunction>>>>;

export interface FakeStudio {
  readonly client: FakeClient;
  /** The client as the preload would expose it: methods answer with data, also when they fail. */
  readonly exposed: ExposedTable;
  readonly pictures: Map<string, Uint8Array>; // by content hash
  readonly saved: Story[];
  readonly asked: StartInput[]; // every generation, in order
  readonly emitEngine: (status: Partial<EngineStatus>) => void;
  readonly addPicture: (bytes: Uint8Array) => Promise<Asset>;
}

export const miniatureSummary: BundleSummary = {
  name: 'miniature',
  title: 'Miniature picture book',
  description: 'The small built-in model: it knows eight animals, six places and a dozen things.',
  digest: 'f'.repeat(64),
  pictureSizePx: 128,
  defaults: { steps: 20, guidanceScale: 4, temperature: 0.8, topP: 0.95, topK: 40, repetitionPenalty: 1.1 },
  knows: {
    characters: ['fox', 'bear', 'owl', 'rabbit', 'cat', 'frog', 'penguin', 'mouse'],
    places: ['forest', 'meadow', 'beach', 'snow', 'town', 'room'],
    times: ['day', 'sunset', 'night'],
    props: ['lantern', 'kite', 'boat', 'balloon', 'book', 'gift', 'key', 'flower', 'apple', 'umbrella', 'star', 'map'],
    names: ['Pip', 'Bruno', 'Olive'],
  },
  styles: tinyStyles,
};

const defaultSentences = [
  'Far out on the water, a second light answered.',
  'The owl knew the way, but she would only tell it in rhymes.',
  'By morning the whole meadow smelled of rain and oranges.',
];

const exportJob = (id: string, storyId: string): Job => ({
  id,
  kind: 'export',
  storyId,
  panelId: null,
  mode: null,
  state: 'running',
  queuePosition: 0,
  stage: 'export',
  step: 0,
  steps: 0,
  etaMs: null,
  failure: null,
  result: null,
});

type Listeners<T> = Set<(value: T) => void>;
const listenTo =
  <T>(listeners: Listeners<T>) =>
  (listener: (value: T) => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
const emit = <T>(listeners: Listeners<T>, value: T): void => {
  for (const listener of [...listeners]) listener(value);
};

function exposedFrom(client: FakeClient): ExposedTable {
  const expose =
    (call: (argument?: unknown) => unknown): ExposedFunction =>
    (argument) => {
      const returned = call(argument);
      if (typeof returned === 'function') return returned as Unsubscribe;
      return Promise.resolve(returned).then(
        (value): Answer => ({ ok: true, value }),
        (thrown: unknown): Answer => {
          const { code, message, hint } = studioErrorFrom(thrown);
          return { ok: false, error: hint === undefined ? { code, message } : { code, message, hint } };
        },
      );
    };
  const groups = Object.entries(client).map(([group, calls]) => [
    group,
    Object.fromEntries(
      Object.entries(calls as Record<string, () => unknown>).map(([name, call]) => [name, expose(call)]),
    ),
  ]);
  return Object.fromEntries(groups) as ExposedTable;
}

const sha256Of = async (bytes: Uint8Array): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(bytes));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

export function createFakeStudio(options: FakeStudioOptions): FakeStudio {
  const { stepMs, sentences = defaultSentences } = options;
  const stories = new Map([[options.story.id, options.story]]);
  const pictures = new Map<string, Uint8Array>();
  const saved: Story[] = [];
  const asked: StartInput[] = [];
  const jobs = new Map<string, Job>();
  const waiting: { readonly id: string; readonly input: StartInput }[] = [];
  const on = {
    job: new Set() as Listeners<Job>,
    text: new Set() as Listeners<{ jobId: string; text: string }>,
    preview: new Set() as Listeners<{ jobId: string; png: Uint8Array<ArrayBuffer> }>,
    engine: new Set() as Listeners<EngineStatus>,
    settings: new Set() as Listeners<Settings>,
  };
  let settings: Settings = { ...defaultSettings(), ...options.settings };
  let engine: EngineStatus = {
    state: 'ready',
    device: 'CPU',
    bundle: miniatureSummary,
    message: '',
    restarts: 0,
    ...options.engine,
  };
  let working = false;
  let serial = 0;

  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const put = (id: string, change: Partial<Job>): Job => {
    const job = { ...(jobs.get(id) as Job), ...change };
    jobs.set(id, job);
    emit(on.job, job);
    return job;
  };
  const addPicture = async (bytes: Uint8Array): Promise<Asset> => {
    const sha256 = await sha256Of(bytes);
    pictures.set(sha256, bytes);
    return { sha256, ext: 'png', widthPx: 256, heightPx: 256 };
  };
  const stopped = (id: string): boolean => jobs.get(id)?.state !== 'running';

  const writeWords = async (id: string, input: StartInput): Promise<string> => {
    const words = (sentences[serial % sentences.length] ?? '').split(' ');
    let text = input.text;
    for (const word of words) {
      if (stopped(id)) return text;
      text = text === '' ? word : `${text} ${word}`;
      emit(on.text, { jobId: id, text });
      put(id, { stage: 'write' });
      await pause(stepMs);
    }
    return text;
  };
  const draw = async (id: string, text: string, seed: number): Promise<Asset | null> => {
    const steps = 20;
    for (let step = 1; step <= steps; step++) {
      if (stopped(id)) return null;
      put(id, { stage: 'draw', step, steps, etaMs: (steps - step) * stepMs });
      if (step % 4 === 0)
        emit(on.preview, { jobId: id, png: new Uint8Array(await options.paint(text, seed, step / steps)) });
      await pause(stepMs);
    }
    return addPicture(await options.paint(text, seed, 1));
  };

  const work = async (): Promise<void> => {
    if (working) return;
    working = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { id, input } = next;
      waiting.forEach((job, index) => put(job.id, { queuePosition: index + 1 }));
      put(id, { state: 'running', queuePosition: 0, stage: 'see' });
      await pause(stepMs);
      const text = input.mode === 'picture' ? input.text : await writeWords(id, input);
      if (options.generationFailure !== undefined) {
        put(id, { state: 'failed', stage: 'done', failure: options.generationFailure });
        continue;
      }
      const asset = input.mode === 'text' ? null : await draw(id, text, input.options.seed);
      if (stopped(id)) {
        await pause(stepMs * 3);
        put(id, { state: 'cancelled', stage: 'done' });
        continue;
      }
      const generation = {
        bundle: 'miniature',
        bundleDigest: miniatureSummary.digest,
        seed: input.options.seed,
        sampler: settings.sampler,
        ...(input.options.style === undefined ? {} : { style: input.options.style }),
        steps: 20,
        guidanceScale: 4,
        temperature: 0.8,
        ...(input.redraw === null ? {} : { source: sourceOf(input.redraw) }),
        device: engine.device,
        createdAt: new Date().toISOString(),
      };
      const ms = { see: 1, write: 1, map: 1, draw: 1, decode: 1 };
      put(id, {
        state: 'done',
        stage: 'done',
        result: { text, asset, generation, notices: [...(options.notices ?? [])], ms },
      });
    }
    working = false;
  };

  const start: FakeClient['generate']['start'] = (input) => {
    const id = `job-${++serial}`;
    asked.push(input);
    waiting.push({ id, input });
    const job: Job = {
      id,
      kind: 'generate',
      storyId: input.storyId,
      panelId: input.panelId,
      mode: input.mode,
      state: 'queued',
      queuePosition: waiting.length,
      stage: 'queued',
      step: 0,
      steps: 0,
      etaMs: null,
      failure: null,
      result: null,
    };
    jobs.set(id, job);
    emit(on.job, job);
    void work();
    return Promise.resolve({ jobId: id });
  };
  const cancel = (jobId: string): void => {
    const index = waiting.findIndex((job) => job.id === jobId);
    if (index >= 0) {
      waiting.splice(index, 1);
      put(jobId, { state: 'cancelled', stage: 'done' });
    } else if (jobs.get(jobId)?.state === 'running') put(jobId, { state: 'stopping' });
  };
  const open = (story: Story): OpenedStory => ({
    story,
    folderName: `${story.title}.vokenstory`,
    readOnly: null,
    recovered: null,
    ...options.opened,
  });
  const done = (): Promise<void> => Promise.resolve();

  const client: FakeClient = {
    app: { info: () => Promise.resolve({ version: '0', platform: 'preview', shell: 'fake' }), openLog: done },
    story: {
      openLast: () => Promise.resolve(open(options.story)),
      list: () =>
        Promise.resolve(
          [...stories.values()].map(({ id, title, updatedAt }) => ({
            id,
            title,
            updatedAt,
            folderName: `${title}.vokenstory`,
          })),
        ),
      create: ({ title }) => {
        const id = `story-${stories.size + 1}`;
        const story = emptyStory({ id, panelId: `${id}-p1`, title, now: new Date().toISOString() });
        stories.set(id, story);
        return Promise.resolve({ ...open(story), readOnly: null, recovered: null });
      },
      open: ({ storyId }) => Promise.resolve(open(stories.get(storyId) ?? options.story)),
      openFolder: () => Promise.resolve(null),
      openLastGoodCopy: ({ storyId }) =>
        Promise.resolve({ ...open(stories.get(storyId) ?? options.story), readOnly: null }),
      save: ({ story }) => {
        // The preload rejects with a plain record, as this does: an Error would lose its code on the way.
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
        if (options.saveFailure !== undefined) return Promise.reject(options.saveFailure);
        saved.push(story);
        stories.set(story.id, story);
        return Promise.resolve({ savedAt: new Date().toISOString(), checked: true });
      },
      journal: done,
      discardRecovery: done,
      saveCopy: () => Promise.resolve({ folderName: 'A copy.vokenstory' }),
      importPicture: async ({ name, bytes }) => {
        const isPng = bytes[0] === 0x89 && bytes[1] === 0x50;
        if (isPng) return addPicture(bytes);
        throw new StudioError('bad-request', `“${name}” is not a picture that the studio can read.`, {
          hint: 'Use a PNG, JPEG or WebP file.',
        });
      },
    },
    generate: {
      start,
      describe: async () => {
        await pause(stepMs * 3);
        return options.description ?? defaultDescription;
      },
      inspect: (input) => Promise.resolve(inspectionFrom(input)),
    },
    job: {
      list: () => Promise.resolve([...jobs.values()]),
      cancel: ({ jobId }) => {
        cancel(jobId);
        return done();
      },
      cancelAll: () => {
        for (const jobId of [...jobs.keys()]) cancel(jobId);
        return done();
      },
      changed: listenTo(on.job),
      text: listenTo(on.text),
      preview: listenTo(on.preview),
    },
    engine: { status: () => Promise.resolve(engine), changed: listenTo(on.engine), restart: done },
    exports: {
      start: ({ story, request }) => {
        const id = `export-${++serial}`;
        jobs.set(id, exportJob(id, story.id));
        const work = async (): Promise<void> => {
          for (let step = 0; step <= 5 && !stopped(id); step++) {
            put(id, { state: 'running', stage: 'export', step, steps: 5 });
            await pause(stepMs);
          }
          if (stopped(id)) put(id, { state: 'cancelled', stage: 'done' });
          else {
            const exported = { format: request.format, fileName: `${story.title}.${request.format}`, bytes: 1000 };
            put(id, { state: 'done', stage: 'done', exported });
          }
        };
        void work();
        return Promise.resolve({ jobId: id });
      },
      showInFolder: done,
    },
    settings: {
      get: () => Promise.resolve(settings),
      set: (change) => {
        settings = { ...settings, ...(change as Partial<Settings>) };
        emit(on.settings, settings);
        return Promise.resolve(settings);
      },
      changed: listenTo(on.settings),
    },
    menu: { command: () => () => undefined, closing: () => () => undefined, readyToClose: done, holdClose: done },
  };
  return {
    client,
    exposed: exposedFrom(client),
    pictures,
    saved,
    asked,
    addPicture,
    emitEngine: (status) => {
      engine = { ...engine, ...status };
      emit(on.engine, engine);
    },
  };
}
