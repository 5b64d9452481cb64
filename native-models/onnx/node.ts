/**
 * The one way in which a node comes to be: inference runs at once, and the outputs are typed Values.
 * Not for networks: they call the constructors of operators/, which know each operator's arguments.
 */
import { inferTypes } from './inference';
import type { AttributesOf, OperatorName } from './operator-table';
import { valueFrom, type Node, type NodeOf, type Value } from './value';

/**
 * Applies an operator and returns its outputs.
 * Throws `shape-mismatch` with operator and operands when they do not fit.
 */
export function applyOperator<Op extends OperatorName>(
  op: Op,
  inputs: readonly (Value | undefined)[],
  attributes: AttributesOf<Op>,
): readonly Value[] {
  const outputs = inferTypes(op, inputs, attributes);
  const node: NodeOf<Op> = { kind: 'node', op, inputs: withoutTrailingGaps(inputs), attributes, outputs };
  // The one place where a node of some operator becomes one of any: the checker cannot follow a generic into a union.
  const producer = node as unknown as Node;
  return outputs.map((type, index) => valueFrom(type, producer, index, op));
}

/** Like `applyOperator`, for an operator with one output. */
export function applySingle<Op extends OperatorName>(
  op: Op,
  inputs: readonly (Value | undefined)[],
  attributes: AttributesOf<Op>,
): Value {
  const [value] = applyOperator(op, inputs, attributes);
  if (value === undefined) throw new RangeError(`${op} has no output`);
  return value;
}

function withoutTrailingGaps(inputs: readonly (Value | undefined)[]): readonly (Value | undefined)[] {
  let length = inputs.length;
  while (length > 0 && inputs[length - 1] === undefined) length -= 1;
  return inputs.slice(0, length);
}
