/**
 * Gradient rules of normalisations, x̂ = (x - μ) r with r = 1/√(σ² + ε). With g = dy · scale and means over the normalised
 * axes: dx = r (g - mean(g) - x̂ mean(g x̂)); without centring (RMSNorm) the middle term falls away.
 * The operators of the standard do not hand out μ and r, so they are computed again.
 */
import { constant, ops, type Value } from '../../onnx';
import type { OperatorName } from '../../onnx/operator-table';
import type { VjpRules } from '../vjp-call';
import { isFilledWith } from './literal';

export const normalisationRules = {
  RMSNormalization: (call) => {
    const [x, scale, dy] = [call.x(0), call.x(1), call.dy];
    const axes = trailingAxes(x, call.node.attributes.axis ?? -1);
    const meanSquare = ops.ReduceMean(ops.Mul(x, x), { axes });
    const r = inverseRoot(meanSquare, call.node.attributes.epsilon ?? 1e-5); // (…, 1)
    return call.each(
      () => {
        const g = scaled(dy, scale);
        const pull = ops.Mul(ops.ReduceMean(ops.Mul(g, x), { axes }), ops.Mul(r, ops.Mul(r, r))); // (…, 1)
        return ops.Sub(ops.Mul(g, r), ops.Mul(x, pull));
      },
      () => ops.Mul(dy, ops.Mul(x, r)),
    );
  },

  LayerNormalization: (call) => {
    const [x, scale, dy] = [call.x(0), call.x(1), call.dy];
    const axes = trailingAxes(x, call.node.attributes.axis ?? -1);
    const centred = ops.Sub(x, ops.ReduceMean(x, { axes }));
    const r = inverseRoot(ops.ReduceMean(ops.Mul(centred, centred), { axes }), call.node.attributes.epsilon ?? 1e-5);
    return call.each(
      () => {
        const g = scaled(dy, scale);
        const pull = ops.Mul(ops.ReduceMean(ops.Mul(g, centred), { axes }), ops.Mul(r, ops.Mul(r, r))); // (…, 1)
        const shift = ops.Mul(ops.ReduceMean(g, { axes }), r); // (…, 1)
        return ops.Sub(ops.Sub(ops.Mul(g, r), shift), ops.Mul(centred, pull));
      },
      () => ops.Mul(dy, ops.Mul(centred, r)),
      () => dy,
    );
  },

  InstanceNormalization: (call) => {
    const [x, scale, bias, dy] = [call.x(0), call.x(1), call.x(2), call.dy];
    const axes = trailingAxes(x, 2);
    const epsilon = call.node.attributes.epsilon ?? 1e-5;
    const centred = ops.Sub(x, ops.ReduceMean(x, { axes }));
    const r = inverseRoot(ops.ReduceMean(ops.Mul(centred, centred), { axes }), epsilon); // (N, C, 1…)
    // As group normalisation uses it, scale and bias are literal ones and zeros: the output is the normal form itself.
    const isPlain = isFilledWith(scale, 1) && isFilledWith(bias, 0);
    const normal = isPlain ? call.y : ops.Mul(centred, r);
    const perChannel = (value: Value): Value => ops.Reshape(value, constant([-1, ...axes.map(() => 1)], 'int64')); // (C, 1…)
    const overPositions = (value: Value): Value => ops.ReduceSum(value, { axes: [0, ...axes], keepdims: false }); // (C)
    return call.each(
      () => {
        const g = isFilledWith(scale, 1) ? dy : ops.Mul(dy, perChannel(scale));
        const pull = ops.ReduceMean(ops.Mul(g, normal), { axes });
        const rest = ops.Sub(ops.Sub(g, ops.ReduceMean(g, { axes })), ops.Mul(normal, pull));
        return ops.Mul(rest, r);
      },
      () => overPositions(ops.Mul(dy, normal)),
      () => overPositions(dy),
    );
  },
} satisfies Partial<VjpRules<OperatorName>>;

function inverseRoot(meanSquare: Value, epsilon: number): Value {
  return ops.Reciprocal(ops.Sqrt(ops.Add(meanSquare, epsilon)));
}

function trailingAxes(x: Value, first: number): readonly number[] {
  const from = first < 0 ? first + x.shape.length : first;
  return x.shape.map((_, axis) => axis).filter((axis) => axis >= from);
}

function scaled(dy: Value, scale: Value): Value {
  return isFilledWith(scale, 1) ? dy : ops.Mul(dy, scale);
}
