// The language model: LLaMA (Touvron et al. 2023) in the layout of transformers' LlamaForCausalLM, with a cache in the
// split form and adapters at any of its linear layers. Vokens are ordinary rows of its two embedding tables.
// It starts from embeddings, so that pictures can be spliced in. It does not sample and keeps no cache itself.
import { activate } from '../nn/activations';
import { embedding } from '../nn/embedding';
import { linear, rowsFrom } from '../nn/linear';
import { rmsNorm } from '../nn/norms';
import type { ParamScope } from '../nn/param-scope';
import { rotaryTables, rotate, type RotaryTables } from '../nn/rotary';
import { splitAttention, type KeyValues } from '../nn/split-attention';
import { constant, labelled, ops, type Value } from '../onnx';
import type { LanguageModelConfig } from './language-model-config';

export interface LanguageModelInputs {
  /** float32 (B, S, d) */
  readonly inputsEmbeds: Value;
  /** int64 (B, S) */
  readonly positionIds: Value;
  /** float32 (B, 1, S, P+S), or (B, 1, S, S) without a past */
  readonly attentionBias: Value;
  /** Per layer, (B, K, P, D). Absent: every position is in inputsEmbeds, as in training. */
  readonly past?: readonly KeyValues[] | undefined;
}

export interface LanguageModelOutputs {
  /** (B, S, V), or (B, 1, V) where only the last position was asked for */
  readonly logits: Value;
  /** After the final norm, (B, S, d): these condition pictures */
  readonly hiddenStates: Value;
  /** Keys and values of the S new positions only, per layer, (B, K, S, D) */
  readonly present: readonly KeyValues[];
  /** What each layer reads, (B*S, d): where a training step may cut and recompute */
  readonly layerInputs: readonly Value[];
}

/** Embedding rows of token ids. int64 (B, S) -> (B, S, d) */
export function embedTokens(scope: ParamScope, ids: Value, config: LanguageModelConfig): Value {
  return embedding(scope.child('model.embed_tokens'), ids, { count: config.vocabSize, width: config.hiddenSize });
}

/** The network from embeddings to logits. Keys `model.layers.*`, `model.norm`, `lm_head`. */
export function languageModel(
  scope: ParamScope,
  inputs: LanguageModelInputs,
  config: LanguageModelConfig,
  options: { readonly logits?: 'all' | 'last' } = {},
): LanguageModelOutputs {
  const { hiddenSize, headSize, ropeTheta, rmsNormEps } = config;
  const turns = rotaryTables(inputs.positionIds, { headSize, theta: ropeTheta });
  const scale = 1 / Math.sqrt(headSize);
  const queryTurns = { cos: ops.Mul(turns.cos, scale), sin: ops.Mul(turns.sin, scale) };
  const leading = ops.Shape(inputs.inputsEmbeds, { start: 0, end: 2 });
  const perPosition = (rows: Value, ...sizes: readonly number[]): Value =>
    ops.Reshape(rows, ops.Concat([leading, constant(sizes, 'int64')], { axis: 0 }));

  let hidden = rowsFrom(inputs.inputsEmbeds, hiddenSize); // (B*S, d): norms and linear layers need no more axes
  const present: KeyValues[] = [];
  const layerInputs: Value[] = [];
  for (let index = 0; index < config.numLayers; index++) {
    const layer = scope.child(`model.layers.${String(index)}`);
    const past = inputs.past?.[index];
    layerInputs.push(hidden);
    const normed = rmsNorm(layer.child('input_layernorm'), hidden, { size: hiddenSize, epsilon: rmsNormEps });
    const attended = selfAttention(layer.child('self_attn'), normed, {
      config,
      perPosition,
      turns,
      queryTurns,
      past,
      bias: inputs.attentionBias,
    });
    present.push(attended.present);
    hidden = ops.Add(hidden, attended.output);
    const again = rmsNorm(layer.child('post_attention_layernorm'), hidden, { size: hiddenSize, epsilon: rmsNormEps });
    hidden = ops.Add(hidden, gatedMlp(layer.child('mlp'), again, config));
  }
  const final = rmsNorm(scope.child('model.norm'), hidden, { size: hiddenSize, epsilon: rmsNormEps });
  const hiddenStates = labelled('hidden_states', perPosition(final, hiddenSize)); // (B, S, d)
  const lastOnly = (): Value => ops.Slice(hiddenStates, [-1], [Number.MAX_SAFE_INTEGER], [1]); // (B, 1, d)
  const rows = options.logits === 'last' ? rowsFrom(lastOnly(), hiddenSize) : final;
  const logits = tokenLogits(scope, rows, config);
  const shaped =
    options.logits === 'last' ? ops.Reshape(logits, [-1, 1, config.vocabSize]) : perPosition(logits, config.vocabSize);
  return { logits: labelled('logits', shaped), hiddenStates, present, layerInputs };
}

/** The head alone, for rows that were chosen before. Key `lm_head`, or the tied table. (N, d) -> (N, V) */
export function tokenLogits(scope: ParamScope, rows: Value, config: LanguageModelConfig): Value {
  const head = scope.child(config.tiesEmbeddings ? 'model.embed_tokens' : 'lm_head');
  return linear(head, rows, { in: config.hiddenSize, out: config.vocabSize, bias: false });
}

interface AttentionContext {
  readonly config: LanguageModelConfig;
  readonly perPosition: (rows: Value, ...sizes: readonly number[]) => Value;
  readonly turns: RotaryTables;
  /** The same turns with the scale of the scores inside, so that no layer multiplies by it. */
  readonly queryTurns: RotaryTables;
  readonly past: KeyValues | undefined;
  readonly bias: Value;
}

/** (B*S, d) -> (B*S, d) */
function selfAttention(
  scope: ParamScope,
  x: Value,
  context: AttentionContext,
): { readonly output: Value; readonly present: KeyValues } {
  const { config, perPosition, turns, queryTurns, past, bias } = context;
  const { hiddenSize, headSize, numHeads, numKeyValueHeads, hasAttentionBias } = config;
  const project = (name: string, heads: number): Value => {
    const sizes = { in: hiddenSize, out: heads * headSize, bias: hasAttentionBias };
    return perPosition(linear(scope.child(name), x, sizes), heads, headSize); // (B, S, heads, D)
  };
  const { output, present } = splitAttention({
    query: rotate(project('q_proj', numHeads), queryTurns),
    key: rotate(project('k_proj', numKeyValueHeads), turns),
    value: project('v_proj', numKeyValueHeads),
    past,
    bias,
  });
  return {
    output: linear(scope.child('o_proj'), output, { in: numHeads * headSize, out: hiddenSize, bias: hasAttentionBias }),
    present,
  };
}

/** down(act(gate(x)) * up(x)). (B*S, d) -> (B*S, d) */
function gatedMlp(scope: ParamScope, x: Value, config: LanguageModelConfig): Value {
  const { hiddenSize, intermediateSize, hasMlpBias } = config;
  const sizes = { in: hiddenSize, out: intermediateSize, bias: hasMlpBias };
  const gate = activate(config.activation, linear(scope.child('gate_proj'), x, sizes));
  const up = linear(scope.child('up_proj'), x, sizes);
  return linear(scope.child('down_proj'), ops.Mul(gate, up), {
    in: intermediateSize,
    out: hiddenSize,
    bias: hasMlpBias,
  });
}
