// One scope for all networks of a training step: keys of the language model as published, `mapper.`, `unet.`, `vokens.`,
// `prefix.` and `reader.` before the others'. It decides what is a weight, what is fed and what learns.
// Everything that the method adds is fed, trained or not, so that a run holds it in one place. Not an initialiser.
import { adapterSitesFrom } from '../../architectures/language-model-config';
import type { FeatureMapperConfig } from '../../architectures/feature-mapper';
import type { LanguageModelConfig } from '../../architectures/language-model-config';
import { isLookSite, type UnetConfig } from '../../architectures/unet-config';
import { paramScope, type LoraSizes, type ParamRole, type ParamScope, type TensorSource } from '../../nn/param-scope';
import type { StageConfig } from './stage-config';

/** The frozen networks of a stage, and the sizes of the mapper. */
export interface StageParts {
  readonly language: { readonly config: LanguageModelConfig; readonly source: TensorSource };
  readonly mapper: FeatureMapperConfig;
  /** Needed where L_LDM counts. */
  readonly unet?: { readonly config: UnetConfig; readonly source: TensorSource } | undefined;
}

/** The scope of a stage; networks take `child('mapper')`, `child('unet')` or the root (language model). */
export function stageScope(parts: StageParts, config: StageConfig): ParamScope {
  const { language, look } = config;
  const sites = new Set(
    language.kind === 'lora' ? adapterSitesFrom(parts.language.config, language.targets).map(({ path }) => path) : [],
  );
  return paramScope({
    source: joinedSource(parts),
    role: (key) => roleOf(key, config),
    adapters: (path) =>
      sites.has(path) ||
      (look !== undefined && path.startsWith('unet.') && isLookSite(path, look.reach ?? 'attentions'))
        ? 'trainable'
        : 'none',
    lora: (path) =>
      path.startsWith('unet.') ? sizesFrom(look) : sizesFrom(language.kind === 'lora' ? language : undefined),
  });
}

function sizesFrom(lora: { readonly rank: number; readonly alpha: number } | undefined): LoraSizes | undefined {
  return lora && { rank: lora.rank, scale: lora.alpha / lora.rank };
}

function roleOf(key: string, { trains, language }: StageConfig): ParamRole {
  const trainedIf = (isTrained: boolean): ParamRole => (isTrained ? 'trainable' : 'fed');
  if (key === 'vokens.rows_in') return trainedIf(trains.rowsIn);
  if (key === 'vokens.rows_out') return trainedIf(trains.rowsOut);
  if (key.startsWith('mapper.fc.')) return trainedIf(trains.mapperMlp);
  if (key === 'mapper.t2i_decoder_prompt') return trainedIf(trains.mapperQueries);
  if (key.startsWith('mapper.')) return trainedIf(trains.mapperTransformer);
  if (key.startsWith('prefix.') || key.startsWith('reader.')) return 'trainable';
  const isBody = key.startsWith('model.layers.') || key === 'model.norm.weight';
  return language.kind === 'full' && isBody ? 'trainable' : 'frozen';
}

/** Keys with `unet.` come from the denoiser's checkpoint, all others from the language model's. */
function joinedSource({ language, unet }: StageParts): TensorSource {
  const pick = (key: string): { readonly source: TensorSource; readonly key: string } =>
    unet !== undefined && key.startsWith('unet.')
      ? { source: unet.source, key: key.slice('unet.'.length) }
      : { source: language.source, key };
  return {
    has: (key) => pick(key).source.has(pick(key).key),
    get: (key) => pick(key).source.get(pick(key).key),
  };
}
