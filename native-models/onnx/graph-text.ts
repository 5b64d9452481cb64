/**
 * A graph as readable text, one line a node: for tests, reviews and debugging.
 * Not a format: nothing reads it back.
 */
import type { Graph } from './graph';
import { typeText } from './types';
import { nameValues, type ValueNames } from './value-names';
import type { Node } from './value';

/** Signature, then `name: type = Operator(operands, attribute: value)` for every node in order. */
export function graphText(graph: Graph): string {
  const names = nameValues(graph);
  const inputs = graph.inputs.map(String).join(', ');
  const outputs = Object.entries(graph.outputs).map(([name, value]) => `${name}: ${typeText(value)}`);
  const weights = graph.initializers.map((value) => `  weight ${value.toString()}`);
  const nodes = graph.nodes.map((node) => `  ${nodeText(node, names)}`);
  return [`${graph.name}(${inputs}) -> ${outputs.join(', ')}`, ...weights, ...nodes].join('\n');
}

function nodeText(node: Node, names: ValueNames): string {
  const results = node.outputs.map((type, index) => `${names.ofOutput(node, index)}: ${typeText(type)}`);
  const operands = node.inputs.map((operand) => (operand === undefined ? '_' : names.of(operand)));
  const attributes = Object.entries(node.attributes).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `${results.join(', ')} = ${node.op}(${[...operands, ...attributes].join(', ')})`;
}
