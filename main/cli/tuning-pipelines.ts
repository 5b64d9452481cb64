// What a tuning borrows from the pipeline: the bundle's own stories, and pictures of the same words and seeds with and without an adapter.
// A pipeline is open only while it is needed, so that its memory is not beside the training's. Not the training.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { visionInputFrom } from '../pipeline/image/vision-input';
import { OWN_STORIES_SEED, writeOwnStories } from '../pipeline/own-stories';
import { openPipeline, type Pipeline } from '../pipeline/pipeline';
import { countOwnStories } from '../training/tuning/own-stories';
import type { TunePorts } from '../training/tuning/tune';

export interface TuningPipelineOptions {
  readonly bundleDir: string;
  readonly cacheDir: string;
  readonly device: string;
  readonly threads: number | undefined;
  readonly clock: { now(): number };
  readonly signal: AbortSignal;
  /** Side of the bundle's pictures. */
  readonly sizePx: number;
  /** Words of the samples. */
  readonly texts: readonly string[];
  /** Receives the samples of the bundle alone. */
  readonly baseDir: string;
  readonly onTelling: (done: number, of: number) => void;
}

const SAMPLE_SEED = 7;
/** 0 to 1, without a bundle's own scale. */
const PLAIN = { mean: [0, 0, 0], std: [1, 1, 1] } as const;

export function openTuningPipelines(
  options: TuningPipelineOptions,
): Required<Pick<TunePorts, 'tellOwnStories' | 'drawSamples'>> {
  const { bundleDir, cacheDir, device, threads, clock, signal, sizePx, texts, baseDir } = options;
  const open = (): Promise<Pipeline> =>
    openPipeline({
      bundleDir,
      cacheDir,
      device,
      clock,
      signal,
      ...(threads === undefined ? {} : { threads }),
    });
  const draw = async (pipeline: Pipeline, adapterDir: string | null): Promise<Float32Array[]> => {
    const pictures: Float32Array[] = [];
    const assetsDir = adapterDir === null ? baseDir : join(adapterDir, 'samples');
    for (const [i, text] of texts.entries()) {
      const { asset } = await pipeline.generate(
        {
          mode: 'picture',
          context: [],
          referencePaths: [],
          text,
          imagePath: null,
          ...(adapterDir === null ? {} : { adapters: [{ dir: adapterDir, strength: 1 }] }),
          options: { seed: SAMPLE_SEED + i },
          assetsDir,
        },
        { signal },
      );
      const path = join(assetsDir, `${asset?.sha256}.${asset?.ext}`);
      pictures.push(await visionInputFrom(await readFile(path), 'a sample', { sizePx, ...PLAIN }));
    }
    return pictures;
  };
  return {
    async tellOwnStories({ count, panels, dir }) {
      if ((await countOwnStories(dir)) >= count) return;
      const pipeline = await open();
      try {
        await writeOwnStories(pipeline, {
          count,
          panels,
          seed: OWN_STORIES_SEED,
          dir,
          signal,
          onProgress: options.onTelling,
        });
      } finally {
        await pipeline.close();
      }
    },
    async drawSamples(adapterDir) {
      const pipeline = await open();
      try {
        return await draw(pipeline, adapterDir);
      } finally {
        await pipeline.close();
      }
    },
  };
}
