/**
 * checkVjp: a gradient against central differences of the float64 reference, in one random direction for all targets at
 * once. A direction mixes every element, so a single wrong one shows; the loss weighs outputs at random for the same
 * reason. Test support only.
 */
import { expect } from 'vitest';
import { gradientsOf } from '../../../native-models/autodiff';
import {
  constant,
  elementCount,
  graphFrom,
  isSameValue,
  ops,
  tensorDataFrom,
  type Graph,
  type Value,
} from '../../../native-models/onnx';
import { valueFrom } from '../../../native-models/onnx/value';
import { ancestryOf } from '../../../native-models/onnx/graph';
import { isFloat } from '../../../native-models/onnx/types';
import { evaluate, tensor64, type Tensor64 } from '../../../native-models/onnx/reference';
import { Maker, type Case } from '../onnx/operator-cases';
import { createRng } from '../onnx/numbers';

/** Half the distance of the two nearer points. */
const step = 1e-4;

export interface VjpCheck {
  readonly graph: Graph;
  readonly feeds: Readonly<Record<string, Tensor64>>;
  /** Gradients by target in float64. */
  readonly gradients: Readonly<Record<string, Tensor64>>;
  /** Change of the loss along the direction, from gradients and from differences. */
  readonly fromGradients: number;
  readonly fromDifferences: number;
}

/** Whether a case has something to differentiate. */
export function isDifferentiable(build: Case): boolean {
  const maker = new Maker();
  const built = build(maker);
  const outputs = 'producer' in built ? [built] : built;
  return maker.inputs.some((value) => isFloat(value.dtype)) && outputs.some((value) => isFloat(value.dtype));
}

/** Computes both answers; `gradients` may be replaced to plant a wrong rule. */
export function compareVjp(build: Case, differentiate: typeof gradientsOf = gradientsOf): VjpCheck {
  const maker = new Maker();
  const built = build(maker);
  const outputs = ('producer' in built ? [built] : built).filter((value) => isFloat(value.dtype));
  // Some inputs of the table are there for their shape only.
  const { nodes } = ancestryOf(outputs);
  const isRead = (value: Value): boolean =>
    nodes.some(
      ({ op, inputs }) =>
        op !== 'Shape' && inputs.some((operand) => operand !== undefined && isSameValue(operand, value)),
    );
  const targets = maker.inputs.filter((value) => isFloat(value.dtype) && isRead(value));
  const shapes = evaluate(graphFrom({ name: 'shapes', inputs: maker.inputs, outputs: named(outputs) }), maker.feeds);
  const random = createRng(11);
  const draw = (): number => Math.fround(random() * 2 - 1);
  const loss = outputs
    .map((value, index) => {
      const { shape } = shapes[`y${String(index)}`]!;
      const weights = Array.from({ length: elementCount(shape) }, draw);
      const weight = constant(tensorDataFrom('float32', shape, weights));
      // The same sizes under the output's names for them.
      const renamed = valueFrom(value, weight.producer, 0, 'weights');
      return ops.ReduceSum(ops.Mul(value, renamed), { keepdims: false });
    })
    .reduce((sum, term) => ops.Add(sum, term));
  const grads = differentiate(loss, targets);
  const graph = graphFrom({
    name: 'vjp',
    inputs: maker.inputs,
    outputs: { loss, ...Object.fromEntries(grads.map((value, index) => [`grad.${targets[index]!.label}`, value])) },
  });
  const gradients = evaluate(graph, maker.feeds);
  const directions = new Map(
    targets.map(({ label }) => [label, Float64Array.from(maker.feeds[label]!.data, () => random() * 2 - 1)]),
  );
  const lossGraph = graphFrom({ name: 'loss', inputs: maker.inputs, outputs: { loss } });
  const lossAt = (distance: number): number => {
    const moved = Object.entries(maker.feeds).map(([name, fed]) => {
      const direction = directions.get(name);
      const data =
        direction === undefined ? fed.data : fed.data.map((value, index) => value + distance * direction[index]!);
      return [name, tensor64(fed.dtype, fed.shape, data)] as const;
    });
    return evaluate(lossGraph, Object.fromEntries(moved))['loss']!.data[0]!;
  };
  let fromGradients = 0;
  for (const [label, direction] of directions) {
    gradients[`grad.${label}`]!.data.forEach((value, index) => (fromGradients += value * direction[index]!));
  }
  const difference = (distance: number): number => (lossAt(distance) - lossAt(-distance)) / (2 * distance);
  // Richardson's extrapolation: the third derivative falls out.
  const fromDifferences = (4 * difference(step) - difference(2 * step)) / 3;
  return { graph, feeds: maker.feeds, gradients, fromGradients, fromDifferences };
}

/** Expects both answers to agree; 1e-6 is what the differences leave, literals being float32. */
export function checkVjp(build: Case, differentiate: typeof gradientsOf = gradientsOf): VjpCheck {
  const check = compareVjp(build, differentiate);
  const scale = Math.max(1e-2, Math.abs(check.fromDifferences));
  expect(Math.abs(check.fromGradients - check.fromDifferences) / scale).toBeLessThan(1e-6);
  return check;
}

function named(values: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(values.map((value, index) => [`y${String(index)}`, value]));
}
