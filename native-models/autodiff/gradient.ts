/**
 * The walk of reverse-mode differentiation (Griewank & Walther 2008): from a scalar loss back to the targets, node by
 * node. It knows no operator: the rules do (rules/). It visits only what lies between targets and loss, sums broadcasts
 * back, adds where a value was used twice, and checks every result. The gradients are ordinary nodes of the same graph.
 */
import { StudioError } from '../../common/base/studio-error';
import { constant, labelled, ops, typeText, type Node, type Shape, type Value } from '../onnx';
import { ancestryOf } from '../onnx/graph';
import type { OperatorName } from '../onnx/operator-table';
import { isFloat } from '../onnx/types';
import { valueFrom, type NodeOf, type Producer } from '../onnx/value';
import { sumToShape } from './broadcasting';
import { CheapRecomputation } from './cheap-recomputation';
import { outputsOf, Recomputation } from './checkpointing';
import { DimSources } from './dim-sources';
import { gradientStopOf, vjpRules, type DifferentiableName } from './rules';
import { VjpCall } from './vjp-call';

export interface GradientOptions {
  /** Values that are kept for the backward half; what lies between them is computed a second time there. */
  readonly checkpoints?: readonly Value[];
  /** Norms, activations and gates outside of that are computed a second time too, which takes next to no time. */
  readonly recomputesCheap?: boolean;
}

/**
 * The gradient of the loss for each target, in their order and of their types.
 * @param loss a scalar float32
 * @param targets weights or inputs (any real-valued part of the loss will do)
 * Throws `bad-request` on a loss that is no scalar or does not depend on a target, `unsupported-op` where an operator on
 * the way has no rule, `internal` when a rule gives another type than its operand's.
 */
export function gradientsOf(loss: Value, targets: readonly Value[], options: GradientOptions = {}): Value[] {
  if (loss.dtype !== 'float32' || loss.shape.length > 0) {
    throw new StudioError('bad-request', `The loss must be one float32 number, it is ${loss.toString()}.`, {
      hint: 'Reduce it with ReduceMean or ReduceSum and keepdims: false.',
    });
  }
  const { nodes, inputs } = ancestryOf([loss]);
  const flow = flowFrom(targets, nodes);
  const sums = new GradientSums();
  sums.add(loss, constant(1));
  const sizes = new DimSources(inputs);
  const recomputation = new Recomputation(nodes, options.checkpoints ?? []);
  const cheap = options.recomputesCheap === true ? new CheapRecomputation() : undefined;
  for (const node of [...nodes].reverse()) {
    const dys = sums.of(node);
    const dy = dys.find((gradient) => gradient !== undefined);
    if (dy === undefined || !flow.passes(node)) continue;
    const outputs = recomputation.outputsFor(node, dy) ?? cheap?.outputsFor(node, dy) ?? outputsOf(node);
    const gradients = node.outputs.map((type, index) => {
      const gradient = dys[index];
      return gradient === undefined ? undefined : retyped(gradient, type.shape);
    });
    backOf(node, outputs, gradients, flow, sizes).forEach((gradient, index) => {
      const operand = node.inputs[index];
      if (gradient !== undefined && operand !== undefined) sums.add(operand, gradient);
    });
  }
  return targets.map((target) => {
    const gradient = sums.of(target.producer)[target.outputIndex];
    if (gradient !== undefined) return labelled(`grad.${target.label}`, retyped(gradient, target.shape));
    throw new StudioError('bad-request', `The loss does not depend on ${target.toString()}.`, {
      hint: 'Leave it out of the targets, or check that the graph uses it.',
    });
  });
}

/** What lies between the targets and the loss. */
interface Flow {
  /** Whether a gradient may pass through the value towards a target. */
  reaches(value: Value): boolean;
  /** Whether a gradient may pass through one of the node's operands. */
  passes(node: Node): boolean;
}

function flowFrom(targets: readonly Value[], nodes: readonly Node[]): Flow {
  const wanted = new Map<Producer, Set<number>>();
  for (const target of targets) {
    if (!isFloat(target.dtype) || target.producer.kind === 'constant') {
      throw new StudioError('bad-request', `${target.toString()} cannot be a target: it is a literal or not real.`);
    }
    wanted.set(target.producer, (wanted.get(target.producer) ?? new Set()).add(target.outputIndex));
  }
  const open = new Set<Node>();
  const reaches = (value: Value): boolean => {
    if (!isFloat(value.dtype)) return false;
    const { producer } = value;
    return wanted.get(producer)?.has(value.outputIndex) === true || (producer.kind === 'node' && open.has(producer));
  };
  for (const node of nodes) {
    const isZero = gradientStopOf(node.op)?.kind === 'zero';
    if (!isZero && node.inputs.some((operand) => operand !== undefined && reaches(operand))) open.add(node);
  }
  return { reaches, passes: (node) => open.has(node) };
}

/** Gradients collected so far, by the tensor that they belong to. */
class GradientSums {
  readonly #sums = new Map<Producer, (Value | undefined)[]>();

  of(producer: Producer): readonly (Value | undefined)[] {
    return this.#sums.get(producer) ?? [];
  }

  add({ producer, outputIndex }: Value, gradient: Value): void {
    const sums = this.#sums.get(producer) ?? [];
    const sum = sums[outputIndex];
    // Two uses may know the tensor by different names of dims (assumeShape): the first one's are kept.
    sums[outputIndex] = sum === undefined ? gradient : ops.Add(sum, retyped(gradient, sum.shape));
    this.#sums.set(producer, sums);
  }
}

/** The gradients of a node's operands, each of its operand's type. */
function backOf(
  node: Node,
  outputs: readonly Value[],
  gradients: readonly (Value | undefined)[],
  flow: Flow,
  sizes: DimSources,
): readonly (Value | undefined)[] {
  const stop = gradientStopOf(node.op);
  if (stop !== undefined) {
    throw new StudioError('unsupported-op', `No gradient passes through ${node.op}: ${stop.reason}.`);
  }
  const needed = node.inputs.map((operand) => operand !== undefined && flow.reaches(operand));
  const read = outputs[0]?.producer;
  const source = read?.kind === 'node' ? read : node;
  const results = applyRule(source as NodeOf<DifferentiableName>, outputs, gradients, needed, sizes);
  return node.inputs.map((operand, index) => {
    const result = results[index];
    if (operand === undefined || result === undefined || needed[index] !== true) return undefined;
    return checked(node.op, index, operand, sumToShape(result, operand.shape));
  });
}

function applyRule<Op extends DifferentiableName>(
  node: { readonly op: Op } & NodeOf<Op>,
  outputs: readonly Value[],
  gradients: readonly (Value | undefined)[],
  needed: readonly boolean[],
  sizes: DimSources,
): readonly (Value | undefined)[] {
  return vjpRules[node.op](new VjpCall<Op>(node, outputs, gradients, needed, sizes));
}

function checked(op: OperatorName, index: number, operand: Value, gradient: Value): Value {
  const isSame =
    gradient.dtype === operand.dtype &&
    gradient.shape.length === operand.shape.length &&
    gradient.shape.every((dim, axis) => dim === operand.shape[axis]);
  if (isSame) return gradient;
  throw new StudioError(
    'internal',
    `Gradient rule of ${op}: operand ${String(index + 1)} is ${operand.toString()}, its gradient came out as ${typeText(gradient)}.`,
    { hint: 'The rule, or inference of an operator that it uses, is wrong.' },
  );
}

/** The same tensor with other names for its dims; sizes that are known on both sides must agree. */
function retyped(value: Value, shape: Shape): Value {
  const contradicts = shape.some(
    (dim, axis) => typeof dim === 'number' && typeof value.shape[axis] === 'number' && dim !== value.shape[axis],
  );
  if (shape.length !== value.shape.length || contradicts) {
    throw new StudioError(
      'internal',
      `The gradient ${value.toString()} cannot be taken for ${typeText({ dtype: value.dtype, shape })}.`,
    );
  }
  return valueFrom({ dtype: value.dtype, shape }, value.producer, value.outputIndex, value.label);
}
