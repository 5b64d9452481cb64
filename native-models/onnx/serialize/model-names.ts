/**
 * Names as the model file has them: a node that makes a graph output carries the output's name, and literals of equal
 * content share one name.
 */
import { rawBytesFrom } from '../elements';
import type { Graph } from '../graph';
import type { TensorData } from '../types';
import type { Node, Value } from '../value';
import { nameValues } from '../value-names';

export interface ModelNames {
  readonly nameOf: (value: Value) => string;
  /** A node's own name and the names of its outputs. */
  readonly ofNode: (node: Node) => { readonly name: string; readonly outputs: readonly string[] };
  /** Each distinct literal once. */
  readonly literals: readonly { readonly name: string; readonly content: TensorData }[];
  /** Outputs that need an Identity: a tensor that is an input or a weight, or is an output already. */
  readonly copies: readonly { readonly from: Value; readonly to: string }[];
}

export function nameModel(graph: Graph): ModelNames {
  const names = nameValues(graph);
  const renamed = new Map<Node, Map<number, string>>();
  const copies: { from: Value; to: string }[] = [];
  for (const [to, from] of Object.entries(graph.outputs)) {
    const { producer, outputIndex } = from;
    const known = producer.kind === 'node' ? (renamed.get(producer) ?? new Map<number, string>()) : undefined;
    if (producer.kind !== 'node' || known === undefined || known.has(outputIndex)) copies.push({ from, to });
    else renamed.set(producer, known.set(outputIndex, to));
  }
  const shared = shareLiterals(graph.constants, names.of);
  const outputName = (node: Node, index: number): string =>
    renamed.get(node)?.get(index) ?? names.ofOutput(node, index);
  return {
    nameOf: (value) =>
      value.producer.kind === 'node'
        ? outputName(value.producer, value.outputIndex)
        : (shared.nameByProducer.get(value.producer) ?? names.of(value)),
    ofNode: (node) => ({
      name: names.ofOutput(node, 0),
      outputs: node.outputs.map((_, index) => outputName(node, index)),
    }),
    literals: shared.literals,
    copies,
  };
}

interface SharedLiterals {
  readonly nameByProducer: ReadonlyMap<unknown, string>;
  readonly literals: readonly { readonly name: string; readonly content: TensorData }[];
}

function shareLiterals(constants: readonly Value[], nameOf: (value: Value) => string): SharedLiterals {
  const nameByProducer = new Map<unknown, string>();
  const byKey = new Map<string, { name: string; content: TensorData }[]>();
  const literals: { name: string; content: TensorData }[] = [];
  for (const value of constants) {
    if (value.producer.kind !== 'constant') continue;
    const { content } = value.producer;
    const candidates = byKey.get(keyOf(content)) ?? [];
    const equal = candidates.find((candidate) => hasSameBytes(candidate.content, content));
    const literal = equal ?? { name: nameOf(value), content };
    if (equal === undefined) {
      literals.push(literal);
      byKey.set(keyOf(content), [...candidates, literal]);
    }
    nameByProducer.set(value.producer, literal.name);
  }
  return { nameByProducer, literals };
}

/** Narrows the search: type, and the first bytes. */
function keyOf(content: TensorData): string {
  return `${content.dtype}[${content.shape.join()}]${rawBytesFrom(content).subarray(0, 64).join()}`;
}

function hasSameBytes(a: TensorData, b: TensorData): boolean {
  const [left, right] = [rawBytesFrom(a), rawBytesFrom(b)];
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
