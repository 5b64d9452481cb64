/**
 * Every operator, three answers: the inferred type, the reference evaluator, and the real ONNX Runtime must agree.
 * To add a case, add one line to operator-cases.ts; nothing here changes.
 */
import { describe, expect, it } from 'vitest';
import { graphFrom } from '../../../native-models/onnx';
import { evaluate } from '../../../native-models/onnx/reference';
import { cases, Maker } from './operator-cases';
import { runWithOnnxRuntime } from './run-with-onnxruntime';

describe.each(Object.entries(cases))('%s', (op, list) => {
  it.each(list.map((build, index) => [index, build] as const))('case %i', async (_, build) => {
    const maker = new Maker();
    const built = build(maker);
    const values = 'producer' in built ? [built] : built;
    expect(values[0]?.producer).toMatchObject({ op });
    const outputs = Object.fromEntries(values.map((value, index) => [`y${String(index)}`, value]));
    const graph = graphFrom({ name: op, inputs: maker.inputs, outputs });

    const expected = evaluate(graph, maker.feeds);
    const actual = await runWithOnnxRuntime(graph, maker.feeds);

    for (const [name, wanted] of Object.entries(expected)) {
      const got = actual[name];
      expect([got?.dtype, got?.shape]).toEqual([wanted.dtype, wanted.shape]);
      // Scale-free: the largest difference over the size of the answer. 2e-5 is float32 with sums of up to 100 terms.
      const scale = Math.max(1e-3, ...wanted.data.map(Math.abs));
      const worst = Math.max(0, ...wanted.data.map((value, index) => Math.abs(value - (got?.data[index] ?? NaN))));
      expect(worst / scale, `${graph.name} ${name}`).toBeLessThan(2e-5);
    }
  });
});
