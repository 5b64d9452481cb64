// What an adapter must fit: every layer of a bundle's language model and U-Net that may carry one, with its sizes, the rows of the
// vokens, and the tensors of the mapper. Worked out from the configurations alone. Not the adapter (read-adapter.ts).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import { featureMapperConfigFrom } from '../../../native-models/architectures/feature-mapper';
import {
  adapterSitesFrom,
  adapterTargets,
  languageModelConfigFrom,
} from '../../../native-models/architectures/language-model-config';
import { isLookSite, unetConfigFrom, type UnetConfig } from '../../../native-models/architectures/unet-config';
import { featureMapperGraph } from '../../../native-models/graphs/feature-mapper';
import { unetGraph } from '../../../native-models/graphs/unet';
import { fedScope, paramScope, type LoraSite } from '../../../native-models/nn/param-scope';
import type { Bundle } from '../bundle';

export interface AdapterFit {
  readonly bundle: Bundle;
  /** Layers by published path. */
  readonly voice: ReadonlyMap<string, LoraSite>;
  readonly look: ReadonlyMap<string, LoraSite>;
  /** Width of the vokens' rows, which are as many as the manifest names. */
  readonly rowWidth: number;
  /** Shapes of the mapper's tensors by published key. */
  readonly mapper: ReadonlyMap<string, readonly number[]>;
}

/** Throws `weights-corrupt` where a configuration cannot be read. */
export async function adapterFitOf(bundle: Bundle): Promise<AdapterFit> {
  const { parts, picture } = bundle.manifest;
  const language = languageModelConfigFrom(await readConfig(bundle, parts.languageModel.config));
  const mapper = featureMapperConfigFrom(await readConfig(bundle, parts.mapper.config));
  const unet = unetConfigFrom(await readConfig(bundle, parts.unet.config));
  const mapperScope = fedScope();
  featureMapperGraph(mapper, mapperScope);
  const mapperWeights = mapperScope.fedInputs();
  return {
    bundle,
    voice: new Map(adapterSitesFrom(language, adapterTargets).map(({ path, ...sizes }) => [path, sizes])),
    look: lookSitesOf(unet, picture.latentSizePx),
    rowWidth: language.hiddenSize,
    mapper: new Map(mapperWeights.map(({ label, shape }) => [label, shape.map(Number)])),
  };
}

/** The layers of a U-Net that may carry an adapter, as its graph asks for them. */
export function lookSitesOf(unet: UnetConfig, latentSizePx: number): ReadonlyMap<string, LoraSite> {
  const scope = paramScope({ role: () => 'fed', adapters: (path) => (isLookSite(path) ? 'fed' : 'none') });
  unetGraph(unet, scope, { latentHeight: latentSizePx, latentWidth: latentSizePx });
  const sites = new Map<string, LoraSite>();
  const shapes = new Map(scope.fedInputs().map(({ label, shape }) => [label, shape]));
  for (const [label, shape] of shapes) {
    const path = /^(.*)\.lora_A\.weight$/.exec(label)?.[1];
    const out = shapes.get(`${path}.lora_B.weight`)?.[0];
    if (path !== undefined)
      sites.set(path, {
        in: Number(shape[1]),
        out: Number(out),
        ...(shape.length > 2 && { kernel: Number(shape[2]) }),
      });
  }
  return sites;
}

async function readConfig({ dir }: Bundle, path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(dir, path), 'utf8'));
  } catch (cause) {
    throw new StudioError('weights-corrupt', `The bundle's file ${path} is not JSON that can be read.`, {
      hint: 'Install the bundle again.',
      cause,
    });
  }
}
