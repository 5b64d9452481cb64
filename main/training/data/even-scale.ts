// Factors that make every element of a caption's embedding count alike in L_cap. Plain MSE is ruled by the few elements that vary most,
// which need not be the ones that tell who is in the picture. Not published; a switch. The factors follow from the data and the text encoder alone.

/** Elements that hardly vary would get unbounded factors: their deviation counts as at least this share of the mean one. */
const LEAST_SHARE = 0.1;
const MOST_CAPTIONS = 4000;

/**
 * (L * d̂) factors, to be multiplied with the error before it is squared: one over each element's deviation over the distinct captions,
 * scaled so that guessing the mean embedding costs what it costs without them.
 * @param rows reads the embedding of a caption
 */
export function evenScaleFrom(
  rows: { readonly rowLength: number; readInto(caption: string, into: Float32Array, offset: number): void },
  captions: readonly string[],
): Float32Array {
  const distinct = [...new Set(captions)].slice(0, MOST_CAPTIONS);
  const { rowLength } = rows;
  const row = new Float32Array(rowLength);
  const sums = new Float64Array(rowLength);
  const squares = new Float64Array(rowLength);
  for (const caption of distinct) {
    rows.readInto(caption, row, 0);
    for (let i = 0; i < rowLength; i++) {
      sums[i]! += row[i]!;
      squares[i]! += row[i]! ** 2;
    }
  }
  const count = Math.max(distinct.length, 1);
  const variances = Float64Array.from(sums, (sum, i) => Math.max(0, squares[i]! / count - (sum / count) ** 2));
  const meanDeviation = variances.reduce((sum, variance) => sum + Math.sqrt(variance), 0) / rowLength;
  if (meanDeviation === 0) return new Float32Array(rowLength).fill(1);
  const factors = Float64Array.from(
    variances,
    (variance) => 1 / Math.max(Math.sqrt(variance), LEAST_SHARE * meanDeviation),
  );
  const plain = variances.reduce((sum, variance) => sum + variance, 0);
  const scaled = variances.reduce((sum, variance, i) => sum + variance * factors[i]! ** 2, 0);
  return Float32Array.from(factors, (factor) => factor * Math.sqrt(plain / scaled));
}
