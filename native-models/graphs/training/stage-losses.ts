// The forward half of a training step: from a batch and the scope to the losses that count. Gradients and the graph's
// signature are stage-graph.ts. Losses: MiniGPT-5 (arXiv 2310.02239), eq. 1, 3 and 5.
import { StudioError } from '../../../common/base/studio-error';
import { tokenLogits } from '../../architectures/language-model';
import { unet } from '../../architectures/unet';
import type { ParamScope } from '../../nn/param-scope';
import { constant, labelled, ops, type Value } from '../../onnx';
import { crossEntropy, denoisingLoss, maskedLikePublished, squaredError, weightedMean, weightedSum } from './losses';
import { readerLoss } from './reader-heads';
import type { LossWeights, StageConfig } from './stage-config';
import type { CaptionInputs, DenoisingInputs, StageInputs, TextInputs } from './stage-inputs';
import type { StageParts } from './stage-scope';
import { vokenPassage } from './voken-passage';

export interface StageLosses {
  /** The weighted sum, a scalar. */
  readonly loss: Value;
  /** Each loss that counts, unweighted, under its output's name. */
  readonly parts: Readonly<Record<string, Value>>;
  /** (N, L, d̂) */
  readonly conditioning: Value;
  readonly checkpoints: readonly Value[];
}

/** The losses of a batch. Throws `bad-request` where L_LDM counts without a denoiser. */
export function stageLosses(
  scope: ParamScope,
  inputs: StageInputs,
  parts: StageParts,
  config: StageConfig,
): StageLosses {
  const { hiddenRows, vokenStates, conditioning, checkpoints } = vokenPassage(scope, inputs.sequence, parts, config);
  const counted: { readonly name: keyof LossWeights; readonly loss: Value }[] = [];
  if (inputs.text) counted.push({ name: 'text', loss: textLoss(scope, hiddenRows, inputs.text, parts, config) });
  if (inputs.denoising) counted.push({ name: 'ldm', loss: ldmLoss(scope, conditioning, inputs.denoising, parts) });
  if (inputs.caption) counted.push({ name: 'caption', loss: captionLoss(conditioning, inputs.caption, config) });
  if (inputs.reader && config.reader) {
    const read = { states: vokenStates, conditions: conditioning };
    counted.push({ name: 'reader', loss: readerLoss(scope.child('reader'), read, inputs.reader, config.reader) });
  }
  const loss = weightedSum(counted.map((part) => ({ loss: part.loss, weight: config.losses[part.name] })));
  const named = counted.map((part) => [`loss.${part.name}`, labelled(`loss.${part.name}`, part.loss)] as const);
  return { loss: labelled('loss', loss), parts: Object.fromEntries(named), conditioning, checkpoints };
}

/** Distance to the text encoder's embedding of the caption, over the panels that have one. */
function captionLoss(conditioning: Value, { targets, known }: CaptionInputs, { captionMetric }: StageConfig): Value {
  const width = Number(conditioning.shape.at(-1));
  const metric = captionMetric && constant(captionMetric, 'float32', [width, width]);
  return weightedMean(squaredError(conditioning, targets, metric), known);
}

/** Cross-entropy of the labelled positions, with the trained rows of the vokens in the head's place. */
function textLoss(
  scope: ParamScope,
  hiddenRows: Value,
  text: TextInputs,
  parts: StageParts,
  { vokens, publishedVokenMask }: StageConfig,
): Value {
  const { config } = parts.language;
  const { firstId, count } = vokens;
  const rows = ops.Gather(hiddenRows, text.positions, { axis: 0 }); // (P, d)
  const plain = tokenLogits(scope, rows, config); // (P, V)
  const trained = scope.child('vokens').param('rows_out', [count, config.hiddenSize]);
  const own = ops.Gemm(rows, trained, undefined, { transB: 1 }); // (P, n)
  const before = ops.Slice(plain, [0], [firstId], [1]);
  const after = ops.Slice(plain, [firstId + count], [config.vocabSize], [1]);
  const pieces = [...(firstId > 0 ? [before] : []), own, ...(firstId + count < config.vocabSize ? [after] : [])];
  const logits = ops.Concat(pieces, { axis: 1 }); // (P, V)
  const weights =
    publishedVokenMask === true ? maskedLikePublished(text.labels, text.weights, firstId, count) : text.weights;
  return weightedMean(crossEntropy(logits, text.labels), weights);
}

/** The frozen denoiser's weighted error for the drawn panels; its gradient reaches the conditioning only (and a look). */
function ldmLoss(scope: ParamScope, conditioning: Value, batch: DenoisingInputs, parts: StageParts): Value {
  if (parts.unet === undefined) throw new StudioError('bad-request', 'Training stage: L_LDM needs a denoiser.');
  const condition = ops.Gather(conditioning, batch.drawn, { axis: 0 }); // (M, L, d̂)
  const inputs = { sample: batch.noisyLatents, timestep: batch.timesteps, condition };
  const prediction = unet(scope.child('unet'), inputs, parts.unet.config, { attentionForm: 'plain' }); // (M, c, h, w)
  return denoisingLoss(prediction, batch.noiseTargets, batch.weights);
}
