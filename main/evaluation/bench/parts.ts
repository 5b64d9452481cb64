// The parts of a generation, each timed alone on an opened pipeline: seeing, reading, one token, vokens and mapper, one guided step,
// decoding; and the bytes that a token and a step move. Every part runs once unmeasured before, since the first run of a shape
// allocates. Whole panels are fixed-panels.ts.
import { Rng } from '../../../common/base/rng';
import { throwIfCancelled } from '../../../common/base/studio-error';
import { pngFromLatents } from '../../pipeline/decode';
import { denoise } from '../../pipeline/denoise';
import type { Pipeline } from '../../pipeline/pipeline';
import { passageIds, tokenSegments, type Segment } from '../../pipeline/prompt';
import { defaultSamplerName } from '../../pipeline/schedulers/sampler-registry';
import { PictureViewer } from '../../pipeline/see';
import type { Session } from '../../runtime/session';
import { trafficBetween, trafficOf } from '../../runtime/traffic';
import { figureFrom, type Figure } from './figure';

const PREFILL_TOKENS = 128;
const PASTS = [64, 512];
const PASSAGE = 'One night Pip the fox found a lantern by the sea, and he took it home to show it to his friends.';

export interface PartsRequest {
  readonly runs: number;
  /** A picture file to look at. */
  readonly picture: string;
  readonly signal: AbortSignal;
  readonly onPart: (name: string) => void;
}

/** Measures every part `runs` times. Throws `cancelled` between two runs, else what the networks throw. */
export async function measureParts(pipeline: Pipeline, request: PartsRequest): Promise<Figure[]> {
  const { clock } = pipeline;
  const { runs, signal, onPart } = request;
  const figures: Figure[] = [];
  for (const { name, prepare, work, counted = [] } of partsOf(pipeline, request.picture)) {
    onPart(name);
    const samples: number[] = [];
    const moved: number[] = [];
    for (let run = 0; run <= runs; run++) {
      throwIfCancelled(signal);
      await prepare?.();
      const before = trafficOf(counted);
      const start = clock.now();
      await work();
      if (run === 0) continue;
      samples.push(clock.now() - start);
      const { bytesIn, bytesOut } = trafficBetween(before, trafficOf(counted));
      moved.push(bytesIn + bytesOut);
    }
    figures.push(figureFrom(name, 'ms', samples));
    if (counted.length > 0) figures.push(figureFrom(`${name}: fed and fetched`, 'bytes', moved));
  }
  pipeline.cache.clear();
  return figures;
}

interface Part {
  readonly name: string;
  /** Before each run, not timed. */
  readonly prepare?: () => Promise<unknown>;
  readonly work: () => Promise<unknown>;
  /** Networks whose inputs and outputs are counted while it runs. */
  readonly counted?: readonly Session[];
}

function partsOf(pipeline: Pipeline, picture: string): Part[] {
  const { bundle, networks, cache, mapper } = pipeline;
  const { manifest } = bundle;
  const read = (count: number) => () => cache.read(segmentsOf(pipeline, count));
  const emptied = (): Promise<void> => {
    cache.clear();
    return Promise.resolve();
  };
  const anyToken = segmentIds(pipeline, 1)[0]!;
  const { length, size } = networks.conditioning;
  const { latentChannels, latentSizePx } = manifest.picture;
  const rng = new Rng(1);
  const condition = Float32Array.from({ length: length * size }, () => rng.gaussian());
  const latents = Float32Array.from({ length: latentChannels * latentSizePx ** 2 }, () => rng.gaussian());
  return [
    {
      name: 'see one picture',
      work: async () => {
        const viewer = new PictureViewer(networks.vision, manifest.vision); // a new one has seen nothing
        await viewer.featuresOf(await viewer.hashOf(picture));
      },
    },
    { name: `prefill of ${PREFILL_TOKENS} tokens`, prepare: emptied, work: read(PREFILL_TOKENS) },
    ...pastsOf(pipeline).map((past): Part => ({
      name: `one token after ${past}`,
      prepare: read(past), // read once, then only cut back to: a step is not kept
      work: () => cache.step(anyToken),
      counted: [networks.tokenEmbedding, networks.languageModel],
    })),
    {
      name: 'vokens in one step and mapper',
      prepare: read(PREFILL_TOKENS),
      work: async () => mapper.conditionFrom(await cache.vokenStates(manifest.tokens.vokens)),
    },
    {
      name: 'one guided step (batch of 2)',
      counted: [networks.unet],
      prepare: () => mapper.negative(),
      work: async () =>
        denoise(
          {
            conditions: [condition],
            negative: await mapper.negative(),
            noise: [new Rng(1)],
            sampler: defaultSamplerName,
            steps: 1,
            guidance: { scale: manifest.defaults.guidanceScale === 1 ? 2 : manifest.defaults.guidanceScale },
          },
          {
            unet: networks.unet,
            schedule: networks.schedule,
            latent: { channels: latentChannels, sizePx: latentSizePx },
            conditioning: networks.conditioning,
            pause: pipeline.pause,
          },
        ),
    },
    { name: 'decode a picture', work: () => pngFromLatents(networks.decoder, latents, manifest.picture) },
  ];
}

/** The lengths of the past that are asked for, cut to what the bundle's window can hold. */
function pastsOf({ bundle }: Pipeline): number[] {
  const longest = bundle.manifest.prompt.contextLength - 1;
  return [...new Set(PASTS.map((past) => Math.min(past, longest)))];
}

function segmentsOf(pipeline: Pipeline, count: number): Segment[] {
  return tokenSegments(segmentIds(pipeline, count));
}

/** `count` token ids of ordinary text. */
function segmentIds({ tokenizer }: Pipeline, count: number): readonly number[] {
  const ids = passageIds(PASSAGE, tokenizer);
  return Array.from({ length: count }, (_, index) => ids[index % ids.length]!);
}
