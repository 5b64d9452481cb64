/** Collecting graphs: order, sharing, signatures, and what is refused. */
import { describe, expect, it } from 'vitest';
import {
  constant,
  graphFrom,
  graphText,
  initializer,
  input,
  isSameValue,
  labelled,
  ops,
  tensorDataFrom,
  type Value,
} from '../../../native-models/onnx';

const x = input('x', 'float32', ['B', 2]);
const weight = initializer('layer.weight', tensorDataFrom('float32', [2, 2], [1, 2, 3, 4]));

describe('graphFrom', () => {
  it('puts every node after what it reads, each once', () => {
    const shared = ops.Relu(ops.MatMul(x, weight));
    const graph = graphFrom({ name: 'g', inputs: [x], outputs: { a: ops.Add(shared, shared), b: ops.Neg(shared) } });
    expect(graph.nodes.map((node) => node.op)).toEqual(['MatMul', 'Relu', 'Add', 'Neg']);
    expect(graph.initializers).toHaveLength(1);
  });

  it('takes a labelled tensor for the tensor that it is', () => {
    const relu = ops.Relu(x);
    const graph = graphFrom({
      name: 'g',
      inputs: [labelled('renamed', x)],
      outputs: { y: ops.Add(relu, labelled('again', relu)) },
    });
    expect(graph.nodes).toHaveLength(2);
    expect(isSameValue(relu, labelled('again', relu))).toBe(true);
    expect(isSameValue(relu, ops.Relu(x))).toBe(false);
  });

  it('collects a chain of twenty thousand nodes without a deep stack', () => {
    let value: Value = x;
    for (let step = 0; step < 20_000; step += 1) value = ops.Neg(value);
    expect(graphFrom({ name: 'g', inputs: [x], outputs: { y: value } }).nodes).toHaveLength(20_000);
  });

  it('refuses an input that is not listed, a listed one that is none, and a name used twice', () => {
    const y = ops.MatMul(x, weight);
    expect(() => graphFrom({ name: 'g', inputs: [], outputs: { y } })).toThrow(
      'Graph g: x: float32[B][2] is used but not listed in inputs.',
    );
    expect(() => graphFrom({ name: 'g', inputs: [x, y], outputs: { y } })).toThrow(
      'is listed as an input but is not one',
    );
    expect(() => graphFrom({ name: 'g', inputs: [x], outputs: { x: y } })).toThrow('the name "x" is used twice');
    const again = initializer('layer.weight', tensorDataFrom('float32', [2, 2], [1, 2, 3, 4]));
    expect(() => graphFrom({ name: 'g', inputs: [x], outputs: { y: ops.MatMul(y, again) } })).toThrow(
      'the name "layer.weight" is used twice',
    );
  });

  it('checks the bytes of a weight', () => {
    expect(() => initializer('w', { dtype: 'float16', shape: [3], file: 'f', offset: 0, byteLength: 12 })).toThrow(
      'w: float16[3] takes 6 bytes, got 12',
    );
    expect(() => constant([1, 2, 3], 'int64', [2])).toThrow('int64[2] takes 2 elements, got 3');
  });
});

it('prints as text that a reader can follow', () => {
  const [left, right] = ops.Split(ops.Gemm(x, weight, undefined, { transB: 1 }), [1, 1], { axis: 1 }) as [Value, Value];
  const graph = graphFrom({ name: 'tiny', inputs: [x], outputs: { product: ops.Mul(left, right) } });
  expect(graphText(graph)).toBe(
    [
      'tiny(x: float32[B][2]) -> product: float32[B][1]',
      '  weight layer.weight: float32[2][2]',
      '  Gemm_0: float32[B][2] = Gemm(x, layer.weight, transB: 1)',
      '  Split_1: float32[B][1], Split_1_1: float32[B][1] = Split(Gemm_0, constant_0, axis: 1)',
      '  Mul_2: float32[B][1] = Mul(Split_1, Split_1_1)',
    ].join('\n'),
  );
});
