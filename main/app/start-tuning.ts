// Tuning beside the app, composed: its folders, its process, its services. A part of the composition root.
import { freemem } from 'node:os';
import { join } from 'node:path';
import { StudioError, studioErrorFrom } from '../../common/base/studio-error';
import type { EngineClient } from '../host/client';
import { TunerClient } from '../host/tuner-client';
import type { AdapterLibrary } from '../services/adapters/adapter-library';
import type { ProvedWriteContext } from '../services/files/write-proved';
import type { StoryLibrary } from '../services/stories/story-library';
import { DataSets, removeTree } from '../services/tuning/data-sets';
import { SampleDrawer, type SampleEngine } from '../services/tuning/sample-drawer';
import { RunShelf } from '../services/tuning/run-shelf';
import { TuningService } from '../services/tuning/tuning-service';
import { spawnTuner } from './engine-process';
import type { StudioPaths } from './paths';

const KEPT_BACK_SEED = 5;

export interface TuningParts {
  readonly paths: StudioPaths;
  readonly write: ProvedWriteContext;
  readonly engine: EngineClient;
  readonly library: StoryLibrary;
  readonly adapters: AdapterLibrary;
  readonly now: () => string;
  readonly newId: () => string;
  readonly onError: (error: StudioError) => void;
}

export interface StartedTuning {
  readonly dataSets: DataSets;
  readonly tuning: TuningService;
  /** Ends the process of a run that is at work; it can go on at the next start. */
  readonly stop: () => void;
}

export async function startTuning({
  paths,
  write,
  engine,
  library,
  adapters,
  now,
  newId,
  onError,
}: TuningParts): Promise<StartedTuning> {
  const drafts = join(paths.tuningFolder, 'drafts');
  await removeTree(write, drafts); // what was being put together when the app ended last
  const dataSets = new DataSets({
    engine,
    write,
    newId,
    folder: drafts,
    readStory: (storyId) => library.read(storyId),
    assetPath: (storyId, sha256) => library.assetPath(storyId, sha256),
    pictureSizePx: () => engine.bundle()?.pictureSizePx ?? 0,
    seed: KEPT_BACK_SEED,
  });
  const sampleEngine: SampleEngine = {
    draw: async ({ prompt, seed, adapterDir, assetsDir }) => {
      const { asset } = await engine.generate({
        jobId: newId(),
        mode: 'picture',
        context: [],
        referencePaths: [],
        text: prompt,
        imagePath: null,
        ...(adapterDir === null ? {} : { adapters: [{ dir: adapterDir, strength: 1 }] }),
        options: { seed },
        assetsDir,
      });
      if (asset === null) throw new StudioError('internal', 'No picture came for a sample.');
      return asset;
    },
    difference: (path, otherPath) => engine.difference(path, otherPath),
  };
  const tuner = new TunerClient({
    spawn: () => spawnTuner(paths.tunerEntry),
    bundleDir: paths.bundleFolder,
    cacheDir: paths.cacheFolder,
  });
  const tuning = new TuningService({
    tuner,
    dataSets,
    samples: new SampleDrawer(sampleEngine, onError),
    shelf: new RunShelf(write, join(paths.tuningFolder, 'runs'), (thrown) => {
      onError(studioErrorFrom(thrown));
    }),
    adopt: async (folder, name) => (await adapters.importFolder(folder, name)).id,
    now,
    nowMs: Date.now,
    freeBytes: freemem,
    freeDiskBytes: () => write.files.freeBytes(paths.dataFolder),
    onError,
  });
  await tuning.restore();
  return {
    dataSets,
    tuning,
    stop: () => {
      tuning.close();
      tuner.stop();
    },
  };
}
