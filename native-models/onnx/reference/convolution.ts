/**
 * Reference rules of operators on pictures, as plain sums over windows; any number of picture axes.
 */
import { at } from '../../../common/base/at';
import { elementCount } from '../types';
import type { OperatorName } from '../operator-table';
import type { ReferenceCall, ReferenceRules } from './rule';
import { elementAt, forEachIndex, positionOf, read, tensorOf, type Tensor64 } from './tensor64';

interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly pads: readonly number[];
  readonly dilations: readonly number[];
}

function windowOf(
  attributes: Partial<{ [Name in keyof Window]: readonly number[] | undefined }>,
  kernel: readonly number[],
): Window {
  const ones = kernel.map(() => 1);
  return {
    kernel,
    strides: attributes.strides ?? ones,
    dilations: attributes.dilations ?? ones,
    pads: attributes.pads ?? [...ones, ...ones].map(() => 0),
  };
}

/** How many windows fit along each picture axis. */
function windowCounts(sizes: readonly number[], window: Window): number[] {
  return sizes.map((size, axis) => {
    const reach = at(window.dilations, axis) * (at(window.kernel, axis) - 1) + 1;
    const padded = size + at(window.pads, axis) + at(window.pads, axis + sizes.length);
    return Math.floor((padded - reach) / at(window.strides, axis)) + 1;
  });
}

/** Where an offset inside the window at an output place lies in the picture. */
function placeOf(output: readonly number[], offset: readonly number[], window: Window): number[] {
  return output.map(
    (entry, axis) =>
      entry * at(window.strides, axis) + at(offset, axis) * at(window.dilations, axis) - at(window.pads, axis),
  );
}

function isInside(place: readonly number[], sizes: readonly number[]): boolean {
  return place.every((entry, axis) => entry >= 0 && entry < at(sizes, axis));
}

/** Sums window by window, with the channels innermost: where a window lies is worked out once for all of them. */
function convolve(call: ReferenceCall<'Conv'>): Tensor64 {
  const [x, w, bias] = [call.operand(0), call.operand(1), call.inputs[2]];
  const window = windowOf(call.attributes, w.shape.slice(2));
  const sizes = x.shape.slice(2);
  const [outputs, perGroup] = [at(w.shape, 0), at(w.shape, 1)];
  const outputsPerGroup = outputs / (call.attributes.group ?? 1);
  const counts = windowCounts(sizes, window);
  const result = tensorOf(x.dtype, [at(x.shape, 0), outputs, ...counts], (index) =>
    bias === undefined ? 0 : elementAt(bias.data, at(index, 1)),
  );
  // Steps from one channel to the next.
  const [pictureStep, weightStep, resultStep] = [
    elementCount(sizes),
    elementCount(window.kernel),
    elementCount(counts),
  ];
  forEachIndex([at(x.shape, 0), ...counts], ([sample = 0, ...output]) => {
    const target = positionOf(result.shape, [sample, 0, ...output]);
    forEachIndex(window.kernel, (offset) => {
      const place = placeOf(output, offset, window);
      if (!isInside(place, sizes)) return;
      const from = positionOf(x.shape, [sample, 0, ...place]);
      const weight = positionOf(w.shape, [0, 0, ...offset]);
      for (let channel = 0; channel < outputs; channel += 1) {
        const firstChannel = Math.floor(channel / outputsPerGroup) * perGroup;
        let total = 0;
        for (let c = 0; c < perGroup; c += 1) {
          const element = elementAt(x.data, from + (firstChannel + c) * pictureStep);
          total += element * elementAt(w.data, weight + (channel * perGroup + c) * weightStep);
        }
        result.data[target + channel * resultStep] = elementAt(result.data, target + channel * resultStep) + total;
      }
    });
  });
  return result;
}

/** Every input element spreads a scaled copy of the window. */
function convolveTransposed(call: ReferenceCall<'ConvTranspose'>): Tensor64 {
  const [x, w, bias] = [call.operand(0), call.operand(1), call.inputs[2]];
  const window = windowOf(call.attributes, w.shape.slice(2));
  const group = call.attributes.group ?? 1;
  const [perGroup, inputsPerGroup] = [at(w.shape, 1), at(x.shape, 1) / group];
  const extra = call.attributes.output_padding ?? window.kernel.map(() => 0);
  const sizes = x.shape.slice(2).map((size, axis) => {
    const reach = at(window.dilations, axis) * (at(window.kernel, axis) - 1) + 1;
    const cut = at(window.pads, axis) + at(window.pads, axis + window.kernel.length);
    return at(window.strides, axis) * (size - 1) + reach + at(extra, axis) - cut;
  });
  const result = tensorOf(x.dtype, [at(x.shape, 0), perGroup * group, ...sizes], (index) =>
    bias === undefined ? 0 : elementAt(bias.data, at(index, 1)),
  );
  forEachIndex(x.shape, (index) => {
    const [sample, channel] = [at(index, 0), at(index, 1)];
    const input = index.slice(2);
    const firstOutput = Math.floor(channel / inputsPerGroup) * perGroup;
    forEachIndex(window.kernel, (offset) => {
      const place = placeOf(input, offset, window);
      if (!isInside(place, sizes)) return;
      for (let m = 0; m < perGroup; m += 1) {
        const target = positionOf(result.shape, [sample, firstOutput + m, ...place]);
        result.data[target] = elementAt(result.data, target) + read(x, index) * read(w, [channel, m, ...offset]);
      }
    });
  });
  return result;
}

export const convolutionRules = {
  Conv: (call) => [convolve(call)],
  ConvTranspose: (call) => [convolveTransposed(call)],

  AveragePool: (call) => {
    const x = call.operand(0);
    const window = windowOf(call.attributes, call.attributes.kernel_shape ?? []);
    const sizes = x.shape.slice(2);
    return [
      tensorOf(x.dtype, [...x.shape.slice(0, 2), ...windowCounts(sizes, window)], (index) => {
        const [head, output] = [index.slice(0, 2), index.slice(2)];
        let [total, count] = [0, 0];
        forEachIndex(window.kernel, (offset) => {
          const place = placeOf(output, offset, window);
          if (!isInside(place, sizes)) return;
          total += read(x, [...head, ...place]);
          count += 1;
        });
        return total / (call.attributes.count_include_pad === 1 ? elementCount(window.kernel) : count);
      }),
    ];
  },

  GlobalAveragePool: (call) => {
    const x = call.operand(0);
    const width = elementCount(x.shape.slice(2));
    const shape = x.shape.map((size, axis) => (axis < 2 ? size : 1));
    return [
      tensorOf(x.dtype, shape, (index) => {
        const start = (at(index, 0) * at(x.shape, 1) + at(index, 1)) * width;
        return x.data.subarray(start, start + width).reduce((total, value) => total + value, 0) / width;
      }),
    ];
  },

  Resize: (call) => {
    const x = call.operand(0);
    const scales = call.numbers(2);
    const shape = x.shape.map((size, axis) => Math.floor(size * at(scales, axis)));
    return [
      tensorOf(x.dtype, shape, (index) =>
        read(
          x,
          index.map((entry, axis) => Math.floor(entry / at(scales, axis))),
        ),
      ),
    ];
  },
} satisfies Partial<ReferenceRules<OperatorName>>;
