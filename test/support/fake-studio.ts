// A studio in memory for development of the interface and for its tests: stories, a queue that works one job after the other,
// words that stream, a picture from an injected painter. It is not the engine and never part of the product.
import { defaultSettings, type Settings } from '../../common/domain/settings';
import type { GenerationNotice } from '../../common/domain/job';
import type { Asset, Story } from '../../common/domain/story';
import type { PictureDescription } from '../../common/domain/picture-description';
import type { BundleSummary } from '../../common/domain/bundle';
import type { EngineStatus, StudioContract } from '../../common/ipc/contract';
import { studioErrorFrom } from '../../common/base/studio-error';
import type { Answer, ClientOf, Unsubscribe } from '../../common/ipc/shape';
import type { AdapterSummary } from '../../common/domain/adapter';
import { createFakeAdapters } from './fake-studio/fake-adapters';
import { createFakeEngine } from './fake-studio/fake-engine';
import { createFakeQueue, type FakeQueue, type StartInput } from './fake-studio/fake-queue';
import { defaultDescription, inspectionFrom, sourceOf } from './fake-studio/fake-model';
import { createFakeTuning, type FakeTuningOptions } from './fake-studio/fake-tuning';
import { createFakeStories, type FakeStories, type FakeStoriesOptions } from './fake-studio/fake-stories';
import { tinyStyles } from './tiny-styles';

export type FakeClient = ClientOf<StudioContract>;

export interface FakeStudioOptions {
  readonly story: Story;
  readonly paint: (text: string, seed: number, clarity: number) => Promise<Uint8Array>; // clarity 0 to 1
  readonly stepMs: number;
  readonly engine?: Partial<EngineStatus>;
  readonly settings?: Partial<Settings>;
  readonly opened?: FakeStoriesOptions['opened'];
  readonly snapshots?: FakeStoriesOptions['snapshots'];
  readonly snapshotFailure?: FakeStoriesOptions['snapshotFailure'];
  readonly generationFailure?: { readonly code: string; readonly message: string; readonly hint?: string };
  readonly saveFailure?: { readonly code: string; readonly message: string; readonly hint?: string };
  readonly notices?: readonly GenerationNotice[];
  readonly description?: PictureDescription;
  readonly sentences?: readonly string[];
  readonly adapters?: readonly AdapterSummary[];
  readonly tuning?: Pick<FakeTuningOptions, 'runs' | 'failure'>;
}

type ExposedFunction = (argument?: unknown) => Promise<Answer> | Unsubscribe;
export type ExposedTable = Readonly<Record<string, Readonly<Record<string, ExposedFunction>>>>;

export interface FakeStudio {
  readonly client: FakeClient;
  /** The client as the preload would expose it: methods answer with data, also when they fail. */
  readonly exposed: ExposedTable;
  readonly pictures: Map<string, Uint8Array>; // by content hash
  readonly saved: Story[];
  readonly journaled: Story[];
  readonly changeOutside: FakeStories['changeOutside'];
  readonly asked: StartInput[]; // every generation, in order
  readonly jobs: FakeQueue;
  readonly emitEngine: (status: Partial<EngineStatus>) => void;
  readonly addPicture: (bytes: Uint8Array) => Promise<Asset>;
}

export const miniatureSummary: BundleSummary = {
  name: 'miniature',
  title: 'Miniature picture book',
  description: 'The small built-in model: it knows eight animals, six places and a dozen things.',
  digest: 'f'.repeat(64),
  language: 'en',
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
  const pictures = new Map<string, Uint8Array>();
  const on = {
    engine: new Set() as Listeners<EngineStatus>,
    settings: new Set() as Listeners<Settings>,
  };
  let settings: Settings = { ...defaultSettings(), ...options.settings };
  let engine: EngineStatus = {
    state: 'ready',
    device: 'CPU',
    bundle: miniatureSummary,
    trouble: 'none',
    message: '',
    restarts: 0,
    isSafeMode: false,
    ...options.engine,
  };

  const emitEngine = (status: Partial<EngineStatus>): void => {
    engine = { ...engine, ...status };
    emit(on.engine, engine);
  };
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const addPicture = async (bytes: Uint8Array): Promise<Asset> => {
    const sha256 = await sha256Of(bytes);
    pictures.set(sha256, bytes);
    return { sha256, ext: 'png', widthPx: 256, heightPx: 256 };
  };
  const stories = createFakeStories({ ...options, addPicture });
  const jobs = createFakeQueue({
    options,
    sentences,
    addPicture,
    storyTitle: (storyId) => stories.titleOf(storyId),
    generationOf: (input) => ({
      bundle: 'miniature',
      bundleDigest: miniatureSummary.digest,
      seed: input.options.seed,
      sampler: settings.sampler,
      ...(input.options.style === undefined ? {} : { style: input.options.style }),
      steps: 20,
      guidanceScale: 4,
      temperature: 0.8,
      ...(input.redraw === null ? {} : { source: sourceOf(input.redraw) }),
      ...(input.adapters === undefined
        ? {}
        : {
            adapters: input.adapters.map(({ id, strength }) => ({
              id,
              name: options.adapters?.find((adapter) => adapter.id === id)?.name ?? 'An adapter',
              digest: 'd'.repeat(64),
              strength,
            })),
          }),
      device: engine.device,
      createdAt: new Date().toISOString(),
    }),
  });
  const done = (): Promise<void> => Promise.resolve();

  const client: FakeClient = {
    app: { info: () => Promise.resolve({ version: '0', platform: 'preview', shell: 'fake' }), openLog: done },
    story: stories.story,
    snapshot: stories.snapshot,
    generate: {
      start: (input) => Promise.resolve({ jobId: jobs.start(input).id }),
      describe: async () => {
        await pause(stepMs * 3);
        return options.description ?? defaultDescription;
      },
      inspect: (input) => Promise.resolve(inspectionFrom(input)),
    },
    job: jobs.client,
    engine: createFakeEngine(() => engine, emitEngine, listenTo(on.engine)),
    exports: {
      start: ({ story, request }) => Promise.resolve({ jobId: jobs.startExport(story, request).id }),
      showInFolder: done,
    },
    adapters: createFakeAdapters({
      adapters: options.adapters,
      stories: () => [stories.saved.at(-1) ?? options.story],
    }),
    tuning: createFakeTuning({
      ...options.tuning,
      story: options.story,
      stepMs,
      addPicture,
      paint: options.paint,
      pictureSizePx: miniatureSummary.pictureSizePx,
      describe: () => (options.description ?? defaultDescription).caption,
    }),
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
    saved: stories.saved,
    journaled: stories.journaled,
    changeOutside: stories.changeOutside,
    asked: jobs.asked,
    jobs,
    addPicture,
    emitEngine,
  };
}
