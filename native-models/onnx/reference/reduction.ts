/**
 * Reference rules of reductions, scans, selections and normalisations.
 */
import { at } from '../../../common/base/at';
import { elementCount } from '../types';
import type { OperatorName } from '../operator-table';
import type { ReferenceCall, ReferenceRules } from './rule';
import { elementAt, forEachIndex, positionOf, read, tensorOf, withEntry, type Tensor64 } from './tensor64';

type Reduction = 'ReduceMean' | 'ReduceSum' | 'ReduceMax';

const reduceBy =
  (combine: (elements: readonly number[]) => number) =>
  (call: ReferenceCall<Reduction>): Tensor64[] => {
    const x = call.operand(0);
    const axes = new Set(
      (call.optionalNumbers(1) ?? x.shape.map((_, axis) => axis)).map((axis) => call.axis(axis, x.shape.length)),
    );
    const kept = x.shape.map((size, axis) => (axes.has(axis) ? 1 : size));
    const reduced = x.shape.map((size, axis) => (axes.has(axis) ? size : 1));
    const result = tensorOf(x.dtype, kept, (index) => {
      const elements: number[] = [];
      forEachIndex(reduced, (inner) =>
        elements.push(
          read(
            x,
            index.map((entry, axis) => entry + at(inner, axis)),
          ),
        ),
      );
      return combine(elements);
    });
    return [call.attributes.keepdims === 0 ? { ...result, shape: kept.filter((_, axis) => !axes.has(axis)) } : result];
  };

const sum = (elements: readonly number[]): number => elements.reduce((total, element) => total + element, 0);
const mean = (elements: readonly number[]): number => sum(elements) / elements.length;

/** All elements along an axis through an index. */
function line(x: Tensor64, index: readonly number[], axis: number): number[] {
  return Array.from({ length: at(x.shape, axis) }, (_, entry) => read(x, withEntry(index, axis, entry)));
}

/** Each line along an axis replaced by a function of it. */
function mapLines(x: Tensor64, axis: number, f: (elements: readonly number[]) => readonly number[]): Tensor64 {
  const data = new Float64Array(x.data.length);
  forEachIndex(withEntry(x.shape, axis, 1), (index) => {
    f(line(x, index, axis)).forEach((value, entry) => {
      data[positionOf(x.shape, withEntry(index, axis, entry))] = value;
    });
  });
  return { ...x, data };
}

function logSoftmax(elements: readonly number[]): number[] {
  const top = Math.max(...elements);
  const logTotal = Math.log(sum(elements.map((element) => Math.exp(element - top))));
  return elements.map((element) => element - top - logTotal);
}

/** Rows of the axes from `axis` on, each normalised by `f`, then scaled and shifted. */
function normaliseTail(
  call: ReferenceCall<'LayerNormalization' | 'RMSNormalization'>,
  f: (row: readonly number[]) => number[],
): Tensor64 {
  const x = call.operand(0);
  const axis = call.axis(call.attributes.axis ?? -1, x.shape.length);
  const width = elementCount(x.shape.slice(axis));
  const [scale, bias] = [call.operand(1).data, call.inputs[2]?.data];
  const data = new Float64Array(x.data.length);
  for (let start = 0; start < data.length; start += width) {
    f([...x.data.subarray(start, start + width)]).forEach((value, column) => {
      data[start + column] =
        value * elementAt(scale, column % scale.length) +
        (bias === undefined ? 0 : elementAt(bias, column % bias.length));
    });
  }
  return { ...x, data };
}

function standardised(elements: readonly number[], epsilon: number): number[] {
  const centre = mean(elements);
  const deviation = Math.sqrt(mean(elements.map((element) => (element - centre) ** 2)) + epsilon);
  return elements.map((element) => (element - centre) / deviation);
}

export const reductionRules = {
  ReduceMean: reduceBy(mean),
  ReduceSum: reduceBy(sum),
  ReduceMax: reduceBy((elements) => Math.max(...elements)),

  ArgMax: (call) => {
    const x = call.operand(0);
    const axis = call.axis(call.attributes.axis ?? 0, x.shape.length);
    const kept = withEntry(x.shape, axis, 1);
    const result = tensorOf('int64', kept, (index) => {
      const elements = line(x, index, axis);
      return elements.indexOf(Math.max(...elements));
    });
    return [call.attributes.keepdims === 0 ? { ...result, shape: kept.filter((_, other) => other !== axis) } : result];
  },

  TopK: (call) => {
    const x = call.operand(0);
    const axis = call.axis(call.attributes.axis ?? -1, x.shape.length);
    const sign = call.attributes.largest === 0 ? -1 : 1;
    const shape = withEntry(x.shape, axis, at(call.numbers(1), 0));
    const indices = tensorOf('int64', shape, (index) => {
      const elements = line(x, index, axis);
      const order = elements
        .map((_, entry) => entry)
        .sort((a, b) => sign * (at(elements, b) - at(elements, a)) || a - b);
      return at(order, at(index, axis));
    });
    return [tensorOf(x.dtype, shape, (index) => read(x, withEntry(index, axis, read(indices, index)))), indices];
  },

  CumSum: (call) => {
    const x = call.operand(0);
    const axis = call.axis(at(call.numbers(1), 0), x.shape.length);
    const { exclusive, reverse } = call.attributes;
    const scan = (elements: readonly number[]): number[] =>
      elements.map((element, entry) => sum(elements.slice(0, entry)) + (exclusive === 1 ? 0 : element));
    return [
      mapLines(x, axis, (elements) => (reverse === 1 ? scan([...elements].reverse()).reverse() : scan(elements))),
    ];
  },

  Softmax: (call) => {
    const x = call.operand(0);
    const axis = call.axis(call.attributes.axis ?? -1, x.shape.length);
    return [mapLines(x, axis, (elements) => logSoftmax(elements).map(Math.exp))];
  },

  LogSoftmax: (call) => {
    const x = call.operand(0);
    return [mapLines(x, call.axis(call.attributes.axis ?? -1, x.shape.length), logSoftmax)];
  },

  LayerNormalization: (call) => [normaliseTail(call, (row) => standardised(row, call.attributes.epsilon ?? 1e-5))],

  RMSNormalization: (call) => [
    normaliseTail(call, (row) => {
      const size = Math.sqrt(mean(row.map((element) => element * element)) + (call.attributes.epsilon ?? 1e-5));
      return row.map((element) => element / size);
    }),
  ],

  InstanceNormalization: (call) => {
    const [x, scale, bias] = [call.operand(0), call.operand(1), call.operand(2)];
    const width = elementCount(x.shape.slice(2));
    const data = new Float64Array(x.data.length);
    for (let start = 0; start < data.length; start += width) {
      const channel = (start / width) % at(x.shape, 1);
      standardised([...x.data.subarray(start, start + width)], call.attributes.epsilon ?? 1e-5).forEach(
        (value, position) => {
          data[start + position] = value * elementAt(scale.data, channel) + elementAt(bias.data, channel);
        },
      );
    }
    return [{ ...x, data }];
  },
} satisfies Partial<ReferenceRules<OperatorName>>;
