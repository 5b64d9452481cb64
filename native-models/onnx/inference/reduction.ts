/**
 * Type rules of reductions, scans, selections and normalisations.
 */
import { at } from '../../../common/base/at';
import type { OperatorName } from '../operator-table';
import type { Dim, Shape, TensorType } from '../types';
import type { InferenceCall, InferenceRules } from './call';
import { broadcastShapes } from './dims';

type Reduction = 'ReduceMean' | 'ReduceSum' | 'ReduceMax';

const reduced = (call: InferenceCall<Reduction>): TensorType[] => {
  const { dtype, shape } = call.operand(0);
  if (dtype === 'bool') throw call.error('cannot reduce bool', 'Cast it to float32 or int64.');
  const axes = new Set(
    (call.optionalNumbers(1) ?? shape.map((_, axis) => axis)).map((axis) => call.axis(axis, shape.length)),
  );
  return [{ dtype, shape: withoutAxes(shape, axes, call.attributes.keepdims !== 0) }];
};

const alongAxis = (call: InferenceCall<'Softmax' | 'LogSoftmax'>): TensorType[] => {
  const { dtype, shape } = call.floatOperand(0);
  call.axis(call.attributes.axis ?? -1, shape.length);
  return [{ dtype, shape }];
};

const normalised = (call: InferenceCall<'LayerNormalization' | 'RMSNormalization'>): TensorType[] => {
  const { dtype, shape } = call.floatOperand(0);
  const axis = call.axis(call.attributes.axis ?? -1, shape.length);
  const tail = shape.slice(axis);
  for (const operand of [call.operand(1), call.inputs[2]]) {
    if (operand === undefined) continue;
    call.checkSameDtype(call.operand(0), operand);
    const joint = broadcastShapes([tail, operand.shape]);
    if (joint?.length !== tail.length || joint.some((dim, index) => dim !== tail[index])) {
      throw call.error(`${operand.label} must have the normalised shape [${tail.join('][')}]`);
    }
  }
  return [{ dtype, shape }];
};

export const reductionRules = {
  ReduceMean: reduced,
  ReduceSum: reduced,
  ReduceMax: reduced,
  Softmax: alongAxis,
  LogSoftmax: alongAxis,
  LayerNormalization: normalised,
  RMSNormalization: normalised,

  ArgMax: (call) => {
    const { shape } = call.operand(0);
    const axis = call.axis(call.attributes.axis ?? 0, shape.length);
    return [{ dtype: 'int64', shape: withoutAxes(shape, new Set([axis]), call.attributes.keepdims !== 0) }];
  },

  TopK: (call) => {
    const { dtype, shape } = call.operand(0);
    const axis = call.axis(call.attributes.axis ?? -1, shape.length);
    const count = at(call.contents(1), 0);
    const size = at(shape, axis);
    if (typeof count === 'number' && typeof size === 'number' && count > size) {
      throw call.error(`asks for ${String(count)} of ${String(size)} elements`);
    }
    const result = shape.map((dim, index) => (index === axis ? count : dim));
    return [
      { dtype, shape: result },
      { dtype: 'int64', shape: result },
    ];
  },

  CumSum: (call) => {
    const { dtype, shape } = call.operand(0);
    call.axis(at(call.numbers(1), 0), shape.length);
    return [{ dtype, shape }];
  },

  InstanceNormalization: (call) => {
    const { dtype, shape } = call.floatOperand(0);
    if (shape.length < 3) throw call.error('needs (N, C, positions…)');
    call.checkSameDtype(call.operand(0), call.operand(1), call.operand(2));
    call.checkSameDim('channels and scale', at(shape, 1), at(call.operandOfRank(1, 1).shape, 0));
    call.checkSameDim('channels and bias', at(shape, 1), at(call.operandOfRank(2, 1).shape, 0));
    return [{ dtype, shape }];
  },
} satisfies Partial<InferenceRules<OperatorName>>;

function withoutAxes(shape: Shape, axes: ReadonlySet<number>, isKept: boolean): Shape {
  if (isKept) return shape.map((dim, axis): Dim => (axes.has(axis) ? 1 : dim));
  return shape.filter((_, axis) => !axes.has(axis));
}
