/**
 * Norms, activations and gates take as much memory as the products between them and next to no time: where the backward half
 * reads them, they are computed a second time from what is kept anyway. The copies wait for the incoming gradient, as
 * those of checkpointing.ts do, through the smallest operand (a norm's bias, a channel's scale), so that the wait costs no pass over a picture.
 */
import { ops, type Node, type Value } from '../onnx';
import type { OperatorName } from '../onnx/operator-table';
import { applyOperator } from '../onnx/node';
import { isFloat } from '../onnx/types';
import type { Producer } from '../onnx/value';
import { like, zeroAfter } from './checkpointing';

/** Computed again wherever they stand. */
const cheap: ReadonlySet<OperatorName> = new Set<OperatorName>([
  'InstanceNormalization',
  'LayerNormalization',
  'QuickGelu',
  'Gelu',
  'Split',
]);
/** Computed again where they belong to such: the scale and shift behind a norm, the gate of an activation. */
const following: ReadonlySet<OperatorName> = new Set<OperatorName>(['Reshape', 'Mul', 'Add']);
/** Their rules read operands and never the result, so they can be given copies of the operands. */
const readers: ReadonlySet<OperatorName> = new Set<OperatorName>(['Conv', 'Gemm', 'MatMul', 'FusedMatMul', 'Mul']);

export class CheapRecomputation {
  readonly #isCheap = new Map<Node, boolean>();
  readonly #isFixed = new Map<Node, boolean>();
  readonly #copies = new Map<Node, readonly Value[]>();

  /** The node as the backward half shall read it, or undefined: as it is. `dy` is any gradient that flows into the node. */
  outputsFor(node: Node, dy: Value): readonly Value[] | undefined {
    if (this.#cheap(node)) return this.#copyOf(node, dy);
    if (!readers.has(node.op)) return undefined;
    const operands = node.inputs.map((operand) => this.#operand(operand, dy));
    const isSame = operands.every((operand, index) => operand === node.inputs[index]);
    return isSame ? undefined : applyOperator(node.op, operands, node.attributes);
  }

  #cheap(node: Node): boolean {
    const known = this.#isCheap.get(node);
    if (known !== undefined) return known;
    const own = cheap.has(node.op);
    const belongs = ({ producer }: Value): boolean => producer.kind === 'node' && this.#cheap(producer);
    const operands = node.inputs.filter((operand) => operand !== undefined);
    const follows =
      following.has(node.op) &&
      operands.some(belongs) &&
      operands.every((operand) => belongs(operand) || this.#fixed(operand.producer));
    this.#isCheap.set(node, own || follows);
    return own || follows;
  }

  /** Whether it is a weight or a literal, or made of such only. */
  #fixed(producer: Producer): boolean {
    if (producer.kind !== 'node') return producer.kind !== 'input';
    const known = this.#isFixed.get(producer);
    if (known !== undefined) return known;
    const made = producer.inputs.every((operand) => operand === undefined || this.#fixed(operand.producer));
    this.#isFixed.set(producer, made);
    return made;
  }

  #operand(operand: Value | undefined, dy: Value): Value | undefined {
    if (operand?.producer.kind !== 'node' || !this.#cheap(operand.producer)) return operand;
    const copy = this.#copyOf(operand.producer, dy)[operand.outputIndex];
    return copy === undefined ? operand : like(copy, operand);
  }

  #copyOf(node: Node, dy: Value): readonly Value[] {
    const known = this.#copies.get(node);
    if (known !== undefined) return known;
    const operands = node.inputs.map((operand) => this.#operand(operand, dy));
    if (operands.every((operand, index) => operand === node.inputs[index])) {
      const smallest = smallestOf(operands);
      const waiting = smallest === undefined ? undefined : operands[smallest];
      if (smallest !== undefined && waiting !== undefined) {
        operands[smallest] = like(ops.Add(waiting, zeroAfter(dy)), waiting);
      }
    }
    const copies = applyOperator(node.op, operands, node.attributes);
    this.#copies.set(node, copies);
    return copies;
  }
}

/** Which real-valued operand has the fewest elements; open dims count as large, and of equals the last is taken. */
function smallestOf(operands: readonly (Value | undefined)[]): number | undefined {
  let found: number | undefined;
  let fewest = Infinity;
  operands.forEach((operand, index) => {
    if (operand === undefined || !isFloat(operand.dtype)) return;
    const count = operand.shape.reduce<number>((product, dim) => product * (typeof dim === 'number' ? dim : 1e6), 1);
    if (count > fewest) return;
    fewest = count;
    found = index;
  });
  return found;
}
