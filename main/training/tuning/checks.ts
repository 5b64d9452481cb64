// The checkpoints of a tuning: each is measured on held-out panels, written as an adapter, and proved, which means that its numbers are
// finite, that every part of it differs from nothing and from the checkpoint before, and that pictures of the same seed differ
// from the bundle's. The best is remembered; when it has not been beaten for a while, more steps would be in vain.
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../common/base/studio-error';
import { adapterProofSchema, type AdapterProof } from '../../../common/domain/adapter';
import { exportAdapter, lookFolder } from '../../../native-models/graphs/training/export/adapter-files';
import type { StageConfig } from '../../../native-models/graphs/training/stage-config';
import type { StageParts } from '../../../native-models/graphs/training/stage-scope';
import type { StageParameter } from '../../../native-models/graphs/training/stage-parameters';
import { openCheckpoint } from '../../../native-models/weights/checkpoint';
import { writeAdapterWords } from '../../runtime/adapters/adapter-words-file';
import { distancesOf, isAllFinite, normOfAll, type Values } from './proof';

const checkSchema = z.strictObject({
  step: z.int().nonnegative(),
  /** Figures on held-out panels; `loss` is compared. */
  validation: z.record(z.string(), z.number()),
  proof: adapterProofSchema,
});
/** A checkpoint that may be chosen. */
export type TuneCheck = z.infer<typeof checkSchema>;

/** Pictures of a fixed set of words and seeds, as numbers from 0 to 1; null: by the bundle alone. */
export type DrawSamples = (adapterDir: string | null, step: number) => Promise<readonly Float32Array[]>;

export interface ChecksOptions {
  /** Receives a folder a checkpoint, `30/`: an adapter with `check.json`. */
  readonly dir: string;
  readonly config: StageConfig;
  readonly language: StageParts['language']['config'];
  readonly parameters: readonly StageParameter[];
  /** What the run began with. */
  readonly start: Values;
  readonly patience: number;
  /** Words for characters that the bundle does not know, which belong to every checkpoint. */
  readonly words: readonly string[];
  readonly measure: (values: Values) => Promise<Readonly<Record<string, number>>>;
  readonly drawSamples?: DrawSamples | undefined;
  readonly onCheck?: ((check: TuneCheck, dir: string, isBest: boolean) => Promise<void> | void) | undefined;
}

/** Below this mean difference of the samples' pixels (of 1) an adapter is taken to have no effect. */
export const LEAST_EFFECT = 0.002;
const CHECK_FILE = 'check.json';
/** PEFT's prefix of every key of a wrapped model. */
const WRAPPED = 'base_model.model.';

export class Checks {
  readonly #options: ChecksOptions;
  readonly #done: TuneCheck[] = [];
  #last: Values | undefined;
  #base: readonly Float32Array[] | undefined;

  constructor(options: ChecksOptions) {
    this.#options = options;
  }

  /** Takes over what an earlier slice of the run has measured, up to a step. A checkpoint that is not whole comes again. */
  async resume(steps: readonly number[]): Promise<void> {
    for (const step of steps) {
      const text = await readFile(join(this.dirOf(step), CHECK_FILE), 'utf8').catch(() => undefined);
      if (text === undefined) continue;
      this.#done.push(checkSchema.parse(JSON.parse(text)));
      this.#last = await valuesIn(this.dirOf(step));
    }
  }

  get best(): TuneCheck | undefined {
    return this.#done.reduce<TuneCheck | undefined>(
      (best, check) => (best === undefined || lossOf(check) < lossOf(best) ? check : best),
      undefined,
    );
  }

  /** Whether the last `patience` checkpoints were no better than the best before them. */
  isEnough(): boolean {
    const { best } = this;
    if (best === undefined) return false;
    return this.#done.length - 1 - this.#done.indexOf(best) >= this.#options.patience;
  }

  dirOf(step: number): string {
    return join(this.#options.dir, String(step));
  }

  /** Measures, writes and proves. Throws `internal` where the numbers prove nothing; `disk-full` or `io` as writing does. */
  async add(step: number, values: Values): Promise<Readonly<Record<string, number>>> {
    const { config, language, parameters, start, words, measure, drawSamples, onCheck } = this.#options;
    const wrong = parameters.find(({ path }) => !isAllFinite(values.get(path)!));
    if (wrong !== undefined) throw unproved(step, `${wrong.path} holds numbers that are not finite`);
    const normPerPart = distancesOf(config, values, start);
    const silent = Object.entries(normPerPart).find(([, norm]) => norm === 0);
    if (silent !== undefined) throw unproved(step, `its ${silent[0]} changes nothing`);
    const changed = this.#last === undefined ? null : normOfAll(distancesOf(config, values, this.#last));
    if (changed === 0) throw unproved(step, 'nothing has changed since the last checkpoint');
    const validation = await measure(values);
    const dir = this.dirOf(step);
    const temporary = `${dir}.partial`;
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
    await exportAdapter(temporary, language, { config, parameters, values });
    await writeAdapterWords(temporary, words);
    const effect = drawSamples === undefined ? null : await this.#effect(drawSamples, temporary, step);
    if (effect !== null && effect < LEAST_EFFECT) {
      throw unproved(step, `pictures of the same seed differ from the model's own by ${effect.toPrecision(2)} only`);
    }
    const proof: AdapterProof = { finite: true, normPerPart, changedSinceLast: changed, effectOnSamples: effect };
    const check: TuneCheck = { step, validation, proof };
    await writeFile(join(temporary, CHECK_FILE), `${JSON.stringify(check, null, 2)}\n`, { flush: true });
    await rm(dir, { recursive: true, force: true });
    await rename(temporary, dir);
    this.#done.push(check);
    this.#last = new Map([...values].map(([path, array]) => [path, Float32Array.from(array)]));
    await onCheck?.(check, dir, this.best === check);
    return validation;
  }

  /** Mean absolute difference of the samples' pixels to the bundle's own. */
  async #effect(draw: DrawSamples, dir: string, step: number): Promise<number> {
    const base = (this.#base ??= await draw(null, 0));
    const drawn = await draw(dir, step);
    let sum = 0;
    let count = 0;
    drawn.forEach((pixels, i) => {
      pixels.forEach((value, at) => (sum += Math.abs(value - base[i]![at]!)));
      count += pixels.length;
    });
    return sum / Math.max(count, 1);
  }
}

/** The numbers of a checkpoint by the trainer's paths. */
async function valuesIn(dir: string): Promise<Values> {
  const values = new Map<string, Float32Array>();
  const files: readonly (readonly [file: string, pathOf: (key: string) => string])[] = [
    ['vokens.safetensors', (key) => key],
    ['adapter_model.safetensors', (key) => key.slice(WRAPPED.length)],
    [`${lookFolder}/adapter_model.safetensors`, (key) => `unet.${key.slice(WRAPPED.length)}`],
  ];
  for (const [file, pathOf] of files) {
    const path = join(dir, file);
    if (!(await stat(path).then(Boolean, () => false))) continue;
    const checkpoint = await openCheckpoint([path]);
    for (const key of checkpoint.keys()) values.set(pathOf(key), await checkpoint.readFloat32(key));
  }
  return values;
}

export const lossOf = ({ validation }: Pick<TuneCheck, 'validation'>): number => validation['loss'] ?? Infinity;

function unproved(step: number, reason: string): StudioError {
  return new StudioError('internal', `The checkpoint of step ${step} is not used: ${reason}.`, {
    hint: 'The checkpoints before it are unharmed. Tune again with a lower rate, or on more panels.',
    detail: { step, reason },
  });
}
