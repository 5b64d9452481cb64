// A trained stage as an adapter in PEFT's layout: adapter_config.json and adapter_model.safetensors under its keys, for LoRA
// and for prefix tuning without projection. What PEFT has no place for (voken rows, the mapper) lies beside it in
// vokens.safetensors under the trainer's paths. Layout: huggingface/peft 0.21.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../../../common/base/studio-error';
import type { LanguageModelConfig } from '../../../architectures/language-model-config';
import { lookTargets } from '../../../architectures/unet-config';
import { writeSafetensors } from '../../../weights/safetensors-writer';
import { prefixTensor, tensorsOf, type TrainedStage } from './trained-stage';

/** PEFT's prefix of every key of a wrapped model. */
const wrapped = 'base_model.model.';
const lookPrefix = 'unet.';

/** The folder of the look's own adapter, which PEFT puts on the U-Net. */
export const lookFolder = 'look';

/**
 * Writes an adapter's folder: language model ("voice") at its root, the U-Net's ("look") in `look/` where it was trained.
 * Throws `bad-request` where the stage trained neither LoRA nor a prefix nor a look; `disk-full` or `io` as writing does.
 */
export async function exportAdapter(
  folder: string,
  language: LanguageModelConfig,
  stage: TrainedStage,
  options: { readonly baseModel?: string } = {},
): Promise<void> {
  const { config } = stage;
  const voice = voiceConfig(language, stage);
  if (voice === undefined && config.look === undefined) {
    throw new StudioError('bad-request', 'Export: this stage trained no adapter; it has no LoRA, prefix or look.', {
      hint: 'Export it as parts of a bundle.',
    });
  }
  const base = { base_model_name_or_path: options.baseModel ?? null, inference_mode: true };
  if (voice !== undefined) await writeAdapter(folder, { ...base, ...voice }, tensorsOf(stage, voiceKey));
  if (config.look !== undefined) {
    const { rank, alpha, reach = 'attentions' } = config.look;
    const look = { ...base, ...loraConfig(rank, alpha, lookTargets[reach]) };
    await writeAdapter(join(folder, lookFolder), look, tensorsOf(stage, lookKey));
  }
  const rest = tensorsOf(stage, (path) => (/^(vokens|mapper)\./.test(path) ? path : undefined));
  await mkdir(folder, { recursive: true });
  await writeSafetensors(join(folder, 'vokens.safetensors'), rest);
}

function voiceKey(path: string): string | undefined {
  if (path === `prefix.${prefixTensor}`) return prefixTensor;
  return path.startsWith('model.') && path.includes('.lora_') ? wrapped + path : undefined;
}

function lookKey(path: string): string | undefined {
  return path.startsWith(lookPrefix) ? wrapped + path.slice(lookPrefix.length) : undefined;
}

function voiceConfig(
  { numLayers, numKeyValueHeads, headSize }: LanguageModelConfig,
  { config }: TrainedStage,
): Record<string, unknown> | undefined {
  const { language } = config;
  if (language.kind === 'lora') {
    return { task_type: 'CAUSAL_LM', ...loraConfig(language.rank, language.alpha, language.targets) };
  }
  if (language.kind !== 'prefix') return undefined;
  const width = numKeyValueHeads * headSize;
  return {
    peft_type: 'PREFIX_TUNING',
    task_type: 'CAUSAL_LM',
    num_virtual_tokens: language.length,
    num_layers: numLayers,
    num_attention_heads: numKeyValueHeads,
    num_transformer_submodules: 1,
    token_dim: width,
    encoder_hidden_size: width,
    prefix_projection: false,
  };
}

function loraConfig(rank: number, alpha: number, targets: readonly string[]): Record<string, unknown> {
  return {
    peft_type: 'LORA',
    r: rank,
    lora_alpha: alpha,
    lora_dropout: 0,
    bias: 'none',
    fan_in_fan_out: false,
    target_modules: targets,
  };
}

async function writeAdapter(
  folder: string,
  config: Record<string, unknown>,
  tensors: Parameters<typeof writeSafetensors>[1],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeSafetensors(join(folder, 'adapter_model.safetensors'), tensors, { metadata: { format: 'pt' } });
  // The configuration comes last: a folder with one is whole.
  const path = join(folder, 'adapter_config.json');
  const temporary = `${path}.${String(process.pid)}.partial`;
  await writeFile(temporary, `${JSON.stringify(config, null, 2)}\n`);
  await rename(temporary, path);
}
