// `utilityProcess.fork` as a child process of plain Node, with `process.parentPort` over Node's own message channel.
import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';

export class StandInUtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;

  constructor(
    modulePath: string,
    args: readonly string[],
    options: { readonly env?: NodeJS.ProcessEnv; readonly serviceName?: string },
  ) {
    super();
    this.#child = fork(modulePath, [...args], {
      env: { ...(options.env ?? process.env) },
      execArgv: ['--require', join(__dirname, 'parent-port.cjs')],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child.once('spawn', () => this.emit('spawn'));
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.once('exit', (code, signal) => this.emit('exit', code ?? (signal === null ? 1 : 128)));
    this.#child.on('error', () => undefined);
    process.once('exit', () => this.#child.kill('SIGKILL'));
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }
  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object);
  }
  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess = {
  fork: (
    modulePath: string,
    args: readonly string[] = [],
    options: { readonly env?: NodeJS.ProcessEnv; readonly serviceName?: string } = {},
  ) => new StandInUtilityProcess(modulePath, args, options),
};
