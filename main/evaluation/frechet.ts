// The Fréchet distance between two sets of pictures in the judge's features: each set as a normal distribution, the distance between the
// two (M. Heusel et al., arXiv 1706.08500, with our judge in Inception's place). Small sets make it large: compare equal sizes only.

/** Vectors of one length; null for fewer than two on a side, where there is no spread to compare. */
export function frechetDistance(a: readonly Float32Array[], b: readonly Float32Array[]): number | null {
  if (a.length < 2 || b.length < 2) return null;
  const [one, two] = [momentsOf(a), momentsOf(b)];
  const apart = one.mean.reduce((sum, value, i) => sum + (value - (two.mean[i] ?? 0)) ** 2, 0);
  const root = squareRoot(one.covariance);
  const between = product(product(root, two.covariance), root);
  const overlap = eigenvalues(between).values.reduce((sum, value) => sum + Math.sqrt(Math.max(value, 0)), 0);
  return Math.max(apart + trace(one.covariance) + trace(two.covariance) - 2 * overlap, 0);
}

type Matrix = readonly Float64Array[]; // rows

function momentsOf(vectors: readonly Float32Array[]): { readonly mean: Float64Array; readonly covariance: Matrix } {
  const size = vectors[0]?.length ?? 0;
  const mean = new Float64Array(size);
  for (const vector of vectors) for (let i = 0; i < size; i++) mean[i]! += vector[i]! / vectors.length;
  const covariance = Array.from({ length: size }, () => new Float64Array(size));
  for (const vector of vectors) {
    for (let i = 0; i < size; i++) {
      const row = covariance[i]!;
      const deviation = (vector[i]! - mean[i]!) / (vectors.length - 1);
      for (let j = 0; j < size; j++) row[j]! += deviation * (vector[j]! - mean[j]!);
    }
  }
  return { mean, covariance };
}

const trace = (matrix: Matrix): number => matrix.reduce((sum, row, i) => sum + row[i]!, 0);

function product(a: Matrix, b: Matrix): Float64Array[] {
  return a.map((row) => {
    const out = new Float64Array(b.length);
    for (let k = 0; k < row.length; k++) {
      const factor = row[k]!;
      const other = b[k]!;
      for (let j = 0; j < out.length; j++) out[j]! += factor * other[j]!;
    }
    return out;
  });
}

/** Of a symmetric matrix without negative eigenvalues (rounding below zero is taken as zero). */
function squareRoot(matrix: Matrix): Float64Array[] {
  const { values, vectors } = eigenvalues(matrix); // vectors[k] belongs to values[k]
  const size = matrix.length;
  const root = Array.from({ length: size }, () => new Float64Array(size));
  for (const [k, vector] of vectors.entries()) {
    const scale = Math.sqrt(Math.max(values[k]!, 0));
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) root[i]![j]! += scale * vector[i]! * vector[j]!;
  }
  return root;
}

const MAX_SWEEPS = 60;

/** Eigenvalues and unit eigenvectors of a symmetric matrix, by cyclic Jacobi rotations (Golub and Van Loan, §8.5). */
export function eigenvalues(matrix: Matrix): { readonly values: number[]; readonly vectors: Float64Array[] } {
  const size = matrix.length;
  const a = matrix.map((row, i) => row.map((value, j) => (value + matrix[j]![i]!) / 2)); // rounding may have skewed it
  const vectors = a.map((_, i) => Float64Array.from({ length: size }, (__, j) => (i === j ? 1 : 0)));
  const limit = 1e-26 * a.reduce((sum, row) => sum + row.reduce((squares, value) => squares + value * value, 0), 0);
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) off += a[p]![q]! ** 2;
    if (off <= limit) break;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        if (a[p]![q] !== 0) rotate(a, vectors, p, q);
      }
    }
  }
  return { values: a.map((row, i) => row[i]!), vectors };
}

/** One rotation that makes a[p][q] zero. */
function rotate(a: readonly Float64Array[], vectors: readonly Float64Array[], p: number, q: number): void {
  const [rowP, rowQ] = [a[p]!, a[q]!];
  const theta = (rowQ[q]! - rowP[p]!) / (2 * rowP[q]!);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const row of a) {
    const [x, y] = [row[p]!, row[q]!];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  }
  for (const [one, two] of [
    [rowP, rowQ],
    [vectors[p]!, vectors[q]!],
  ] as const) {
    for (let i = 0; i < one.length; i++) {
      const [x, y] = [one[i]!, two[i]!];
      one[i] = c * x - s * y;
      two[i] = s * x + c * y;
    }
  }
}
