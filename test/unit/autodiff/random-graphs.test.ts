/**
 * Random graphs: values used several times, by several operators, on ways of different length, joined and cut again. The
 * gradient must agree with differences, and random checkpoints must not change it. Seeds are fixed; a failing one is its
 * own case.
 */
import { describe, expect, it } from 'vitest';
import { gradientsOf } from '../../../native-models/autodiff';
import { at } from '../../../common/base/at';
import { ops, type Node, type Value } from '../../../native-models/onnx';
import { outputsOf } from '../../../native-models/autodiff/checkpointing';
import { ancestryOf } from '../../../native-models/onnx/graph';
import type { Case } from '../onnx/operator-cases';
import { createRng } from '../onnx/numbers';
import { checkVjp, compareVjp } from './check-vjp';

/** Steps that keep the shape (B, T, 4) and stay tame: no product grows, no slope is steep. */
const steps: readonly ((x: Value, y: Value, z: Value) => Value)[] = [
  (x, y) => ops.Mul(ops.Add(x, y), 0.7),
  (x, y) => ops.Sub(x, ops.Tanh(y)),
  (x, y) => ops.Mul(ops.Sigmoid(x), y),
  (x) => ops.Softmax(x),
  (x, y, z) => ops.MatMul(ops.Softmax(ops.MatMul(x, ops.Transpose(y, { perm: [0, 2, 1] }))), z),
  (x, y) => ops.Add(x, ops.ReduceMean(y, { axes: [1] })),
  (x, y) => ops.Concat([ops.Slice(x, [0], [2], [2]), ops.Slice(y, [2], [4], [2])], { axis: 2 }),
  (x) => {
    const halves = ops.Split(x, [1, 3], { axis: 2 });
    return ops.Concat([at(halves, 1), at(halves, 0)], { axis: 2 });
  },
  (x) => ops.Gather(x, ops.Range(0, 4), { axis: 2 }),
  (x, y) => ops.Div(x, ops.Add(ops.Mul(y, y), 1)),
];

function randomCase(seed: number, length: number): Case {
  return (m) => {
    const random = createRng(seed);
    const values: Value[] = [m.real('B', 'T', 4), m.real('B', 'T', 4), ops.Mul(m.real('B', 1, 4), m.real('T', 1))];
    const pick = (): Value => at(values, Math.floor(random() ** 0.5 * values.length));
    for (let step = 0; step < length; step += 1)
      values.push(at(steps, Math.floor(random() * steps.length))(pick(), pick(), pick()));
    // Everything is read once more, so that no input is idle.
    return values.reduce((sum, value) => ops.Add(sum, ops.Mul(value, 0.5)));
  };
}

/** The same gradients with random activations as checkpoints. */
function checkpointedBy(seed: number): typeof gradientsOf {
  return (loss, targets) => {
    const random = createRng(seed);
    const inner = ancestryOf([loss]).nodes.filter(({ outputs }: Node) =>
      outputs.every(({ dtype }) => dtype === 'float32'),
    );
    const checkpoints = inner.filter(() => random() < 0.2).map((node) => at(outputsOf(node), 0));
    return gradientsOf(loss, targets, { checkpoints });
  };
}

describe.each(Array.from({ length: 24 }, (_, seed) => seed + 1))('seed %i', (seed) => {
  const build = randomCase(seed, 14);

  it('agrees with differences, with and without checkpoints', () => {
    const stored = checkVjp(build);
    const recomputed = compareVjp(build, checkpointedBy(seed));
    expect(recomputed.graph.nodes.length).toBeGreaterThan(stored.graph.nodes.length);
    for (const [name, { data }] of Object.entries(stored.gradients)) {
      const scale = Math.max(...data.map(Math.abs));
      const other = at(Object.values(recomputed.gradients), Object.keys(stored.gradients).indexOf(name)).data;
      const worst = Math.max(...data.map((value, index) => Math.abs(value - at(other, index))));
      expect(worst / scale, name).toBeLessThan(1e-12);
    }
  });
});
