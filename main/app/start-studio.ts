// Composition root: builds every service, connects them, opens the window. The one place that knows all parts, and that reads
// clock, randomness and environment for those below.
import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { freemem, hostname } from 'node:os';
import { join } from 'node:path';
import { app, nativeTheme, session } from 'electron';
import { StudioError, studioErrorFrom } from '../../common/base/studio-error';
import type { Settings } from '../../common/domain/settings';
import { DeviceBench } from '../host/device-bench';
import { EngineClient } from '../host/client';
import { AdapterLibrary } from '../services/adapters/adapter-library';
import type { FontBytes } from '../services/exports/book-type';
import { ExportService } from '../services/exports/export-service';
import { exportWriters } from '../services/exports/export-writers';
import { PdfExport } from '../services/exports/pdf-export';
import { nodeFiles } from '../services/files/file-port';
import type { ProvedWriteContext } from '../services/files/write-proved';
import { GenerationService } from '../services/generation/generation-service';
import { KeptRequestsFile } from '../services/generation/kept-requests';
import { JobQueue } from '../services/jobs/job-queue';
import { SettingsService } from '../services/settings/settings-service';
import { StoryLibrary } from '../services/stories/story-library';
import { deviceTitle } from './device-names';
import { spawnEngine } from './engine-process';
import { handlersFrom } from './handlers';
import { openLog } from './log';
import { installMenu } from './menu';
import { nativeWords } from './native-words';
import { studioPaths } from './paths';
import { pdfWindowPrinter } from './pdf-window';
import { registerSchemes, serveSchemes } from './protocols';
import { guardSession } from './security';
import { serveIpc } from './serve-ipc';
import { isProcessAlive, lookAfterStories } from './story-folders';
import { startTuning } from './start-tuning';
import { openSettingsStore } from './settings-store';
import { preloadPathFrom, StudioWindows } from './window';

const DEVICE_TEST_MS = 60_000;
const ID_BYTES = 10;
/** Lower-case hex digits and digits, so that an id can be the host of a URL. */
const newId = (): string => randomBytes(ID_BYTES).toString('hex');
const now = (): string => new Date().toISOString();

const writeContext: ProvedWriteContext = {
  files: nodeFiles,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  uniqueName: newId,
};

export async function startStudio(): Promise<void> {
  registerSchemes();
  if (!app.requestSingleInstanceLock()) {
    app.quit(); // the first instance opens its window again
    return;
  }
  // Before the app is ready: a test driver may hold `ready` back until it listens.
  await app.whenReady();
  const paths = studioPaths(__dirname);
  const log = openLog(join(paths.dataFolder, 'studio.log'));

  const settings = new SettingsService(openSettingsStore(paths.dataFolder));
  const jobs = new JobQueue({ now: Date.now });
  const { bundleFolder: bundleDir, cacheFolder: cacheDir } = paths;
  let { device } = settings.get();
  const engine = new EngineClient({
    spawn: () => spawnEngine(paths.engineEntry),
    load: { bundleDir, cacheDir, device },
    onError: (error) => {
      log.error('engine', error);
    },
  });
  const library = new StoryLibrary({
    write: writeContext,
    now,
    newId,
    storiesFolder: paths.storiesFolder,
    indexPath: join(paths.dataFolder, 'stories.json'),
    identity: { host: hostname(), pid: process.pid, instance: newId(), isAlive: isProcessAlive },
    onOutside: (storyId, state) => {
      emit.story.outside({ storyId, state });
    },
    sampleFolder: (await nodeFiles.stat(paths.sampleFolder)) === null ? null : paths.sampleFolder,
  });
  const adapters = new AdapterLibrary({
    write: writeContext,
    folder: paths.adaptersFolder,
    exampleFolder: paths.exampleAdapterFolder,
    readAdapter: (dir) => engine.readAdapter(dir),
    newId: randomUUID,
    now,
    bundleDigest: () => engine.bundle()?.digest ?? null,
    storyIds: async () => (await library.list()).map(({ id }) => id),
    readStory: (storyId) => library.read(storyId),
  });
  await adapters.tidy();
  const generation = new GenerationService({
    engine,
    jobs,
    newId,
    settings: () => settings.get(),
    device: () => engine.status().device,
    storyTitle: (storyId) => library.titleOf(storyId),
    assetPath: (storyId, sha256) => library.assetPath(storyId, sha256),
    assetsFolder: (storyId) => library.assetsFolderOfKnown(storyId),
    adapterFolder: (id) => adapters.folderOf(id),
    memory: new KeptRequestsFile(writeContext, join(paths.dataFolder, 'queue.json'), (thrown) => {
      log.error('queue.json', studioErrorFrom(thrown));
    }),
  });
  await generation.restore();
  const devices = new DeviceBench({
    spawn: () => spawnEngine(paths.engineEntry),
    names: ['cpu', 'webgpu'],
    titleOf: deviceTitle,
    freeBytes: freemem,
    tooLong: () =>
      new Promise((_resolve, reject) => {
        setTimeout(() => {
          reject(new StudioError('device-lost', 'It did not answer within a minute.'));
        }, DEVICE_TEST_MS);
      }),
  });
  const windows = new StudioWindows({
    preloadPath: preloadPathFrom(__dirname),
    requestClose: () => {
      emit.menu.closing(undefined);
    },
  });
  const shellName = `Electron ${process.versions['electron'] ?? ''}`.trim();
  const appName = `Voken Studio ${app.getVersion()}`;
  const fontBytes: FontBytes = (folder, file) => readFile(paths.fontFile(folder, file));
  const pdfExport = new PdfExport({
    printer: pdfWindowPrinter,
    write: writeContext,
    fontBytes,
    appName,
  });
  const pictureBytes = async (storyId: string, sha256: string): Promise<Uint8Array | null> => {
    const path = await library.assetPath(storyId, sha256);
    return path === null ? null : readFile(path);
  };
  const exports = new ExportService({
    jobs,
    newId,
    write: writeContext,
    now: () => new Date(),
    pictureBytes,
    writers: exportWriters({ pdf: pdfExport, fontBytes, appName }),
  });
  const {
    dataSets,
    tuning,
    stop: stopTuning,
  } = await startTuning({
    paths,
    write: writeContext,
    engine,
    library,
    adapters,
    now,
    newId,
    onError: (error) => {
      log.error('tuning', error);
    },
  });
  const handlers = handlersFrom({
    library,
    adapters,
    dataSets,
    tuning,
    jobs,
    generation,
    settings,
    exports,
    engine,
    devices,
    windows,
    logPath: log.path,
    shellName,
  });
  const emit = serveIpc(handlers, windows, (called, error) => {
    log.error(called, error);
  });

  const applyTheme = ({ theme }: Settings): void => {
    nativeTheme.themeSource = theme;
  };
  applyTheme(settings.get());
  settings.events.on('changed', (changed) => {
    applyTheme(changed);
    emit.settings.changed(changed);
    if (changed.device !== device) {
      device = changed.device;
      engine.restart({ device }).catch((thrown: unknown) => {
        log.error('engine restart', studioErrorFrom(thrown));
      });
    }
  });
  jobs.events.on('changed', (job) => {
    emit.job.changed(job);
  });
  jobs.events.on('forgotten', (payload) => {
    emit.job.forgotten({ jobIds: [...payload.jobIds] });
  });
  generation.events.on('text', (payload) => {
    emit.job.text(payload);
  });
  generation.events.on('preview', ({ jobId, png }) => {
    emit.job.preview({ jobId, png: new Uint8Array(png) });
  });
  let digest: string | undefined;
  engine.on('status', (status) => {
    emit.engine.changed(status);
    if (status.bundle?.digest === digest) return;
    digest = status.bundle?.digest;
    void adapters.announce(); // what fits may have changed
  });

  adapters.events.on('changed', (list) => {
    emit.adapters.changed(list);
  });
  tuning.events.on('changed', (run) => {
    emit.tuning.changed(run);
  });
  tuning.events.on('removed', (payload) => {
    emit.tuning.removed(payload);
  });

  guardSession(session.defaultSession);
  serveSchemes(session.defaultSession, {
    interfaceFolder: paths.interfaceFolder,
    // Pictures of data sets and runs come the same way: their ids are made as those of stories are.
    assetPath: async (id, sha256) => (await library.assetPath(id, sha256)) ?? tuning.assetPath(id, sha256),
  });
  const showMenu = (): void => {
    installMenu(nativeWords(settings.get()), (command) => {
      emit.menu.command(command);
    });
  };
  showMenu();
  let { language } = settings.get();
  settings.events.on('changed', (changed) => {
    if (changed.language === language) return;
    language = changed.language;
    showMenu();
  });

  const openWindow = (): void => {
    windows.open().catch((thrown: unknown) => {
      log.error('window', studioErrorFrom(thrown));
    });
  };
  app.on('second-instance', () => {
    const window = windows.all()[0];
    if (window === undefined) openWindow();
    else window.focus();
  });
  app.on('activate', () => {
    if (windows.all().length === 0) openWindow();
  });
  let quitting = false;
  app.on('before-quit', () => {
    quitting = true; // a window that saves first holds the quit back; its closing goes on with it
  });
  app.on('window-all-closed', () => {
    if (quitting || process.platform !== 'darwin') app.quit();
  });
  lookAfterStories(library, (error) => {
    log.error('stories', error);
  });
  app.on('quit', () => {
    stopTuning();
    engine.stop();
  });

  // The window does not wait for the engine: a writer can read and write at once.
  openWindow();
  await engine.start().catch((thrown: unknown) => {
    log.error('engine start', studioErrorFrom(thrown));
  });
}
