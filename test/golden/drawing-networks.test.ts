// The networks of drawing give the numbers of diffusers, transformers and PyTorch on tiny random configurations, in the
// real runtime and, where it takes seconds only, in the reference evaluator.
// Goldens: make/{feature_mapper,text_encoder,unet,autoencoder,judge}.py. Tolerance: docs/numerics.md.
import { describe, expect, it } from 'vitest';
import { autoencoderConfigFrom } from '../../native-models/architectures/autoencoder';
import { featureMapper, featureMapperConfigFrom } from '../../native-models/architectures/feature-mapper';
import { judgeConfigFrom, judgeHeads } from '../../native-models/architectures/judge';
import { textEncoder, textEncoderConfigFrom } from '../../native-models/architectures/text-encoder';
import { unet } from '../../native-models/architectures/unet';
import { unetConfigFrom } from '../../native-models/architectures/unet-config';
import { autoencoderDecoderGraph, autoencoderEncoderGraph, downscaleOf } from '../../native-models/graphs/autoencoder';
import { featureMapperGraph } from '../../native-models/graphs/feature-mapper';
import { judgeGraph } from '../../native-models/graphs/judge';
import { textEncoderGraph } from '../../native-models/graphs/text-encoder';
import { unetGraph } from '../../native-models/graphs/unet';
import { frozenScope } from '../../native-models/nn/param-scope';
import { graphFrom, input } from '../../native-models/onnx';
import { expectClose, loadGolden, runInRuntime, runners, type Golden } from '../support/golden-network';

const tolerance = 1e-5;

const unetFeeds = (golden: Golden) => ({
  sample: golden.input('sample'),
  timestep: golden.input('timestep'),
  encoder_hidden_states: golden.input('encoder_hidden_states'),
});

describe.each(runners)('in %s', (runner, run) => {
  const isSlow = runner !== 'ONNX Runtime';

  describe('feature mapper', async () => {
    const golden = await loadGolden('feature-mapper');
    const graph = featureMapperGraph(featureMapperConfigFrom(golden.config), frozenScope(golden.weights));

    it('maps voken states to the conditioning', async () => {
      const { conditioning } = await run(graph, { voken_states: golden.input('voken_states') });
      expectClose(conditioning!, golden.output('conditioning'), tolerance);
    });

    it('gives the negative conditioning from zero states', async () => {
      const zeros = { dtype: 'float32', shape: [1, 8, 28], data: new Float32Array(8 * 28) } as const;
      const { conditioning } = await run(graph, { voken_states: zeros });
      expectClose(conditioning!, golden.output('zero_conditioning'), tolerance);
    });
  });

  it.each(['text-encoder', 'text-encoder-gelu'])('%s encodes padded ids', async (name) => {
    const golden = await loadGolden(name);
    const graph = textEncoderGraph(textEncoderConfigFrom(golden.config), frozenScope(golden.weights));
    const outputs = await run(graph, { input_ids: golden.input('input_ids') });
    expectClose(outputs['last_hidden_state']!, golden.output('last_hidden_state'), tolerance);
  });

  it.each(isSlow ? ['unet-conv-projection'] : ['unet', 'unet-conv-projection'])(
    '%s predicts the noise',
    async (name) => {
      const golden = await loadGolden(name);
      const graph = unetGraph(unetConfigFrom(golden.config), frozenScope(golden.weights));
      const outputs = await run(graph, unetFeeds(golden));
      expectClose(outputs['noise_pred']!, golden.output('noise_pred'), tolerance);
    },
  );

  describe.each(isSlow ? ['autoencoder-plain'] : ['autoencoder', 'autoencoder-plain'])('%s', async (name) => {
    const golden = await loadGolden(name);
    const config = autoencoderConfigFrom(golden.config);

    it('encodes a picture to the moments of its latent', async () => {
      const graph = autoencoderEncoderGraph(config, frozenScope(golden.weights), { height: 16, width: 16 });
      const { mean, logvar } = await run(graph, { image: golden.input('image') });
      expectClose(mean!, golden.output('mean'), tolerance);
      expectClose(logvar!, golden.output('logvar'), tolerance);
    });

    it('decodes a latent to a picture', async () => {
      const side = 16 / downscaleOf(config);
      const graph = autoencoderDecoderGraph(config, frozenScope(golden.weights), { height: side, width: side });
      const { image } = await run(graph, { latents: golden.input('latents') });
      expectClose(image!, golden.output('decoded'), tolerance);
    });
  });

  it('the judge reads a picture', async () => {
    const golden = await loadGolden('judge');
    const graph = judgeGraph(judgeConfigFrom(golden.config), frozenScope(golden.weights));
    const outputs = await run(graph, { image: golden.input('image') });
    for (const name of [...judgeHeads, 'features']) expectClose(outputs[name]!, golden.output(name), tolerance);
  });
});

describe('attention in plain products, the form for training', () => {
  it('feature mapper', async () => {
    const golden = await loadGolden('feature-mapper');
    const states = input('voken_states', 'float32', ['B', 8, 28]);
    const config = featureMapperConfigFrom(golden.config);
    const conditioning = featureMapper(frozenScope(golden.weights), states, config, 'plain');
    const graph = graphFrom({ name: 'plain', inputs: [states], outputs: { conditioning } });
    const outputs = await runInRuntime(graph, { voken_states: golden.input('voken_states') });
    expectClose(outputs['conditioning']!, golden.output('conditioning'), tolerance);
  });

  it('text encoder', async () => {
    const golden = await loadGolden('text-encoder');
    const ids = input('input_ids', 'int64', ['B', 9]);
    const states = textEncoder(frozenScope(golden.weights), ids, textEncoderConfigFrom(golden.config), 'plain');
    const graph = graphFrom({ name: 'plain', inputs: [ids], outputs: { states } });
    const outputs = await runInRuntime(graph, { input_ids: golden.input('input_ids') });
    expectClose(outputs['states']!, golden.output('last_hidden_state'), tolerance);
  });

  it('denoiser', async () => {
    const golden = await loadGolden('unet');
    const sample = input('sample', 'float32', ['B', 4, 8, 8]);
    const timestep = input('timestep', 'float32', ['B']);
    const condition = input('encoder_hidden_states', 'float32', ['B', 'L', 12]);
    const feeds = { sample, timestep, condition };
    const config = unetConfigFrom(golden.config);
    const prediction = unet(frozenScope(golden.weights), feeds, config, { attentionForm: 'plain' });
    const graph = graphFrom({ name: 'plain', inputs: Object.values(feeds), outputs: { prediction } });
    const outputs = await runInRuntime(graph, unetFeeds(golden));
    expectClose(outputs['prediction']!, golden.output('noise_pred'), tolerance);
  });
});

it('the denoiser predicts the same with every size baked in', async () => {
  const golden = await loadGolden('unet');
  const sizes = { batch: 2, conditionLength: 5, latentHeight: 8, latentWidth: 8 };
  const graph = unetGraph(unetConfigFrom(golden.config), frozenScope(golden.weights), sizes);
  const outputs = await runInRuntime(graph, unetFeeds(golden));
  expectClose(outputs['noise_pred']!, golden.output('noise_pred'), tolerance);
});

it('the text encoder reads checkpoints with and without the prefix text_model', async () => {
  const [old, now] = await Promise.all([loadGolden('text-encoder'), loadGolden('text-encoder-gelu')]);
  expect(old.weights.has('text_model.final_layer_norm.weight')).toBe(true);
  expect(now.weights.has('final_layer_norm.weight')).toBe(true);
});
