// Fused attention written out: the same numbers in the runtime, no fused node left, and everything else of the graph untouched.
import { describe, expect, it } from 'vitest';
import { openGraph } from '../../../main/runtime/network';
import { floatTensor, floatsOf } from '../../../main/runtime/tensor';
import { withPlainAttention } from '../../../native-models/graphs/plain-attention';
import { attention } from '../../../native-models/nn/attention';
import { graphFrom, input, ops, type Graph } from '../../../native-models/onnx';

const operators = ({ nodes }: Graph): string[] => nodes.map(({ op }) => op);
const wave = (count: number, pace: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(pace * i));

/** Two layers of attention with something before, between and beside them. */
function twoLayers(): Graph {
  const x = input('x', 'float32', ['B', 6, 16]);
  const bias = input('bias', 'float32', [1, 1, 6, 6]);
  const once = attention(ops.Tanh(x), x, x, { numHeads: 4, bias });
  const [left, right] = ops.Split(ops.Add(once, x), [8, 8], { axis: -1 });
  return graphFrom({
    name: 'two-layers',
    inputs: [x, bias],
    outputs: { y: attention(left!, right!, right!, { numHeads: 2 }), beside: ops.Exp(x) },
  });
}

describe('plain attention', () => {
  it('gives the numbers of the fused operator', async () => {
    const fused = twoLayers();
    const plain = withPlainAttention(fused);
    expect(operators(fused).filter((op) => op === 'MultiHeadAttention')).toHaveLength(2);
    expect(operators(plain)).not.toContain('MultiHeadAttention');
    expect(operators(plain).filter((op) => op === 'Softmax')).toHaveLength(2);
    const results: Float32Array[] = [];
    for (const graph of [fused, plain]) {
      const session = await openGraph(graph, { device: 'cpu' });
      const bias = wave(36, 0.7).map((value) => (value > 0.9 ? -1e9 : value));
      const outputs = await session.run({
        x: floatTensor(wave(192, 0.3), [2, 6, 16]),
        bias: floatTensor(bias, [1, 1, 6, 6]),
      });
      results.push(floatsOf(outputs, 'y', 3));
      expect(floatsOf(outputs, 'beside', 3)[0]).toBe(1);
      await session.close();
    }
    const difference = Math.max(...results[0]!.map((value, i) => Math.abs(value - results[1]![i]!)));
    expect(difference).toBeLessThan(1e-6);
  });

  it('keeps types, names and the nodes that no attention reaches', () => {
    const fused = twoLayers();
    const plain = withPlainAttention(fused);
    expect(plain.name).toBe(fused.name);
    expect(plain.inputs).toEqual(fused.inputs);
    expect(plain.outputs['y']!.toString()).toBe(fused.outputs['y']!.toString());
    expect(plain.outputs['beside']).toBe(fused.outputs['beside']);
    expect(withPlainAttention(plain)).toBe(plain);
  });

  it('refuses attention that it would change', () => {
    const x = input('x', 'float32', [1, 4, 8]);
    const scaled = ops.MultiHeadAttention(x, x, x, { numHeads: 2, scale: 0.1 });
    const graph = graphFrom({ name: 'scaled', inputs: [x], outputs: { y: scaled } });
    expect(() => withPlainAttention(graph)).toThrow(/scale/);
  });
});
