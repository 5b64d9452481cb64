// The networks of drawing give the numbers of diffusers, transformers and PyTorch on tiny random configurations.
// Goldens: make/{feature_mapper,text_encoder,unet,autoencoder}.py. Tolerance: docs/numerics.md.
import { describe, expect, it } from 'vitest';
import { autoencoderConfigFrom } from '../../native-models/architectures/autoencoder';
import { featureMapperConfigFrom } from '../../native-models/architectures/feature-mapper';
import { judgeConfigFrom, judgeHeads } from '../../native-models/architectures/judge';
import { textEncoderConfigFrom } from '../../native-models/architectures/text-encoder';
import { unetConfigFrom } from '../../native-models/architectures/unet-config';
import { autoencoderDecoderGraph, autoencoderEncoderGraph, downscaleOf } from '../../native-models/graphs/autoencoder';
import { featureMapperGraph } from '../../native-models/graphs/feature-mapper';
import { judgeGraph } from '../../native-models/graphs/judge';
import { textEncoderGraph } from '../../native-models/graphs/text-encoder';
import { unetGraph } from '../../native-models/graphs/unet';
import { frozenScope } from '../../native-models/nn/param-scope';
import { expectClose, loadGolden, runInRuntime } from '../support/golden-network';

describe('feature mapper', async () => {
  const golden = await loadGolden('feature-mapper');
  const graph = featureMapperGraph(featureMapperConfigFrom(golden.config), frozenScope(golden.weights));

  it('maps voken states to the conditioning', async () => {
    const { conditioning } = await runInRuntime(graph, { voken_states: golden.input('voken_states') });
    expectClose(conditioning!, golden.output('conditioning'));
  });

  it('gives the negative conditioning from zero states', async () => {
    const zeros = { dtype: 'float32', shape: [1, 8, 28], data: new Float32Array(8 * 28) } as const;
    const { conditioning } = await runInRuntime(graph, { voken_states: zeros });
    expectClose(conditioning!, golden.output('zero_conditioning'));
  });
});

describe.each(['text-encoder', 'text-encoder-gelu'])('%s', (name) => {
  it('encodes padded ids', async () => {
    const golden = await loadGolden(name);
    const graph = textEncoderGraph(textEncoderConfigFrom(golden.config), frozenScope(golden.weights));
    const outputs = await runInRuntime(graph, { input_ids: golden.input('input_ids') });
    expectClose(outputs['last_hidden_state']!, golden.output('last_hidden_state'));
  });
});

it('the text encoder reads checkpoints with and without the prefix text_model', async () => {
  const [old, now] = await Promise.all([loadGolden('text-encoder'), loadGolden('text-encoder-gelu')]);
  expect(old.weights.has('text_model.final_layer_norm.weight')).toBe(true);
  expect(now.weights.has('final_layer_norm.weight')).toBe(true);
});

describe.each(['unet', 'unet-conv-projection'])('%s', async (name) => {
  const golden = await loadGolden(name);
  const config = unetConfigFrom(golden.config);
  const feeds = {
    sample: golden.input('sample'),
    timestep: golden.input('timestep'),
    encoder_hidden_states: golden.input('encoder_hidden_states'),
  };

  it('predicts the noise', async () => {
    const outputs = await runInRuntime(unetGraph(config, frozenScope(golden.weights)), feeds);
    expectClose(outputs['noise_pred']!, golden.output('noise_pred'));
  });

  it('predicts the same with every size baked in', async () => {
    const sizes = { batch: 2, conditionLength: 5, latentHeight: 8, latentWidth: 8 };
    const outputs = await runInRuntime(unetGraph(config, frozenScope(golden.weights), sizes), feeds);
    expectClose(outputs['noise_pred']!, golden.output('noise_pred'));
  });
});

describe.each(['autoencoder', 'autoencoder-plain'])('%s', async (name) => {
  const golden = await loadGolden(name);
  const config = autoencoderConfigFrom(golden.config);

  it('encodes a picture to the moments of its latent', async () => {
    const graph = autoencoderEncoderGraph(config, frozenScope(golden.weights), { height: 16, width: 16 });
    const { mean, logvar } = await runInRuntime(graph, { image: golden.input('image') });
    expectClose(mean!, golden.output('mean'));
    expectClose(logvar!, golden.output('logvar'));
  });

  it('decodes a latent to a picture', async () => {
    const side = 16 / downscaleOf(config);
    const graph = autoencoderDecoderGraph(config, frozenScope(golden.weights), { height: side, width: side });
    const { image } = await runInRuntime(graph, { latents: golden.input('latents') });
    expectClose(image!, golden.output('decoded'));
  });
});

it('the judge reads a picture', async () => {
  const golden = await loadGolden('judge');
  const graph = judgeGraph(judgeConfigFrom(golden.config), frozenScope(golden.weights));
  const outputs = await runInRuntime(graph, { image: golden.input('image') });
  for (const name of [...judgeHeads, 'features']) expectClose(outputs[name]!, golden.output(name));
});
