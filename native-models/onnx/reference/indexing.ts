/**
 * Reference rules of operators that read or write by index, and of generated tensors.
 */
import { at } from '../../../common/base/at';
import { numbersFrom } from '../elements';
import type { OperatorName } from '../operator-table';
import type { ReferenceRules } from './rule';
import { elementAt, forEachIndex, positionOf, read, tensor64, tensorOf, withEntry, type Tensor64 } from './tensor64';

export const indexingRules = {
  Gather: (call) => {
    const [x, indices] = [call.operand(0), call.operand(1)];
    const axis = call.axis(call.attributes.axis ?? 0, x.shape.length);
    const width = indices.shape.length;
    const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
    return [
      tensorOf(x.dtype, shape, (index) => {
        const entry = fromStart(read(indices, index.slice(axis, axis + width)), at(x.shape, axis));
        return read(x, [...index.slice(0, axis), entry, ...index.slice(axis + width)]);
      }),
    ];
  },

  GatherElements: (call) => {
    const [x, indices] = [call.operand(0), call.operand(1)];
    const axis = call.axis(call.attributes.axis ?? 0, x.shape.length);
    return [
      tensorOf(x.dtype, indices.shape, (index) =>
        read(x, withEntry(index, axis, fromStart(read(indices, index), at(x.shape, axis)))),
      ),
    ];
  },

  GatherND: (call) => {
    const [x, indices] = [call.operand(0), call.operand(1)];
    const batchAxes = call.attributes.batch_dims ?? 0;
    const outer = indices.shape.slice(0, -1);
    const depth = batchAxes + at(indices.shape, outer.length);
    return [
      tensorOf(x.dtype, [...outer, ...x.shape.slice(depth)], (index) => {
        const head = index.slice(0, outer.length);
        const tuple = tupleAt(indices, head, x.shape.slice(batchAxes));
        return read(x, [...head.slice(0, batchAxes), ...tuple, ...index.slice(outer.length)]);
      }),
    ];
  },

  ScatterElements: (call) => {
    const [x, indices, updates] = [call.operand(0), call.operand(1), call.operand(2)];
    const axis = call.axis(call.attributes.axis ?? 0, x.shape.length);
    const data = x.data.slice();
    forEachIndex(indices.shape, (index) => {
      const target = positionOf(x.shape, withEntry(index, axis, fromStart(read(indices, index), at(x.shape, axis))));
      data[target] = read(updates, index) + (call.attributes.reduction === 'add' ? elementAt(data, target) : 0);
    });
    return [{ ...x, data }];
  },

  ScatterND: (call) => {
    const [x, indices, updates] = [call.operand(0), call.operand(1), call.operand(2)];
    const outer = indices.shape.length - 1;
    const data = x.data.slice();
    forEachIndex(updates.shape, (index) => {
      const target = positionOf(x.shape, [...tupleAt(indices, index.slice(0, outer), x.shape), ...index.slice(outer)]);
      data[target] = read(updates, index) + (call.attributes.reduction === 'add' ? elementAt(data, target) : 0);
    });
    return [{ ...x, data }];
  },

  OneHot: (call) => {
    const [indices, values] = [call.operand(0), call.operand(2)];
    const depth = at(call.numbers(1), 0);
    const axis = call.axis(call.attributes.axis ?? -1, indices.shape.length + 1);
    const shape = [...indices.shape.slice(0, axis), depth, ...indices.shape.slice(axis)];
    return [
      tensorOf(values.dtype, shape, (index) => {
        const hot = fromStart(read(indices, [...index.slice(0, axis), ...index.slice(axis + 1)]), depth);
        return elementAt(values.data, at(index, axis) === hot ? 1 : 0);
      }),
    ];
  },

  Shape: (call) => {
    const sizes = call.operand(0).shape.slice(call.attributes.start ?? 0, call.attributes.end ?? undefined);
    return [tensor64('int64', [sizes.length], sizes)];
  },

  Range: (call) => {
    const [start, limit, delta] = [at(call.numbers(0), 0), at(call.numbers(1), 0), at(call.numbers(2), 0)];
    const length = Math.max(0, Math.ceil((limit - start) / delta));
    return [tensorOf(call.operand(0).dtype, [length], (index) => start + at(index, 0) * delta)];
  },

  ConstantOfShape: (call) => {
    const { value } = call.attributes;
    const fill = value === undefined ? 0 : at(numbersFrom(value), 0);
    return [tensorOf(value?.dtype ?? 'float32', call.numbers(0), () => fill)];
  },
} satisfies Partial<ReferenceRules<OperatorName>>;

/** A possibly negative index as one counted from the start. */
function fromStart(index: number, size: number): number {
  return index < 0 ? index + size : index;
}

/** The index tuple in the last axis of `indices`, counted from the start of each axis it names. */
function tupleAt(indices: Tensor64, head: readonly number[], sizes: readonly number[]): number[] {
  const length = at(indices.shape, indices.shape.length - 1);
  return Array.from({ length }, (_, axis) => fromStart(read(indices, [...head, axis]), at(sizes, axis)));
}
