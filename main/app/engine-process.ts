// The engine's process in the app: an Electron utility process around the built engine entry, in the shape that main/host knows.
import { utilityProcess, type UtilityProcess } from 'electron';
import { engineProcessFromChild, type EngineProcess } from '../host/process-port';

type Listener = (...args: never[]) => void;

/** Starts the engine. Its process id is known only after the process has been spawned. */
export function spawnEngine(entryPath: string): EngineProcess {
  const child: UtilityProcess = utilityProcess.fork(entryPath, [], {
    serviceName: 'Voken Studio engine',
    stdio: 'inherit',
  });
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
