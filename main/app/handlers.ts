// What each method of the renderer contract does: a line or two over the services. Dialogs are here because they belong to the
// calling window; everything that could be tested without Electron is in main/services.
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { app, dialog, shell } from 'electron';
import { StudioError } from '../../common/base/studio-error';
import type { StudioContract } from '../../common/ipc/contract';
import type { HandlersOf } from '../../common/ipc/shape';
import type { EngineClient } from '../host/client';
import type { GenerationService } from '../services/generation/generation-service';
import type { PdfExport } from '../services/exports/pdf-export';
import type { JobQueue } from '../services/jobs/job-queue';
import type { SettingsService } from '../services/settings/settings-service';
import type { StoryLibrary } from '../services/stories/story-library';
import type { Caller } from './caller';
import type { StudioWindows } from './window';

export interface HandlerPorts {
  readonly library: StoryLibrary;
  readonly jobs: JobQueue;
  readonly generation: GenerationService;
  readonly settings: SettingsService;
  readonly pdfExport: PdfExport;
  readonly engine: EngineClient;
  readonly windows: StudioWindows;
  readonly logPath: string;
  readonly shellName: string;
}

const fileNameFrom = (title: string): string =>
  title
    .replace(/[^\p{L}\p{N} _-]+/gu, ' ')
    .trim()
    .slice(0, 80) || 'Story';

export function handlersFrom(ports: HandlerPorts): HandlersOf<StudioContract, Caller> {
  /** Files that were written by this run, by name: the page never learns a path. */
  const exported = new Map<string, string>();
  const { library, jobs, settings } = ports;
  return {
    app: {
      info: () => ({ version: app.getVersion(), platform: process.platform, shell: ports.shellName }),
      openLog: async () => {
        await shell.openPath(ports.logPath);
      },
    },
    story: {
      openLast: () => library.openLast(),
      list: () => library.list(),
      create: ({ title }) => library.create(title, settings.get().author),
      open: ({ storyId }) => library.open(storyId),
      openFolder: async (_input, { window }) => {
        const answer = await dialog.showOpenDialog(window, { title: 'Open a story', properties: ['openDirectory'] });
        const folder = answer.canceled ? undefined : answer.filePaths[0];
        return folder === undefined ? null : library.openFolder(folder);
      },
      openLastGoodCopy: ({ storyId }) => library.openLastGoodCopy(storyId),
      save: ({ story }) => library.save(story),
      journal: ({ story }) => library.journal(story),
      discardRecovery: ({ storyId }) => library.discardRecovery(storyId),
      saveCopy: async ({ story }, { window }) => {
        const properties = ['openDirectory', 'createDirectory'] as const;
        const answer = await dialog.showOpenDialog(window, { title: 'Save a copy in…', properties: [...properties] });
        const folder = answer.canceled ? undefined : answer.filePaths[0];
        return folder === undefined ? null : { folderName: await library.saveCopy(story, folder) };
      },
      importPicture: ({ storyId, name, bytes }) =>
        ports.engine.importPicture({ name, bytes: new Uint8Array(bytes), assetsDir: library.assetsFolder(storyId) }),
    },
    generate: {
      start: async (request) => ({ jobId: (await ports.generation.start(request)).id }),
    },
    job: {
      list: () => jobs.list(),
      cancel: ({ jobId }) => {
        jobs.cancel(jobId);
      },
      cancelAll: () => {
        jobs.cancelAll();
      },
    },
    engine: {
      status: () => ports.engine.status(),
      restart: () => ports.engine.restart({ device: settings.get().device }),
    },
    exports: {
      pdf: async ({ story, trimSize }, { window }) => {
        const answer = await dialog.showSaveDialog(window, {
          title: 'Export the illustrated story',
          defaultPath: join(app.getPath('documents'), `${fileNameFrom(story.title)}.pdf`),
          filters: [{ name: 'PDF', extensions: ['pdf'] }],
        });
        if (answer.canceled || answer.filePath === '') return null;
        const { pages, bytes } = await ports.pdfExport.toFile(story, trimSize, answer.filePath, async (sha256) => {
          const path = await library.assetPath(story.id, sha256);
          return path === null ? null : readFile(path);
        });
        const fileName = basename(answer.filePath);
        exported.set(fileName, answer.filePath);
        return { fileName, pages, bytes };
      },
      showInFolder: ({ fileName }) => {
        const path = exported.get(fileName);
        if (path === undefined)
          throw new StudioError('bad-request', 'This file was not exported by this run of the studio.');
        shell.showItemInFolder(path);
      },
    },
    settings: {
      get: () => settings.get(),
      set: (changes) => settings.set(changes),
    },
    menu: {
      readyToClose: (_input, { window }) => {
        ports.windows.finishClose(window);
      },
      holdClose: (_input, { window }) => {
        ports.windows.holdClose(window.webContents.id);
      },
    },
  };
}
