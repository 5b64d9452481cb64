// The engine's process in the app, and that of a tuning: an Electron utility process around a built entry, in the shape that main/host
// knows.
import { utilityProcess, type UtilityProcess } from 'electron';
import { engineProcessFromChild, type EngineProcess } from '../host/process-port';

type Listener = (...args: never[]) => void;

/** Starts the engine. Its process id is known only after the process has been spawned. */
export const spawnEngine = (entryPath: string): EngineProcess => spawned(entryPath, 'Voken Studio engine');

/** Starts a process that tunes; it lowers its own priority. */
export const spawnTuner = (entryPath: string): EngineProcess => spawned(entryPath, 'Voken Studio tuning');

function spawned(entryPath: string, serviceName: string): EngineProcess {
  const child: UtilityProcess = utilityProcess.fork(entryPath, [], { serviceName, stdio: 'inherit' });
  const process = engineProcessFromChild({
    send: (message) => {
      child.postMessage(message);
      return true;
    },
    on: (event: 'message' | 'error' | 'exit', listener: Listener) => {
      // Electron names no signal and reports a fatal error with its place in native code.
      if (event === 'message') child.on('message', listener as (message: unknown) => void);
      else if (event === 'exit')
        child.on('exit', (code) => {
          (listener as (code: number, signal: null) => void)(code, null);
        });
    },
    kill: () => child.kill(),
  });
  return {
    port: process.port,
    kill: () => {
      process.kill();
    },
    get pid() {
      return child.pid;
    },
  };
}
