// Draws the pictures that a writer compares: the same few prompts with the same seeds, by the model alone and at each checkpoint, one after
// the other and behind what the writer asks for. It also measures how much a checkpoint changes them. The engine is a port.
import { join } from 'node:path';
import type { StudioError } from '../../../common/base/studio-error';
import { studioErrorFrom } from '../../../common/base/studio-error';
import type { Asset } from '../../../common/domain/story';
import type { TuningCheckpoint, TuningPlan, TuningSample } from '../../../common/domain/tuning';
import type { TuningRecord } from '../../../common/ipc/tuner-contract';

export interface SampleEngine {
  /** One picture for some words; `adapterDir` null: by the model alone. */
  draw(request: {
    readonly prompt: string;
    readonly seed: number;
    readonly adapterDir: string | null;
    readonly assetsDir: string;
  }): Promise<Asset>;
  /** From 0 to 1. */
  difference(path: string, otherPath: string): Promise<number>;
}

const MAX_SAMPLES = 4;
const MAX_PROMPT = 300;

/** What is drawn to compare: words of the panels that were kept back first, since those were never learned. */
export function samplesFor(records: readonly TuningRecord[], { seed }: TuningPlan): TuningSample[] {
  const panels = records.flatMap((record) => record.panels);
  const inTurn = [...panels.filter(({ isKeptBack }) => isKeptBack), ...panels.filter(({ isKeptBack }) => !isKeptBack)];
  const prompts = new Set(inTurn.map(({ text, caption }) => (caption.trim() || text.trim()).slice(0, MAX_PROMPT)));
  return [...prompts].slice(0, MAX_SAMPLES).map((prompt, index) => ({ prompt, seed: seed + index, asset: null }));
}

export class SampleDrawer {
  constructor(
    private readonly engine: SampleEngine,
    private readonly onError: (error: StudioError) => void,
  ) {}

  /** The samples with their pictures. One that cannot be drawn stays without, and its reason goes to the log. */
  async drawn(
    samples: readonly TuningSample[],
    adapterDir: string | null,
    assetsDir: string,
    isWanted: () => boolean,
  ): Promise<TuningSample[]> {
    const done: TuningSample[] = [];
    for (const { prompt, seed } of samples) {
      const asset = isWanted()
        ? await this.engine.draw({ prompt, seed, adapterDir, assetsDir }).catch((thrown: unknown) => {
            this.onError(studioErrorFrom(thrown));
            return null;
          })
        : null;
      done.push({ prompt, seed, asset });
    }
    return done;
  }

  /** The checkpoint with its pictures and the effect that was measured on them; one without any effect is refused. */
  async judged(
    checkpoint: TuningCheckpoint,
    base: readonly TuningSample[],
    places: { readonly adapterDir: string; readonly assetsDir: string },
    isWanted: () => boolean,
  ): Promise<TuningCheckpoint> {
    const samples = await this.drawn(base, places.adapterDir, places.assetsDir, isWanted);
    const apart: number[] = [];
    for (const [index, { asset }] of samples.entries()) {
      const before = base[index]?.asset;
      if (asset === null || before == null) continue;
      const pathOf = ({ sha256, ext }: Asset): string => join(places.assetsDir, `${sha256}.${ext}`);
      apart.push(await this.engine.difference(pathOf(before), pathOf(asset)));
    }
    if (apart.length === 0) return { ...checkpoint, samples };
    const effectOnSamples = apart.reduce((sum, one) => sum + one, 0) / apart.length;
    const proof = { ...checkpoint.proof, effectOnSamples };
    const refusal = checkpoint.refusal === '' && effectOnSamples === 0 ? NO_EFFECT : checkpoint.refusal;
    return { ...checkpoint, proof, refusal, samples };
  }
}

const NO_EFFECT = 'It draws exactly what the model drew before it learned.';
