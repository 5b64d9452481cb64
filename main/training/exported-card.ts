// The studio's card for an adapter that a training run is exported as, so that it is told apart, named, and refused by other bundles like one
// of a tuning. What it was trained on is in the run, not here.
import { ADAPTER_CARD_VERSION, type AdapterCard } from '../../common/domain/adapter';
import { writeAdapterCard } from '../runtime/adapters/adapter-card-file';
import { adapterFitOf } from '../runtime/adapters/adapter-fit';
import { readAdapter } from '../runtime/adapters/read-adapter';
import { readBundle } from '../runtime/bundle';

export interface ExportedCardRequest {
  /** A bundle with a manifest. */
  readonly bundleDir: string;
  readonly name: string;
  /** A UUID and an ISO time. */
  readonly id: string;
  readonly created: string;
}

/** Proves the folder as every reader will, and writes its card. Throws as reading an adapter does, `disk-full` or `io`. */
export async function writeExportedCard(dir: string, request: ExportedCardRequest): Promise<AdapterCard> {
  const { bundleDir, ...given } = request;
  const bundle = await readBundle(bundleDir);
  const { parts, normPerPart } = await readAdapter(dir, await adapterFitOf(bundle));
  const card: AdapterCard = {
    version: ADAPTER_CARD_VERSION,
    ...given,
    bundle: { name: bundle.manifest.name, digest: bundle.digest },
    parts,
    training: null,
    proof: { finite: true, normPerPart, changedSinceLast: null, effectOnSamples: null },
  };
  await writeAdapterCard(dir, card);
  return card;
}
