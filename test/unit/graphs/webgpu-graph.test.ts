// Operators written out for WebGPU: the same numbers in the runtime, none of the operators left, everything else of the graph untouched.
import { describe, expect, it } from 'vitest';
import { openGraph } from '../../../main/runtime/network';
import type { Session, Tensors } from '../../../main/runtime/session';
import { floatTensor, floatsOf } from '../../../main/runtime/tensor';
import { webgpuGraph } from '../../../native-models/graphs/webgpu-graph';
import { attention } from '../../../native-models/nn/attention';
import { graphFrom, input, ops, type Graph } from '../../../native-models/onnx';

const operators = ({ nodes }: Graph): string[] => nodes.map(({ op }) => op);
const wave = (count: number, pace: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(pace * i));

async function runOnce(graph: Graph, feeds: Tensors): ReturnType<Session['run']> {
  const session = await openGraph(graph, { device: 'cpu' });
  try {
    return await session.run(feeds);
  } finally {
    await session.close();
  }
}

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

describe('a graph for WebGPU', () => {
  it('gives the numbers of fused attention', async () => {
    const fused = twoLayers();
    const plain = webgpuGraph(fused);
    expect(operators(fused).filter((op) => op === 'MultiHeadAttention')).toHaveLength(2);
    expect(operators(plain)).not.toContain('MultiHeadAttention');
    expect(operators(plain).filter((op) => op === 'Softmax')).toHaveLength(2);
    const results: Float32Array[] = [];
    for (const graph of [fused, plain]) {
      const bias = wave(36, 0.7).map((value) => (value > 0.9 ? -1e9 : value));
      const outputs = await runOnce(graph, {
        x: floatTensor(wave(192, 0.3), [2, 6, 16]),
        bias: floatTensor(bias, [1, 1, 6, 6]),
      });
      results.push(floatsOf(outputs, 'y', 3));
      expect(floatsOf(outputs, 'beside', 3)[0]).toBe(1);
    }
    const difference = Math.max(...results[0]!.map((value, i) => Math.abs(value - results[1]![i]!)));
    expect(difference).toBeLessThan(1e-6);
  });

  it('keeps types, names and the nodes that no attention reaches', () => {
    const fused = twoLayers();
    const plain = webgpuGraph(fused);
    expect(plain.name).toBe(fused.name);
    expect(plain.inputs).toEqual(fused.inputs);
    expect(plain.outputs['y']!.toString()).toBe(fused.outputs['y']!.toString());
    expect(plain.outputs['beside']).toBe(fused.outputs['beside']);
    expect(webgpuGraph(plain)).toBe(plain);
  });

  it('gives the numbers of fused products and of LogSoftmax', async () => {
    const x = input('x', 'float32', ['B', 3, 4]);
    const y = input('y', 'float32', ['B', 3, 5]);
    const product = ops.FusedMatMul(x, y, { transA: 1, alpha: 0.5 }); // (B, 4, 5)
    const back = ops.FusedMatMul(product, product, { transB: 1 }); // (B, 4, 4)
    const fused = graphFrom({
      name: 'products',
      inputs: [x, y],
      outputs: { back, last: ops.LogSoftmax(product, { axis: -1 }), middle: ops.LogSoftmax(back, { axis: 1 }) },
    });
    const written = webgpuGraph(fused);
    expect(operators(written).filter((op) => op === 'FusedMatMul' || op === 'LogSoftmax')).toEqual([]);
    const feeds = { x: floatTensor(wave(24, 0.9), [2, 3, 4]), y: floatTensor(wave(30, 0.4), [2, 3, 5]) };
    const [expected, got] = [await runOnce(fused, feeds), await runOnce(written, feeds)];
    for (const name of ['back', 'last', 'middle']) {
      const [want, have] = [floatsOf(expected, name, 3), floatsOf(got, name, 3)];
      expect(Math.max(...want.map((value, i) => Math.abs(value - have[i]!))), name).toBeLessThan(1e-6);
    }
  });

  it('has pads that list every axis: a pad with axes of its own does not survive the layout of WebGPU', () => {
    const x = input('x', 'float32', ['B', 3, 4]);
    for (const [pads, axes, every] of [
      [[1, 2], [-1], [0, 0, 1, 0, 0, 2]],
      [
        [1, 2, 3, 4],
        [2, 0],
        [2, 0, 1, 4, 0, 3],
      ],
    ] as const) {
      const { producer } = ops.Pad(x, pads, { axes });
      const inputs = producer.kind === 'node' ? producer.inputs : [];
      const content = inputs[1]!.producer.kind === 'constant' ? inputs[1]!.producer.content.data : [];
      expect(inputs).toHaveLength(2);
      expect(Array.from(content, Number)).toEqual(every);
    }
    expect(() => ops.Pad(x, [1], { axes: [0] })).toThrow(/pads/);
    expect(() => ops.Pad(x, [1, 1], { axes: [3] })).toThrow(/axis/);
  });

  it('refuses attention that it would change', () => {
    const x = input('x', 'float32', [1, 4, 8]);
    const scaled = ops.MultiHeadAttention(x, x, x, { numHeads: 2, scale: 0.1 });
    const graph = graphFrom({ name: 'scaled', inputs: [x], outputs: { y: scaled } });
    expect(() => webgpuGraph(graph)).toThrow(/scale/);
  });
});
