/**
 * Type rules of operators that read or write by index, and of generated tensors.
 */
import { at } from '../../../common/base/at';
import type { OperatorName } from '../operator-table';
import type { DType, Shape } from '../types';
import type { Value } from '../value';
import type { InferenceCall, InferenceRules } from './call';
import { addDims, broadcastDim, divideDims, subtractDims } from './dims';
import { knownContents } from './known-contents';

export const indexingRules = {
  Gather: (call) => {
    const [x, indices] = [call.operand(0), indexOperand(call, 1)];
    const axis = call.axis(call.attributes.axis ?? 0, x.shape.length);
    return [{ dtype: x.dtype, shape: [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)] }];
  },

  GatherElements: (call) => {
    const [x, indices] = [call.operand(0), indexOperand(call, 1)];
    checkElementIndices(call, x, indices, call.attributes.axis ?? 0);
    return [{ dtype: x.dtype, shape: indices.shape }];
  },

  GatherND: (call) => {
    const [x, indices] = [call.operand(0), indexOperand(call, 1)];
    const batchAxes = call.attributes.batch_dims ?? 0;
    const depth = tupleLength(call, x, indices) + batchAxes;
    for (let axis = 0; axis < batchAxes; axis += 1) {
      call.checkSameDim(`sizes of batch axis ${String(axis)}`, at(x.shape, axis), at(indices.shape, axis));
    }
    return [{ dtype: x.dtype, shape: [...indices.shape.slice(0, -1), ...x.shape.slice(depth)] }];
  },

  ScatterElements: (call) => {
    const [x, indices, updates] = [call.operand(0), indexOperand(call, 1), call.operand(2)];
    checkElementIndices(call, x, indices, call.attributes.axis ?? 0);
    checkUpdates(call, x, updates, indices.shape);
    return [{ dtype: x.dtype, shape: x.shape }];
  },

  ScatterND: (call) => {
    const [x, indices, updates] = [call.operand(0), indexOperand(call, 1), call.operand(2)];
    const depth = tupleLength(call, x, indices);
    checkUpdates(call, x, updates, [...indices.shape.slice(0, -1), ...x.shape.slice(depth)]);
    return [{ dtype: x.dtype, shape: x.shape }];
  },

  OneHot: (call) => {
    const [indices, values] = [indexOperand(call, 0), call.operandOfRank(2, 1)];
    const depth = at(call.contents(1), 0);
    const axis = call.axis(call.attributes.axis ?? -1, indices.shape.length + 1);
    return [{ dtype: values.dtype, shape: [...indices.shape.slice(0, axis), depth, ...indices.shape.slice(axis)] }];
  },

  Shape: (call) => {
    const { start, end } = call.attributes;
    return [{ dtype: 'int64', shape: [call.operand(0).shape.slice(start ?? 0, end ?? undefined).length] }];
  },

  Range: (call) => {
    const operands = [0, 1, 2].map((index) => call.operandOfRank(index, 0));
    call.checkSameDtype(...operands);
    const { dtype } = call.operand(0);
    const contents = operands.map((operand) => knownContents(operand)?.[0]);
    const [start, limit, delta] = contents;
    if (start === undefined || limit === undefined || typeof delta !== 'number') {
      // Real bounds and computed ones: the length has a name of its own, which the caller may replace.
      return [{ dtype, shape: [`range(${operands.map((operand) => operand.label).join(',')})`] }];
    }
    const span = subtractDims(limit, start);
    if (typeof span === 'number') return [{ dtype, shape: [Math.max(0, Math.ceil(span / delta))] }];
    return [{ dtype, shape: [delta === 1 ? span : divideDims(addDims(span, delta - 1), delta)] }];
  },

  ConstantOfShape: (call) => {
    const dtype: DType = call.attributes.value?.dtype ?? 'float32';
    return [{ dtype, shape: call.contents(0) }];
  },
} satisfies Partial<InferenceRules<OperatorName>>;

type IndexingCall = InferenceCall<
  'Gather' | 'GatherElements' | 'GatherND' | 'ScatterElements' | 'ScatterND' | 'OneHot'
>;

function indexOperand(call: IndexingCall | InferenceCall<'Gather'>, index: number): Value {
  const operand = call.operand(index);
  if (operand.dtype === 'int64' || operand.dtype === 'int32') return operand;
  throw call.error(`indices must be int64 or int32, ${operand.label} is ${operand.dtype}`, 'Cast it to int64.');
}

/** Indices of single elements: as many axes as x, and no larger than x off the axis where that is known. */
function checkElementIndices(call: IndexingCall, x: Value, indices: Value, given: number): void {
  const axis = call.axis(given, x.shape.length);
  if (indices.shape.length !== x.shape.length) throw call.error('indices must have as many axes as the data');
  indices.shape.forEach((dim, index) => {
    const size = at(x.shape, index);
    if (index !== axis && typeof dim === 'number' && typeof size === 'number' && dim > size) {
      throw call.error(`indices reach beyond axis ${String(index)}: ${String(dim)} of ${String(size)}`);
    }
  });
}

/** How many leading axes one index tuple names. */
function tupleLength(call: IndexingCall, x: Value, indices: Value): number {
  const length = indices.shape.at(-1);
  if (typeof length !== 'number' || length > x.shape.length) {
    throw call.error(`the last axis of ${indices.label} must be a number of at most ${String(x.shape.length)}`);
  }
  return length;
}

function checkUpdates(call: IndexingCall, x: Value, updates: Value, shape: Shape): void {
  call.checkSameDtype(x, updates);
  const fits =
    updates.shape.length === shape.length &&
    updates.shape.every((dim, axis) => broadcastDim(dim, at(shape, axis)) === dim && dim === shape[axis]);
  if (!fits) throw call.error(`updates must be [${shape.join('][')}]`);
}
