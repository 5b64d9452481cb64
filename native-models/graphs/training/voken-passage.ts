// From a batch to the conditioning: embeddings with soft tokens and trained voken rows in place, one pass of the language
// model over stories and their branches, the states that predict the vokens, and the mapper. Every panel of a row is
// conditioned in one pass, because a branch sees the story up to its text and itself and nothing sees a branch
// (MiniGPT-5 eq. 1 and 2). Not a loss.
import { embedTokens, languageModel } from '../../architectures/language-model';
import { featureMapper } from '../../architectures/feature-mapper';
import { rowsFrom } from '../../nn/linear';
import type { ParamScope } from '../../nn/param-scope';
import type { KeyValues } from '../../nn/split-attention';
import { at } from '../../../common/base/at';
import { constant, labelled, ops, type Value } from '../../onnx';
import type { LanguageModelConfig } from '../../architectures/language-model-config';
import type { StageConfig, VokenSpan } from './stage-config';
import type { SequenceInputs } from './stage-inputs';
import type { StageParts } from './stage-scope';

export interface VokenPassage {
  /** Final-norm states of every position, (B*S, d) */
  readonly hiddenRows: Value;
  /** States that predict the vokens, zeros where they are dropped, (N, n, d) */
  readonly vokenStates: Value;
  /** (N, L, d̂) */
  readonly conditioning: Value;
  /** Places where a step may cut and recompute. */
  readonly checkpoints: readonly Value[];
}

/** Runs language model and mapper over a batch. */
export function vokenPassage(
  scope: ParamScope,
  inputs: SequenceInputs,
  parts: StageParts,
  config: StageConfig,
): VokenPassage {
  const language = parts.language.config;
  const { hiddenSize } = language;
  const length = config.language.kind === 'prefix' ? config.language.length : 0;
  const { hiddenStates, layerInputs } = languageModel(
    scope,
    {
      inputsEmbeds: splicedEmbeddings(scope, inputs, language, config.vokens),
      positionIds: length === 0 ? inputs.positionIds : ops.Add(inputs.positionIds, length),
      attentionBias: length === 0 ? inputs.attentionBias : ops.Pad(inputs.attentionBias, [length, 0], { axes: [3] }),
      past:
        length === 0 ? undefined : prefixes(scope, language, length, ops.Shape(inputs.inputIds, { start: 0, end: 1 })),
    },
    language,
  );
  const hiddenRows = rowsFrom(hiddenStates, hiddenSize); // (B*S, d)
  const seen = ops.Gather(hiddenRows, inputs.states, { axis: 0 }); // (N, n, d)
  const vokenStates = labelled('voken_states', ops.Mul(seen, ops.Unsqueeze(inputs.keep, [1, 2])));
  const conditioning = labelled(
    'conditioning',
    featureMapper(scope.child('mapper'), vokenStates, parts.mapper, 'plain'),
  );
  return { hiddenRows, vokenStates, conditioning, checkpoints: layerInputs };
}

/** Frozen embeddings with soft tokens and the trained rows written over them. (B, S, d) */
function splicedEmbeddings(
  scope: ParamScope,
  { inputIds, softPositions, softTokens, states }: SequenceInputs,
  language: LanguageModelConfig,
  { count, firstId }: VokenSpan,
): Value {
  const { hiddenSize, vocabSize } = language;
  const isBeyond = firstId + count > vocabSize; // more vokens than the table has rows for: any row will do below them
  const ids = isBeyond ? ops.Min(inputIds, vocabSize - 1) : inputIds;
  const plain = embedTokens(scope, ids, language); // (B, S, d)
  let positions = softPositions;
  let rows = softTokens;
  if (count > 1) {
    const branch = ops.Slice(states, [1], [count], [1]); // (N, n-1): where [IMG0]…[IMG(n-2)] stand
    const trained = ops.Slice(scope.child('vokens').param('rows_in', [count, hiddenSize]), [0], [count - 1], [0]); // (n-1, d)
    const panels = ops.Shape(states, { start: 0, end: 1 });
    const repeated = ops.Expand(trained, ops.Concat([panels, constant([count - 1, hiddenSize], 'int64')], { axis: 0 })); // (N, n-1, d)
    positions = ops.Concat([softPositions, ops.Reshape(branch, [-1])], { axis: 0 });
    rows = ops.Concat([softTokens, ops.Reshape(repeated, [-1, hiddenSize])], { axis: 0 });
  }
  const spliced = ops.ScatterND(rowsFrom(plain, hiddenSize), ops.Unsqueeze(positions, [1]), rows); // (B*S, d)
  return ops.Reshape(spliced, ops.Shape(plain)); // (B, S, d)
}

/** PEFT's tensor of a prefix, (P, layers * 2 * K * D), as keys and values per layer, the same for every row, (B, K, P, D). */
function prefixes(scope: ParamScope, language: LanguageModelConfig, length: number, rowCount: Value): KeyValues[] {
  const { numLayers, numKeyValueHeads: heads, headSize } = language;
  const table = scope.child('prefix').param('prompt_embeddings', [length, numLayers * 2 * heads * headSize]);
  const byPart = ops.Transpose(ops.Reshape(table, [length, numLayers * 2, heads, headSize]), { perm: [1, 2, 0, 3] }); // (2 layers, K, P, D)
  const sizes = ops.Concat([rowCount, constant([heads, length, headSize], 'int64')], { axis: 0 });
  const parts = ops
    .Split(
      byPart,
      Array.from({ length: numLayers * 2 }, () => 1),
      { axis: 0 },
    )
    .map((part) => ops.Expand(part, sizes)); // each (B, K, P, D)
  return Array.from({ length: numLayers }, (_, i) => ({ key: at(parts, 2 * i), value: at(parts, 2 * i + 1) }));
}
