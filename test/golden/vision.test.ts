// "See" against transformers' Blip2 classes on a tiny random configuration: encoder, Q-Former and projection.
// Golden: make/vision.py. Tolerance: docs/numerics.md.
import { describe, expect, it } from 'vitest';
import { pictureReader, pictureReaderConfigFrom } from '../../native-models/architectures/picture-reader';
import { visionGraph } from '../../native-models/graphs/vision';
import { frozenScope } from '../../native-models/nn/param-scope';
import { graphFrom, input } from '../../native-models/onnx';
import { evaluate, tensor64From } from '../../native-models/onnx/reference';
import { expectClose, loadGolden, runInRuntime } from '../support/golden-network';
import { cut } from '../support/tensor-parts';

const golden = await loadGolden('vision');
const config = pictureReaderConfigFrom(golden.config);
const width = 28;
/** Ten times the largest difference seen; the networks' common limit of 1e-4 would hide a wrong epsilon. */
const tolerance = 1e-5;
const pixels = golden.input('pixel_values');

describe.each(['fused', 'plain'] as const)('picture reader, %s attention', (form) => {
  it('gives the states and soft tokens of transformers', async () => {
    const fed = input('pixel_values', 'float32', ['B', 3, 16, 16]);
    const outputs = pictureReader(frozenScope(golden.weights), fed, config, width, { form });
    const got = await runInRuntime(graphFrom({ name: 'see', inputs: [fed], outputs: { ...outputs } }), {
      pixel_values: pixels,
    });
    expectClose(got['imageStates']!, golden.output('image_states'), tolerance);
    expectClose(got['queryStates']!, golden.output('query_states'), tolerance);
    expectClose(got['softTokens']!, golden.output('soft_tokens'), tolerance);
  });

  it('gives them in the reference evaluator too', () => {
    const fed = input('pixel_values', 'float32', ['B', 3, 16, 16]);
    const { softTokens } = pictureReader(frozenScope(golden.weights), fed, config, width, { form });
    const got = evaluate(graphFrom({ name: 'see', inputs: [fed], outputs: { softTokens } }), {
      pixel_values: tensor64From(pixels),
    });
    expectClose(got['softTokens']!, golden.output('soft_tokens'), tolerance);
  });
});

describe('vision graph', () => {
  const graph = visionGraph(config, frozenScope(golden.weights), width);

  it('says what it gives', () => {
    expect(String(graph.outputs['soft_tokens'])).toBe('soft_tokens: float32[B][5][28]');
  });

  it.each([0, 1])('takes any batch: picture %i alone is what it is among two', async (picture) => {
    const got = await runInRuntime(graph, { pixel_values: cut(pixels, 0, picture, picture + 1) });
    expectClose(got['soft_tokens']!, cut(golden.output('soft_tokens'), 0, picture, picture + 1), tolerance);
  });

  it('names the tensor when the checkpoint lacks the bias that the configuration promises', () => {
    const has = (key: string): boolean => !key.endsWith('0.self_attn.qkv.bias') && golden.weights.has(key);
    expect(() => visionGraph(config, frozenScope({ ...golden.weights, has }), width)).toThrow(
      /no tensor vision_model\.encoder\.layers\.0\.self_attn\.qkv\.bias; expected float32\[72\]/,
    );
  });
});
