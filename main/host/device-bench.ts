// The devices as the settings show them: names, free memory, and tests, each run in an engine process of its own, so that a driver that
// crashes takes neither the model nor the app with it. Remembers what was measured in this run of the app.
import { StudioError, studioErrorFrom } from '../../common/base/studio-error';
import type { DeviceInfo, DeviceTest } from '../../common/domain/device';
import { engineContract } from '../../common/ipc/engine-contract';
import { clientOf } from '../../common/ipc/port';
import type { EngineProcess } from './process-port';

export interface DeviceBenchPorts {
  readonly spawn: () => EngineProcess;
  /** Names that the engine knows. */
  readonly names: readonly string[];
  /** What the system calls the chip; empty when it does not tell. */
  readonly titleOf: (name: string) => Promise<string>;
  readonly freeBytes: () => number;
  /** Rejects when a test takes too long; injected so that tests need not wait. */
  readonly tooLong: () => Promise<never>;
}

export class DeviceBench {
  readonly #tests = new Map<string, DeviceTest>();

  constructor(private readonly ports: DeviceBenchPorts) {}

  list(): Promise<DeviceInfo[]> {
    return Promise.all(this.ports.names.map((name) => this.#info(name)));
  }

  /** Measures one device. Never rejects for what the device does: that is the result. */
  async test(name: string): Promise<DeviceInfo> {
    if (!this.ports.names.includes(name)) {
      throw new StudioError(
        'bad-request',
        `There is no device of this name; there are ${this.ports.names.join(', ')}.`,
      );
    }
    const process = this.ports.spawn();
    const client = clientOf(engineContract, process.port, {
      closedError: (reason) => new StudioError('device-lost', `Its driver crashed in the test (${reason}).`),
    });
    try {
      this.#tests.set(name, await Promise.race([client.api.engine.testDevice({ device: name }), this.ports.tooLong()]));
    } catch (thrown) {
      this.#tests.set(name, { works: false, reason: studioErrorFrom(thrown).message, ms: null, gflops: null });
    } finally {
      client.close();
      process.kill();
    }
    return this.#info(name);
  }

  async #info(name: string): Promise<DeviceInfo> {
    const title = await this.ports.titleOf(name).catch(() => '');
    const freeBytes = name === 'cpu' ? this.ports.freeBytes() : null; // no way to ask a graphics device through its provider
    return { name, title, freeBytes, test: this.#tests.get(name) ?? null };
  }
}
