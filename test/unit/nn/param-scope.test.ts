import { describe, expect, it } from 'vitest';
import { StudioError } from '../../../common/base/studio-error';
import { linear } from '../../../native-models/nn/linear';
import { fedScope, frozenScope, trainableScope } from '../../../native-models/nn/param-scope';
import { graphFrom, input } from '../../../native-models/onnx';
import { memorySource } from '../../../native-models/weights/tensor-source';
import { randomWeights } from './layer-fixture';

const weights = randomWeights({ 'a.b.weight': [2, 3], 'a.b.bias': [2] });

describe('frozenScope', () => {
  it('finds weights by their published path', () => {
    const value = frozenScope(weights).child('a').child('b').param('weight', [2, 3]);
    expect(String(value)).toBe('a.b.weight: float32[2][3]');
    expect(frozenScope(weights).child('a.b').path).toBe('a.b');
  });

  it('makes each weight once, so that two uses share it', () => {
    const scope = frozenScope(weights);
    expect(scope.child('a.b').param('bias', [2])).toBe(scope.child('a').param('b.bias', [2]));
  });

  it('knows what the checkpoint has', () => {
    expect(frozenScope(weights).child('a.b').has('bias')).toBe(true);
    expect(frozenScope(weights).child('a.c').has('bias')).toBe(false);
  });

  it('casts half-precision weights to float32', () => {
    const half = memorySource(new Map([['w', { dtype: 'float16', shape: [1], data: Uint16Array.of(0x3c00) }]]));
    const value = frozenScope(half).param('w', [1]);
    expect(value.dtype).toBe('float32');
    expect(value.producer).toMatchObject({ kind: 'node', op: 'Cast' });
  });

  it.each<[string, () => unknown, StudioError['code'], string]>([
    [
      'a missing tensor',
      () => frozenScope(weights).child('a').param('c', [4]),
      'weights-corrupt',
      'The checkpoint has no tensor a.c; expected float32[4].',
    ],
    [
      'another shape',
      () => frozenScope(weights).child('a.b').param('weight', [3, 2]),
      'shape-mismatch',
      'Tensor a.b.weight: the configuration asks for [3][2], the checkpoint has float32[2][3].',
    ],
  ])('says what is wrong with %s', (_, act, code, message) => {
    expect(act).toThrow(StudioError);
    expect(act).toThrow(expect.objectContaining({ code, message }) as Error);
  });

  it('refuses two shapes for one parameter', () => {
    const scope = frozenScope(weights);
    scope.param('a.b.bias', [2]);
    expect(() => scope.param('a.b.bias', [1, 2])).toThrow(/asks for \[1\]\[2\]/);
  });
});

describe('fedScope', () => {
  it('makes every parameter an input and remembers them in order', () => {
    const scope = fedScope();
    const x = input('x', 'float32', ['N', 3]);
    const y = linear(scope.child('fc'), x, { in: 3, out: 2 });
    expect(scope.fedInputs().map(String)).toEqual(['fc.weight: float32[2][3]', 'fc.bias: float32[2]']);
    expect(graphFrom({ name: 'fed', inputs: [x, ...scope.fedInputs()], outputs: { y } }).initializers).toEqual([]);
    expect(scope.has('anything')).toBe(true);
    expect(scope.targets().size).toBe(0);
  });
});

describe('trainableScope', () => {
  it('makes targets of what is chosen, weights of the rest', () => {
    const scope = trainableScope(weights, (key) => key.endsWith('bias'));
    const y = linear(scope.child('a.b'), input('x', 'float32', ['N', 3]), { in: 3, out: 2 });
    expect([...scope.targets().keys()]).toEqual(['a.b.bias']);
    expect(y.shape).toEqual(['N', 2]);
    expect(scope.fedInputs().map(({ label }) => label)).toEqual(['a.b.bias']);
  });

  it('makes targets of adapters', () => {
    const scope = trainableScope(weights, () => false, { adapters: (path) => path === 'a.b' });
    linear(scope.child('a.b'), input('x', 'float32', ['N', 3]), { in: 3, out: 2 });
    expect([...scope.targets().values()].map(String)).toEqual([
      'a.b.lora_A.weight: float32[a.b.rank][3]',
      'a.b.lora_B.weight: float32[2][a.b.rank]',
    ]);
  });
});

describe('adapters', () => {
  const scope = frozenScope(weights, { adapters: (path) => path.endsWith('.b') });

  it('are fed under PEFT names, made once', () => {
    const first = scope.child('a.b').adapter({ in: 3, out: 2 });
    expect(scope.child('a.b').adapter({ in: 3, out: 2 })).toEqual(first);
    expect(scope.fedInputs().map(({ label }) => label)).toEqual(['a.b.lora_A.weight', 'a.b.lora_B.weight']);
    expect(scope.targets().size).toBe(0);
  });

  it('are attached only where asked', () => {
    expect(scope.child('a.c').adapter({ in: 3, out: 2 })).toBeUndefined();
    expect(frozenScope(weights).child('a.b').adapter({ in: 3, out: 2 })).toBeUndefined();
  });
});
