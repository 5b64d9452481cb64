// Rotary position embedding (Su et al. 2021, arXiv 2104.09864) in the half-split layout of LLaMA: dimension i turns
// together with dimension i + D/2. Angles are computed in the graph from position ids, so no length is baked in.
// Not the interleaved layout, and no scaling of frequencies for longer contexts.
import { constant, ops, type Value } from '../onnx';

export interface RotaryTables {
  /** (B, S, 1, D) */
  readonly cos: Value;
  readonly sin: Value;
}

/** Cosines and sines of position times frequency, θ^(-2i/D). positionIds int64 (B, S) */
export function rotaryTables(
  positionIds: Value,
  options: { readonly headSize: number; readonly theta: number },
): RotaryTables {
  const { headSize, theta } = options;
  // Rounded to float32 step by step, as the reference computes them: at position 2,000 the rounding is visible.
  const half = Array.from({ length: headSize / 2 }, (_, i) =>
    Math.fround(1 / Math.fround(theta ** Math.fround((2 * i) / headSize))),
  );
  const frequencies = constant([...half, ...half], 'float32', [1, 1, headSize]);
  const positions = ops.Unsqueeze(ops.Cast(positionIds, 'float32'), [2]); // (B, S, 1)
  const angles = ops.Unsqueeze(ops.Mul(positions, frequencies), [2]); // (B, S, 1, D)
  return { cos: ops.Cos(angles), sin: ops.Sin(angles) };
}

/** Turns every head by its position: x cos + rotateHalf(x) sin. (B, S, H, D) -> (B, S, H, D) */
export function rotate(x: Value, { cos, sin }: RotaryTables): Value {
  const width = x.shape.at(-1);
  if (typeof width !== 'number') throw new RangeError(`rotate(${x.toString()}): the head size must be a number`);
  return ops.Add(ops.Mul(x, cos), ops.Mul(ops.MatMul(x, rotateHalf(width)), sin));
}

/** The matrix of (a, b) -> (-b, a) on halves: one product instead of two slices, a negation and a join. (D, D) */
function rotateHalf(width: number): Value {
  const matrix = new Float32Array(width * width);
  const half = width / 2;
  for (let i = 0; i < half; i++) {
    matrix[(i + half) * width + i] = -1;
    matrix[i * width + i + half] = 1;
  }
  return constant({ dtype: 'float32', shape: [width, width], data: matrix });
}
