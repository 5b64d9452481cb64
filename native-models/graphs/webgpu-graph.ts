// A graph as ONNX Runtime's WebGPU provider can run it: operators that it gets wrong or has no kernel for are written out in ones that it has.
// Fused attention gives wrong numbers there (docs/numerics.md); FusedMatMul and LogSoftmax would run on the processor, with their operands
// copied back and forth. Numbers stay what they are meant to be; attention written out holds its scores, (B, H, Q, K), at once.
import { StudioError } from '../../common/base/studio-error';
import { attention } from '../nn/attention';
import { graphFrom, ops, type Graph, type Node, type NodeOf, type Value } from '../onnx';
import { valueFrom } from '../onnx/value';

type Operands = readonly (Value | undefined)[];

/** A graph of the same name, inputs and outputs. Throws `unsupported-op` where attention has a scale or a mask of its own. */
export function webgpuGraph(graph: Graph): Graph {
  /** By node of the old graph: its outputs in the new one. */
  const remade = new Map<unknown, (old: Value) => Value>();
  const moved = (value: Value): Value => remade.get(value.producer)?.(value) ?? value;
  for (const node of graph.nodes) {
    const operands = node.inputs.map((operand) => (operand === undefined ? undefined : moved(operand)));
    const written = writtenOut(node, operands);
    if (written !== undefined) {
      remade.set(node, ({ shape, dtype, label }) =>
        valueFrom({ shape, dtype }, written.producer, written.outputIndex, label),
      );
    } else if (operands.some((operand, index) => operand !== node.inputs[index])) {
      const producer: Node = { ...node, inputs: operands };
      remade.set(node, ({ shape, dtype, outputIndex, label }) =>
        valueFrom({ shape, dtype }, producer, outputIndex, label),
      );
    }
  }
  if (remade.size === 0) return graph;
  const outputs = Object.fromEntries(Object.entries(graph.outputs).map(([name, value]) => [name, moved(value)]));
  return graphFrom({ name: graph.name, inputs: graph.inputs, outputs });
}

/** The node's one output in other operators, or undefined where the node can stay. */
function writtenOut(node: Node, operands: Operands): Value | undefined {
  switch (node.op) {
    case 'MultiHeadAttention':
      return plainAttention(node, operands);
    case 'FusedMatMul':
      return plainProduct(node, operands);
    case 'LogSoftmax':
      return plainLogSoftmax(node, operands);
    default:
      return undefined;
  }
}

function plainAttention({ attributes }: NodeOf<'MultiHeadAttention'>, operands: Operands): Value {
  const [query, key, value, ownBias, mask, bias] = operands;
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

/** alpha · a' b' */
function plainProduct({ op, attributes }: NodeOf<'FusedMatMul'>, operands: Operands): Value {
  const [a, b] = both(op, operands);
  const { transA, transB, alpha = 1 } = attributes;
  const product = ops.MatMul(transA === 1 ? lastSwapped(a) : a, transB === 1 ? lastSwapped(b) : b);
  return alpha === 1 ? product : ops.Mul(product, alpha);
}

function lastSwapped(x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  return ops.Transpose(x, { perm: [...axes.slice(0, -2), axes.length - 1, axes.length - 2] });
}

/** (x - max) - log Σ exp(x - max) */
function plainLogSoftmax({ op, attributes }: NodeOf<'LogSoftmax'>, operands: Operands): Value {
  const [x] = operands;
  if (x === undefined) throw missing(op);
  const axes = [attributes.axis ?? -1];
  const low = ops.Sub(x, ops.ReduceMax(x, { axes }));
  return ops.Sub(low, ops.Log(ops.ReduceSum(ops.Exp(low), { axes })));
}

function both(op: string, [a, b]: Operands): readonly [Value, Value] {
  if (a === undefined || b === undefined) throw missing(op);
  return [a, b];
}

const missing = (op: string): StudioError => new StudioError('internal', `${op} has no operands to be written out.`);
