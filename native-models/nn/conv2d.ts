// A two-dimensional convolution in PyTorch's layout, weight (out, in, k, k), with an optional low-rank adapter attached by the scope (PEFT's
// form: A has the layer's own window, B is pointwise), and the two resamplings built on it.
// Not a transposed convolution. Halving and doubling follow diffusers' Downsample2D and Upsample2D: a strided
// convolution, and nearest-neighbour doubling before a convolution.
import { ops, type Value } from '../onnx';
import type { ParamScope } from './param-scope';

export interface ConvSizes {
  readonly in: number;
  readonly out: number;
  /** Side of the square kernel: 3 unless given. */
  readonly kernel?: number;
  readonly stride?: number;
  /** All four sides, or [top, left, bottom, right]; keeps the size at stride 1 unless given. */
  readonly padding?: number | readonly [number, number, number, number];
  readonly bias?: boolean;
}

/** Keys `weight`, `bias`. (B, in, H, W) -> (B, out, H', W') */
export function conv2d(scope: ParamScope, x: Value, sizes: ConvSizes): Value {
  const { kernel = 3, stride = 1, padding = (kernel - 1) >> 1, bias = true } = sizes;
  const weight = scope.param('weight', [sizes.out, sizes.in, kernel, kernel]);
  const window = {
    strides: [stride, stride],
    pads: typeof padding === 'number' ? [padding, padding, padding, padding] : padding,
  };
  const y = ops.Conv(x, weight, bias ? scope.param('bias', [sizes.out]) : undefined, window);
  const lora = scope.adapter({ in: sizes.in, out: sizes.out, kernel });
  return lora === undefined ? y : ops.Add(y, ops.Conv(ops.Conv(x, lora.a, undefined, window), lora.b));
}

/**
 * Halves height and width. Key `conv`. (B, C, H, W) -> (B, C, H/2, W/2)
 * @param padding 1 as in U-Nets; 0 as in autoencoders, where only the far edges are padded.
 */
export function downsample(scope: ParamScope, x: Value, channels: number, padding: number): Value {
  const sides = padding === 0 ? ([0, 0, 1, 1] as const) : padding;
  return conv2d(scope.child('conv'), x, { in: channels, out: channels, stride: 2, padding: sides });
}

/** Doubles height and width. Key `conv`. (B, C, H, W) -> (B, C, 2H, 2W) */
export function upsample(scope: ParamScope, x: Value, channels: number): Value {
  return conv2d(scope.child('conv'), ops.Resize(x, [1, 1, 2, 2]), { in: channels, out: channels });
}
