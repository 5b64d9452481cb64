/**
 * Activation checkpointing (Chen et al. 2016, arXiv 1604.06174): between chosen values, the forward half is written a
 * second time for the backward half to read, so that the first copy's activations can be freed.
 * The second copy starts from the checkpoints made to depend on the incoming gradient. Without that a runtime would
 * compute it at once, or find that it is equal to the first copy, and nothing would be saved (docs/numerics.md).
 */
import { StudioError } from '../../common/base/studio-error';
import { isSameValue, ops, type Node, type Value } from '../onnx';
import { applyOperator } from '../onnx/node';
import { valueFrom } from '../onnx/value';
import { isFloat } from '../onnx/types';

/**
 * Nodes are divided by depth: the largest number of checkpoints on a way to them. Depth 0 is kept as it is (nothing to
 * start from), and so is the deepest part, which the backward half needs at once. What crosses from one depth to
 * another beside the checkpoints is kept too.
 */
export class Recomputation {
  readonly #nodes: readonly Node[];
  readonly #checkpoints: readonly Value[];
  readonly #depths = new Map<Node, number>();
  readonly #copies = new Map<Node, readonly Value[]>();
  readonly #entered = new Set<number>();
  readonly #deepest: number;

  /**
   * @param nodes the forward half, every node after those that it reads
   * @param checkpoints values to keep; an empty list keeps everything
   * Throws `bad-request` on a checkpoint that is no real-valued part of the forward half.
   */
  constructor(nodes: readonly Node[], checkpoints: readonly Value[]) {
    this.#nodes = nodes;
    this.#checkpoints = checkpoints;
    for (const checkpoint of checkpoints) {
      const { producer } = checkpoint;
      const isInside = producer.kind === 'input' || (producer.kind === 'node' && nodes.includes(producer));
      if (isInside && isFloat(checkpoint.dtype)) continue;
      throw new StudioError('bad-request', `${checkpoint.toString()} cannot be a checkpoint of this loss.`, {
        hint: 'Give real-valued activations that the loss is computed from.',
      });
    }
    let deepest = 0;
    for (const node of nodes) {
      let depth = 0;
      for (const operand of node.inputs) {
        if (operand === undefined) continue;
        depth = Math.max(depth, this.#depthOf(operand) + (this.#isCheckpoint(operand) ? 1 : 0));
      }
      this.#depths.set(node, depth);
      deepest = Math.max(deepest, depth);
    }
    this.#deepest = deepest;
  }

  /** The node as the backward half shall read it, or undefined: as it is. `dy` is any gradient that flows into the node. */
  outputsFor(node: Node, dy: Value): readonly Value[] | undefined {
    const depth = this.#depths.get(node) ?? 0;
    if (depth === 0 || depth === this.#deepest) return undefined;
    if (!this.#entered.has(depth)) this.#copyDepth(depth, dy);
    return this.#copies.get(node);
  }

  #copyDepth(depth: number, dy: Value): void {
    this.#entered.add(depth);
    const zero = zeroAfter(dy);
    const starts: { readonly from: Value; readonly to: Value }[] = [];
    const delayed = (checkpoint: Value): Value => {
      const known = starts.find(({ from }) => isSameValue(from, checkpoint));
      if (known !== undefined) return known.to;
      const start = { from: checkpoint, to: ops.Add(checkpoint, zero) };
      starts.push(start);
      return start.to;
    };
    const copyOf = (operand: Value | undefined): Value | undefined => {
      if (operand === undefined) return undefined;
      if (this.#isCheckpoint(operand) && this.#depthOf(operand) === depth - 1) return like(delayed(operand), operand);
      const { producer } = operand;
      const copies =
        producer.kind === 'node' && this.#depths.get(producer) === depth ? this.#copies.get(producer) : undefined;
      const copy = copies?.[operand.outputIndex];
      return copy === undefined ? operand : like(copy, operand);
    };
    for (const node of this.#nodes) {
      if (this.#depths.get(node) !== depth) continue;
      this.#copies.set(node, applyOperator(node.op, node.inputs.map(copyOf), node.attributes));
    }
  }

  #depthOf({ producer }: Value): number {
    return producer.kind === 'node' ? (this.#depths.get(producer) ?? 0) : 0;
  }

  #isCheckpoint(value: Value): boolean {
    return this.#checkpoints.some((checkpoint) => isSameValue(checkpoint, value));
  }
}

/** The outputs of a node as Values, of the shapes that inference gave them. */
export function outputsOf(node: Node): readonly Value[] {
  return node.outputs.map((type, index) => valueFrom(type, node, index, node.op));
}

/** The same tensor under the shape that another name of it has. */
export function like(copy: Value, original: Value): Value {
  return valueFrom(original, copy.producer, copy.outputIndex, original.label);
}

/** A scalar zero that can only be computed after `dy`: no element's size is below -1, not even that of NaN. */
export function zeroAfter(dy: Value): Value {
  const first = ops.Slice(ops.Reshape(dy, [-1]), [0], [1]); // (1), or (0) of an empty gradient
  const below = ops.Cast(ops.Less(ops.Abs(first), -1), dy.dtype);
  return ops.ReduceSum(below, { keepdims: false });
}
