// Serves the renderer contract over Electron's IPC: one channel per method, the sender checked before anything is parsed.
import { ipcMain } from 'electron';
import { StudioError } from '../../common/base/studio-error';
import { contract, type StudioContract } from '../../common/ipc/contract';
import { answerCall, answerFromError, emitterOf } from '../../common/ipc/port';
import { channelOf, type Answer, type Contract, type EmitterOf, type HandlersOf } from '../../common/ipc/shape';
import { callerFrom, type Caller, type KnownWindows } from './caller';

/** Registers every method; `onError` receives technical errors for the log. @returns the emitter of the contract's events */
export function serveIpc(
  handlers: HandlersOf<StudioContract, Caller>,
  windows: KnownWindows,
  onError: (called: string, error: StudioError) => void,
): EmitterOf<StudioContract> {
  const groups: Contract = contract;
  for (const [group, entries] of Object.entries(groups)) {
    for (const [name, spec] of Object.entries(entries)) {
      if (spec.kind !== 'method') continue;
      ipcMain.handle(channelOf(group, name), (event, input: unknown): Promise<Answer> | Answer => {
        const caller = callerFrom(event, windows);
        if (caller === null)
          return answerFromError(new StudioError('bad-request', 'This page may not call the studio.'));
        return answerCall(contract, handlers, { group, name, input }, caller, (error) => {
          onError(`${group}.${name}`, error);
        });
      });
    }
  }
  return emitterOf(contract, (group, name, payload) => {
    for (const window of windows.all()) {
      if (!window.isDestroyed()) window.webContents.send(channelOf(group, name), payload);
    }
  });
}
