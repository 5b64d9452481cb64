// The preload script: the only bridge between the sandboxed page and main. It hands the page the table of frozen functions and
// nothing else: no ipcRenderer, no paths, no Node.
import { contextBridge, ipcRenderer } from 'electron';
import type { Answer } from '../common/ipc/shape';
import { exposedFrom } from './expose';
import { surface } from './surface';

contextBridge.exposeInMainWorld(
  'studio',
  exposedFrom(surface, {
    invoke: (channel, input) => ipcRenderer.invoke(channel, input) as Promise<Answer>,
    listen(channel, listener) {
      const onMessage = (_event: unknown, payload: unknown): void => {
        listener(payload);
      };
      ipcRenderer.on(channel, onMessage);
      return () => {
        ipcRenderer.removeListener(channel, onMessage);
      };
    },
  }),
);
