// One training step of each published stage on WebGPU, on a device in software, against PyTorch: losses, gradients, and what falls to the
// processor. The goldens and their tolerances are those of golden/training.test.ts.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTrainingGolden, type TrainingGolden } from '../golden/training-steps';
import { runOnSwiftShader, skipReason, swiftShader } from './webgpu-device';
import type { TrainingReport } from './webgpu-training-child';

/**
 * What the processor may run: sizes and positions, which are int64 and have no kernels on WebGPU; the waves of positions and timesteps; zeros
 * and indices that gradients of cut and gathered tensors are scattered by. No network's numbers.
 */
const onProcessor = [
  ...['Add', 'Cast', 'Concat', 'Expand', 'Mul', 'Reshape', 'Shape', 'Slice', 'Squeeze', 'Unsqueeze'],
  ...['ConstantOfShape', 'Cos', 'Sin'],
];

if (swiftShader === undefined) console.warn(skipReason);

describe.skipIf(swiftShader === undefined).each(['training-uas', 'training-lora'])('%s on WebGPU', (name) => {
  let dir: string;
  let golden: TrainingGolden;
  let step: TrainingReport;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'webgpu-training-'));
    golden = await loadTrainingGolden(name);
    step = await runOnSwiftShader<TrainingReport>('webgpu-training-child.ts', ['webgpu', name], dir);
  }, 1_200_000);
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('has the losses and gradients of the reference', () => {
    for (const [loss, [want = NaN]] of Object.entries(golden.curve)) {
      expect(Math.abs(step.outputs[loss]![0]! / want - 1), loss).toBeLessThan(1e-5);
    }
    const paths = Object.keys(golden.gradients);
    expect(paths.length).toBeGreaterThan(30);
    for (const path of paths) {
      const want = Array.from(golden.gradients[path]!.data, Number);
      const got = step.outputs[`grad.${path}`]!;
      expect(got, path).toHaveLength(want.length);
      const difference = Math.max(...want.map((value, i) => Math.abs(value - got[i]!)));
      expect(difference / Math.max(...want.map(Math.abs)), path).toBeLessThan(1e-4);
    }
  });

  it('leaves sizes and positions to the processor, and fetches nothing from the device for it', () => {
    const { operators, copied, runs } = step.placement;
    const of = (wanted: string) => operators.filter(({ provider }) => provider === wanted);
    const [cpu, gpu] = [of('CPUExecutionProvider'), of('WebGpuExecutionProvider')];
    expect(cpu.map(({ operator }) => operator).filter((operator) => !onProcessor.includes(operator))).toEqual([]);
    const count = (part: typeof operators): number => part.reduce((sum, { nodes }) => sum + nodes, 0);
    expect(count(cpu) / count(gpu)).toBeLessThan(0.05);
    expect(cpu.length + gpu.length).toBe(operators.length);
    expect(runs).toBe(1);
    const { bytesIn, bytesOut } = step.traffic;
    expect(copied.toHost).toBeLessThan(bytesOut / 4); // waves of a few positions; a single gradient is as large
    expect(copied.toDevice).toBeLessThan(2 * bytesIn);
  });
});
