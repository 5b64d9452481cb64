// The table of names that the preload exposes: no schema, no code, so that the sandboxed script stays tiny. The type makes a
// missing, extra or wrong-kind entry a compile error.
import type { StudioContract } from '../common/ipc/contract';
import type { SurfaceOf } from '../common/ipc/shape';

export const surface: SurfaceOf<StudioContract> = {
  app: { info: 'method', openLog: 'method' },
  story: {
    openLast: 'method',
    list: 'method',
    create: 'method',
    open: 'method',
    openFolder: 'method',
    openLastGoodCopy: 'method',
    save: 'method',
    journal: 'method',
    discardRecovery: 'method',
    saveCopy: 'method',
    importPicture: 'method',
  },
  generate: { start: 'method', describe: 'method', inspect: 'method' },
  job: {
    list: 'method',
    cancel: 'method',
    cancelAll: 'method',
    move: 'method',
    resume: 'method',
    retry: 'method',
    clearEnded: 'method',
    taken: 'method',
    changed: 'event',
    forgotten: 'event',
    text: 'event',
    preview: 'event',
  },
  engine: { status: 'method', changed: 'event', restart: 'method' },
  exports: { start: 'method', showInFolder: 'method' },
  settings: { get: 'method', set: 'method', changed: 'event' },
  menu: { command: 'event', closing: 'event', readyToClose: 'method', holdClose: 'method' },
};
