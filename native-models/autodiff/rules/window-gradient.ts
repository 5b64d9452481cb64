/**
 * The gradient of a convolution's weight: for each place of the window, the product of input and gradient that lie on each
 * other there. At stride 1 it is written as products of matrices, since the runtime's convolution is slow with windows as large as a picture
 * (docs/numerics.md); the side with fewer channels is the one that is moved, so that the other is read as it lies.
 */
import { at } from '../../../common/base/at';
import { ops, type Dim, type Value } from '../../onnx';
import type { VjpCall } from '../vjp-call';
import { factor, product } from './products';

export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
  readonly group: number;
}

type ConvCall = VjpCall<'Conv'> | VjpCall<'ConvTranspose'>;

/** Up to so many channels, all moved copies enter one product; more would fill memory and are multiplied one by one. */
const FEW_CHANNELS = 64;

/** (N, C, H, W), (N, M, H', W') -> (M, C, kH, kW), where `narrow` lies under each place of the window over `wide`. */
export function weightGradient(call: ConvCall, wide: Value, narrow: Value, window: Window): Value {
  const { kernel, strides, group } = window;
  if (narrow.shape.slice(2).some((size) => typeof size !== 'number')) {
    throw call.refusal('a weight can be trained only where height and width are known', 'Give them as numbers.');
  }
  if (group !== 1) {
    const parts = [wide, narrow].map((x) => {
      const perGroup = Number(at(x.shape, 1)) / group;
      return ops.Split(x, new Array<number>(group).fill(perGroup), { axis: 1 });
    });
    const [wides = [], narrows = []] = parts;
    return ops.Concat(
      wides.map((part, index) => weightGradient(call, part, at(narrows, index), { ...window, group: 1 })),
      { axis: 0 },
    );
  }
  const isPlain = strides.every((stride) => stride === 1) && [wide, narrow].every(hasKnownPositions);
  if (!isPlain) return correlation(wide, narrow, window);
  const axes = kernel.map((_, axis) => axis + 1);
  if (Number(wide.shape[1]) < Number(narrow.shape[1])) {
    const summed = overPlaces(narrow, movedWide(wide, narrow, window)); // (M, kH * kW * C)
    const byPlace = ops.Reshape(summed, [Number(narrow.shape[1]), ...kernel, Number(wide.shape[1])]);
    return ops.Transpose(byPlace, { perm: [0, kernel.length + 1, ...axes] });
  }
  const summed = overPlaces(wide, movedNarrow(wide, narrow, window)); // (C, kH * kW * M)
  const byPlace = ops.Reshape(summed, [Number(wide.shape[1]), ...kernel, Number(narrow.shape[1])]);
  return ops.Transpose(byPlace, { perm: [kernel.length + 1, 0, ...axes] });
}

/** Correlation with samples as channels: strides and dilations exchange their roles. Shapes as `weightGradient`. */
function correlation(wide: Value, narrow: Value, { kernel, strides, dilations, pads }: Window): Value {
  const axes = kernel.map((_, axis) => axis + 2);
  const perm = [1, 0, ...axes];
  const found = ops.Conv(ops.Transpose(wide, { perm }), ops.Transpose(narrow, { perm }), undefined, {
    strides: dilations,
    dilations: strides,
    pads,
  }); // (C, M, ≥ kH, ≥ kW)
  const exact = found.shape.slice(2).every((size, axis) => size === kernel[axis])
    ? found
    : ops.Slice(
        found,
        axes.map(() => 0),
        [...kernel],
        axes,
      );
  return ops.Transpose(exact, { perm });
}

/** still (N, A, H, W), moved (N, B, H, W) one per place of the window -> (A, places * B) */
function overPlaces(still: Value, moved: readonly Value[]): Value {
  const isNarrow = Number(at(moved, 0).shape[1]) <= FEW_CHANNELS;
  const groups = isNarrow && moved.length > 1 ? [ops.Concat([...moved], { axis: 1 })] : moved;
  const rows = flat(still); // (N, A, H * W)
  const sums = groups.map((group) =>
    ops.ReduceSum(product(factor(rows), factor(flat(group), true)), { axes: [0], keepdims: false }),
  );
  return sums.length === 1 ? at(sums, 0) : ops.Concat(sums, { axis: 1 });
}

/** For each place of the window, the part of the input that it reads. (N, C, H, W) -> (N, C, H', W') each */
function movedWide(wide: Value, narrow: Value, { kernel, dilations, pads }: Window): Value[] {
  const rank = kernel.length;
  const padded = withMargins(wide, pads.slice(0, rank), pads.slice(rank));
  return placesOf(kernel).map((place) =>
    cut(
      padded,
      place.map((step, axis) => step * at(dilations, axis)),
      narrow,
    ),
  );
}

/** For each place of the window, the gradient laid where that place read the input. (N, M, H', W') -> (N, M, H, W) each */
function movedNarrow(wide: Value, narrow: Value, { kernel, dilations, pads }: Window): Value[] {
  const rank = kernel.length;
  const reach = kernel.map((size, axis) => at(dilations, axis) * (size - 1));
  const before = reach.map((size, axis) => Math.max(size - at(pads, axis), 0));
  const after = reach.map((size, axis) => Math.max(size - at(pads, axis + rank), 0));
  const padded = withMargins(narrow, before, after);
  return placesOf(kernel).map((place) => {
    const starts = place.map((step, axis) => at(before, axis) + at(pads, axis) - step * at(dilations, axis));
    return cut(padded, starts, wide);
  });
}

/** Every place of a window, the last axis running fastest. */
function placesOf(kernel: readonly number[]): readonly (readonly number[])[] {
  return kernel.reduce<number[][]>(
    (places, size) => places.flatMap((place) => Array.from({ length: size }, (_, step) => [...place, step])),
    [[]],
  );
}

/** Zeros around the positions. (N, C, …) -> (N, C, …) */
function withMargins(x: Value, before: readonly number[], after: readonly number[]): Value {
  if ([...before, ...after].every((size) => size === 0)) return x;
  return ops.Pad(x, [0, 0, ...before, 0, 0, ...after]);
}

/** The positions from `starts` on, as many as `like` has. */
function cut(x: Value, starts: readonly number[], like: Value): Value {
  const sizes = like.shape.slice(2).map(Number);
  if (sizes.every((size, axis) => size === x.shape[axis + 2])) return x;
  const ends = starts.map((start, axis) => start + at(sizes, axis));
  return ops.Slice(
    x,
    [...starts],
    ends,
    starts.map((_, axis) => axis + 2),
  );
}

/** All positions as one axis. (N, C, …) -> (N, C, P) */
function flat(x: Value): Value {
  const [, channels, ...positions] = x.shape;
  return ops.Reshape(x, [0, Number(channels), positions.reduce<number>((count, size) => count * Number(size), 1)]);
}

function hasKnownPositions({ shape }: Value): boolean {
  return shape.slice(1).every((size: Dim) => typeof size === 'number');
}
