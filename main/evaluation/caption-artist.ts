// Drawing without the language model: the world's own caption of a picture through the bundle's text encoder, then the same denoiser,
// sampler, noise and decoder as a story's picture. What it reaches is what vokens can reach at best; it is measured, never used to draw.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rng } from '../../common/base/rng';
import type { GenerationOptions } from '../../common/domain/job';
import { textEncoderConfigFrom } from '../../native-models/architectures/text-encoder';
import { textEncoderGraph } from '../../native-models/graphs/text-encoder';
import { frozenScope } from '../../native-models/nn/param-scope';
import { pngFromLatents } from '../pipeline/decode';
import { denoise } from '../pipeline/denoise';
import type { Pipeline } from '../pipeline/pipeline';
import { defaultSamplerName } from '../pipeline/schedulers/sampler-registry';
import { openGraph } from '../runtime/network';
import { prepareWeights } from '../runtime/prepared-weights';
import { floatsOf, int64Tensor } from '../runtime/tensor';

export interface CaptionArtist {
  /** The longest caption that the text encoder reads, in tokens. */
  readonly maxTokens: number;
  /** A PNG. Options that are absent come from the bundle; the same seed starts from the noise that a story's picture starts from. */
  draw(caption: string, options: GenerationOptions, signal?: AbortSignal): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Opens the text encoder of a pipeline's bundle; the other networks are the pipeline's. */
export async function openCaptionArtist(pipeline: Pipeline, cacheDir: string): Promise<CaptionArtist> {
  const { bundle, networks, tokenizer } = pipeline;
  const { dir, manifest } = bundle;
  const { config: configPath, weights } = manifest.parts.textEncoder;
  const config = textEncoderConfigFrom(JSON.parse(await readFile(join(dir, configPath), 'utf8')));
  const hashes = new Map(manifest.files.map(({ path, sha256 }) => [path, sha256]));
  const prepared = await prepareWeights(
    weights.map((path) => ({ path: join(dir, path), sha256: hashes.get(path) ?? '' })),
    cacheDir,
  );
  const encoder = await openGraph(textEncoderGraph(config, frozenScope(prepared.source)), {
    device: pipeline.device,
    weightsDir: prepared.dir,
  });
  const { bos, eos, pad } = manifest.tokens;
  const length = config.maxPositions;
  /** -> float32[L][d̂] */
  const conditionFrom = async (caption: string): Promise<Float32Array> => {
    const words = caption === '' ? [] : tokenizer.encode(` ${caption}`).slice(0, length - 2);
    const ids = [bos, ...words, eos];
    const padded = [...ids, ...Array.from({ length: length - ids.length }, () => pad)]; // (L)
    return floatsOf(await encoder.run({ input_ids: int64Tensor(padded, [1, length]) }), 'last_hidden_state', 3);
  };
  const negative = await conditionFrom('');
  return {
    maxTokens: length - 2, // the start and the end are its own
    async draw(caption, options, signal) {
      const { defaults, picture } = manifest;
      const latents = await denoise(
        {
          conditions: [await conditionFrom(caption)],
          negative,
          noise: [new Rng(options.seed).fork('picture')],
          sampler: options.sampler ?? defaultSamplerName,
          steps: options.steps ?? defaults.steps,
          guidance: { scale: options.guidanceScale ?? defaults.guidanceScale },
          signal,
        },
        {
          unet: networks.unet,
          schedule: networks.schedule,
          latent: { channels: picture.latentChannels, sizePx: picture.latentSizePx },
          conditioning: networks.conditioning,
          pause: pipeline.pause,
        },
      );
      return pngFromLatents(networks.decoder, latents, picture);
    },
    close: () => encoder.close(),
  };
}
