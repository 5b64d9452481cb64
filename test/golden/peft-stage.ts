// A stage's adapter with seeded numbers for the networks of two goldens, the tiny language model and the tiny denoiser; and what of them an
// adapter must fit. For the golden that PEFT reads ours and we read PEFT's.
import { Rng } from '../../common/base/rng';
import {
  adapterSitesFrom,
  adapterTargets,
  languageModelConfigFrom,
} from '../../native-models/architectures/language-model-config';
import { unetConfigFrom } from '../../native-models/architectures/unet-config';
import { mlsConfig } from '../../native-models/graphs/training/stage-config';
import type { TrainedStage } from '../../native-models/graphs/training/export/trained-stage';
import { lookSitesOf } from '../../main/runtime/adapters/adapter-fit';
import { loraShapes, type LoraSite } from '../../native-models/nn/param-scope';
import { elementCount } from '../../native-models/onnx';
import { loadGolden } from '../support/golden-network';

export const languageGolden = await loadGolden('language-model');
export const lookGolden = await loadGolden('unet-conv-projection');
export const languageConfig = languageModelConfigFrom(languageGolden.config);
export const lookConfig = unetConfigFrom(lookGolden.config);
export const LATENT = 8;

export const voiceSites: ReadonlyMap<string, LoraSite> = new Map(
  adapterSitesFrom(languageConfig, adapterTargets).map(({ path, ...sizes }) => [path, sizes]),
);
export const lookSites = lookSitesOf(lookConfig, LATENT);

const VOICE = { rank: 4, alpha: 10 };
const LOOK = { rank: 2, alpha: 3, reach: 'blocks' } as const;

/** What a tuning would hand to the export: voice on every target, look on every layer of the blocks. */
export function peftStage(): TrainedStage {
  const rng = new Rng(20261123);
  const parameters: { path: string; shape: readonly number[]; isTrained: boolean; decays: boolean }[] = [];
  const values = new Map<string, Float32Array>();
  const put = (path: string, shape: readonly number[]): void => {
    parameters.push({ path, shape, isTrained: true, decays: true });
    values.set(
      path,
      Float32Array.from({ length: elementCount(shape) }, () => 0.2 * rng.gaussian()),
    );
  };
  for (const [prefix, sites, rank] of [
    ['', voiceSites, VOICE.rank],
    ['unet.', lookSites, LOOK.rank],
  ] as const) {
    for (const [path, site] of sites) {
      const shapes = loraShapes(site, rank);
      put(`${prefix}${path}.lora_A.weight`, shapes.a);
      put(`${prefix}${path}.lora_B.weight`, shapes.b);
    }
  }
  const language = { kind: 'lora', ...VOICE, targets: adapterTargets } as const;
  return { config: mlsConfig({ count: 8, firstId: 40 }, language, { look: LOOK }), parameters, values };
}
