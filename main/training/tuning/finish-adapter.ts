// The best checkpoint as the adapter that a writer keeps: its files copied and read back as everyone else will read them, and the studio's
// card beside them. The folder is whole or not there. Not the measuring (checks.ts).
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import { ADAPTER_FILES, type AdapterCard } from '../../../common/domain/adapter';
import { writeProvedCard } from '../proved-card';
import { runFileError } from '../run/run-files';
import type { TuneCheck } from './checks';
import type { TuneResult } from './tune';
import type { TuneSettings } from './tune-settings';
import type { TuningSet } from './tuning-set';

export interface CardRequest {
  readonly best: TuneCheck;
  /** Steps that were trained, and held-out loss before and after. */
  readonly trained: Pick<TuneResult, 'steps' | 'validation'>;
  readonly settings: Pick<TuneSettings, 'preset'>;
  readonly set: Pick<TuningSet, 'counts' | 'digest'>;
  readonly bundleDir: string;
  readonly name: string;
  /** A UUID and an ISO time. */
  readonly id: string;
  readonly created: string;
}

/** Reads a checkpoint's folder as everyone else will, and writes the card that says what was proved. */
export function writeCard(dir: string, request: CardRequest): Promise<AdapterCard> {
  const { best, trained, settings, set, bundleDir, name, id, created } = request;
  return writeProvedCard(dir, {
    bundleDir,
    name,
    id,
    created,
    training: {
      trainedOn: { ...set.counts, digest: set.digest },
      preset: settings.preset,
      steps: trained.steps,
      bestStep: best.step,
      validation: trained.validation,
    },
    proof: best.proof,
  });
}

/** @param out must not exist. Throws `bad-request` where it does, as reading an adapter does where it proves nothing, `disk-full` or `io`. */
export async function finishAdapter(
  result: TuneResult,
  out: string,
  request: Omit<CardRequest, 'best' | 'trained'>,
): Promise<AdapterCard> {
  const temporary = `${out}.partial`;
  try {
    await refuseExisting(out);
    await rm(temporary, { recursive: true, force: true });
    await mkdir(dirname(out), { recursive: true });
    for (const file of ADAPTER_FILES) {
      const from = join(result.dir, file);
      if (await exists(from)) await cp(from, join(temporary, file));
    }
    const card = await writeCard(temporary, { ...request, best: result.best, trained: result });
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
