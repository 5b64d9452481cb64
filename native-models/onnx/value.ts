/**
 * Value: one immutable tensor of a graph under construction, which knows its type and where it comes from.
 * It holds no elements unless it is a constant; nothing is computed here. After the Var of Quantco's spox.
 */
import { StudioError } from '../../common/base/studio-error';
import type { OperatorName, AttributesOf } from './operator-table';
import {
  typeText,
  type Dim,
  type DType,
  type ExternalTensor,
  type Shape,
  type TensorData,
  type TensorType,
} from './types';

export interface GraphInput {
  readonly kind: 'input';
  readonly name: string;
}

/** A named weight: part of the model, its elements in memory or in a file. */
export interface Initializer {
  readonly kind: 'initializer';
  readonly name: string;
  readonly content: TensorData | ExternalTensor;
}

/** A nameless literal, shared by content when the graph is serialised. */
export interface Constant {
  readonly kind: 'constant';
  readonly content: TensorData;
}

/** One application of one operator. A missing optional input is undefined. */
export interface NodeOf<Op extends OperatorName> {
  readonly kind: 'node';
  readonly op: Op;
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: AttributesOf<Op>;
  /** The types that inference gave to the outputs, in order. */
  readonly outputs: readonly TensorType[];
}

/** A node of any operator; comparing `op` tells which attributes it has. */
export type Node = { readonly [Op in OperatorName]: NodeOf<Op> }[OperatorName];

export type Producer = Node | GraphInput | Initializer | Constant;

export interface Value extends TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly producer: Producer;
  /** Which output of the producer this is; 0 for everything but nodes with several outputs. */
  readonly outputIndex: number;
  /** What error messages and printed graphs call it; not an identity. */
  readonly label: string;
  /** `hidden: float32[B][77][768]` */
  toString(): string;
}

class TensorValue implements Value {
  readonly dtype: DType;
  readonly shape: Shape;

  constructor(
    type: TensorType,
    readonly producer: Producer,
    readonly outputIndex: number,
    readonly label: string,
  ) {
    this.dtype = type.dtype;
    this.shape = Object.freeze([...type.shape]);
    Object.freeze(this);
  }

  toString(): string {
    return `${this.label}: ${typeText(this)}`;
  }
}

/** A Value for one output of a producer. Graph code calls the operators instead. */
export function valueFrom(type: TensorType, producer: Producer, outputIndex: number, label: string): Value {
  return new TensorValue(type, producer, outputIndex, label);
}

/** Whether two Values are the same tensor, whatever they are called. */
export function isSameValue(a: Value, b: Value): boolean {
  return a.producer === b.producer && a.outputIndex === b.outputIndex;
}

/** The same tensor under a name of the domain: `labelled('hidden', ops.Add(a, b))`. */
export function labelled(label: string, value: Value): Value {
  return new TensorValue(value, value.producer, value.outputIndex, label);
}

/**
 * The same tensor with dims that the caller knows better: a name may become a number or another name.
 * This is how a mismatch of two names is marked as intended. Throws `shape-mismatch` on another rank, or where a
 * known size would change.
 */
export function assumeShape(value: Value, shape: Shape): Value {
  const contradicts = (dim: Dim, index: number): boolean => {
    const known = value.shape[index];
    return typeof known === 'number' && known !== dim;
  };
  if (shape.length !== value.shape.length || shape.some(contradicts)) {
    const wanted = typeText({ dtype: value.dtype, shape });
    throw new StudioError('shape-mismatch', `assumeShape(${value.toString()}): cannot be taken for ${wanted}`, {
      hint: 'Only named dims can be assumed; use Reshape to change sizes.',
    });
  }
  return new TensorValue({ dtype: value.dtype, shape }, value.producer, value.outputIndex, value.label);
}
