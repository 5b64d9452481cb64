// What the networks of drawing say when a configuration or a checkpoint is not theirs. The numbers are in test/golden.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { autoencoderConfigFrom } from '../../../native-models/architectures/autoencoder';
import { featureMapperConfigFrom } from '../../../native-models/architectures/feature-mapper';
import { judgeConfigFrom } from '../../../native-models/architectures/judge';
import { textEncoder, textEncoderConfigFrom } from '../../../native-models/architectures/text-encoder';
import { unetConfigFrom } from '../../../native-models/architectures/unet-config';
import { autoencoderDecoderGraph, downscaleOf } from '../../../native-models/graphs/autoencoder';
import { featureMapperGraph } from '../../../native-models/graphs/feature-mapper';
import { unetGraph } from '../../../native-models/graphs/unet';
import { fedScope, frozenScope } from '../../../native-models/nn/param-scope';
import { input } from '../../../native-models/onnx';
import { memorySource } from '../../../native-models/weights/tensor-source';

type Json = Record<string, unknown>;
const configOf = (name: string): Json =>
  (JSON.parse(readFileSync(new URL(`../../golden/${name}/meta.json`, import.meta.url), 'utf8')) as { config: Json })
    .config;

const unet = configOf('unet');
const autoencoder = configOf('autoencoder');
const mapper = configOf('feature-mapper');

describe('unet/config.json', () => {
  it('reads heads from attention_head_dim, one per level or one for all', () => {
    expect(unetConfigFrom(unet).numHeads).toEqual([2, 4, 3]);
    expect(unetConfigFrom({ ...unet, attention_head_dim: 4 }).numHeads).toEqual([4, 4, 4]);
  });

  it.each([
    ['only_cross_attention', true],
    ['class_embed_type', 'timestep'],
    ['resnet_time_scale_shift', 'scale_shift'],
    ['encoder_hid_dim', 768],
    ['mid_block_type', 'UNetMidBlock2DSimpleCrossAttn'],
    ['_class_name', 'UNet3DConditionModel'],
  ])('refuses %s = %j rather than ignoring it', (key, value) => {
    expect(() => unetConfigFrom({ ...unet, [key]: value })).toThrow(new RegExp(`${key} is .*expected`));
  });

  it('refuses an unknown block by name', () => {
    expect(() => unetConfigFrom({ ...unet, down_block_types: ['AttnDownBlock2D'] })).toThrow(
      /AttnDownBlock2D.*CrossAttnDownBlock2D/,
    );
  });

  it('says which level does not divide', () => {
    expect(() => unetConfigFrom({ ...unet, attention_head_dim: [3, 4, 3] })).toThrow(
      /8 channels of level 0.*counts heads/,
    );
    expect(() => unetConfigFrom({ ...unet, norm_num_groups: 16 })).toThrow(/norm_num_groups 16/);
  });

  it('counts lists', () => {
    expect(() => unetConfigFrom({ ...unet, block_out_channels: [8, 16] })).toThrow(/block_out_channels.*3 positive/);
  });
});

describe('denoiser graph', () => {
  const config = unetConfigFrom(unet);

  it('has the signature that the pipeline feeds', () => {
    const graph = unetGraph(config, fedScope());
    expect(graph.inputs.slice(0, 3).map(String)).toEqual([
      'sample: float32[B][4][8][8]',
      'timestep: float32[B]',
      'encoder_hidden_states: float32[B][L][12]',
    ]);
    expect(String(graph.outputs['noise_pred'])).toBe('noise_pred: float32[B][4][8][8]');
  });

  it('refuses a latent that cannot be halved', () => {
    expect(() => unetGraph(config, fedScope(), { latentHeight: 6 })).toThrow(/multiples of 4/);
  });

  it('needs a latent size from somewhere', () => {
    expect(() => unetGraph({ ...config, sampleSize: undefined }, fedScope())).toThrow(/give latentHeight/);
  });

  it('names the tensor that a checkpoint lacks', () => {
    expect(() => unetGraph(config, frozenScope(memorySource(new Map())))).toThrow(
      /no tensor time_embedding\.linear_1\.weight/,
    );
  });
});

describe('autoencoder', () => {
  it('knows how much it shrinks a picture', () => {
    expect(downscaleOf(autoencoderConfigFrom(autoencoder))).toBe(4);
  });

  it('refuses other blocks', () => {
    expect(() => autoencoderConfigFrom({ ...autoencoder, up_block_types: ['AttnUpDecoderBlock2D'] })).toThrow(
      /up_block_types/,
    );
  });

  it('asks for no attention and no quant convolution where the configuration has none', () => {
    const scope = fedScope();
    autoencoderDecoderGraph(autoencoderConfigFrom(configOf('autoencoder-plain')), scope, { height: 8, width: 8 });
    const keys = scope.fedInputs().map(({ label }) => label);
    expect(keys.filter((key) => /attentions|quant/.test(key))).toEqual([]);
    expect(keys).toContain('decoder.mid_block.resnets.1.conv2.weight');
  });
});

describe('feature mapper', () => {
  it('needs equal widths behind and inside the transformer', () => {
    expect(() => featureMapperConfigFrom({ ...mapper, outputSize: 32 })).toThrow(
      /hiddenSize 24 must equal outputSize 32/,
    );
  });

  it('names a weight of another shape', () => {
    const weight = { dtype: 'float32', shape: [24, 30], data: new Float32Array(720) } as const;
    const source = memorySource(new Map([['fc.0.weight', weight]]));
    expect(() => featureMapperGraph(featureMapperConfigFrom(mapper), frozenScope(source))).toThrow(/fc\.0\.weight/);
  });
});

describe('text encoder', () => {
  const config = textEncoderConfigFrom(configOf('text-encoder'));

  it('reads the text half of a CLIP configuration', () => {
    expect(textEncoderConfigFrom({ text_config: configOf('text-encoder') })).toEqual(config);
  });

  it('refuses texts longer than its positions', () => {
    expect(() => textEncoder(fedScope(), input('ids', 'int64', ['B', 10]), config)).toThrow(/at most 9/);
  });

  it('takes shorter texts', () => {
    expect(textEncoder(fedScope(), input('ids', 'int64', ['B', 5]), config).shape).toEqual(['B', 5, 24]);
  });

  it('refuses an unknown activation', () => {
    expect(() => textEncoderConfigFrom({ ...configOf('text-encoder'), hidden_act: 'mish' })).toThrow(/mish/);
  });
});

describe('judge', () => {
  it('needs labels for every head', () => {
    const config = configOf('judge');
    expect(() => judgeConfigFrom({ ...config, labels: { who: ['fox'] } })).toThrow(/labels\.present/);
    expect(() => judgeConfigFrom({ ...config, channels: 8 })).toThrow(/channels must be a list/);
  });

  it('needs a number of blocks for every level', () => {
    const config = configOf('judge');
    expect(() => judgeConfigFrom({ ...config, blocks: [0, 1] })).toThrow(/blocks is \[0,1\]; expected 3/);
    expect(() => judgeConfigFrom({ ...config, blocks: [0, 1, -1] })).toThrow(/expected 3 whole numbers/);
  });
});

it.each([unetConfigFrom, autoencoderConfigFrom, featureMapperConfigFrom, textEncoderConfigFrom, judgeConfigFrom])(
  '%o refuses what is no object',
  (read) => {
    for (const json of [null, [], 'x', 3]) expect(() => read(json)).toThrow(/expected an object/);
  },
);
