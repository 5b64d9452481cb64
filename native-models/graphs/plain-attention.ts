// The same graph with its fused attention written out in plain products, for a device whose fused operator cannot be trusted. Numbers
// stay what they are meant to be; memory grows by the scores, (B, H, Q, K), which the fused operator never holds at once.
import { StudioError } from '../../common/base/studio-error';
import { attention } from '../nn/attention';
import { graphFrom, type Graph, type Node, type NodeOf, type Value } from '../onnx';
import { valueFrom } from '../onnx/value';

/** A graph of the same name, inputs and outputs. Throws `unsupported-op` where attention has a scale or a mask of its own. */
export function withPlainAttention(graph: Graph): Graph {
  if (!graph.nodes.some(({ op }) => op === 'MultiHeadAttention')) return graph;
  /** By node of the old graph: how to get at its outputs in the new one. */
  const remade = new Map<unknown, (old: Value) => Value>();
  const moved = (value: Value): Value => remade.get(value.producer)?.(value) ?? value;
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((operand) => (operand === undefined ? undefined : moved(operand)));
    if (node.op === 'MultiHeadAttention') {
      const written = plainFrom(node, inputs);
      remade.set(node, ({ shape, dtype, label }) =>
        valueFrom({ shape, dtype }, written.producer, written.outputIndex, label),
      );
    } else if (inputs.some((operand, index) => operand !== node.inputs[index])) {
      const producer: Node = { ...node, inputs };
      remade.set(node, ({ shape, dtype, outputIndex, label }) =>
        valueFrom({ shape, dtype }, producer, outputIndex, label),
      );
    }
  }
  const outputs = Object.fromEntries(Object.entries(graph.outputs).map(([name, value]) => [name, moved(value)]));
  return graphFrom({ name: graph.name, inputs: graph.inputs, outputs });
}

function plainFrom({ attributes }: NodeOf<'MultiHeadAttention'>, inputs: readonly (Value | undefined)[]): Value {
  const [query, key, value, ownBias, mask, bias] = inputs;
  const { num_heads: numHeads, scale, unidirectional } = attributes;
  if (
    query === undefined ||
    key === undefined ||
    value === undefined ||
    numHeads === undefined ||
    ownBias !== undefined ||
    mask !== undefined ||
    scale !== undefined ||
    unidirectional !== undefined
  ) {
    throw new StudioError(
      'unsupported-op',
      'Attention with a scale, a mask or a bias of its own cannot be written out.',
    );
  }
  return attention(query, key, value, { numHeads, bias, form: 'plain' });
}
