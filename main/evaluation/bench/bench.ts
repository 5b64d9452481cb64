// The benchmark of a bundle on this machine: opening it cold and warm, whole panels of a fixed amount of work, and every part alone. It
// measures and counts; which machine this is and how figures are shown is the command's business.
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../../../common/base/studio-error';
import { openPipeline, type Clock, type Pipeline } from '../../pipeline/pipeline';
import { figureFrom, type Figure } from './figure';
import { DRAWING_STEPS, fixedStory, PANELS, TEXT_TOKENS, type PanelTimes } from './fixed-panels';
import { measureParts } from './parts';

export interface BenchRequest {
  readonly bundleDir: string;
  readonly device: string;
  /** How often each part, each opening and each story of eight panels is run. */
  readonly runs: number;
  /** An empty folder for caches and pictures; it is left as it is found. */
  readonly dir: string;
}

export interface BenchPorts {
  /** Milliseconds since 1970 with fractions: a token takes less than a few. */
  readonly clock: Clock;
  /** Largest resident size so far of this process and its children, in bytes. */
  readonly peakRssBytes: () => number;
  readonly signal: AbortSignal;
  readonly onProgress: (what: string) => void;
}

export interface BenchResult {
  /** The digest is null where there is no bundle but random weights. */
  readonly bundle: { readonly name: string; readonly digest: string | null };
  readonly device: string;
  readonly figures: readonly Figure[];
}

/** Runs the whole benchmark. Throws `cancelled` between two runs once the signal fires, else what the pipeline throws. */
export async function bench(request: BenchRequest, ports: BenchPorts): Promise<BenchResult> {
  const { bundleDir, device, runs, dir } = request;
  const { clock, signal, onProgress, peakRssBytes } = ports;
  const scratch = await mkdtemp(join(dir, 'bench-'));
  const cold: number[] = [];
  const warm: number[] = [];
  const open = async (cacheDir: string, samples: number[]): Promise<Pipeline> => {
    throwIfCancelled(signal);
    const start = clock.now();
    const pipeline = await openPipeline({ bundleDir, cacheDir, device, clock, signal });
    samples.push(clock.now() - start);
    return pipeline;
  };
  try {
    onProgress('opening the bundle, cold');
    const kept = join(scratch, 'cache');
    // The first opening also loads the runtime's library, as a start of the studio does.
    const pipeline = await open(kept, cold);
    const panels: PanelTimes[] = [];
    const ratios: number[] = [];
    let parts: Figure[];
    let peakRss = 0;
    try {
      let picture = '';
      for (let story = 0; story < runs; story++) {
        onProgress(`story ${story + 1} of ${runs}, ${PANELS} panels`);
        const made = await fixedStory(pipeline, { seed: 1000 * story + 1, dir: join(scratch, 'pictures'), signal });
        // Taken after one story in a fresh process: later openings are no part of what a writer's engine holds.
        if (story === 0) peakRss = peakRssBytes();
        panels.push(...made.times.slice(1));
        ratios.push(made.times[PANELS - 1]!.whole / made.times[1]!.whole);
        picture = made.picture;
      }
      parts = await measureParts(pipeline, { runs, picture, signal, onPart: onProgress });
    } finally {
      await pipeline.close();
    }
    for (let run = 0; run < runs; run++) {
      onProgress(`opening the bundle, ${run + 1} of ${runs}`);
      await (await open(kept, warm)).close();
      if (run === 0) continue; // one cold opening is measured already
      const empty = join(scratch, `cache-${run}`);
      await (await open(empty, cold)).close();
      await rm(empty, { recursive: true, force: true });
    }
    const times = (pick: (panel: PanelTimes) => number): number[] => panels.map(pick);
    const figures = [
      figureFrom('engine ready, empty cache', 'ms', cold),
      figureFrom('engine ready, warm cache', 'ms', warm),
      ...parts,
      figureFrom(
        `whole panel (${TEXT_TOKENS} tokens, ${DRAWING_STEPS} guided steps)`,
        'ms',
        times(({ whole }) => whole),
      ),
      figureFrom(
        'first token after the request',
        'ms',
        times(({ firstText }) => firstText),
      ),
      figureFrom(
        "first preview after the drawing's start",
        'ms',
        times(({ firstPreview }) => firstPreview),
      ),
      figureFrom('eighth panel against the second', 'ratio', ratios),
      figureFrom('peak memory of the process tree', 'bytes', [peakRss]),
    ];
    const { manifest, digest } = pipeline.bundle;
    return { bundle: { name: manifest.name, digest }, device: pipeline.device, figures };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
