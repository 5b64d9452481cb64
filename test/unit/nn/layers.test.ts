import { describe, expect, it } from 'vitest';
import { activate, activationNameFrom, type ActivationName } from '../../../native-models/nn/activations';
import { attention } from '../../../native-models/nn/attention';
import { embedding } from '../../../native-models/nn/embedding';
import { linear } from '../../../native-models/nn/linear';
import { mlp } from '../../../native-models/nn/mlp';
import { layerNorm, rmsNorm } from '../../../native-models/nn/norms';
import { frozenScope } from '../../../native-models/nn/param-scope';
import { input, type Shape } from '../../../native-models/onnx';
import { tensor64, type Tensor64 } from '../../../native-models/onnx/reference';
import { distance, evaluateOutputs, randomTensor, randomWeights } from './layer-fixture';

/** x Wᵀ + b over the last axis, in plain loops. */
function product(
  x: Tensor64,
  weight: ArrayLike<number>,
  bias: ArrayLike<number> | undefined,
  out: number,
): Float64Array {
  const width = x.shape.at(-1) ?? 1;
  return Float64Array.from({ length: (x.data.length / width) * out }, (_, at) => {
    const [row, column] = [Math.floor(at / out), at % out];
    let sum = bias?.[column] ?? 0;
    for (let i = 0; i < width; i++) sum += (x.data[row * width + i] ?? NaN) * (weight[column * width + i] ?? NaN);
    return sum;
  });
}

describe('linear', () => {
  const weights = randomWeights({ 'fc.weight': [4, 3], 'fc.bias': [4] });
  const sizes = { in: 3, out: 4 };

  it.each<[string, Shape, readonly number[]]>([
    ['rows', ['N', 3], [5, 3]],
    ['one named axis', ['B', 2, 3], [2, 2, 3]],
    ['two named axes', ['B', 'S', 3], [2, 3, 3]],
    ['a fixed shape', [1, 2, 2, 3], [1, 2, 2, 3]],
  ])('works on %s', (_, shape, actual) => {
    const x = input('x', 'float32', shape);
    const fed = randomTensor(actual, 2);
    const y = linear(frozenScope(weights).child('fc'), x, sizes);
    expect(y.shape).toEqual([...shape.slice(0, -1), 4]);
    const got = evaluateOutputs({ y }, [x], { x: fed }).y;
    const want = product(fed, weights.numbers('fc.weight'), weights.numbers('fc.bias'), 4);
    expect(distance(got, { shape: [...actual.slice(0, -1), 4], data: want })).toBeLessThan(1e-12);
  });

  it('can do without a bias', () => {
    const x = input('x', 'float32', ['N', 3]);
    const fed = randomTensor([5, 3], 2);
    const y = linear(frozenScope(weights).child('fc'), x, { ...sizes, bias: false });
    const got = evaluateOutputs({ y }, [x], { x: fed }).y;
    expect(
      distance(got, { shape: [5, 4], data: product(fed, weights.numbers('fc.weight'), undefined, 4) }),
    ).toBeLessThan(1e-12);
  });

  it.each([0, 1, 2])('adds an adapter of rank %i', (rank) => {
    const x = input('x', 'float32', ['N', 3]);
    const scope = frozenScope(weights, { adapters: () => true });
    const y = linear(scope.child('fc'), x, sizes);
    const [fed, a, b] = [randomTensor([5, 3], 2), randomTensor([rank, 3], 3), randomTensor([4, rank], 4)];
    const got = evaluateOutputs({ y }, [x, ...scope.fedInputs()], {
      x: fed,
      'fc.lora_A.weight': a,
      'fc.lora_B.weight': b,
    }).y;
    const merged = Float64Array.from(weights.numbers('fc.weight'), (value, at) => {
      let sum = value;
      for (let r = 0; r < rank; r++)
        sum += (b.data[Math.floor(at / 3) * rank + r] ?? NaN) * (a.data[r * 3 + (at % 3)] ?? NaN);
      return sum;
    });
    expect(distance(got, { shape: [5, 4], data: product(fed, merged, weights.numbers('fc.bias'), 4) })).toBeLessThan(
      1e-12,
    );
  });
});

describe('norms', () => {
  const weights = randomWeights({ weight: [6], bias: [6] });
  const x = input('x', 'float32', ['N', 6]);
  const fed = randomTensor([3, 6], 5);
  const rowOf = (at: number): Float64Array => fed.data.subarray(Math.floor(at / 6) * 6, Math.floor(at / 6) * 6 + 6);
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value) / values.length;

  it('layerNorm centres and scales, with epsilon under the root', () => {
    const got = evaluateOutputs({ y: layerNorm(frozenScope(weights), x, { size: 6, epsilon: 0.1 }) }, [x], {
      x: fed,
    }).y;
    const want = fed.data.map((value, at) => {
      const row = rowOf(at);
      const centred = value - mean(row);
      const variance = mean(row.map((other) => (other - mean(row)) ** 2));
      return (
        (centred / Math.sqrt(variance + 0.1)) * weights.numbers('weight')[at % 6]! + weights.numbers('bias')[at % 6]!
      );
    });
    expect(distance(got, { shape: [3, 6], data: want })).toBeLessThan(1e-7);
  });

  it('rmsNorm only scales', () => {
    const got = evaluateOutputs({ y: rmsNorm(frozenScope(weights), x, { size: 6, epsilon: 0.1 }) }, [x], { x: fed }).y;
    const want = fed.data.map(
      (value, at) =>
        (value / Math.sqrt(mean(rowOf(at).map((other) => other ** 2)) + 0.1)) * weights.numbers('weight')[at % 6]!,
    );
    expect(distance(got, { shape: [3, 6], data: want })).toBeLessThan(1e-7);
  });
});

it('embedding takes rows by id', () => {
  const weights = randomWeights({ weight: [5, 2] });
  const ids = input('ids', 'int64', ['B', 'T']);
  const got = evaluateOutputs({ y: embedding(frozenScope(weights), ids, { count: 5, width: 2 }) }, [ids], {
    ids: tensor64('int64', [1, 3], [4, 0, 4]),
  }).y;
  const table = weights.numbers('weight');
  expect(distance(got, { shape: [1, 3, 2], data: [8, 9, 0, 1, 8, 9].map((at) => table[at]!) })).toBe(0);
});

describe('activations', () => {
  // transformers' ACT2FN in float64 at -1.5 and 0.75
  it.each<[ActivationName, readonly [number, number]]>([
    ['gelu', [-0.10021080190328704, 0.5800294857173489]],
    ['gelu_new', [-0.10042842301976707, 0.5799605551656203]],
    ['quick_gelu', [-0.10833780155292341, 0.5863900575346379]],
    ['silu', [-0.2736382857095345, 0.5093840243815447]],
    ['relu', [0, 0.75]],
  ])('%s', (name, [low, high]) => {
    const x = input('x', 'float32', [2]);
    const got = evaluateOutputs({ y: activate(name, x) }, [x], { x: tensor64('float32', [2], [-1.5, 0.75]) }).y;
    expect(distance(got, { shape: [2], data: [low, high] })).toBeLessThan(2e-7);
  });

  it('refuses names that it does not know', () => {
    expect(activationNameFrom('silu')).toBe('silu');
    expect(() => activationNameFrom('mish')).toThrow(/Unknown activation "mish"; known are gelu/);
    expect(() => activationNameFrom('toString')).toThrow(/Unknown activation/);
  });
});

it('mlp is two linear layers around an activation', () => {
  const weights = randomWeights({
    'linear1.weight': [5, 3],
    'linear1.bias': [5],
    'linear2.weight': [3, 5],
    'linear2.bias': [3],
  });
  const x = input('x', 'float32', ['B', 2, 3]);
  const fed = randomTensor([2, 2, 3], 6);
  const y = mlp(frozenScope(weights), x, { size: 3, hidden: 5, activation: 'relu', names: ['linear1', 'linear2'] });
  const got = evaluateOutputs({ y }, [x], { x: fed }).y;
  const wide = product(fed, weights.numbers('linear1.weight'), weights.numbers('linear1.bias'), 5).map((value) =>
    Math.max(0, value),
  );
  const inner = tensor64('float32', [2, 2, 5], wide);
  expect(
    distance(got, {
      shape: [2, 2, 3],
      data: product(inner, weights.numbers('linear2.weight'), weights.numbers('linear2.bias'), 3),
    }),
  ).toBeLessThan(1e-11);
});

describe('attention', () => {
  const query = input('q', 'float32', ['B', 'Q', 6]);
  const key = input('k', 'float32', ['B', 'K', 6]);
  const value = input('v', 'float32', ['B', 'K', 6]);
  const bias = input('bias', 'float32', ['B', 1, 'Q', 'K']);
  const feeds = { q: randomTensor([2, 3, 6], 7), k: randomTensor([2, 4, 6], 8), v: randomTensor([2, 4, 6], 9) };
  const biased = { ...feeds, bias: randomTensor([2, 1, 3, 4], 10) };

  it('is the same fused and in plain products', () => {
    const outputs = {
      fused: attention(query, key, value, { numHeads: 2 }),
      plain: attention(query, key, value, { numHeads: 2, form: 'plain' }),
    };
    const { fused, plain } = evaluateOutputs(outputs, [query, key, value], feeds);
    expect(plain.shape).toEqual([2, 3, 6]);
    expect(distance(fused, plain)).toBeLessThan(1e-7);
  });

  it('adds a bias to the scores in both forms', () => {
    const outputs = {
      fused: attention(query, key, value, { numHeads: 2, bias }),
      plain: attention(query, key, value, { numHeads: 2, bias, form: 'plain' }),
      without: attention(query, key, value, { numHeads: 2, form: 'plain' }),
    };
    const { fused, plain, without } = evaluateOutputs(outputs, [query, key, value, bias], biased);
    expect(distance(fused, plain)).toBeLessThan(1e-7);
    expect(distance(plain, without)).toBeGreaterThan(0.1);
  });

  it('ignores keys that the bias hides', () => {
    const hidden = tensor64(
      'float32',
      [2, 1, 3, 4],
      Array.from({ length: 24 }, (_, at) => (at % 4 === 3 ? -1e9 : 0)),
    );
    const y = attention(query, key, value, { numHeads: 3, bias, form: 'plain' });
    const shorter = { ...feeds, k: withoutLast(feeds.k), v: withoutLast(feeds.v) };
    const got = evaluateOutputs({ y }, [query, key, value, bias], { ...feeds, bias: hidden }).y;
    const want = evaluateOutputs(
      { y: attention(query, key, value, { numHeads: 3, form: 'plain' }) },
      [query, key, value],
      shorter,
    ).y;
    expect(distance(got, want)).toBeLessThan(1e-7);
  });
});

/** (2, 4, 6) without its last position. */
function withoutLast(x: Tensor64): Tensor64 {
  return tensor64('float32', [2, 3, 6], [...x.data.subarray(0, 18), ...x.data.subarray(24, 42)]);
}
