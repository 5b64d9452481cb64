/**
 * What a reference rule sees: the operands' elements, the attributes, and the output types with their sizes filled in.
 */
import { StudioError } from '../../../common/base/studio-error';
import type { AttributesOf, OperatorName } from '../operator-table';
import type { DType } from '../types';
import type { Tensor64 } from './tensor64';

export class ReferenceCall<Op extends OperatorName = OperatorName> {
  constructor(
    readonly op: Op,
    readonly inputs: readonly (Tensor64 | undefined)[],
    readonly attributes: AttributesOf<Op>,
    /** The dtypes that inference gave to the outputs. */
    readonly dtypes: readonly DType[],
  ) {}

  /** A required operand. */
  operand(index: number): Tensor64 {
    const operand = this.inputs[index];
    if (operand === undefined) throw new StudioError('internal', `${this.op}: operand ${String(index + 1)} is missing`);
    return operand;
  }

  /** The elements of a required index operand. */
  numbers(index: number): readonly number[] {
    return [...this.operand(index).data];
  }

  /** The elements of an index operand, or undefined when it is left out. */
  optionalNumbers(index: number): readonly number[] | undefined {
    return this.inputs[index] === undefined ? undefined : this.numbers(index);
  }

  /** An axis counted from the start. */
  axis(axis: number, rank: number): number {
    return axis < 0 ? axis + rank : axis;
  }
}

export type ReferenceRule<Op extends OperatorName> = (call: ReferenceCall<Op>) => readonly Tensor64[];

export type ReferenceRules<Op extends OperatorName> = { readonly [Name in Op]: ReferenceRule<Name> };
