// A complete bundle with tiny random networks, written into a folder: the same bytes for the same seed. For tests of the pipeline
// and the host, which need real sessions and real files but no trained weights. The parameters are those that the networks ask for.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Rng } from '../../common/base/rng';
import type { BundleManifest } from '../../common/domain/bundle';
import { autoencoderConfigFrom } from '../../native-models/architectures/autoencoder';
import { featureMapperConfigFrom } from '../../native-models/architectures/feature-mapper';
import { languageModelConfigFrom } from '../../native-models/architectures/language-model-config';
import { pictureReaderConfigFrom } from '../../native-models/architectures/picture-reader';
import { textEncoderConfigFrom } from '../../native-models/architectures/text-encoder';
import { unetConfigFrom } from '../../native-models/architectures/unet-config';
import { autoencoderDecoderGraph, autoencoderEncoderGraph } from '../../native-models/graphs/autoencoder';
import { featureMapperGraph } from '../../native-models/graphs/feature-mapper';
import { languageModelGraph } from '../../native-models/graphs/language-model';
import { textEncoderGraph } from '../../native-models/graphs/text-encoder';
import { tokenEmbeddingGraph } from '../../native-models/graphs/token-embedding';
import { unetGraph } from '../../native-models/graphs/unet';
import { visionGraph } from '../../native-models/graphs/vision';
import { fedScope, type ParamScope } from '../../native-models/nn/param-scope';
import { elementCount } from '../../native-models/onnx';
import { writeSafetensors } from '../../native-models/weights/safetensors-writer';
import { tinyTokenizerJson, tinyTokens, tinyVocabularySize } from './tiny-tokenizer';

const HIDDEN = 32; // d of the language model
const CONDITION = 16; // d̂
const QUERIES = 4; // L
const IMAGE_PX = 16;
const LATENT_PX = 8;

const languageModel = {
  model_type: 'llama',
  vocab_size: tinyVocabularySize,
  hidden_size: HIDDEN,
  intermediate_size: 48,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  max_position_embeddings: 512,
  rms_norm_eps: 1e-6,
  rope_theta: 10000,
  hidden_act: 'silu',
  tie_word_embeddings: false,
};
const vision = {
  num_query_tokens: 4,
  vision_config: {
    hidden_size: 24,
    intermediate_size: 32,
    num_hidden_layers: 2,
    num_attention_heads: 2,
    image_size: IMAGE_PX,
    patch_size: 8,
    hidden_act: 'gelu',
    layer_norm_eps: 1e-6,
    qkv_bias: true,
  },
  qformer_config: {
    hidden_size: 24,
    intermediate_size: 32,
    num_hidden_layers: 2,
    num_attention_heads: 2,
    cross_attention_frequency: 2,
    encoder_hidden_size: 24,
    hidden_act: 'gelu',
    layer_norm_eps: 1e-12,
  },
};
const mapper = {
  inputSize: HIDDEN,
  hiddenSize: CONDITION,
  outputSize: CONDITION,
  numHeads: 2,
  numEncoderLayers: 1,
  numDecoderLayers: 1,
  feedForwardSize: 32,
  numQueries: QUERIES,
  numVokens: 8,
  layerNormEps: 1e-5,
};
const textEncoder = {
  vocab_size: tinyVocabularySize,
  hidden_size: CONDITION,
  intermediate_size: 32,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  max_position_embeddings: QUERIES,
  hidden_act: 'quick_gelu',
  layer_norm_eps: 1e-5,
};
const unet = {
  _class_name: 'UNet2DConditionModel',
  sample_size: LATENT_PX,
  in_channels: 4,
  out_channels: 4,
  down_block_types: ['CrossAttnDownBlock2D', 'DownBlock2D'],
  up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D'],
  block_out_channels: [16, 32],
  layers_per_block: 1,
  cross_attention_dim: CONDITION,
  attention_head_dim: 2,
  norm_num_groups: 8,
  act_fn: 'silu',
  use_linear_projection: true,
};
const autoencoder = {
  _class_name: 'AutoencoderKL',
  in_channels: 3,
  out_channels: 3,
  latent_channels: 4,
  block_out_channels: [8, 16],
  layers_per_block: 1,
  down_block_types: ['DownEncoderBlock2D', 'DownEncoderBlock2D'],
  up_block_types: ['UpDecoderBlock2D', 'UpDecoderBlock2D'],
  norm_num_groups: 4,
  act_fn: 'silu',
  sample_size: IMAGE_PX,
  scaling_factor: 0.5,
};
const scheduler = {
  _class_name: 'DDIMScheduler',
  num_train_timesteps: 1000,
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  prediction_type: 'epsilon',
  set_alpha_to_one: false,
  steps_offset: 1,
  clip_sample: false,
};

export interface TinyBundleOptions {
  readonly seed?: number;
  readonly manifest?: Partial<Pick<BundleManifest, 'prompt' | 'knows' | 'defaults' | 'styles'>>;
}

/** Writes the bundle into `dir`; returns its manifest. */
export async function writeTinyBundle(dir: string, options: TinyBundleOptions = {}): Promise<BundleManifest> {
  const rng = new Rng(options.seed ?? 1);
  const files: string[] = [];
  const put = async (path: string, content: object): Promise<void> => {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), JSON.stringify(content, null, 2));
    files.push(path);
  };
  const part = async (
    folder: string,
    config: object,
    graphs: (scope: ParamScope) => void,
    weights = 'model.safetensors',
  ) => {
    await put(`${folder}/config.json`, config);
    const scope = fedScope();
    graphs(scope);
    const tensors = scope.fedInputs().map((value) => {
      const shape = value.shape.map(Number);
      return [
        value.label,
        { shape, data: randomWeights(value.label, shape, rng.fork(`${folder}/${value.label}`)) },
      ] as const;
    });
    await writeSafetensors(join(dir, folder, weights), Object.fromEntries(tensors), { dtype: 'F16' });
    files.push(`${folder}/${weights}`);
    return { config: `${folder}/config.json`, weights: [`${folder}/${weights}`] };
  };

  await put('tokenizer.json', tinyTokenizerJson());
  await put('scheduler/scheduler_config.json', scheduler);
  const diffusers = 'diffusion_pytorch_model.safetensors';
  const parts = {
    languageModel: await part('language-model', languageModel, (scope) => {
      const config = languageModelConfigFrom(languageModel);
      languageModelGraph(config, scope);
      tokenEmbeddingGraph(config, scope);
    }),
    vision: await part('vision', vision, (scope) => visionGraph(pictureReaderConfigFrom(vision), scope, HIDDEN)),
    mapper: await part('mapper', mapper, (scope) => featureMapperGraph(featureMapperConfigFrom(mapper), scope)),
    textEncoder: await part('text-encoder', textEncoder, (scope) =>
      textEncoderGraph(textEncoderConfigFrom(textEncoder), scope),
    ),
    unet: await part('unet', unet, (scope) => unetGraph(unetConfigFrom(unet), scope), diffusers),
    autoencoder: await part(
      'autoencoder',
      autoencoder,
      (scope) => {
        const config = autoencoderConfigFrom(autoencoder);
        autoencoderDecoderGraph(config, scope, { height: LATENT_PX, width: LATENT_PX });
        autoencoderEncoderGraph(config, scope, { height: IMAGE_PX, width: IMAGE_PX });
      },
      diffusers,
    ),
    scheduler: { config: 'scheduler/scheduler_config.json' },
    tokenizer: 'tokenizer.json',
  };
  const manifest: BundleManifest = {
    schemaVersion: 1,
    name: 'tiny',
    title: 'Tiny random bundle',
    description: 'Untrained networks for tests.',
    license: 'Apache-2.0',
    language: 'en',
    parts,
    tokens: tinyTokens,
    prompt: { imageOpen: '<Img>', imageClose: '</Img>', contextLength: 256, maxPanelTokens: 24 },
    picture: { sizePx: IMAGE_PX, latentSizePx: LATENT_PX, latentChannels: 4, scalingFactor: 0.5 },
    vision: { sizePx: IMAGE_PX, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], numSoftTokens: 4 },
    defaults: { steps: 4, guidanceScale: 3, temperature: 0.8, topP: 0.95, topK: 0, repetitionPenalty: 1.1 },
    knows: {
      characters: ['fox', 'bear'],
      places: ['beach', 'forest'],
      times: ['night'],
      props: ['lantern'],
      names: ['Pip'],
    },
    ...options.manifest,
    files: await Promise.all(files.map(async (path) => ({ path, ...(await describe(join(dir, path))) }))),
  };
  await writeFile(join(dir, 'manifest.json'), JSON.stringify(manifest, null, 2));
  return manifest;
}

async function describe(path: string): Promise<{ bytes: number; sha256: string }> {
  const bytes = await readFile(path);
  return { bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Norm scales of one, and weights of a size that keeps activations in range however deep the network is. */
function randomWeights(key: string, shape: readonly number[], rng: Rng): Float32Array {
  const isScale = shape.length === 1 && key.endsWith('weight');
  const fanIn = shape.length < 2 ? 100 : elementCount(shape.slice(1));
  const deviation = key.includes('embed') || key.includes('query') ? 0.7 : 1 / Math.sqrt(fanIn);
  return Float32Array.from({ length: elementCount(shape) }, () =>
    isScale ? 1 + 0.1 * rng.gaussian() : deviation * rng.gaussian(),
  );
}
