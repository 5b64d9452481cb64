/**
 * Constructors of operators on pictures: (N, C, H, W), or (N, C, L) for one axis.
 * `pads` = all begins, then all ends: [top, left, bottom, right].
 */
import { constant } from '../graph';
import { applySingle } from '../node';
import type { Value } from '../value';

interface ConvOptions {
  readonly strides?: readonly number[];
  readonly pads?: readonly number[];
  readonly dilations?: readonly number[];
  readonly group?: number;
}

/** x (N, C, H, W), w (M, C/group, kH, kW), b (M) -> (N, M, H', W') */
export function Conv(x: Value, w: Value, b?: Value, options: ConvOptions = {}): Value {
  return applySingle('Conv', [x, w, b], options);
}

/** The transpose of Conv: x (N, C, H, W), w (C, M/group, kH, kW), b (M) -> (N, M, H', W') */
export function ConvTranspose(
  x: Value,
  w: Value,
  b?: Value,
  options: ConvOptions & { readonly output_padding?: readonly number[] } = {},
): Value {
  return applySingle('ConvTranspose', [x, w, b], options);
}

/** Mean over windows; padding does not count unless `count_include_pad: 1`. */
export function AveragePool(
  x: Value,
  options: {
    readonly kernel_shape: readonly number[];
    readonly strides?: readonly number[];
    readonly pads?: readonly number[];
    readonly count_include_pad?: number;
  },
): Value {
  return applySingle('AveragePool', [x], options);
}

/** Mean over all positions. (N, C, H, W) -> (N, C, 1, 1) */
export function GlobalAveragePool(x: Value): Value {
  return applySingle('GlobalAveragePool', [x], {});
}

/**
 * Nearest-neighbour resampling by whole or fractional factors, one per axis: [1, 1, 2, 2] doubles a picture.
 * Picks the source floor(i / scale), as torch's `interpolate(mode="nearest")` does.
 */
export function Resize(x: Value, scales: readonly number[]): Value {
  return applySingle('Resize', [x, undefined, constant(scales)], {
    coordinate_transformation_mode: 'asymmetric',
    mode: 'nearest',
    nearest_mode: 'floor',
  });
}
