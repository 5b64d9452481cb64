// Training against PyTorch and PEFT on tiny random networks: the losses and gradients of a first step, and ten steps of
// AdamW, for each stage. Goldens: make/training.py. Tolerances: docs/numerics.md.
import { describe, expect, it } from 'vitest';
import { stageGraph } from '../../native-models/graphs/training/stage-graph';
import { expectClose } from '../support/golden-network';
import { loadTrainingGolden, openStage, PlainAdamW, type Tensors } from './training-steps';

const gradientTolerance = 1e-4;
const lossTolerance = 1e-5;
/** AdamW divides by the gradient's own size, so that rounding of tiny gradients grows into whole steps. */
const trajectoryTolerance = 1e-4;

describe.each(['training-uas', 'training-lora', 'training-prefix', 'training-dialogue', 'training-extras'])(
  '%s',
  async (name) => {
    const golden = await loadTrainingGolden(name);
    const { parts, config, start, batches } = golden;
    const stage = stageGraph(parts, config);
    const run = await openStage(stage);
    const first = await run({ ...batches[0], ...start });

    it('feeds and trains what the reference does', () => {
      expect(stage.parameters.map(({ path }) => path).sort()).toEqual(Object.keys(start).sort());
      expect(stage.targets.map(({ path }) => path).sort()).toEqual(Object.keys(golden.gradients).sort());
    });

    it('has the losses of the reference, with and without gradients', async () => {
      const runWithout = await openStage(stageGraph(parts, config, { gradients: false }));
      for (const got of [first, await runWithout({ ...batches[0], ...start })]) {
        for (const [key, [want = NaN]] of Object.entries(golden.curve)) {
          expectNear(got[key]?.data[0], want, lossTolerance);
        }
      }
    });

    it('has the gradients of the reference', () => {
      for (const [path, want] of Object.entries(golden.gradients)) {
        expectClose(first[`grad.${path}`] ?? { data: [] }, want, gradientTolerance);
      }
    });

    it('has the same gradients where layers are computed twice instead of kept', async () => {
      const recomputing = stageGraph(parts, config, { checkpointing: true });
      expect(recomputing.graph.nodes.length).toBeGreaterThan(stage.graph.nodes.length);
      const got = await (await openStage(recomputing))({ ...batches[0], ...start });
      for (const path of Object.keys(golden.gradients)) {
        expectClose(got[`grad.${path}`] ?? { data: [] }, first[`grad.${path}`]!, gradientTolerance);
      }
    });

    it('follows the reference for ten steps', async () => {
      const values = new Map(
        Object.entries(start).map(([path, { data }]) => [path, Float32Array.from(data as Float32Array)]),
      );
      const optimiser = new PlainAdamW(golden.rate, golden.decay);
      for (let step = 0; step < golden.steps; step++) {
        const parameters: Tensors = Object.fromEntries(
          stage.parameters.map(({ path, shape }) => [path, { dtype: 'float32', shape, data: values.get(path)! }]),
        );
        const got = await run({ ...batches[step % batches.length], ...parameters });
        for (const [key, losses] of Object.entries(golden.curve)) {
          expectNear(got[key]?.data[0], losses[step] ?? NaN, trajectoryTolerance);
        }
        optimiser.apply(
          stage.targets.map(({ path, decays }) => {
            return { path, decays, value: values.get(path)!, gradient: got[`grad.${path}`]!.data as Float32Array };
          }),
        );
      }
    });
  },
);

/** Relative to the reference. */
function expectNear(got: unknown, want: number, tolerance: number): void {
  expect(Math.abs(Number(got) - want) / Math.abs(want)).toBeLessThan(tolerance);
}
