// The pipeline on WebGPU, on a device in software: the numbers and the panel of the processor, every node on the device but a named few,
// and as many bytes over the bus as the tensors hold. Correctness only: SwiftShader is hundreds of times slower than a device.
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTinyBundle } from '../support/tiny-bundle';
import type { PipelineReport } from './webgpu-child';
import { runOnSwiftShader, skipReason, swiftShader } from './webgpu-device';

/**
 * What the processor may run inside a session on WebGPU. Positions and shapes are int64, for which WebGPU has no kernels, and the runtime
 * keeps what hangs on them (a few hundred bytes a run) there; the waves of the timestep are as small.
 */
const onProcessor: Readonly<Record<string, readonly string[]>> = {
  'language-model': ['Cast', 'Concat', 'Cos', 'Sin'],
  'token-embedding': [],
  vision: ['Concat'],
  'feature-mapper': ['Concat'],
  unet: ['Cos', 'Sin'],
  'autoencoder-decoder': [],
};

let dir: string;
let cpu: PipelineReport;
let webgpu: PipelineReport;

if (swiftShader === undefined) console.warn(skipReason);

describe.skipIf(swiftShader === undefined)('the tiny pipeline on WebGPU', () => {
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'webgpu-'));
    const bundle = join(dir, 'bundle');
    await writeTinyBundle(bundle, {
      manifest: { prompt: { imageOpen: '<Img>', imageClose: '</Img>', contextLength: 256, maxPanelTokens: 6 } },
    });
    const picture = join(import.meta.dirname, '../support/pictures/bear-on-the-beach.png');
    const report = async (device: string): Promise<PipelineReport> => {
      await mkdir(join(dir, device));
      return runOnSwiftShader('webgpu-child.ts', [device, bundle, picture], join(dir, device));
    };
    cpu = await report('cpu');
    webgpu = await report('webgpu');
  }, 1_200_000);
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('gives the numbers of the processor, network by network', () => {
    expect(Object.keys(webgpu.numbers)).toHaveLength(7);
    for (const [name, expected] of Object.entries(cpu.numbers)) {
      const got = webgpu.numbers[name]!;
      expect(got, name).toHaveLength(expected.length);
      const size = Math.max(...expected.map(Math.abs));
      const difference = Math.max(...expected.map((value, i) => Math.abs(value - got[i]!)));
      expect(difference / size, name).toBeLessThan(1e-5);
    }
  });

  it('makes the same panel', () => {
    expect(cpu.text).not.toBe('');
    expect(webgpu.text).toBe(cpu.text);
    expect(webgpu.pixels).toHaveLength(16 * 16 * 3);
    expect(new Set(webgpu.pixels).size).toBeGreaterThan(8); // a picture, not a plane
    const difference = Math.max(...cpu.pixels.map((value, i) => Math.abs(value - webgpu.pixels[i]!)));
    expect(difference).toBeLessThanOrEqual(1);
  });

  it('runs every node on the device but the named ones, and copies next to nothing for those', () => {
    expect(Object.keys(webgpu.placements).sort()).toEqual(Object.keys(onProcessor).sort());
    for (const [graph, { operators, copied, runs }] of Object.entries(webgpu.placements)) {
      const of = (wanted: string) => operators.filter(({ provider }) => provider === wanted);
      const fallen = of('CPUExecutionProvider').map(({ operator }) => operator);
      expect(
        fallen.filter((operator) => !onProcessor[graph]!.includes(operator)),
        graph,
      ).toEqual([]);
      expect(of('WebGpuExecutionProvider').length, graph).toBeGreaterThan(0);
      expect(fallen.length + of('WebGpuExecutionProvider').length, graph).toBe(operators.length);
      expect(runs, graph).toBeGreaterThan(0);
      expect((copied.toDevice + copied.toHost) / runs, graph).toBeLessThan(1024);
    }
    // The same programs say so where nothing may fall: the list above is not what any profile would pass.
    const everywhere = Object.values(cpu.placements).flatMap(({ operators }) => operators);
    expect(new Set(everywhere.map(({ provider }) => provider))).toEqual(new Set(['CPUExecutionProvider']));
  });

  it('moves over the bus what a token and a guided step are made of', () => {
    const float = 4;
    const [hidden, tokens, capacity] = [32, 281, 64];
    const cacheRow = 2 * 2 * 2 * 8; // keys and values of two layers, two heads of eight
    expect(webgpu.perToken).toEqual({
      runs: 2, // the token's embedding, then the model
      bytesIn: 8 + float * (hidden + (capacity + 1) + cacheRow * capacity) + 8, // id; embedding, mask, the whole past; position
      bytesOut: float * (hidden + tokens + hidden + cacheRow), // embedding; scores, state, the new keys and values
    });
    const [latent, condition] = [4 * 8 * 8, 4 * 16];
    expect(webgpu.perStep).toEqual({
      runs: 1,
      bytesIn: 2 * float * (latent + 1 + condition), // both halves of guidance: latent, timestep, condition
      bytesOut: 2 * float * latent,
    });
    expect(cpu.perToken).toEqual(webgpu.perToken);
  });
});
