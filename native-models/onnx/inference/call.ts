/**
 * What an inference rule sees: one call of an operator, with readers that fail in words.
 * Rules return the output types or throw `call.error(...)`; they never build nodes.
 */
import { at } from '../../../common/base/at';
import { StudioError } from '../../../common/base/studio-error';
import type { AttributesOf, OperatorName } from '../operator-table';
import { isFloat, shapeText, type Dim, type Shape, type TensorType } from '../types';
import type { Value } from '../value';
import { broadcastShapes } from './dims';
import { knownContents, knownNumbers } from './known-contents';

export type InferenceRule<Op extends OperatorName> = (call: InferenceCall<Op>) => readonly TensorType[];

export type InferenceRules<Op extends OperatorName> = { readonly [Name in Op]: InferenceRule<Name> };

export class InferenceCall<Op extends OperatorName = OperatorName> {
  constructor(
    readonly op: Op,
    readonly inputs: readonly (Value | undefined)[],
    readonly attributes: AttributesOf<Op>,
  ) {}

  /** `MatMul(hidden: float32[B][77][768], w_q: float32[1024][64]): inner axes differ: 768 and 1024` */
  error(message: string, hint?: string): StudioError {
    const operands = this.inputs.filter((operand) => operand !== undefined).map(String);
    return new StudioError('shape-mismatch', `${this.op}(${operands.join(', ')}): ${message}`, { hint });
  }

  /** A required operand. */
  operand(index: number): Value {
    const operand = this.inputs[index];
    if (operand === undefined) throw this.error(`operand ${String(index + 1)} is missing`);
    return operand;
  }

  /** A required operand of a given rank. */
  operandOfRank(index: number, rank: number): Value {
    const operand = this.operand(index);
    if (operand.shape.length !== rank) {
      throw this.error(
        `operand ${operand.label} must have ${String(rank)} axes, it has ${String(operand.shape.length)}`,
      );
    }
    return operand;
  }

  /** A required operand with real elements. */
  floatOperand(index: number): Value {
    const operand = this.operand(index);
    if (!isFloat(operand.dtype)) throw this.error(`needs real numbers, got ${operand.dtype}`, 'Cast it to float32.');
    return operand;
  }

  /** Throws unless all given operands have one dtype. */
  checkSameDtype(...operands: readonly (Value | undefined)[]): void {
    const dtypes = operands.filter((operand) => operand !== undefined).map((operand) => operand.dtype);
    const other = dtypes.find((dtype) => dtype !== dtypes[0]);
    if (other !== undefined) throw this.error(`dtypes differ: ${at(dtypes, 0)} and ${other}`, 'Cast one of them.');
  }

  /** Throws unless two dims are the same. */
  checkSameDim(what: string, a: Dim, b: Dim): void {
    if (a === b) return;
    throw this.error(`${what} differ: ${String(a)} and ${String(b)}`, hintFor(a, b));
  }

  /** The shape that operands broadcast to. */
  broadcast(...operands: readonly Value[]): Shape {
    const shape = broadcastShapes(operands.map((operand) => operand.shape));
    if (shape !== undefined) return shape;
    const texts = operands.map((operand) => shapeText(operand.shape) || 'scalar');
    throw this.error(
      `shapes do not broadcast: ${texts.join(' and ')}`,
      'Sizes must be equal or 1, counted from the last axis; use assumeShape where two names mean one size.',
    );
  }

  /** An axis counted from the start: 0..rank-1 (or rank, where `isEndAllowed`). */
  axis(axis: number, rank: number, isEndAllowed = false): number {
    const normal = axis < 0 ? axis + rank : axis;
    if (Number.isInteger(axis) && normal >= 0 && (normal < rank || (isEndAllowed && normal === rank))) return normal;
    throw this.error(`axis ${String(axis)} is outside the ${String(rank)} axes`);
  }

  /** The elements of an index operand, which must be numbers known now; undefined when the operand is left out. */
  optionalNumbers(index: number): readonly number[] | undefined {
    const operand = this.inputs[index];
    if (operand === undefined) return undefined;
    const numbers = knownNumbers(operand);
    if (numbers === undefined) throw this.error(`${operand.label} must be a literal`, 'Give the numbers as a list.');
    return numbers;
  }

  numbers(index: number): readonly number[] {
    this.operand(index);
    return this.optionalNumbers(index) ?? [];
  }

  /** The elements of an index operand, which may be named dims. */
  contents(index: number): readonly Dim[] {
    const operand = this.operand(index);
    const contents = knownContents(operand);
    if (contents !== undefined) return contents;
    throw this.error(
      `the elements of ${operand.label} are unknown`,
      'Build it from literals, Shape, Gather, Slice, Concat and arithmetic, or feed it as an input.',
    );
  }
}

function hintFor(a: Dim, b: Dim): string | undefined {
  const isNamed = typeof a === 'string' || typeof b === 'string';
  return isNamed ? 'If they are the same size, say so with assumeShape.' : undefined;
}
