// What a language model's config.json says, under the project's names, and where adapters may be attached.
// Reads transformers' LlamaConfig as versions 4 (rope_theta, rope_scaling) and 5 (rope_parameters) write it.
// Options that change the network and are not built here are refused by name rather than ignored.
import { StudioError } from '../../common/base/studio-error';
import type { ActivationName } from '../nn/activations';
import { ConfigFields } from './config-fields';

export interface LanguageModelConfig {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  /** Width of the gated feed-forward block. */
  readonly intermediateSize: number;
  readonly numLayers: number;
  readonly numHeads: number;
  /** Fewer than numHeads where several query heads share keys and values. */
  readonly numKeyValueHeads: number;
  readonly headSize: number;
  /** Positions that the model was trained for; the graph itself has no limit. */
  readonly contextLength: number;
  readonly rmsNormEps: number;
  readonly ropeTheta: number; // θ, base of the rotary frequencies
  readonly activation: ActivationName;
  readonly hasAttentionBias: boolean;
  readonly hasMlpBias: boolean;
  readonly tiesEmbeddings: boolean;
}

/** Reads a LlamaConfig. Throws `bad-request` on a missing or impossible field, `unsupported-op` on an option not built here. */
export function languageModelConfigFrom(json: unknown): LanguageModelConfig {
  const owner = 'language-model/config.json';
  const fields = new ConfigFields(owner, json);
  fields.only('model_type', 'llama');
  fields.only('rope_scaling');
  const numHeads = fields.size('num_attention_heads');
  const hiddenSize = fields.size('hidden_size');
  return {
    vocabSize: fields.size('vocab_size'),
    hiddenSize,
    intermediateSize: fields.size('intermediate_size'),
    numLayers: fields.size('num_hidden_layers'),
    numHeads,
    numKeyValueHeads: keyValueHeadsFrom(fields, numHeads, owner),
    headSize: headSizeFrom(fields, hiddenSize / numHeads, owner),
    contextLength: fields.size('max_position_embeddings', 2048),
    rmsNormEps: fields.number('rms_norm_eps', 1e-6),
    ropeTheta: ropeThetaFrom(fields, json, owner),
    activation: fields.activation('hidden_act', 'silu'),
    hasAttentionBias: fields.flag('attention_bias', false),
    hasMlpBias: fields.flag('mlp_bias', false),
    tiesEmbeddings: fields.flag('tie_word_embeddings', false),
  };
}

function keyValueHeadsFrom(fields: ConfigFields, numHeads: number, owner: string): number {
  const numKeyValueHeads = fields.size('num_key_value_heads', numHeads);
  if (numHeads % numKeyValueHeads === 0) return numKeyValueHeads;
  throw new StudioError(
    'bad-request',
    `${owner}: ${numHeads} query heads cannot share ${numKeyValueHeads} key-value heads evenly.`,
  );
}

/** Even, because the rotary embedding turns the halves of a head against each other. */
function headSizeFrom(fields: ConfigFields, fallback: number, owner: string): number {
  const headSize = fields.size('head_dim', fallback);
  if (headSize % 2 === 0) return headSize;
  throw new StudioError(
    'bad-request',
    `${owner}: heads of ${headSize} numbers cannot be turned by position; an even size is needed.`,
  );
}

function ropeThetaFrom(fields: ConfigFields, json: unknown, owner: string): number {
  if (!fields.has('rope_parameters')) return fields.number('rope_theta', 10000);
  const rope: unknown =
    typeof json === 'object' && json !== null && 'rope_parameters' in json ? json.rope_parameters : undefined;
  const nested = new ConfigFields(`${owner}: rope_parameters`, rope);
  nested.only('rope_type', 'default');
  return nested.number('rope_theta', 10000);
}

/** The linear layers of a layer that PEFT may adapt, by its names. */
export const adapterTargets = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'] as const;

export type AdapterTarget = (typeof adapterTargets)[number];

/** A linear layer that may carry an adapter: A is (r, in), B is (out, r). */
export interface AdapterSite {
  readonly path: string;
  readonly in: number;
  readonly out: number;
}

/** Every site of the chosen targets, in graph order. The fed inputs are `<path>.lora_A.weight` and `<path>.lora_B.weight`. */
export function adapterSitesFrom(
  config: LanguageModelConfig,
  targets: readonly AdapterTarget[],
): readonly AdapterSite[] {
  const { hiddenSize, intermediateSize, headSize, numHeads, numKeyValueHeads } = config;
  const sizes: Readonly<Record<AdapterTarget, readonly [string, number, number]>> = {
    q_proj: ['self_attn', hiddenSize, numHeads * headSize],
    k_proj: ['self_attn', hiddenSize, numKeyValueHeads * headSize],
    v_proj: ['self_attn', hiddenSize, numKeyValueHeads * headSize],
    o_proj: ['self_attn', numHeads * headSize, hiddenSize],
    gate_proj: ['mlp', hiddenSize, intermediateSize],
    up_proj: ['mlp', hiddenSize, intermediateSize],
    down_proj: ['mlp', intermediateSize, hiddenSize],
  };
  return Array.from({ length: config.numLayers }, (_, layer) =>
    adapterTargets
      .filter((target) => targets.includes(target))
      .map((target) => {
        const [block, inSize, outSize] = sizes[target];
        return { path: `model.layers.${String(layer)}.${block}.${target}`, in: inSize, out: outSize };
      }),
  ).flat();
}
