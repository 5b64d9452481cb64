// What each method of the renderer contract does: a line or two over the services. Groups of more than a few lines have a file in
// handlers/. Everything that could be tested without Electron is in main/services.
import { app, shell } from 'electron';
import type { StudioContract } from '../../common/ipc/contract';
import type { HandlersOf } from '../../common/ipc/shape';
import type { Caller } from './caller';
import { adapterHandlers } from './handlers/adapter-handlers';
import { exportHandlers } from './handlers/export-handlers';
import type { HandlerPorts } from './handlers/handler-ports';
import { jobHandlers } from './handlers/job-handlers';
import { snapshotHandlers } from './handlers/snapshot-handlers';
import { storyHandlers } from './handlers/story-handlers';
import { tuningHandlers } from './handlers/tuning-handlers';

export function handlersFrom(ports: HandlerPorts): HandlersOf<StudioContract, Caller> {
  const { settings } = ports;
  return {
    app: {
      info: () => ({ version: app.getVersion(), platform: process.platform, shell: ports.shellName }),
      openLog: async () => {
        await shell.openPath(ports.logPath);
      },
    },
    story: storyHandlers(ports),
    snapshot: snapshotHandlers(ports),
    generate: {
      start: async (request) => ({ jobId: (await ports.generation.start(request)).id }),
      describe: ({ storyId, image }) => ports.generation.describe(storyId, image),
      inspect: (request) => ports.generation.inspect(request),
    },
    job: jobHandlers(ports),
    engine: {
      status: () => ports.engine.status(),
      restart: () => ports.engine.restart({ device: settings.get().device }),
      startSafeMode: () => ports.engine.restart({ device: 'cpu', safeMode: true }),
      devices: () => ports.devices.list(),
      testDevice: ({ name }) => ports.devices.test(name),
    },
    exports: exportHandlers(ports),
    adapters: adapterHandlers(ports),
    tuning: tuningHandlers(ports),
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
