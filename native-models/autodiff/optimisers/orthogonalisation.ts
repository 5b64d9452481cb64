/**
 * The nearly orthogonal factor of a matrix as a graph: five quintic Newton-Schulz steps on the matrix over its norm, as
 * the optimiser Muon takes them (Jordan 2024; coefficients from there). Singular values come out between about 0.7 and
 * 1.2, not at 1: that is what the optimiser wants. Momentum, rates and the scale of the update are not here.
 */
import { StudioError } from '../../../common/base/studio-error';
import { graphFrom, input, ops, type Graph, type Value } from '../../onnx';

/** p(s) = a s + b s³ + c s⁵ pulls every singular value in (0, 1] towards 1. */
const [a, b, c] = [3.4445, -4.775, 2.0315];

/** Keeps a zero matrix at zero. */
const tiny = 1e-7;

/**
 * matrix float32 (rows, columns) -> orthogonal float32 (rows, columns). A matrix of zeros stays one.
 * Throws `bad-request` on a size that is no positive whole number.
 */
export function orthogonalisationGraph(rows: number, columns: number, steps = 5): Graph {
  if (![rows, columns, steps].every((size) => Number.isInteger(size) && size > 0)) {
    throw new StudioError('bad-request', `Cannot orthogonalise ${rows} x ${columns} in ${steps} steps.`);
  }
  const matrix = input('matrix', 'float32', [rows, columns]);
  return graphFrom({
    name: 'orthogonalisation',
    inputs: [matrix],
    outputs: { orthogonal: orthogonalised(matrix, steps) },
  });
}

/** Works on the side with fewer rows, so that the products X Xᵀ are small. (m, n) -> (m, n) */
function orthogonalised(matrix: Value, steps: number): Value {
  const [rows = 0, columns = 0] = matrix.shape;
  const isTall = rows > columns;
  const wide = isTall ? ops.Transpose(matrix) : matrix; // (k, l), k <= l
  const norm = ops.Sqrt(ops.ReduceSum(ops.Mul(wide, wide)));
  let x = ops.Div(wide, ops.Add(norm, tiny));
  for (let step = 0; step < steps; step += 1) {
    const gram = ops.Gemm(x, x, undefined, { transB: 1 }); // (k, k)
    const bent = ops.Gemm(gram, gram, gram, { alpha: c, beta: b }); // b G + c G², (k, k)
    x = ops.Gemm(bent, x, x, { beta: a }); // (k, l)
  }
  return isTall ? ops.Transpose(x) : x;
}
