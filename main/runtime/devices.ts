// Which devices can run a network here, by a measured test and not by a name found somewhere: a matrix product is run on each, its
// result checked, its speed taken. A device that fails says why in one sentence.
import { studioErrorFrom } from '../../common/base/studio-error';
import type { Device } from '../../common/ipc/engine-contract';
import { graphFrom, input, ops } from '../../native-models/onnx';
import { deviceNames, type DeviceName } from './device-name';
import { openGraph } from './network';
import { floatTensor, floatsOf } from './tensor';

const SIDE = 512;
const RUNS = 8;
/** A product of small whole numbers is exact in float32: any other result is a fault of the device. */
const ENTRY_A = 2;
const ENTRY_B = 3;

export interface MeasureOptions {
  readonly clock: { now(): number };
  /** Free memory of the machine. */
  readonly freeBytes: () => number;
  readonly names?: readonly DeviceName[];
}

/** Tests each device in turn. Never throws: a failing device is reported with its reason. */
export async function measureDevices({ clock, freeBytes, names = deviceNames }: MeasureOptions): Promise<Device[]> {
  const devices: Device[] = [];
  for (const name of names) devices.push(await measureDevice(name, clock, freeBytes));
  return devices;
}

async function measureDevice(name: DeviceName, clock: { now(): number }, freeBytes: () => number): Promise<Device> {
  const provider = name === 'cpu' ? 'CPUExecutionProvider' : 'WebGpuExecutionProvider';
  const failed = (reason: string): Device => ({ name, provider, ok: false, gflops: null, freeBytes: null, reason });
  try {
    const a = input('a', 'float32', [SIDE, SIDE]);
    const b = input('b', 'float32', [SIDE, SIDE]);
    const session = await openGraph(
      graphFrom({ name: 'device-test', inputs: [a, b], outputs: { product: ops.MatMul(a, b) } }),
      { device: name },
    );
    try {
      const shape = [SIDE, SIDE];
      const feeds = {
        a: floatTensor(new Float32Array(SIDE * SIDE).fill(ENTRY_A), shape),
        b: floatTensor(new Float32Array(SIDE * SIDE).fill(ENTRY_B), shape),
      };
      const product = floatsOf(await session.run(feeds), 'product', 2); // also the warm-up
      if (!product.every((value) => value === ENTRY_A * ENTRY_B * SIDE))
        return failed('It gave wrong numbers in a test.');
      const start = clock.now();
      for (let run = 0; run < RUNS; run++) await session.run(feeds);
      const seconds = Math.max(clock.now() - start, 0.01) / 1000;
      const gflops = (2 * SIDE ** 3 * RUNS) / seconds / 1e9;
      return {
        name,
        provider,
        ok: true,
        gflops: Math.round(gflops * 10) / 10,
        freeBytes: name === 'cpu' ? freeBytes() : null,
        reason: '',
      };
    } finally {
      await session.close();
    }
  } catch (thrown) {
    return failed(studioErrorFrom(thrown).message);
  }
}
