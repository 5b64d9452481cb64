// The metric in which L_cap can measure its error: Mahalanobis distance in the covariance of caption embeddings. Plain MSE is ruled by the
// few directions that vary most (how a sentence is built), and content with a blur where it counts: two captions that differ in a thing
// alone lie at 3 % of the distance of two random ones, in this metric at 13 %. Not published; a switch. It follows from the data and
// the text encoder alone.

/** Directions that hardly vary would get unbounded weight: their variance counts as more by this share of the mean one. */
const LEAST_SHARE = 0.5;
const MOST_CAPTIONS = 2000;

/**
 * (d̂, d̂) row by row: the matrix that an error is multiplied with before it is squared. W Wᵀ is the inverse of the covariance of a
 * position's elements about that position's mean, pooled over positions and distinct captions; it is scaled so that guessing the mean
 * embedding costs what it costs without it.
 * @param rows reads the embedding of a caption, L * d̂ elements
 * @param width d̂
 */
export function captionMetricFrom(
  rows: { readonly rowLength: number; readInto(caption: string, into: Float32Array, offset: number): void },
  captions: readonly string[],
  width: number,
): Float32Array {
  const { rowLength } = rows;
  const embeddings = [...new Set(captions)].slice(0, MOST_CAPTIONS).map((caption) => {
    const row = new Float32Array(rowLength);
    rows.readInto(caption, row, 0);
    return row;
  });
  const covariance = pooledCovariance(embeddings, rowLength, width);
  const total = covariance.reduce((sum, row, i) => sum + row[i]!, 0);
  if (total === 0) return identity(width);
  const bounded = covariance.map((row, i) =>
    row.map((value, j) => (i === j ? value + (LEAST_SHARE * total) / width : value)),
  );
  const inverse = inverseOfLower(choleskyFactor(bounded)); // L⁻¹; W is its transpose
  let measured = 0; // trace of Wᵀ S W
  for (const row of inverse) {
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) measured += row[i]! * covariance[i]![j]! * row[j]!;
    }
  }
  const factor = Math.sqrt(total / measured);
  return Float32Array.from({ length: width * width }, (_, at) => {
    const [i, j] = [Math.floor(at / width), at % width];
    return factor * inverse[j]![i]!;
  });
}

function pooledCovariance(embeddings: readonly Float32Array[], rowLength: number, width: number): Float64Array[] {
  const mean = new Float64Array(rowLength);
  for (const row of embeddings) for (let i = 0; i < rowLength; i++) mean[i]! += row[i]! / embeddings.length;
  const covariance = Array.from({ length: width }, () => new Float64Array(width));
  const deviation = new Float64Array(width);
  const count = (embeddings.length * rowLength) / width;
  for (const row of embeddings) {
    for (let start = 0; start < rowLength; start += width) {
      for (let i = 0; i < width; i++) deviation[i] = row[start + i]! - mean[start + i]!;
      for (let i = 0; i < width; i++) {
        const [into, share] = [covariance[i]!, deviation[i]! / count];
        for (let j = 0; j <= i; j++) into[j]! += share * deviation[j]!;
      }
    }
  }
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) covariance[j]![i] = covariance[i]![j]!;
  return covariance;
}

/** L with L Lᵀ = a, for a symmetric positive definite a (Golub and Van Loan, §4.2). */
function choleskyFactor(a: readonly Float64Array[]): Float64Array[] {
  const lower = a.map(() => new Float64Array(a.length));
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j <= i; j++) {
      let left = a[i]![j]!;
      for (let k = 0; k < j; k++) left -= lower[i]![k]! * lower[j]![k]!;
      lower[i]![j] = i === j ? Math.sqrt(left) : left / lower[j]![j]!;
    }
  }
  return lower;
}

function inverseOfLower(lower: readonly Float64Array[]): Float64Array[] {
  const inverse = lower.map(() => new Float64Array(lower.length));
  for (let j = 0; j < lower.length; j++) {
    inverse[j]![j] = 1 / lower[j]![j]!;
    for (let i = j + 1; i < lower.length; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= lower[i]![k]! * inverse[k]![j]!;
      inverse[i]![j] = sum / lower[i]![i]!;
    }
  }
  return inverse;
}

const identity = (width: number): Float32Array =>
  Float32Array.from({ length: width * width }, (_, at) => (Math.floor(at / width) === at % width ? 1 : 0));
