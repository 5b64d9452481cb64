// A measured test run of one device: a small fixed network of the kinds of work that drawing does (convolution, attention), timed, and
// its numbers held against the processor's. Says whether a device can be trusted, not how fast a bundle will be on it.
import { Rng } from '../../common/base/rng';
import { studioErrorFrom } from '../../common/base/studio-error';
import type { DeviceTest } from '../../common/domain/device';
import { graphFrom, input, ops } from '../../native-models/onnx';
import { deviceNamed, type DeviceName } from './device-name';
import { measureDevices } from './devices';
import { openGraph } from './network';
import { floatTensor, floatsOf } from './tensor';

const CHANNELS = 32;
const SIDE = 16;
const RUNS = 9;
/** Float32 sums in another order differ by far less; a device that computes something else by far more. */
const MAX_ERROR = 1e-3;
const SEED = 20261123;

const testGraph = () => {
  const x = input('x', 'float32', [1, CHANNELS, SIDE, SIDE]);
  const kernel = input('kernel', 'float32', [CHANNELS, CHANNELS, 3, 3]);
  const bent = ops.Conv(x, kernel, undefined, { strides: [1, 1], pads: [1, 1, 1, 1] });
  const active = ops.Mul(bent, ops.Sigmoid(bent));
  const tokens = ops.Transpose(ops.Reshape(active, [0, CHANNELS, -1]), { perm: [0, 2, 1] }); // (1, H*W, C)
  const scores = ops.Softmax(ops.MatMul(tokens, ops.Transpose(tokens, { perm: [0, 2, 1] })), { axis: -1 });
  return graphFrom({ name: 'device-test-network', inputs: [x, kernel], outputs: { y: ops.MatMul(scores, tokens) } });
};

interface Outcome {
  readonly y: Float32Array;
  readonly ms: number;
}

async function runOn(device: DeviceName, clock: { now(): number }): Promise<Outcome> {
  const session = await openGraph(testGraph(), { device });
  try {
    const rng = new Rng(SEED);
    const filled = (count: number): Float32Array => Float32Array.from({ length: count }, () => rng.uniform(-0.1, 0.1));
    const feeds = {
      x: floatTensor(filled(CHANNELS * SIDE * SIDE), [1, CHANNELS, SIDE, SIDE]),
      kernel: floatTensor(filled(CHANNELS * CHANNELS * 9), [CHANNELS, CHANNELS, 3, 3]),
    };
    const y = floatsOf(await session.run(feeds), 'y', 3); // also the warm-up
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const start = clock.now();
      await session.run(feeds);
      times.push(clock.now() - start);
    }
    return { y, ms: times.sort((a, b) => a - b)[(RUNS - 1) / 2]! };
  } finally {
    await session.close();
  }
}

/** Tests one device. Never throws: what does not work says why. `clock` counts milliseconds, with fractions. */
export async function testDevice(name: string, clock: { now(): number }): Promise<DeviceTest> {
  const failed = (reason: string): DeviceTest => ({ works: false, reason, ms: null, gflops: null });
  try {
    const device = deviceNamed(name);
    const own = await runOn(device, clock);
    if (device !== 'cpu') {
      const right = await runOn('cpu', clock);
      const error = right.y.reduce((most, value, index) => Math.max(most, Math.abs(value - own.y[index]!)), 0);
      if (!(error <= MAX_ERROR)) return failed('It gives other numbers than the processor, so it cannot be used.');
    }
    const [measured] = await measureDevices({ clock, freeBytes: () => 0, names: [device] });
    if (measured?.ok !== true) return failed(measured?.reason ?? 'It did not answer.');
    return { works: true, reason: '', ms: Math.round(own.ms * 100) / 100, gflops: measured.gflops };
  } catch (thrown) {
    return failed(studioErrorFrom(thrown).message);
  }
}
