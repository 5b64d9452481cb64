/**
 * The reference evaluator: runs a Graph slowly in float64, with no native code. The face of this folder.
 * It checks every result against the inferred type, names of dims included, so it also tests inference.
 */
import { StudioError } from '../../../common/base/studio-error';
import { at } from '../../../common/base/at';
import { isExternal, type Graph } from '../graph';
import { evaluateDim } from '../inference/dims';
import type { OperatorName } from '../operator-table';
import { typeText, type ExternalTensor, type Shape, type TensorData, type TensorType } from '../types';
import type { NodeOf, Value } from '../value';
import { convolutionRules } from './convolution';
import { elementwiseRules } from './elementwise';
import { indexingRules } from './indexing';
import { linearAlgebraRules } from './linear-algebra';
import { movementRules } from './movement';
import { reductionRules } from './reduction';
import { ReferenceCall, type ReferenceRules } from './rule';
import { tensor64From, type Tensor64 } from './tensor64';

export { tensor64, tensor64From, type Tensor64 } from './tensor64';

const referenceRules: ReferenceRules<OperatorName> = {
  ...elementwiseRules,
  ...linearAlgebraRules,
  ...movementRules,
  ...indexingRules,
  ...reductionRules,
  ...convolutionRules,
};

export interface EvaluateOptions {
  /** Reads a weight that lies in a file; without it such a weight is an error. */
  readonly readExternal?: (tensor: ExternalTensor) => TensorData;
}

/**
 * The graph's outputs for given inputs, by name.
 * Throws `bad-request` on a missing input or one of another type, `internal` when a result contradicts inference.
 */
export function evaluate(
  graph: Graph,
  feeds: Readonly<Record<string, Tensor64>>,
  options: EvaluateOptions = {},
): Record<string, Tensor64> {
  const results = new Map<unknown, readonly Tensor64[]>();
  const sizes = new Map<string, number>();
  for (const value of graph.inputs) results.set(value.producer, [fedTensor(value, feeds, sizes)]);
  for (const value of [...graph.initializers, ...graph.constants]) {
    results.set(value.producer, [tensor64From(contentOf(value, options))]);
  }
  const find = (value: Value): Tensor64 => at(results.get(value.producer) ?? [], value.outputIndex);
  for (const node of graph.nodes) {
    const operands = node.inputs.map((operand) => (operand === undefined ? undefined : find(operand)));
    results.set(node, runNode(node, operands, sizes));
  }
  return Object.fromEntries(Object.entries(graph.outputs).map(([name, value]) => [name, find(value)]));
}

function fedTensor(value: Value, feeds: Readonly<Record<string, Tensor64>>, sizes: Map<string, number>): Tensor64 {
  const name = value.producer.kind === 'input' ? value.producer.name : value.label;
  const fed = feeds[name];
  if (fed === undefined) throw new StudioError('bad-request', `The input ${value.toString()} is not fed.`);
  if (fed.dtype !== value.dtype || !bindShape(value.shape, fed.shape, sizes)) {
    throw new StudioError('bad-request', `The input ${value.toString()} was fed ${typeText(fed)}.`);
  }
  // A fed size stands for itself in shapes (see known-contents).
  if (fed.data.length === 1 && !sizes.has(name)) sizes.set(name, at(fed.data, 0));
  return fed;
}

function contentOf({ producer }: Value, options: EvaluateOptions): TensorData {
  if (producer.kind !== 'initializer' && producer.kind !== 'constant') {
    throw new StudioError('internal', 'Only weights and literals have contents.');
  }
  const { content } = producer;
  if (!isExternal(content)) return content;
  if (options.readExternal === undefined) {
    throw new StudioError('bad-request', `The weight lies in ${content.file}: pass readExternal.`);
  }
  return options.readExternal(content);
}

function runNode<Op extends OperatorName>(
  node: NodeOf<Op>,
  operands: readonly (Tensor64 | undefined)[],
  sizes: Map<string, number>,
): readonly Tensor64[] {
  const dtypes = node.outputs.map((type) => type.dtype);
  const outputs = referenceRules[node.op](new ReferenceCall(node.op, operands, node.attributes, dtypes));
  node.outputs.forEach((type, index) => {
    checkResult(node.op, type, at(outputs, index), sizes);
  });
  return outputs;
}

function checkResult(op: OperatorName, type: TensorType, result: Tensor64, sizes: Map<string, number>): void {
  if (result.dtype === type.dtype && bindShape(type.shape, result.shape, sizes)) return;
  throw new StudioError('internal', `${op} was inferred as ${typeText(type)} but gave ${typeText(result)}.`, {
    hint: `Sizes so far: ${[...sizes].map(([name, size]) => `${name} = ${String(size)}`).join(', ')}`,
  });
}

/** Whether sizes agree with dims; a name met for the first time takes the size it has. */
function bindShape(shape: Shape, actual: readonly number[], sizes: Map<string, number>): boolean {
  if (shape.length !== actual.length) return false;
  return shape.every((dim, axis) => {
    const size = at(actual, axis);
    const expected = evaluateDim(dim, sizes);
    if (expected === undefined && typeof dim === 'string') sizes.set(dim, size);
    return expected === undefined || expected === size;
  });
}
