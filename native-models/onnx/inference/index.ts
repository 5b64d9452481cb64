/**
 * Eager type inference: the complete table of rules, and the call that applies one.
 * The table is a mapped type over the operator names, so an operator without a rule does not compile.
 */
import type { AttributesOf, OperatorName } from '../operator-table';
import type { TensorType } from '../types';
import type { Value } from '../value';
import { InferenceCall, type InferenceRules } from './call';
import { convolutionRules } from './convolution';
import { elementwiseRules } from './elementwise';
import { indexingRules } from './indexing';
import { linearAlgebraRules } from './linear-algebra';
import { movementRules } from './movement';
import { reductionRules } from './reduction';

export const inferenceRules: InferenceRules<OperatorName> = {
  ...elementwiseRules,
  ...linearAlgebraRules,
  ...movementRules,
  ...indexingRules,
  ...reductionRules,
  ...convolutionRules,
};

/** The output types of an operator. Throws `shape-mismatch` naming operator, operands and, where it can, the fix. */
export function inferTypes<Op extends OperatorName>(
  op: Op,
  inputs: readonly (Value | undefined)[],
  attributes: AttributesOf<Op>,
): readonly TensorType[] {
  return inferenceRules[op](new InferenceCall(op, inputs, attributes));
}
