/**
 * Newton-Schulz steps give the orthogonal factor: same row and column spaces, singular values near 1, whatever the shape
 * and scale. Held against a matrix whose factor is known: a rotation times a stretch.
 */
import { describe, expect, it } from 'vitest';
import { orthogonalisationGraph } from '../../../native-models/autodiff/optimisers/orthogonalisation';
import { evaluate, tensor64, type Tensor64 } from '../../../native-models/onnx/reference';
import { runWithOnnxRuntime } from '../onnx/run-with-onnxruntime';
import { createRng } from '../onnx/numbers';

function random(rows: number, columns: number): Tensor64 {
  const next = createRng(5);
  return tensor64(
    'float32',
    [rows, columns],
    Array.from({ length: rows * columns }, () => Math.fround(next() - 0.5)),
  );
}

/** The singular value of each step's polynomial: what the graph must do to every one of them. */
function bend(value: number): number {
  let s = value;
  for (let step = 0; step < 5; step += 1) s = 3.4445 * s - 4.775 * s ** 3 + 2.0315 * s ** 5;
  return s;
}

it('bends each singular value and keeps the rotation', () => {
  // R(0.3) diag(3, 0.4) R(-1.1)
  const rotation = (angle: number): number[][] => [
    [Math.cos(angle), -Math.sin(angle)],
    [Math.sin(angle), Math.cos(angle)],
  ];
  const build = (first: number, second: number): number[] => {
    const [left, right] = [rotation(0.3), rotation(-1.1)];
    return [0, 1].flatMap((i) =>
      [0, 1].map((j) => left[i]![0]! * first * right[0]![j]! + left[i]![1]! * second * right[1]![j]!),
    );
  };
  const norm = Math.hypot(3, 0.4);
  const { orthogonal } = evaluate(orthogonalisationGraph(2, 2), { matrix: tensor64('float32', [2, 2], build(3, 0.4)) });
  build(bend(3 / norm), bend(0.4 / norm)).forEach((want, index) => {
    expect(orthogonal!.data[index]).toBeCloseTo(want, 5);
  });
});

describe.each([
  [6, 17],
  [17, 6],
  [8, 8],
])('%i x %i', (rows, columns) => {
  it('the runtime gives the numbers of the reference, whatever the scale', async () => {
    const graph = orthogonalisationGraph(rows, columns);
    const matrix = random(rows, columns);
    const wanted = evaluate(graph, { matrix })['orthogonal']!;
    const scaled = { ...matrix, data: matrix.data.map((value) => 1000 * value) };
    const got = (await runWithOnnxRuntime(graph, { matrix: scaled }))['orthogonal']!;
    expect(got.shape).toEqual([rows, columns]);
    wanted.data.forEach((value, index) => expect(got.data[index]).toBeCloseTo(value, 4));
    // k singular values, each between 0.6 and 1.3: the squared norm lies between.
    const square = wanted.data.reduce((sum, value) => sum + value * value, 0) / Math.min(rows, columns);
    expect(square).toBeGreaterThan(0.6 ** 2);
    expect(square).toBeLessThan(1.3 ** 2);
  });
});

it('zeros stay zeros', () => {
  const zeros = tensor64('float32', [3, 4], new Float64Array(12));
  expect([...evaluate(orthogonalisationGraph(3, 4), { matrix: zeros })['orthogonal']!.data]).toEqual(
    new Array(12).fill(0),
  );
});

it('refuses sizes that are none', () => {
  expect(() => orthogonalisationGraph(0, 4)).toThrowError(/Cannot orthogonalise 0 x 4/);
});
