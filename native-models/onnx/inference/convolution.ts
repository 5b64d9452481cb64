/**
 * Type rules of operators on pictures. Output sizes are those of the standard, with padding given in numbers.
 */
import { at } from '../../../common/base/at';
import type { OperatorName } from '../operator-table';
import type { Dim, Shape } from '../types';
import type { Value } from '../value';
import type { InferenceCall, InferenceRules } from './call';
import { addDims, divideDims, divideExactly, multiplyDims, normalDim } from './dims';

type WindowCall = InferenceCall<'Conv'> | InferenceCall<'ConvTranspose'>;

export const convolutionRules = {
  Conv: (call) => {
    const [x, w] = [call.floatOperand(0), call.operand(1)];
    const group = call.attributes.group ?? 1;
    const kernel = kernelOf(call, x, w);
    call.checkSameDtype(x, w, call.inputs[2]);
    call.checkSameDim(
      'channels and the weight’s channels times groups',
      at(x.shape, 1),
      multiplyDims(at(w.shape, 1), group),
    );
    checkBias(call, at(w.shape, 0));
    const { strides, pads, dilations } = windowOf(call, kernel.length);
    const spatial = kernel.map((size, axis) => {
      const reach = at(dilations, axis) * (size - 1) + 1;
      return windowCount(
        call,
        at(x.shape, axis + 2),
        reach,
        at(pads, axis) + at(pads, axis + kernel.length),
        at(strides, axis),
      );
    });
    return [{ dtype: x.dtype, shape: [at(x.shape, 0), at(w.shape, 0), ...spatial] }]; // (N, M, H', W')
  },

  ConvTranspose: (call) => {
    const [x, w] = [call.floatOperand(0), call.operand(1)];
    const channels = multiplyDims(at(w.shape, 1), call.attributes.group ?? 1);
    const kernel = kernelOf(call, x, w);
    call.checkSameDtype(x, w, call.inputs[2]);
    call.checkSameDim('channels of input and weight', at(x.shape, 1), at(w.shape, 0));
    checkBias(call, channels);
    const { strides, pads, dilations } = windowOf(call, kernel.length);
    const extra = call.attributes.output_padding ?? kernel.map(() => 0);
    const spatial = kernel.map((size, axis) => {
      const stretched = multiplyDims(addDims(at(x.shape, axis + 2), -1), at(strides, axis));
      const reach = at(dilations, axis) * (size - 1) + 1;
      return addDims(stretched, reach + at(extra, axis) - at(pads, axis) - at(pads, axis + kernel.length));
    });
    return [{ dtype: x.dtype, shape: [at(x.shape, 0), channels, ...spatial] }]; // (N, M, H', W')
  },

  AveragePool: (call) => {
    const x = call.floatOperand(0);
    const kernel = call.attributes.kernel_shape ?? [];
    if (kernel.length !== x.shape.length - 2) throw call.error('kernel_shape needs one size per picture axis');
    const strides = call.attributes.strides ?? kernel.map(() => 1);
    const pads = call.attributes.pads ?? kernel.flatMap(() => [0, 0]);
    const spatial = kernel.map((size, axis) =>
      windowCount(
        call,
        at(x.shape, axis + 2),
        size,
        at(pads, axis) + at(pads, axis + kernel.length),
        at(strides, axis),
      ),
    );
    return [{ dtype: x.dtype, shape: [...x.shape.slice(0, 2), ...spatial] }]; // (N, C, H', W')
  },

  GlobalAveragePool: (call) => {
    const { dtype, shape } = call.floatOperand(0);
    if (shape.length < 3) throw call.error('needs (N, C, positions…)');
    return [{ dtype, shape: shape.map((dim, axis): Dim => (axis < 2 ? dim : 1)) }];
  },

  Resize: (call) => {
    const { dtype, shape } = call.operand(0);
    const scales = call.inputs[2]?.producer;
    if (scales?.kind !== 'constant') throw call.error('scales must be a literal');
    const factors = [...(scales.content.data as Float32Array)];
    if (factors.length !== shape.length)
      throw call.error(`needs ${String(shape.length)} scales, got ${String(factors.length)}`);
    return [{ dtype, shape: shape.map((dim, axis) => scaledDim(dim, at(factors, axis))) }];
  },
} satisfies Partial<InferenceRules<OperatorName>>;

function scaledDim(dim: Dim, factor: number): Dim {
  if (typeof dim === 'number') return Math.floor(dim * factor);
  return Number.isInteger(factor) ? multiplyDims(dim, factor) : `floor(${dim}*${String(factor)})`;
}

function windowCount(
  call: WindowCall | InferenceCall<'AveragePool'>,
  size: Dim,
  reach: number,
  padding: number,
  stride: number,
): Dim {
  const room = addDims(size, padding - reach);
  if (typeof room === 'number' && room < 0) {
    throw call.error(`a window of ${String(reach)} does not fit into ${String(size)} with padding ${String(padding)}`);
  }
  return normalDim(addDims(divideDims(room, stride), 1));
}

/** Window sizes from the weight: (M, C, …sizes). */
function kernelOf(call: WindowCall, x: Value, w: Value): readonly number[] {
  const sizes: Shape = w.shape.slice(2);
  if (x.shape.length < 3 || w.shape.length !== x.shape.length)
    throw call.error('input and weight need equally many axes, at least three');
  return sizes.map((size) => {
    if (typeof size !== 'number') throw call.error(`the window size ${size} must be a number`);
    return size;
  });
}

function checkBias(call: WindowCall, channels: Dim): void {
  if (call.inputs[2] === undefined) return;
  call.checkSameDim('output channels and bias', channels, at(call.operandOfRank(2, 1).shape, 0));
  if (divideExactly(channels, call.attributes.group ?? 1) === undefined)
    throw call.error('channels must be divisible by group');
}

function windowOf(
  call: WindowCall,
  axes: number,
): { strides: readonly number[]; pads: readonly number[]; dilations: readonly number[] } {
  const ones = Array.from({ length: axes }, () => 1);
  const strides = call.attributes.strides ?? ones;
  const dilations = call.attributes.dilations ?? ones;
  const pads = call.attributes.pads ?? ones.flatMap(() => [0, 0]);
  if (strides.length !== axes || dilations.length !== axes || pads.length !== 2 * axes) {
    throw call.error(`needs ${String(axes)} strides and dilations and ${String(2 * axes)} pads`);
  }
  return { strides, pads, dilations };
}
