/**
 * Where graphs begin (inputs, weights, literals) and where they end: a Graph is the set of nodes that its outputs need.
 * Pure: nothing is written or run. Serialisation is serialize/, evaluation is reference/ or a runtime.
 */
import { StudioError } from '../../common/base/studio-error';
import { checkByteLength, tensorDataFrom } from './elements';
import type { DType, ExternalTensor, Shape, TensorData } from './types';
import { valueFrom, type Node, type Value } from './value';

export interface Graph {
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: Readonly<Record<string, Value>>;
  /** In an order in which every node comes after the nodes that it reads. */
  readonly nodes: readonly Node[];
  /** Named weights, in the order of first use. */
  readonly initializers: readonly Value[];
  /** Literals, in the order of first use. */
  readonly constants: readonly Value[];
}

/** A tensor that is fed when the graph runs. Strings in the shape are named dims. */
export function input(name: string, dtype: DType, shape: Shape): Value {
  return valueFrom({ dtype, shape }, { kind: 'input', name }, 0, name);
}

/** A named weight. Throws `shape-mismatch` when its bytes are not as many as dtype and shape ask for. */
export function initializer(name: string, content: TensorData | ExternalTensor): Value {
  const byteLength = isExternal(content) ? content.byteLength : content.data.byteLength;
  checkByteLength(name, content.dtype, content.shape, byteLength);
  return valueFrom(content, { kind: 'initializer', name, content }, 0, name);
}

/**
 * A literal: a number is a scalar, a list is a vector unless a shape is given.
 * @param dtype float32 unless given; ignored for TensorData, which knows its own.
 */
export function constant(
  data: number | ArrayLike<number> | TensorData,
  dtype: DType = 'float32',
  shape?: readonly number[],
): Value {
  const content = contentFrom(data, dtype, shape);
  return valueFrom(content, { kind: 'constant', content }, 0, 'constant');
}

function contentFrom(
  data: number | ArrayLike<number> | TensorData,
  dtype: DType,
  shape: readonly number[] | undefined,
): TensorData {
  if (typeof data === 'number') return tensorDataFrom(dtype, shape ?? [], [data]);
  if ('dtype' in data) {
    checkByteLength('constant', data.dtype, data.shape, data.data.byteLength);
    return data;
  }
  return tensorDataFrom(dtype, shape ?? [data.length], data);
}

/** Whether a weight's elements stay in a file. */
export function isExternal(content: TensorData | ExternalTensor): content is ExternalTensor {
  return 'file' in content;
}

/**
 * Collects everything that the outputs need. An input that no output needs stays part of the signature.
 * Throws `bad-request` on two inputs or two different weights of one name, and on an input that is used but not listed.
 */
export function graphFrom(parts: {
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: Readonly<Record<string, Value>>;
}): Graph {
  const collected = collect(Object.values(parts.outputs));
  checkInputs(parts.name, parts.inputs, collected.inputs);
  checkNames(parts.name, [...parts.inputs, ...collected.initializers], Object.keys(parts.outputs));
  return { ...parts, nodes: collected.nodes, initializers: collected.initializers, constants: collected.constants };
}

/** What a set of values is computed from. */
export interface Ancestry {
  /** In an order in which every node comes after the nodes that it reads. */
  readonly nodes: readonly Node[];
  readonly inputs: readonly Value[];
}

/** Everything that the values are computed from, without making a graph of it. */
export function ancestryOf(values: readonly Value[]): Ancestry {
  return collect(values);
}

interface Collected {
  readonly nodes: Node[];
  readonly inputs: Value[];
  readonly initializers: Value[];
  readonly constants: Value[];
}

/** Depth first with an own stack: graphs of thousands of nodes in a row would overflow a recursive walk. */
function collect(outputs: readonly Value[]): Collected {
  const collected: Collected = { nodes: [], inputs: [], initializers: [], constants: [] };
  const seen = new Set<unknown>();
  const stack: { readonly value: Value; readonly isLeaving: boolean }[] = [];
  for (const output of [...outputs].reverse()) stack.push({ value: output, isLeaving: false });
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const { producer } = step.value;
    if (step.isLeaving) {
      if (producer.kind === 'node') collected.nodes.push(producer);
      continue;
    }
    if (seen.has(producer)) continue;
    seen.add(producer);
    if (producer.kind === 'input') collected.inputs.push(step.value);
    else if (producer.kind === 'initializer') collected.initializers.push(step.value);
    else if (producer.kind === 'constant') collected.constants.push(step.value);
    else {
      stack.push({ value: step.value, isLeaving: true });
      for (const operand of [...producer.inputs].reverse()) {
        if (operand !== undefined) stack.push({ value: operand, isLeaving: false });
      }
    }
  }
  return collected;
}

function checkInputs(name: string, listed: readonly Value[], used: readonly Value[]): void {
  const producers = new Set<unknown>();
  for (const value of listed) {
    if (value.producer.kind !== 'input') {
      throw new StudioError('bad-request', `Graph ${name}: ${value.toString()} is listed as an input but is not one.`);
    }
    producers.add(value.producer);
  }
  const missing = used.find((value) => !producers.has(value.producer));
  if (missing === undefined) return;
  throw new StudioError('bad-request', `Graph ${name}: ${missing.toString()} is used but not listed in inputs.`, {
    hint: 'Pass every input() that the outputs need, in the order of the signature.',
  });
}

function checkNames(name: string, sources: readonly Value[], outputNames: readonly string[]): void {
  const taken = new Set<string>();
  const names = sources.map(({ producer }) => ('name' in producer ? producer.name : '')).concat(outputNames);
  for (const each of names) {
    if (each === '' || taken.has(each)) {
      throw new StudioError(
        'bad-request',
        `Graph ${name}: the name "${each}" is ${each === '' ? 'empty' : 'used twice'}.`,
        {
          hint: 'Inputs, weights and outputs need names of their own; make each weight once and share its Value.',
        },
      );
    }
    taken.add(each);
  }
}
