// `studio tune`: an adapter from a writer's own stories or drawings. Declares its options, reads what is to be learned, lends the trainer the
// pipeline (own stories, samples), and tells how it goes. The training is main/training/tuning.
import { randomUUID } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { adapterNameSchema } from '../../common/domain/adapter';
import { StudioError } from '../../common/base/studio-error';
import { visionInputFrom } from '../pipeline/image/vision-input';
import { nodeRunFiles } from '../training/run/run-files';
import { styleLinesOf } from '../runtime/bundle';
import { readFrozenBundle } from '../runtime/frozen-bundle';
import type { TuneEstimate } from '../training/tuning/estimate';
import { finishAdapter, refuseExisting } from '../training/tuning/finish-adapter';
import { estimateTune, tune, type TunePorts } from '../training/tuning/tune';
import { tunePresetNames, tuneSettings, type TunePresetName, type TuneWishes } from '../training/tuning/tune-settings';
import { readTuningSet, type TuningSet } from '../training/tuning/tuning-set';
import { MAX_SEED, numberBetween, repeated, wholeNumber } from './arguments';
import type { Output } from './output';
import { openTuningPipelines } from './tuning-pipelines';

export interface TuneCommandPorts {
  readonly bundleDirOf: (name: string | undefined) => string;
  readonly cacheDir: string;
  readonly clock: { now(): number };
  readonly peakRssBytes: () => number;
  readonly rssBytes: () => number;
  readonly outputOf: (flags: { json?: boolean }) => Output;
  readonly signal: AbortSignal;
}

interface TuneFlags {
  story: readonly string[];
  preset: TunePresetName;
  out?: string;
  name?: string;
  run?: string;
  resume: boolean;
  estimate: boolean;
  parts: NonNullable<TuneWishes['parts']>;
  rank?: number;
  steps?: number;
  rate?: number;
  seed: number;
  world: boolean;
  samples: boolean;
  bundle?: string;
  device: string;
  threads?: number;
  json?: boolean;
}

/** The command with its options; the caller adds it to the program. */
export function tuneCommand(ports: TuneCommandPorts): Command {
  return new Command('tune')
    .description("teach the model a writer's own voice and hero: gives an adapter in PEFT's layout")
    .addOption(
      new Option(
        '--story <path>',
        'a .vokenstory folder, a data set of `studio world`, or a folder of pictures with captions in .txt files (may be given several times)',
      )
        .argParser(repeated)
        .makeOptionMandatory(),
    )
    .addOption(new Option('--preset <name>', 'how long it learns').choices(tunePresetNames).default('quick'))
    .option('--out <dir>', 'folder of the adapter; it must not exist')
    .option('--name <name>', 'what the adapter is called (default: the folder)')
    .option('--run <dir>', 'folder of the run: configuration, metrics, checkpoints (default: <out>.run)')
    .option('--resume', 'go on from the last saved step of the run', false)
    .option('--estimate', 'only say how long it would take and how much memory', false)
    .addOption(
      new Option('--parts <which>', 'voice: how it writes; look: how it draws')
        .choices(['both', 'voice', 'look'])
        .default('both'),
    )
    .option('--rank <r>', 'rank of the adapter, 4 to 64 (default: the preset)', wholeNumber(4, 64))
    .option('--steps <n>', 'steps of training (default: the preset)', wholeNumber(1, 20_000))
    .option('--rate <r>', 'learning rate (default: the preset)', numberBetween(1e-7, 0.1))
    .option('--seed <s>', 'the same seed gives the same adapter on one device', wholeNumber(0, MAX_SEED), 1)
    .option('--no-world', 'do not remind the model of its own world: faster, and forgets more')
    .option('--no-samples', 'draw no samples at checkpoints, and so do not prove their effect')
    .option('--bundle <name>', 'the built-in "miniature", or the folder of a bundle')
    .option('--device <name>', 'cpu or webgpu', 'cpu')
    .option('--threads <n>', 'threads of the runtime', wholeNumber(1, 256))
    .option('--json', 'one JSON value on stdout and nothing else')
    .action((flags: TuneFlags) => runTune(flags, ports));
}

async function runTune(flags: TuneFlags, ports: TuneCommandPorts): Promise<void> {
  const { clock, cacheDir, signal } = ports;
  const output = ports.outputOf(flags);
  const started = clock.now();
  const { out, runDir, name } = placesOf(flags);
  if (out !== undefined) await refuseExisting(out);
  const bundleDir = ports.bundleDirOf(flags.bundle);
  const settings = tuneSettings(flags.preset, {
    parts: flags.parts,
    rank: flags.rank,
    steps: flags.steps,
    rate: flags.rate,
    seed: flags.seed,
    keepsWorld: flags.world,
  });
  const bundle = await readFrozenBundle(bundleDir);
  const set = await readTuningSet(flags.story, {
    readPixels: visionInputFrom,
    size: await bundle.visionSize(),
    styleLine: await styleLinesOf(bundleDir),
    signal,
  });
  tellSet(set, output);
  const { sizePx } = await bundle.pictureSize();
  const pipelines = openTuningPipelines({
    bundleDir,
    cacheDir,
    device: flags.device,
    threads: flags.threads,
    clock,
    signal,
    sizePx,
    texts: sampleTexts(set),
    baseDir: join(runDir, 'base'),
    onTelling: (done, of) => {
      output.progress(`The model tells of its own world: ${done} of ${of}`);
    },
  });
  let estimate: TuneEstimate | undefined;
  const request = { set, settings, bundleDir, device: flags.device, threads: flags.threads };
  const tunePorts: TunePorts = {
    run: runDir,
    checksDir: join(runDir, 'checks'),
    resume: flags.resume,
    cacheDir,
    readPixels: visionInputFrom,
    tellOwnStories: pipelines.tellOwnStories,
    drawSamples: flags.samples ? pipelines.drawSamples : undefined,
    files: nodeRunFiles,
    clock,
    rssBytes: ports.rssBytes,
    signal,
    onNote: (line) => {
      output.note(line);
    },
    onPreparing: (what, done, of) => {
      output.progress(`Preparing: ${what}, ${done} of ${of}`);
    },
    onEstimate: (told) => {
      estimate = told;
      output.note(estimateLine(told));
    },
    ...progressTo(output, clock, settings.steps),
  };
  if (flags.estimate) {
    const told = await estimateTune(request, tunePorts);
    output.result({ ...told, ...set.counts }, [estimateLine(told)]);
    return;
  }
  const result = await tune(request, tunePorts);
  await finishAdapter(result, out!, {
    settings,
    set,
    bundleDir,
    name,
    id: randomUUID(),
    created: new Date(clock.now()).toISOString(),
  });
  const { steps, validation, best } = result;
  output.result(
    {
      adapter: out,
      steps,
      seconds: (clock.now() - started) / 1000,
      peakRss: ports.peakRssBytes(),
      validation,
      bestStep: best.step,
      effectOnSamples: best.proof.effectOnSamples,
      trainingSeconds: result.seconds,
      estimate: estimate ?? null,
      ...set.counts,
      leftOut: set.leftOut,
    },
    [
      `${out}: step ${best.step} of ${steps}, held-out loss ${validation.before.toFixed(4)} before, ${validation.after.toFixed(4)} after.`,
    ],
  );
}

function placesOf(flags: TuneFlags): { out: string | undefined; runDir: string; name: string } {
  const { out, run } = flags;
  if (out === undefined && !flags.estimate) {
    throw new StudioError('bad-request', 'A tuning needs a folder for its adapter.', { hint: 'Give one with --out.' });
  }
  const folder = resolve(out ?? 'tuning');
  const name = adapterNameSchema.safeParse(flags.name ?? basename(folder));
  if (!name.success) {
    throw new StudioError('bad-request', 'The name of an adapter has 1 to 100 characters.', {
      hint: 'Give one with --name.',
    });
  }
  return { out: out && folder, runDir: resolve(run ?? `${folder}.run`), name: name.data };
}

function tellSet({ counts, leftOut }: TuningSet, output: Output): void {
  output.note(`${counts.panels} panels of ${counts.stories} stories to learn from.`);
  for (const { name, reason } of leftOut) output.note(`Left out: ${name}: ${reason}.`);
}

const SAMPLES = 3;

/** Words that the samples are drawn from: openings of stories, since they need nothing before them. */
const sampleTexts = ({ stories }: TuningSet): string[] =>
  stories.slice(0, SAMPLES).map(({ panels }) => panels[0]!.text);

const estimateLine = ({ seconds, peakBytes, diskBytes }: TuneEstimate): string =>
  `About ${Math.ceil(seconds / 60)} min, ${(peakBytes / 1e9).toFixed(1)} GB of memory and ${Math.ceil(diskBytes / 1e6)} MB on the disk.`;

const NOTE_EVERY_MS = 20_000;

function progressTo(
  output: Output,
  clock: { now(): number },
  steps: number,
): Required<Pick<TunePorts, 'onProgress' | 'onCheck'>> {
  let lastNote = clock.now();
  return {
    onProgress: ({ step, losses, secondsLeft }) => {
      const figures = Object.entries(losses).map(([name, value]) => `${name} ${value.toPrecision(3)}`);
      const line = `step ${step} of ${steps}  ${figures.join('  ')}  ${Math.ceil(secondsLeft)} s left`;
      if (clock.now() - lastNote < NOTE_EVERY_MS) {
        output.progress(line);
        return;
      }
      lastNote = clock.now();
      output.note(line);
    },
    onCheck: ({ step, validation, proof }, _dir, isBest) => {
      const figures = Object.entries(validation).map(([name, value]) => `${name} ${value.toPrecision(4)}`);
      const effect = proof.effectOnSamples === null ? '' : `  samples differ by ${proof.effectOnSamples.toFixed(3)}`;
      output.note(`checkpoint ${step}${isBest ? ' (best)' : ''}  held out: ${figures.join('  ')}${effect}`);
    },
  };
}
