/**
 * Gradient rules of operators on pictures. The input gradient of a convolution is again a convolution, with the window
 * turned round and the channels exchanged: faster here than ConvTranspose (docs/numerics.md), which serves the strides.
 * A frozen window is turned once, when the session folds constants.
 */
import { at } from '../../../common/base/at';
import { constant, ops, type Dim, type Value } from '../../onnx';
import type { OperatorName } from '../../onnx/operator-table';
import type { AnyCall, VjpCall, VjpRules } from '../vjp-call';
import { literalNumbers } from './literal';
import { weightGradient, type Window } from './window-gradient';

export const convolutionRules = {
  Conv: (call) => {
    const [x, w] = [call.x(0), call.x(1)];
    const window = windowOf(call);
    return call.each(
      () => inputGradient(call, call.dy, w, sizesOf(call, x), window),
      () => weightGradient(call, x, call.dy, window),
      () => overPositions(call.dy),
    );
  },

  ConvTranspose: (call) => {
    const [x, w] = [call.x(0), call.x(1)];
    const window = windowOf(call);
    const { strides, dilations, pads, group } = window;
    return call.each(
      () => ops.Conv(call.dy, w, undefined, { strides, dilations, pads, group }),
      () => weightGradient(call, call.dy, x, window),
      () => overPositions(call.dy),
    );
  },

  AveragePool: (call) => {
    const x = call.x(0);
    const { attributes } = call.node;
    const kernel = attributes.kernel_shape ?? [];
    const strides = attributes.strides ?? kernel.map(() => 1);
    const pads = attributes.pads ?? kernel.flatMap(() => [0, 0]);
    const channels = at(x.shape, 1);
    if (typeof channels !== 'number') throw call.refusal('the number of channels must be known');
    const sizes = sizesOf(call, x);
    const window = { kernel, strides, dilations: kernel.map(() => 1), pads, group: channels };
    const counts = attributes.count_include_pad === 1 ? undefined : windowCounts(sizes, window);
    const cells = kernel.reduce((product, size) => product * size, 1);
    const share = counts === undefined ? ops.Mul(call.dy, 1 / cells) : ops.Div(call.dy, counts);
    const ones = new Float32Array(channels * cells).fill(1);
    const weight = constant({ dtype: 'float32', shape: [channels, 1, ...kernel], data: ones });
    return [inputGradient(call, share, weight, sizes, window)];
  },

  GlobalAveragePool: (call) => {
    const x = call.x(0);
    const count = call.sizes.count(x.shape.slice(2), x);
    return [ops.Expand(ops.Div(call.dy, count), call.sizes.shapeOf(x))];
  },

  Resize: (call) => {
    const scales = literalNumbers(call.node.inputs[2]) ?? [];
    const [batch, channels, ...spatial] = scales;
    if (batch !== 1 || channels !== 1 || spatial.some((scale) => !Number.isInteger(scale))) {
      throw call.refusal('only enlarging pictures by whole factors has a rule', 'Scale the axes behind the channels.');
    }
    const cells = spatial.reduce((product, scale) => product * scale, 1);
    const mean = ops.AveragePool(call.dy, { kernel_shape: spatial, strides: spatial });
    return [ops.Mul(mean, cells)];
  },
} satisfies Partial<VjpRules<OperatorName>>;

function windowOf(call: VjpCall<'Conv'> | VjpCall<'ConvTranspose'>): Window {
  const kernel = call.x(1).shape.slice(2).map(Number);
  const ones = kernel.map(() => 1);
  const { strides, dilations, pads, group } = call.node.attributes;
  return {
    kernel,
    strides: strides ?? ones,
    dilations: dilations ?? ones,
    pads: pads ?? [...ones, ...ones].map(() => 0),
    group: group ?? 1,
  };
}

/** Height and width, which must be known where windows do not cover the picture evenly. */
function sizesOf(call: AnyCall, x: Value): readonly Dim[] {
  if (x.shape.length < 3) throw call.refusal('needs (N, C, positions…)');
  return x.shape.slice(2);
}

/** (N, M, H', W') -> (N, C, H, W) */
function inputGradient(call: AnyCall, dy: Value, w: Value, sizes: readonly Dim[], window: Window): Value {
  const { kernel, strides, dilations, pads, group } = window;
  const rank = kernel.length;
  const reach = kernel.map((size, axis) => at(dilations, axis) * (size - 1));
  const turnedPads = pads.map((pad, index) => at(reach, index % rank) - pad);
  if (group === 1 && strides.every((stride) => stride === 1) && turnedPads.every((pad) => pad >= 0)) {
    return ops.Conv(dy, turned(w, rank), undefined, { pads: turnedPads, dilations });
  }
  const missing = sizes.map((size, axis) => {
    const stride = at(strides, axis);
    if (stride === 1) return 0;
    if (typeof size !== 'number') throw call.refusal('height and width must be known where a stride is larger than 1');
    return (size + at(pads, axis) + at(pads, axis + rank) - at(reach, axis) - 1) % stride;
  });
  return ops.ConvTranspose(dy, w, undefined, { strides, dilations, pads, group, output_padding: missing });
}

/** (M, C, kH, kW) -> (C, M, kH, kW), the window turned round */
function turned(w: Value, rank: number): Value {
  const axes = Array.from({ length: rank }, (_, axis) => axis + 2);
  const swapped = ops.Transpose(w, { perm: [1, 0, ...axes] });
  if (w.shape.slice(2).every((size) => size === 1)) return swapped;
  const ones = axes.map(() => -1);
  return ops.Slice(
    swapped,
    ones,
    axes.map(() => -(2 ** 31) - 1),
    axes,
    ones,
  );
}

function overPositions(dy: Value): Value {
  const axes = dy.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  return ops.ReduceSum(dy, { axes, keepdims: false }); // (C)
}

/** How many cells of each window lie inside the picture. (H', W'), for sizes known now */
function windowCounts(sizes: readonly Dim[], { kernel, strides, pads }: Window): Value | undefined {
  if (pads.every((pad) => pad === 0)) return undefined;
  const perAxis = sizes.map((size, axis) => {
    const whole = Number(size);
    const [before, after, stride, reach] = [
      at(pads, axis),
      at(pads, axis + kernel.length),
      at(strides, axis),
      at(kernel, axis),
    ];
    const windows = Math.floor((whole + before + after - reach) / stride) + 1;
    return Array.from({ length: windows }, (_, index) => {
      const start = index * stride - before;
      return Math.min(start + reach, whole) - Math.max(start, 0);
    });
  });
  const cells = perAxis.reduce<number[]>((left, right) => left.flatMap((a) => right.map((b) => a * b)), [1]);
  return constant(
    cells,
    'float32',
    perAxis.map((list) => list.length),
  );
}
