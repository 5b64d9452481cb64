/**
 * What rules may know about an operand while the graph is built: literals, read as numbers.
 * Weights are never read here, although some lie in memory: a graph must not change with its weights.
 */
import { numbersFrom, type Value } from '../../onnx';

/** The number behind a literal of one element. */
export function literalOf(value: Value): number | undefined {
  const { producer } = value;
  if (producer.kind !== 'constant' || producer.content.data.length !== 1) return undefined;
  return numbersFrom(producer.content)[0];
}

/** Whether a value is a literal whose every element is `number`. */
export function isFilledWith(value: Value, number: number): boolean {
  const { producer } = value;
  return producer.kind === 'constant' && numbersFrom(producer.content).every((element) => element === number);
}

/** The elements of a literal index vector. */
export function literalNumbers(value: Value | undefined): readonly number[] | undefined {
  return value?.producer.kind === 'constant' ? [...numbersFrom(value.producer.content)] : undefined;
}
