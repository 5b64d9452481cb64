// The optimiser against numbers of torch.optim.AdamW and clip_grad_norm_ (PyTorch 2.13), and the pieces around it.
import { describe, expect, it } from 'vitest';
import { adamW, type TrainedParameter } from '../../../main/training/optimiser/adamw';
import { clipToNorm, globalNorm, GradientSum } from '../../../main/training/optimiser/gradients';
import { rateAt, spentShare } from '../../../main/training/optimiser/learning-rate';
import {
  isHiddenMatrix,
  orthogonalMomentum,
  type Orthogonalise,
} from '../../../main/training/optimiser/orthogonal-momentum';
import { orthogonalisationGraph } from '../../../native-models/graphs/orthogonalisation';
import { evaluate, tensor64 } from '../../../native-models/onnx/reference';
import { MovingAverage } from '../../../main/training/optimiser/moving-average';

const parameter = (path: string, numbers: readonly number[], decays: boolean): TrainedParameter => ({
  path,
  shape: [numbers.length],
  values: Float32Array.from(numbers),
  decays,
});

// lr 0.01, betas 0.9/0.999, eps 1e-8; decay 0.1 on the matrix, none on the bias; the gradients of `gradientsAt`.
const torchMatrix = [
  [0.48950002, -0.98900002, 1.98800004, 0.1099, -0.30969903, 0.000999],
  [0.47910243, -0.97810298, 1.97610402, 0.11969817, -0.31929663, 0.000998],
  [0.46875086, -0.96725237, 1.96425545, 0.12945095, -0.32884917, 0.000997],
  [0.46631375, -0.96431673, 1.96032286, 0.13128988, -0.33048862, 0.00099601],
  [0.46110728, -0.95861232, 1.95362246, 0.13589874, -0.33489805, 0.00099501],
];
const torchBias = [
  [0.20999999, -0.70999998],
  [0.21670057, -0.71670055],
  [0.21584189, -0.71584189],
  [0.21068959, -0.7106896],
  [0.20370996, -0.70370996],
];
const gradientsAt = (step: number): ReadonlyMap<string, Float32Array> =>
  new Map([
    ['matrix', Float32Array.from([0.3, -0.2, 1.5, -4, 1e-4, 0], (g) => g * (1 + 0.5 * step) * (step === 3 ? -1 : 1))],
    ['bias', Float32Array.from([0.01, -2], (g) => g * (step - 1))],
  ]);
const start = (): TrainedParameter[] => [
  parameter('matrix', [0.5, -1, 2, 0.1, -0.3, 1e-3], true),
  parameter('bias', [0.2, -0.7], false),
];

describe('AdamW', () => {
  it('follows torch.optim.AdamW, with and without decay', () => {
    const parameters = start();
    const optimiser = adamW(parameters, { weightDecay: 0.1 });
    for (let step = 0; step < 5; step++) {
      void optimiser.step(gradientsAt(step), 0.01, step + 1);
      torchMatrix[step]!.forEach((value, i) => expect(parameters[0]!.values[i]).toBeCloseTo(value, 6));
      torchBias[step]!.forEach((value, i) => expect(parameters[1]!.values[i]).toBeCloseTo(value, 6));
    }
  });

  it('goes on from saved moments bit for bit', () => {
    const whole = start();
    const optimiser = adamW(whole);
    for (let step = 0; step < 3; step++) void optimiser.step(gradientsAt(step), 0.01, step + 1);
    const resumed = whole.map((p) => ({ ...p, values: Float32Array.from(p.values) }));
    const second = adamW(resumed, {}, optimiser.state());
    void optimiser.step(gradientsAt(3), 0.01, 4);
    void second.step(gradientsAt(3), 0.01, 4);
    expect(resumed.map(({ values }) => values)).toEqual(whole.map(({ values }) => values));
  });

  it('says which gradient is missing or has another size', () => {
    const optimiser = adamW(start());
    expect(() => optimiser.step(new Map(), 0.01, 1)).toThrow(/no gradient for matrix; 6 elements were expected/);
    const short = new Map([['matrix', new Float32Array(2)]]);
    expect(() => optimiser.step(short, 0.01, 1)).toThrow(/gradient of 2 elements for matrix/);
  });
});

describe('orthogonalised momentum', () => {
  // The recipe's optimiser in float32, lr 0.01, decay 0.1: the matrix takes orthogonalised momentum, the bias AdamW.
  const wanted = [
    [0.499397, -0.998511, 1.994332, 0.102477, -0.299669, 0.000763],
    [0.498795, -0.997024, 1.98867, 0.104952, -0.299337, 0.000525],
    [0.498399, -0.996516, 1.990349, 0.10227, -0.29907, 0.000761],
  ];
  const orthogonalise: Orthogonalise = (matrix, rows, columns) => {
    const fed = { matrix: tensor64('float32', [rows, columns], [...matrix]) };
    return Promise.resolve(Float32Array.from(evaluate(orthogonalisationGraph(rows, columns), fed)['orthogonal']!.data));
  };

  it('follows the optimiser of the recipe', async () => {
    const matrix = { ...parameter('matrix', [0.5, -1, 2, 0.1, -0.3, 1e-3], true), shape: [2, 3] };
    const bias = parameter('bias', [0.2, -0.7], false);
    const optimiser = orthogonalMomentum([matrix, bias], {
      weightDecay: 0.1,
      orthogonalise,
      isHidden: (path) => path === 'matrix',
    });
    for (let step = 0; step < 3; step++) {
      const scale = (1 + 0.5 * step) * (step === 2 ? -1 : 1);
      const gradients = new Map([
        ['matrix', Float32Array.from([0.3, -0.2, 1.5, -4, 1e-4, 0], (g) => g * scale)],
        ['bias', Float32Array.from([0.01, -2], (g) => g * (step - 1))],
      ]);
      await optimiser.step(gradients, 0.01, step + 1);
      wanted[step]!.forEach((value, i) => expect(matrix.values[i]).toBeCloseTo(value, 5));
    }
    expect(bias.values[0]).toBeCloseTo(0.215841, 5);
    expect([...optimiser.state().keys()].sort()).toEqual(['mean/bias', 'momentum/matrix', 'square/bias']);
  });

  it('is for matrices inside the networks, not for adapters, queries or rows', () => {
    expect(isHiddenMatrix('mapper.llm_to_t2i_mapping.encoder.layers.0.linear1.weight')).toBe(true);
    expect(isHiddenMatrix('model.layers.0.mlp.up_proj.weight')).toBe(true);
    for (const path of ['mapper.fc.0.weight', 'vokens.rows_in', 'model.layers.0.self_attn.q_proj.lora_A.weight'])
      expect(isHiddenMatrix(path)).toBe(false);
  });
});

describe('gradients', () => {
  it('clips as clip_grad_norm_ does', () => {
    const gradients = new Map([
      ['a', Float32Array.from([3, 4])],
      ['b', Float32Array.from([12])],
    ]);
    const norm = globalNorm(gradients);
    expect(norm).toBe(13);
    clipToNorm(gradients, norm, 1);
    expect([...gradients.get('a')!, ...gradients.get('b')!]).toEqual(
      [0.230769217, 0.3076922893, 0.923076868].map((value): unknown => expect.closeTo(value, 6)),
    );
    clipToNorm(gradients, 0.5, 1);
    expect(gradients.get('b')![0]).toBeCloseTo(0.923076868, 6);
  });

  it('averages over micro-batches and forgets the step before', () => {
    const sum = new GradientSum();
    sum.add(
      new Map([
        ['a', Float32Array.of(1, 2)],
        ['rare', Float32Array.of(5)],
      ]),
    );
    sum.add(new Map([['a', Float32Array.of(3, 6)]]));
    expect([...sum.takeMean().get('a')!]).toEqual([2, 4]);
    sum.add(new Map([['a', Float32Array.of(7, 7)]]));
    const mean = sum.takeMean();
    expect([...mean.get('a')!]).toEqual([7, 7]);
    expect([...mean.get('rare')!]).toEqual([0]);
  });

  it('shows that an element is not finite', () => {
    expect(globalNorm(new Map([['a', Float32Array.of(1, Number.NaN)]]))).toBeNaN();
    expect(globalNorm(new Map([['a', Float32Array.of(Infinity)]]))).toBe(Infinity);
  });
});

describe('learning rate', () => {
  const schedule = { rate: 2, warmupSteps: 4, decay: 'cosine', finalShare: 0.1 } as const;
  it('warms up by steps and decays by the spent share', () => {
    expect(rateAt(schedule, 0, 0)).toBeCloseTo(0.5);
    expect(rateAt(schedule, 3, 0)).toBeCloseTo(2);
    expect(rateAt(schedule, 50, 0.5)).toBeCloseTo(2 * 0.55);
    expect(rateAt(schedule, 100, 1)).toBeCloseTo(0.2);
    expect(rateAt({ ...schedule, decay: 'linear' }, 50, 0.25)).toBeCloseTo(2 * (0.1 + 0.9 * 0.75));
    expect(rateAt({ ...schedule, decay: 'constant' }, 50, 0.9)).toBe(2);
  });

  it('spends steps or minutes, whichever ends first', () => {
    expect(spentShare({ steps: 10 }, { steps: 5, seconds: 1e9 })).toBe(0.5);
    expect(spentShare({ minutes: 2 }, { steps: 999, seconds: 30 })).toBe(0.25);
    expect(spentShare({ steps: 10, minutes: 1 }, { steps: 1, seconds: 45 })).toBe(0.75);
    expect(spentShare({ steps: 10 }, { steps: 12, seconds: 0 })).toBe(1);
    expect(spentShare({ steps: 0 }, { steps: 0, seconds: 0 })).toBe(1);
  });
});

describe('moving average', () => {
  it('follows faster at first, then by its decay, and goes on from where it was', () => {
    const p = parameter('p', [0], false);
    const average = new MovingAverage([p], 0.9);
    p.values[0] = 1;
    average.update(); // keeps 2/11
    expect(average.values().get('p')![0]).toBeCloseTo(9 / 11, 6);
    const again = new MovingAverage([p], 0.9, { count: 1000, values: average.values() });
    again.update();
    expect(again.values().get('p')![0]).toBeCloseTo(9 / 11 + (2 / 11) * 0.1, 6);
  });
});
