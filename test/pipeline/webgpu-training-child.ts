// A program of its own for webgpu-training.test.ts: one training step of a golden on one device, losses and gradients as they come out.
// Usage: webgpu-training-child.ts DEVICE GOLDEN DIR, where DIR is an empty folder; the report is DIR/report.json.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openGraph } from '../../main/runtime/network';
import { deviceNamed } from '../../main/runtime/device-name';
import { readPlacement, type Placement } from '../../main/runtime/placement';
import type { TrafficCount } from '../../main/runtime/traffic';
import { stageGraph } from '../../native-models/graphs/training/stage-graph';
import { loadTrainingGolden } from '../golden/training-steps';

export interface TrainingReport {
  /** Losses and gradients by the names of the graph's outputs. */
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  readonly traffic: TrafficCount;
  readonly placement: Placement;
}

async function main(): Promise<void> {
  const [device = '', name = '', dir = ''] = process.argv.slice(2);
  const profileDir = join(dir, 'profiles');
  await mkdir(profileDir, { recursive: true });
  const golden = await loadTrainingGolden(name);
  const session = await openGraph(stageGraph(golden.parts, golden.config).graph, {
    device: deviceNamed(device),
    profileDir,
  });
  const known = { ...golden.start, ...golden.batches[0] };
  const feeds = Object.fromEntries(
    session.inputNames.map((input) => {
      const tensor = known[input];
      if (tensor === undefined) throw new Error(`The golden has no tensor for the input ${input}.`);
      return [input, tensor] as const;
    }),
  );
  const outputs = await session.run(feeds);
  const traffic = session.traffic();
  await session.close();
  const [profile = ''] = await readdir(profileDir);
  const report: TrainingReport = {
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([key, { data }]) => [key, Array.from(data, Number)] as const),
    ),
    traffic,
    placement: await readPlacement(join(profileDir, profile)),
  };
  await writeFile(join(dir, 'report.json'), JSON.stringify(report));
}

main().catch((thrown: unknown) => {
  console.error(thrown);
  process.exitCode = 1;
});
