/**
 * Stable names for every tensor of a graph, by position in it: the same graph gives the same names, always.
 * Labels do not enter, so that renaming a label for the sake of a message does not change a model's digest.
 */
import { StudioError } from '../../common/base/studio-error';
import type { Graph } from './graph';
import type { Node, Value } from './value';

export interface ValueNames {
  /** The name of any tensor of the graph. Throws `internal` for one of another graph. */
  readonly of: (value: Value) => string;
  readonly ofOutput: (node: Node, index: number) => string;
}

/** Inputs, weights and graph outputs keep their names; the rest is numbered: `MatMul_12`, `constant_3`. */
export function nameValues(graph: Graph): ValueNames {
  const names = new Map<unknown, string[]>();
  const taken = new Set<string>(Object.keys(graph.outputs));
  const unique = (name: string): string => {
    let result = name;
    while (taken.has(result)) result = `${result}_`;
    taken.add(result);
    return result;
  };
  for (const { producer } of [...graph.inputs, ...graph.initializers]) {
    if ('name' in producer) names.set(producer, [producer.name]);
    if ('name' in producer) taken.add(producer.name);
  }
  graph.constants.forEach(({ producer }, index) => names.set(producer, [unique(`constant_${String(index)}`)]));
  graph.nodes.forEach((node, index) => {
    const base = `${node.op}_${String(index)}`;
    names.set(
      node,
      node.outputs.map((_, output) => unique(output === 0 ? base : `${base}_${String(output)}`)),
    );
  });
  const find = (producer: unknown, index: number): string => {
    const name = names.get(producer)?.[index];
    if (name === undefined) throw new StudioError('internal', 'A value of another graph was asked for its name.');
    return name;
  };
  return { of: (value) => find(value.producer, value.outputIndex), ofOutput: find };
}
