// Where an engine process starts: finds out which host it has (Electron's utilityProcess or a forked Node process) and serves the
// engine on that host's port. About ten lines on purpose: everything else is testable without a process.
import { freemem } from 'node:os';
import { serveEngine } from './engine';
import { portFromForkedProcess, portFromParentPort, type ParentPortLike } from './process-port';

const parentPort = (process as { readonly parentPort?: ParentPortLike }).parentPort;
const port = parentPort === undefined ? portFromForkedProcess(process) : portFromParentPort(parentPort);

const engine = serveEngine(port, {
  clock: { now: () => Date.now() },
  rssBytes: () => process.memoryUsage.rss(),
  freeBytes: freemem,
  // Codes and sentences only: a log holds no story text and no paths.
  onError: ({ code, message }) => {
    if (code !== 'cancelled') console.error(`engine: ${code}: ${message}`);
  },
});
// Exiting during a run aborts inside native code, so the run in flight is let finish.
port.onClose(() => void engine.stop().then(() => process.exit(0)));
