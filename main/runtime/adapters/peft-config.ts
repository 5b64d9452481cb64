// PEFT's adapter_config.json as far as the studio uses it: rank, scale and layers of a plain LoRA. Options that change the numbers and are
// not built are refused by name, never ignored. Layout: huggingface/peft 0.21. Not the tensors (low-rank-file.ts).
import { z } from 'zod';
import { StudioError } from '../../../common/base/studio-error';

const configSchema = z.object({
  peft_type: z.string(),
  r: z.int().positive().max(4096),
  lora_alpha: z.number().positive(),
  target_modules: z.union([z.string(), z.array(z.string())]).nullish(),
  use_rslora: z.boolean().nullish(),
});

/** Options that give other numbers than W + scale · B A, with the values at which they do nothing. */
const mustBeOff: readonly (readonly [string, (value: unknown) => boolean])[] = [
  ['use_dora', (value) => value === false],
  ['fan_in_fan_out', (value) => value === false],
  ['lora_bias', (value) => value === false],
  ['bias', (value) => value === 'none'],
  ['modules_to_save', isEmpty],
  ['rank_pattern', isEmpty],
  ['alpha_pattern', isEmpty],
  ['layer_replication', isEmpty],
  ['trainable_token_indices', isEmpty],
  ['target_parameters', isEmpty],
  ['use_qalora', (value) => value === false],
  ['use_bdlora', (value) => value === false],
  ['alora_invocation_tokens', isEmpty],
  ['arrow_config', isEmpty],
  ['kasa_config', isEmpty],
  ['monteclora_config', isEmpty],
];

export interface LowRankConfig {
  readonly rank: number;
  readonly alpha: number;
  /** alpha/r, or alpha/√r where the adapter is rank-stabilised. */
  readonly scale: number;
}

/** @param name of the adapter, for sentences. Throws `bad-request`. */
export function lowRankConfigFrom(json: unknown, name: string): LowRankConfig {
  const kind = typeof json === 'object' && json !== null && 'peft_type' in json ? json.peft_type : undefined;
  if (typeof kind === 'string' && kind !== 'LORA') {
    throw new StudioError('bad-request', `The adapter "${name}" is a ${kind.toLowerCase().replace('_', ' ')}.`, {
      hint: 'Only low-rank adapters (LoRA) can be chosen and mixed; a prefix can be merged into a bundle.',
    });
  }
  const parsed = configSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StudioError(
      'bad-request',
      `adapter_config.json of "${name}" is wrong at ${issue?.path.map(String).join('.') ?? 'its root'}: ${issue?.message ?? ''}.`,
      { hint: 'Export the adapter again.' },
    );
  }
  const options = json as Readonly<Record<string, unknown>>;
  const used = mustBeOff.find(
    ([key, isOff]) => options[key] !== undefined && options[key] !== null && !isOff(options[key]),
  );
  if (used !== undefined) {
    throw new StudioError('bad-request', `The adapter "${name}" uses ${used[0]}, which the studio does not build.`, {
      hint: 'Train it as a plain LoRA, or fold it into the weights with PEFT.',
    });
  }
  const { r: rank, lora_alpha: alpha, use_rslora: isStabilised } = parsed.data;
  return { rank, alpha, scale: alpha / (isStabilised === true ? Math.sqrt(rank) : rank) };
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
