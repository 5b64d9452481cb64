// How fast a configuration of full size would be here, measured on weights that nobody trained: part by part, one part's weights on disk and
// in memory at a time. Figures of the whole language model and of panels are added up from parts and say so in their names.
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../../../../common/base/studio-error';
import { frozenScope } from '../../../../native-models/nn/param-scope';
import type { TensorSource } from '../../../../native-models/weights/tensor-source';
import { deviceNamed, type DeviceName } from '../../../runtime/device-name';
import { openGraph } from '../../../runtime/network';
import type { BenchPorts } from '../bench';
import { figureFrom, type Figure } from '../figure';
import { DRAWING_STEPS, TEXT_TOKENS } from '../fixed-panels';
import {
  fullSizeParts,
  languageModelCuts,
  runNames,
  type FullSizePart,
  type LanguageModelCut,
} from './full-size-parts';
import type { PublishedConfigs } from './published-configs';
import { writeRandomWeights } from './random-weights';

export interface FullSizeRequest {
  readonly configs: PublishedConfigs;
  readonly device: string;
  /** How often each part is run, after one run that is not counted. */
  readonly runs: number;
  /** A folder for weights while they are needed: up to 5 GB at once for the published configuration. */
  readonly dir: string;
}

/** Milliseconds of each run, by what ran. */
type Times = ReadonlyMap<string, readonly number[]>;

/** Measures every part. Throws `cancelled` between two runs, `disk-full`, or what the runtime throws. */
export async function benchFullSize(request: FullSizeRequest, ports: BenchPorts): Promise<readonly Figure[]> {
  const { configs, runs } = request;
  const bench = new Bench(deviceNamed(request.device), runs, ports);
  const parts = new Map<string, readonly number[]>();
  for (const part of fullSizeParts(configs)) {
    await bench.withWeights(request.dir, part, async (weights) => {
      for (const [name, times] of await bench.times(part, weights)) parts.set(name, times);
    });
  }
  const { short, long, numLayers } = languageModelCuts(configs);
  const cuts = await bench.withWeights(request.dir, long, async (weights) => [
    await bench.times(short, weights),
    await bench.times(long, weights),
  ]);
  const [shortTimes = new Map(), longTimes = new Map()] = cuts;
  const whole = wholeModelTimes({ short, shortTimes, long, longTimes, numLayers });
  return [
    ...figuresOf(parts, (name) => name),
    ...figuresOf(shortTimes, (name) => `${name}, ${short.name}`),
    ...figuresOf(longTimes, (name) => `${name}, ${long.name}`),
    ...figuresOf(whole, (name) => `${name}, all ${numLayers} layers, extrapolated`),
    figureFrom(
      `whole panel (${TEXT_TOKENS} tokens, ${DRAWING_STEPS} guided steps), added up`,
      'ms',
      panelTimes(new Map([...parts, ...whole]), runs),
    ),
    figureFrom('peak memory of the process tree', 'bytes', [ports.peakRssBytes()]),
  ];
}

interface Weights {
  readonly source: TensorSource;
  readonly dir: string;
}

class Bench {
  constructor(
    private readonly device: DeviceName,
    private readonly runs: number,
    private readonly ports: BenchPorts,
  ) {}

  /** Random weights for a part, in a folder that is gone afterwards. */
  async withWeights<T>(parent: string, part: FullSizePart, use: (weights: Weights) => Promise<T>): Promise<T> {
    const { signal, onProgress } = this.ports;
    const dir = await mkdtemp(join(parent, 'bench-'));
    try {
      onProgress(`${part.name}: writing random weights`);
      return await use({ dir, source: await writeRandomWeights(join(dir, 'random.safetensors'), part.graph, signal) });
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }

  async times(part: FullSizePart, { source, dir }: Weights): Promise<Times> {
    const { clock, signal, onProgress } = this.ports;
    const times = new Map<string, readonly number[]>();
    throwIfCancelled(signal);
    const session = await openGraph(part.graph(frozenScope(source)), {
      device: this.device,
      weightsDir: dir,
      usesWeightsInPlace: true,
    });
    try {
      for (const { name, feeds } of part.runs) {
        onProgress(`${part.name}: ${name}`);
        const inputs = feeds();
        const samples: number[] = [];
        for (let run = 0; run <= this.runs; run++) {
          throwIfCancelled(signal);
          const start = clock.now();
          await session.run(inputs);
          if (run > 0) samples.push(clock.now() - start); // the first one reads the weights from the disk
        }
        times.set(name, samples);
      }
    } finally {
      await session.close();
    }
    return times;
  }
}

/** What the layers between two cuts cost, continued to the whole depth. */
function wholeModelTimes(cuts: {
  readonly short: LanguageModelCut;
  readonly shortTimes: Times;
  readonly long: LanguageModelCut;
  readonly longTimes: Times;
  readonly numLayers: number;
}): Times {
  const { short, shortTimes, long, longTimes, numLayers } = cuts;
  const share = (numLayers - short.numLayers) / (long.numLayers - short.numLayers);
  return new Map(
    [...shortTimes].map(([name, times]) => {
      const longer = longTimes.get(name) ?? [];
      return [name, times.map((time, run) => time + share * ((longer[run] ?? Number.NaN) - time))] as const;
    }),
  );
}

/** One panel: a picture is seen, a passage read, tokens written one by one, vokens mapped, steps drawn, the picture decoded. */
function panelTimes(times: Times, runs: number): number[] {
  const counts = new Map<string, number>([
    [runNames.token, TEXT_TOKENS],
    [runNames.step, DRAWING_STEPS],
  ]);
  return Array.from({ length: runs }, (_, run) =>
    [...times].reduce((sum, [name, samples]) => sum + (counts.get(name) ?? 1) * (samples[run] ?? Number.NaN), 0),
  );
}

const figuresOf = (times: Times, nameOf: (name: string) => string): Figure[] =>
  [...times].map(([name, samples]) => figureFrom(nameOf(name), 'ms', samples));
