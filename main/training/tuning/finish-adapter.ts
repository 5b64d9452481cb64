// The best checkpoint as the adapter that a writer keeps: its files copied and read back as everyone else will read them, and the studio's
// card beside them. The folder is whole or not there. Not the measuring (checks.ts).
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import { ADAPTER_CARD_VERSION, type AdapterCard } from '../../../common/domain/adapter';
import { writeAdapterCard } from '../../runtime/adapters/adapter-card-file';
import { adapterFitOf } from '../../runtime/adapters/adapter-fit';
import { adapterFiles, readAdapter } from '../../runtime/adapters/read-adapter';
import { readBundle } from '../../runtime/bundle';
import { runFileError } from '../run/run-files';
import type { TuneResult } from './tune';
import type { TuneSettings } from './tune-settings';
import type { TuningSet } from './tuning-set';

export interface FinishRequest {
  readonly result: TuneResult;
  readonly settings: TuneSettings;
  readonly set: TuningSet;
  readonly bundleDir: string;
  /** Must not exist. */
  readonly out: string;
  readonly name: string;
  /** A UUID and an ISO time. */
  readonly id: string;
  readonly created: string;
}

/** Throws `bad-request` where `out` exists, as reading an adapter does where it does not prove itself, `disk-full` or `io`. */
export async function finishAdapter(request: FinishRequest): Promise<AdapterCard> {
  const { result, settings, set, bundleDir, out, name, id, created } = request;
  const { best } = result;
  const bundle = await readBundle(bundleDir);
  const temporary = `${out}.partial`;
  try {
    await refuseExisting(out);
    await rm(temporary, { recursive: true, force: true });
    await mkdir(dirname(out), { recursive: true });
    for (const file of adapterFiles) {
      const from = join(result.dir, file);
      if (await exists(from)) await cp(from, join(temporary, file));
    }
    const { parts, normPerPart } = await readAdapter(temporary, await adapterFitOf(bundle));
    const card: AdapterCard = {
      version: ADAPTER_CARD_VERSION,
      id,
      name,
      created,
      bundle: { name: bundle.manifest.name, digest: bundle.digest },
      parts,
      training: {
        trainedOn: { ...set.counts, digest: set.digest },
        preset: settings.preset,
        steps: result.steps,
        bestStep: best.step,
        validation: result.validation,
      },
      proof: { ...best.proof, normPerPart },
    };
    await writeAdapterCard(temporary, card);
    await rename(temporary, out);
    return card;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw runFileError(out, error);
  }
}

/** Asked before a long training, and again at its end. */
export async function refuseExisting(out: string): Promise<void> {
  if (!(await exists(out))) return;
  throw new StudioError('bad-request', `${out} is there already.`, { hint: 'Choose a folder that does not exist.' });
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
