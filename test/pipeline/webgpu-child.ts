// A program of its own for webgpu.test.ts: opens a bundle on one device, asks each network for numbers, makes one panel, and writes what
// came out, where nodes ran and how many bytes crossed. A process, so that a provider that crashes takes no test runner along.
// Usage: webgpu-child.ts DEVICE BUNDLE PICTURE DIR, where DIR is an empty folder; the report is DIR/report.json.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import sharp from 'sharp';
import { Rng } from '../../common/base/rng';
import { decodeLatents } from '../../main/pipeline/decode';
import { denoise } from '../../main/pipeline/denoise';
import { openPipeline, type Pipeline } from '../../main/pipeline/pipeline';
import { passageIds, tokenSegments } from '../../main/pipeline/prompt';
import { readPlacement, type Placement } from '../../main/runtime/placement';
import { trafficBetween, trafficOf, type TrafficCount } from '../../main/runtime/traffic';

export interface PipelineReport {
  /** What each network gave, by what it is. */
  readonly numbers: Readonly<Record<string, readonly number[]>>;
  readonly text: string;
  /** The panel's picture, 0 to 255. */
  readonly pixels: readonly number[];
  readonly perToken: TrafficCount;
  readonly perStep: TrafficCount;
  /** By name of the graph. */
  readonly placements: Readonly<Record<string, Placement>>;
}

const STEPS = 2;

async function reportOf(device: string, bundleDir: string, picture: string, dir: string): Promise<PipelineReport> {
  const profileDir = join(dir, 'profiles');
  await mkdir(profileDir, { recursive: true });
  const pipeline = await openPipeline({
    bundleDir,
    cacheDir: join(dir, 'cache'),
    device,
    clock: { now: () => performance.now() },
    profileDir,
  });
  let measured: Omit<PipelineReport, 'placements'>;
  try {
    measured = { ...(await networkNumbers(pipeline, picture)), ...(await panel(pipeline, picture, dir)) };
  } finally {
    await pipeline.close();
  }
  const placements: Record<string, Placement> = {};
  for (const file of await readdir(profileDir)) {
    placements[file.replace(/_\d{4}-.*$/, '')] = await readPlacement(join(profileDir, file));
  }
  return { ...measured, placements };
}

/** The same inputs for every network on every device: nothing is passed on from one network to the next but the story's past. */
async function networkNumbers(
  pipeline: Pipeline,
  picture: string,
): Promise<Pick<PipelineReport, 'numbers' | 'perToken' | 'perStep'>> {
  const { networks, viewer, cache, mapper, tokenizer, bundle } = pipeline;
  const { manifest } = bundle;
  const { latentChannels, latentSizePx } = manifest.picture;
  const { length, size } = networks.conditioning;
  const rng = new Rng(5);
  const noise = (count: number): Float32Array => Float32Array.from({ length: count }, () => rng.gaussian());
  const ids = passageIds('One night Pip the fox found a lantern by the sea.', tokenizer);
  const writers = [networks.languageModel, networks.tokenEmbedding];

  const softTokens = await viewer.featuresOf(await viewer.hashOf(picture));
  const read = await cache.read(tokenSegments(ids));
  const before = trafficOf(writers);
  const stepped = await cache.step(ids[0]!);
  const perToken = trafficBetween(before, trafficOf(writers));
  const vokenStates = await cache.vokenStates(manifest.tokens.vokens);
  const condition = await mapper.conditionFrom(
    noise(manifest.tokens.vokens.length * networks.languageModelShape.hiddenSize),
  );
  const untouched = networks.unet.traffic();
  const latents = await denoise(
    {
      conditions: [noise(length * size)],
      negative: noise(length * size),
      noise: [new Rng(1)],
      sampler: 'dpm-solver++',
      steps: STEPS,
      guidance: { scale: 3 },
    },
    {
      unet: networks.unet,
      schedule: networks.schedule,
      latent: { channels: latentChannels, sizePx: latentSizePx },
      conditioning: networks.conditioning,
      pause: pipeline.pause,
    },
  );
  const drawing = trafficBetween(untouched, networks.unet.traffic());
  const image = await decodeLatents(networks.decoder, noise(latentChannels * latentSizePx ** 2), manifest.picture);
  const arrays = {
    'soft tokens': softTokens,
    'logits after reading': read.logits,
    'logits after one token': stepped.logits,
    'voken states': vokenStates,
    condition,
    'latents after guided steps': latents,
    image,
  };
  return {
    numbers: Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, [...values]])),
    perToken,
    perStep: { runs: 1, bytesIn: drawing.bytesIn / drawing.runs, bytesOut: drawing.bytesOut / drawing.runs },
  };
}

/** One panel after a panel with a picture: everything between a request and a file. */
async function panel(
  pipeline: Pipeline,
  picture: string,
  dir: string,
): Promise<Pick<PipelineReport, 'text' | 'pixels'>> {
  const { text, asset } = await pipeline.generate({
    mode: 'both',
    context: [{ text: 'A bear slept.', imagePath: picture }],
    referencePaths: [],
    text: '',
    imagePath: null,
    options: { seed: 7, steps: STEPS },
    assetsDir: dir,
  });
  const { data } = await sharp(join(dir, `${asset!.sha256}.${asset!.ext}`))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { text, pixels: [...data] };
}

async function main(): Promise<void> {
  const [device = '', bundleDir = '', picture = '', dir = ''] = process.argv.slice(2);
  await writeFile(join(dir, 'report.json'), JSON.stringify(await reportOf(device, bundleDir, picture, dir)));
}

main().catch((thrown: unknown) => {
  console.error(thrown);
  process.exitCode = 1;
});
