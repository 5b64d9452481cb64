// Where a tuning process starts: below the priority of window and engine, served on the port of its host (Electron's utilityProcess or a
// forked Node process).
import { constants, setPriority } from 'node:os';
import { portFromForkedProcess, portFromParentPort, type ParentPortLike } from './process-port';
import { serveTuner } from './tuner';
import { studioTuningBackend } from './tuning-backend';

try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL); // before any thread of the runtime is made: threads inherit it
} catch {
  // A system that refuses it still trains.
}
const parentPort = (process as { readonly parentPort?: ParentPortLike }).parentPort;
const port = parentPort === undefined ? portFromForkedProcess(process) : portFromParentPort(parentPort);

// Codes and sentences only: a log holds no story text and no paths.
const tuner = serveTuner(port, studioTuningBackend(), ({ code, message }) => {
  if (code !== 'cancelled') console.error(`tuning: ${code}: ${message}`);
});
port.onClose(() => void tuner.stop().then(() => process.exit(0)));
