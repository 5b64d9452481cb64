// The studio's card of an adapter that was made here, from a tuning or a training run: written after its folder was read as everyone else will
// read it, so that it is told apart, named, and refused by other bundles.
import { ADAPTER_CARD_VERSION, type AdapterCard } from '../../common/domain/adapter';
import { writeAdapterCard } from '../runtime/adapters/adapter-card-file';
import { adapterFitOf } from '../runtime/adapters/adapter-fit';
import { readAdapter } from '../runtime/adapters/read-adapter';
import { readBundle } from '../runtime/bundle';

export interface ProvedCardRequest {
  /** A bundle with a manifest. */
  readonly bundleDir: string;
  readonly name: string;
  /** A UUID and an ISO time. */
  readonly id: string;
  readonly created: string;
  readonly training: AdapterCard['training'];
  /** What was measured beside its norms. */
  readonly proof: Omit<AdapterCard['proof'], 'normPerPart'>;
}

/** Throws as reading an adapter does, `disk-full` or `io`. */
export async function writeProvedCard(dir: string, request: ProvedCardRequest): Promise<AdapterCard> {
  const { bundleDir, proof, ...given } = request;
  const bundle = await readBundle(bundleDir);
  const { parts, normPerPart } = await readAdapter(dir, await adapterFitOf(bundle));
  const card: AdapterCard = {
    version: ADAPTER_CARD_VERSION,
    ...given,
    bundle: { name: bundle.manifest.name, digest: bundle.digest },
    parts,
    proof: { ...proof, normPerPart },
  };
  await writeAdapterCard(dir, card);
  return card;
}
