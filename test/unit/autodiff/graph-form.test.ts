/**
 * What gradient graphs are made of, where it decides time or memory: no transposed copies of weights, no sizes read from
 * activations, nothing for what is frozen.
 */
import { describe, expect, it } from 'vitest';
import { gradientsOf } from '../../../native-models/autodiff';
import { constant, initializer, input, ops, type Node, type Value } from '../../../native-models/onnx';
import { ancestryOf } from '../../../native-models/onnx/graph';

const weight = (name: string, ...shape: readonly number[]): Value =>
  initializer(name, { dtype: 'float32', shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
const sum = (x: Value): Value => ops.ReduceSum(x, { keepdims: false });
/** What the gradients need beyond the loss. */
function backwardNodes(loss: Value, targets: readonly Value[]): readonly Node[] {
  const forward = new Set(ancestryOf([loss]).nodes);
  return ancestryOf(gradientsOf(loss, targets)).nodes.filter((node) => !forward.has(node));
}
const namesOf = (nodes: readonly Node[]): string[] => nodes.map(({ op }) => op);

describe('products', () => {
  it('read a frozen weight of either layout as it lies', () => {
    const x = input('x', 'float32', ['N', 8]);
    const stored = ops.Gemm(x, weight('w', 6, 8), undefined, { transB: 1 });
    const plain = ops.MatMul(x, weight('v', 8, 6));
    for (const y of [stored, plain]) expect(namesOf(backwardNodes(sum(ops.Mul(y, y)), [x]))).not.toContain('Transpose');
  });

  it('of attention fold every transpose of the last two axes', () => {
    const q = input('q', 'float32', ['B', 2, 'T', 4]);
    const k = input('k', 'float32', ['B', 2, 'S', 4]);
    const scores = ops.Softmax(ops.MatMul(q, ops.Transpose(k, { perm: [0, 1, 3, 2] })));
    const names = namesOf(backwardNodes(sum(ops.Mul(scores, scores)), [q, k]));
    expect(names).not.toContain('Transpose');
    expect(names.filter((name) => name.includes('MatMul'))).toHaveLength(2);
  });

  it('with one matrix for all leading axes never build one gradient per row', () => {
    const x = input('x', 'float32', ['B', 'T', 8]);
    const w = input('w', 'float32', [8, 6]);
    const shapes = backwardNodes(sum(ops.Exp(ops.MatMul(x, w))), [w]).map(({ outputs }) => outputs[0]?.shape.join());
    expect(shapes).toContain('8,6');
    expect(shapes).not.toContain('B,8,6');
  });
});

describe('sizes', () => {
  it('are read from inputs, so that no activation is kept for them', () => {
    const x = input('x', 'float32', ['B', 'T', 8]);
    const rows = ops.Reshape(ops.Exp(x), [-1, 4]); // (2*B*T, 4)
    const picked = ops.Gather(ops.Neg(rows), input('places', 'int64', ['N']));
    const loss = ops.ReduceMean(ops.Slice(picked, [1], [2 ** 31], [0]), { keepdims: false });
    const readers = backwardNodes(loss, [x]).filter(({ op }) => op === 'Shape');
    const sources = readers.map(({ inputs }) => inputs[0]?.producer).filter((producer) => producer?.kind === 'node');
    // Only gradients are asked for their own shape.
    const forward = new Set<unknown>(ancestryOf([loss]).nodes);
    expect(sources.filter((producer) => forward.has(producer))).toEqual([]);
  });
});

describe('what is frozen', () => {
  it('costs no node', () => {
    const x = input('x', 'float32', ['B', 4]);
    const frozen = input('frozen', 'float32', ['B', 4]);
    const trained = sum(ops.Mul(x, x));
    const alone = backwardNodes(trained, [x]).length;
    const beside = ops.Add(trained, sum(ops.Softmax(ops.Exp(ops.Gemm(frozen, weight('w', 4, 4))))));
    expect(backwardNodes(beside, [x])).toHaveLength(alone);
  });

  it('needs no gradient of a mask that only shifts scores', () => {
    const x = input('x', 'float32', ['B', 4]);
    const mask = ops.Mul(input('mask', 'float32', ['B', 4]), constant(-30));
    const names = namesOf(backwardNodes(sum(ops.Softmax(ops.Add(x, mask))), [x]));
    expect(names.filter((name) => name === 'Add')).toEqual([]);
  });
});
