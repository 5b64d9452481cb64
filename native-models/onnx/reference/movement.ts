/**
 * Reference rules of operators that move or repeat elements: each output element names the input element it comes from.
 */
import { at } from '../../../common/base/at';
import { elementCount, isFloat } from '../types';
import { numericBounds } from '../inference/slicing';
import type { OperatorName } from '../operator-table';
import type { ReferenceRules } from './rule';
import { broadcastSizes } from './sizes';
import { elementAt, read, readBroadcast, tensorOf, withEntry, type Tensor64 } from './tensor64';

export const movementRules = {
  Identity: (call) => [call.operand(0)],

  Cast: (call) => {
    const x = call.operand(0);
    const to = call.attributes.to ?? x.dtype;
    const convert = to === 'bool' ? (value: number) => (value === 0 ? 0 : 1) : isFloat(to) ? Number : Math.trunc;
    return [{ dtype: to, shape: x.shape, data: x.data.map((value) => convert(value)) }];
  },

  Reshape: (call) => {
    const x = call.operand(0);
    const target = call.numbers(1).map((size, axis) => (size === 0 ? at(x.shape, axis) : size));
    const rest = target.reduce((product, size) => (size === -1 ? product : product * size), 1);
    return [{ ...x, shape: target.map((size) => (size === -1 ? x.data.length / rest : size)) }];
  },

  Flatten: (call) => {
    const x = call.operand(0);
    const given = call.attributes.axis ?? 1;
    const axis = given < 0 ? given + x.shape.length : given;
    return [{ ...x, shape: [elementCount(x.shape.slice(0, axis)), elementCount(x.shape.slice(axis))] }];
  },

  Transpose: (call) => {
    const x = call.operand(0);
    const perm = call.attributes.perm ?? [];
    const shape = perm.map((axis) => at(x.shape, axis));
    const source = perm.map((_, axis) => perm.indexOf(axis));
    return [
      tensorOf(x.dtype, shape, (index) =>
        read(
          x,
          source.map((axis) => at(index, axis)),
        ),
      ),
    ];
  },

  Squeeze: (call) => {
    const x = call.operand(0);
    const axes = new Set(call.numbers(1).map((axis) => call.axis(axis, x.shape.length)));
    return [{ ...x, shape: x.shape.filter((_, axis) => !axes.has(axis)) }];
  },

  Unsqueeze: (call) => {
    const x = call.operand(0);
    const rank = x.shape.length + call.numbers(1).length;
    const axes = new Set(call.numbers(1).map((axis) => call.axis(axis, rank)));
    const rest = [...x.shape];
    return [{ ...x, shape: Array.from({ length: rank }, (_, axis) => (axes.has(axis) ? 1 : (rest.shift() ?? 1))) }];
  },

  Expand: (call) => {
    const x = call.operand(0);
    return [tensorOf(x.dtype, broadcastSizes(x.shape, call.numbers(1)), (index) => readBroadcast(x, index))];
  },

  Tile: (call) => {
    const x = call.operand(0);
    const repeats = call.numbers(1);
    const shape = x.shape.map((size, axis) => size * at(repeats, axis));
    return [
      tensorOf(x.dtype, shape, (index) =>
        read(
          x,
          index.map((entry, axis) => entry % at(x.shape, axis)),
        ),
      ),
    ];
  },

  Concat: (call) => {
    const parts = call.inputs.map((_, index) => call.operand(index));
    const first = call.operand(0);
    const axis = call.axis(call.attributes.axis ?? 0, first.shape.length);
    const total = parts.reduce((sum, part) => sum + at(part.shape, axis), 0);
    const pick = (index: readonly number[]): number => {
      let entry = at(index, axis);
      for (const part of parts) {
        if (entry < at(part.shape, axis)) return read(part, withEntry(index, axis, entry));
        entry -= at(part.shape, axis);
      }
      return NaN;
    };
    return [tensorOf(first.dtype, withEntry(first.shape, axis, total), pick)];
  },

  Split: (call) => {
    const x = call.operand(0);
    const axis = call.axis(call.attributes.axis ?? 0, x.shape.length);
    let start = 0;
    return call.numbers(1).map((size) => {
      const offset = start;
      start += size;
      return tensorOf(x.dtype, withEntry(x.shape, axis, size), (index) =>
        read(x, withEntry(index, axis, at(index, axis) + offset)),
      );
    });
  },

  Slice: (call) => {
    const x = call.operand(0);
    const [starts, ends] = [call.numbers(1), call.numbers(2)];
    const axes = (call.optionalNumbers(3) ?? starts.map((_, index) => index)).map((axis) =>
      call.axis(axis, x.shape.length),
    );
    const steps = call.optionalNumbers(4) ?? starts.map(() => 1);
    const first = x.shape.map(() => 0);
    const step = x.shape.map(() => 1);
    const shape = [...x.shape];
    axes.forEach((axis, index) => {
      const [from, to] = numericBounds(at(x.shape, axis), at(starts, index), at(ends, index), at(steps, index));
      first[axis] = from;
      step[axis] = at(steps, index);
      shape[axis] = Math.max(0, Math.ceil((to - from) / at(steps, index)));
    });
    return [
      tensorOf(x.dtype, shape, (index) =>
        read(
          x,
          index.map((entry, axis) => at(first, axis) + entry * at(step, axis)),
        ),
      ),
    ];
  },

  Pad: (call) => {
    const x = call.operand(0);
    const pads = call.numbers(1);
    const axes = (call.optionalNumbers(3) ?? x.shape.map((_, axis) => axis)).map((axis) =>
      call.axis(axis, x.shape.length),
    );
    const before = x.shape.map((_, axis) => (axes.includes(axis) ? at(pads, axes.indexOf(axis)) : 0));
    const after = x.shape.map((_, axis) => (axes.includes(axis) ? at(pads, axes.indexOf(axis) + axes.length) : 0));
    const shape = x.shape.map((size, axis) => size + at(before, axis) + at(after, axis));
    return [
      tensorOf(x.dtype, shape, (index) =>
        padded(
          x,
          index.map((entry, axis) => entry - at(before, axis)),
          call.attributes.mode,
          call.inputs[2],
        ),
      ),
    ];
  },

  Trilu: (call) => {
    const x = call.operand(0);
    const shift = call.optionalNumbers(1)?.[0] ?? 0;
    const isUpper = call.attributes.upper !== 0;
    return [
      tensorOf(x.dtype, x.shape, (index) => {
        const offset = at(index, index.length - 1) - at(index, index.length - 2) - shift;
        return (isUpper ? offset >= 0 : offset <= 0) ? read(x, index) : 0;
      }),
    ];
  },
} satisfies Partial<ReferenceRules<OperatorName>>;

function padded(x: Tensor64, index: readonly number[], mode: string | undefined, fill: Tensor64 | undefined): number {
  const isInside = index.every((entry, axis) => entry >= 0 && entry < at(x.shape, axis));
  if (isInside) return read(x, index);
  if (mode === undefined || mode === 'constant') return fill === undefined ? 0 : elementAt(fill.data, 0);
  const inside = index.map((entry, axis) => {
    const last = at(x.shape, axis) - 1;
    if (mode === 'edge') return Math.min(Math.max(entry, 0), last);
    return entry < 0 ? -entry : entry > last ? 2 * last - entry : entry;
  });
  return read(x, inside);
}
