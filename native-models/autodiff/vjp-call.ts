/**
 * What a gradient rule sees: one node, its outputs, the gradients that came back to them, and which operands want one.
 * A rule is a vector-Jacobian product (reverse mode: Griewank & Walther 2008, chapter 3): it emits nodes, computes
 * nothing, and may return a gradient of the broadcast shape, because the walk sums it back.
 */
import { at } from '../../common/base/at';
import { StudioError } from '../../common/base/studio-error';
import type { NodeOf, Value } from '../onnx';
import type { OperatorName } from '../onnx/operator-table';
import type { DimSources } from './dim-sources';

/** Gradients of the operands, in their order; undefined where none is wanted or none flows. */
export type VjpRule<Op extends OperatorName> = (call: VjpCall<Op>) => readonly (Value | undefined)[];

export type VjpRules<Op extends OperatorName> = { readonly [Name in Op]: VjpRule<Name> };

/** A call of an operator that has not been narrowed: for rules that serve several. */
export type AnyCall = VjpCall<OperatorName>;

export class VjpCall<Op extends OperatorName = OperatorName> {
  constructor(
    readonly node: NodeOf<Op>,
    /** The node's outputs, of the shapes that inference gave them. */
    readonly outputs: readonly Value[],
    /** One per output, of its shape; undefined where the loss does not depend on that output. */
    readonly gradients: readonly (Value | undefined)[],
    private readonly needed: readonly boolean[],
    /** Where the sizes behind named dims can be read. */
    readonly sizes: DimSources,
  ) {}

  /** A required operand. */
  x(index: number): Value {
    const operand = this.node.inputs[index];
    if (operand === undefined) throw this.refusal(`operand ${String(index + 1)} is missing`);
    return operand;
  }

  /** The first output. */
  get y(): Value {
    return at(this.outputs, 0);
  }

  /** The gradient of the first output. */
  get dy(): Value {
    const [gradient] = this.gradients;
    if (gradient === undefined) throw this.refusal('no gradient reached the first output');
    return gradient;
  }

  /** Whether the operand depends on a target. */
  needs(index: number): boolean {
    return this.needed[index] === true;
  }

  /** Builds only the gradients that are needed: one maker per operand, in order. */
  each(...makers: readonly (() => Value)[]): readonly (Value | undefined)[] {
    return makers.map((make, index) => (this.needs(index) ? make() : undefined));
  }

  /** The error for a use of the operator whose gradient is not written. */
  refusal(reason: string, hint?: string): StudioError {
    const operands = this.node.inputs.filter((operand) => operand !== undefined).map(String);
    return new StudioError('unsupported-op', `Gradient of ${this.node.op}(${operands.join(', ')}): ${reason}`, {
      hint,
    });
  }
}
