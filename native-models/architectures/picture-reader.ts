// "See" as a whole: vision encoder, Q-Former and the projection into the language model's width, as the picture half of
// transformers' Blip2Model. One picture becomes a fixed number of soft tokens that are spliced into the text.
import type { AttentionOptions } from '../nn/attention';
import { linear } from '../nn/linear';
import type { ParamScope } from '../nn/param-scope';
import type { Value } from '../onnx';
import { StudioError } from '../../common/base/studio-error';
import { ConfigFields } from './config-fields';
import { qFormer, qFormerConfigFrom, type QFormerConfig } from './q-former';
import { visionEncoder, visionEncoderConfigFrom, type VisionEncoderConfig } from './vision-encoder';

export interface PictureReaderConfig {
  readonly encoder: VisionEncoderConfig;
  readonly qFormer: QFormerConfig;
  readonly numQueryTokens: number;
}

/** Reads the Blip2Config-like `{vision_config, qformer_config, num_query_tokens}`. Throws `bad-request` on a misfit. */
export function pictureReaderConfigFrom(json: unknown): PictureReaderConfig {
  const fields = new ConfigFields('vision/config.json', json);
  const part = (key: string): unknown =>
    typeof json === 'object' && json !== null ? Reflect.get(json, key) : undefined;
  const config: PictureReaderConfig = {
    encoder: visionEncoderConfigFrom(part('vision_config')),
    qFormer: qFormerConfigFrom(part('qformer_config')),
    numQueryTokens: fields.size('num_query_tokens', 32),
  };
  const { encoder, qFormer: queries } = config;
  if (queries.encoderSize === encoder.hiddenSize) return config;
  throw new StudioError(
    'bad-request',
    `vision/config.json: the Q-Former reads tokens of width ${queries.encoderSize}, the encoder makes ${encoder.hiddenSize}.`,
  );
}

export interface PictureReaderOutputs {
  /** All tokens of the encoder after its last norm, (B, T, C) */
  readonly imageStates: Value;
  /** (B, Q, width of the Q-Former) */
  readonly queryStates: Value;
  /** (B, Q, d) */
  readonly softTokens: Value;
}

/**
 * Keys `vision_model.*`, `qformer.*`, `query_tokens`, `language_projection`. pixels (B, 3, h, w)
 * @param width d of the language model
 */
export function pictureReader(
  scope: ParamScope,
  pixels: Value,
  config: PictureReaderConfig,
  width: number,
  options: Pick<AttentionOptions, 'form'> = {},
): PictureReaderOutputs {
  const imageStates = visionEncoder(scope.child('vision_model'), pixels, config.encoder, options);
  const queryTokens = scope.param('query_tokens', [1, config.numQueryTokens, config.qFormer.hiddenSize]);
  const queryStates = qFormer(scope.child('qformer'), queryTokens, imageStates, config.qFormer, options);
  const softTokens = linear(scope.child('language_projection'), queryStates, {
    in: config.qFormer.hiddenSize,
    out: width,
  });
  return { imageStates, queryStates, softTokens };
}
