// `studio evaluate`: how well a bundle draws what held-out stories say. Prints shares with 95 % intervals; with --sheet it also writes
// the first panels, not chosen by hand, as a contact sheet: left what the world draws, then what
// the model drew from the story, and from the picture's caption.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openCaptionArtist } from '../evaluation/caption-artist';
import { evaluate, type DrawnPanel, type Evaluation } from '../evaluation/evaluate';
import { openJudge } from '../evaluation/judge';
import { figureNames, type Shares } from '../evaluation/recall';
import type { Share } from '../evaluation/share';
import { contactSheet } from '../pipeline/image/contact-sheet';
import { openPipeline, type Pipeline } from '../pipeline/pipeline';
import type { Output } from './output';

export interface EvaluateOptions {
  readonly seed: number;
  readonly count: number;
  readonly steps: number | undefined;
  readonly guidance: number | undefined;
  readonly judgeCount: number;
  readonly device: string;
  readonly sheet: string | undefined;
}

export interface EvaluatePorts {
  readonly bundleDir: string;
  readonly judgeDir: string;
  readonly cacheDir: string;
  readonly clock: { now(): number };
  readonly output: Output;
  readonly signal: AbortSignal;
}

const SHEET_PANELS = 24;

/** Runs the command. Throws StudioError; a sheet is written only when the evaluation has come to its end. */
export async function runEvaluate(options: EvaluateOptions, ports: EvaluatePorts): Promise<void> {
  const { seed, count, steps, guidance, judgeCount, device } = options;
  const { output, clock, signal, cacheDir } = ports;
  const started = clock.now();
  output.progress('Opening the bundle');
  const pipeline = await openPipeline({ bundleDir: ports.bundleDir, cacheDir, device, clock, signal });
  const dir = await mkdtemp(join(tmpdir(), 'studio-evaluate-'));
  const shown: DrawnPanel[] = [];
  try {
    const judge = await openJudge({ dir: ports.judgeDir, cacheDir, device: pipeline.device });
    const artist = await openCaptionArtist(pipeline, cacheDir);
    try {
      const result = await evaluate(
        pipeline,
        { judge, artist },
        {
          seed,
          count,
          judgeCount,
          dir,
          options: {
            ...(steps === undefined ? {} : { steps }),
            ...(guidance === undefined ? {} : { guidanceScale: guidance }),
          },
        },
        {
          signal,
          onProgress: (what, done, of) => {
            output.progress(what === 'judge' ? `Measuring the judge: ${done} of ${of}` : `Panel ${done} of ${of}`);
          },
          onPanel: (drawn) => {
            if (shown.length < SHEET_PANELS) shown.push(drawn);
          },
        },
      );
      if (options.sheet !== undefined)
        await writeSheet(
          options.sheet,
          shown,
          `${pipeline.summary.name}, seed ${seed}: the world, the model, the model from the caption`,
        );
      output.result(jsonOf(result, options, pipeline, clock.now() - started), linesOf(result));
    } finally {
      await artist.close();
      await judge.close();
    }
  } finally {
    await pipeline.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** The keys of the command line's contract; shares from 0 to 1, null where nothing could be counted. */
function jsonOf(result: Evaluation, { seed, steps, guidance }: EvaluateOptions, pipeline: Pipeline, ms: number) {
  const { defaults, name } = pipeline.bundle.manifest;
  const { who, place, time, props, whoPronoun, missingText, missingPicture } = result;
  return {
    count: result.count,
    judge: plain(result.judge),
    ...plain(result),
    whoPronoun: whoPronoun.share,
    frechet: result.frechet,
    frechetCaption: result.frechetCaption,
    frechetOfRenders: result.frechetOfRenders,
    missingText: missingText.share,
    missingPicture: missingPicture.share,
    caption: plain(result.caption),
    pictureBefore: plain(result.pictureBefore),
    counts: { who, whoPronoun, place, time, props, missingText, missingPicture, judge: result.judge },
    bundle: name,
    bundleDigest: pipeline.bundle.digest,
    device: pipeline.device,
    seed,
    steps: steps ?? defaults.steps,
    guidanceScale: guidance ?? defaults.guidanceScale,
    ms,
  };
}

function plain(shares: Shares) {
  const { who, place, time, props } = shares;
  return { who: who.share, place: place.share, time: time.share, props: props.share };
}

function linesOf(result: Evaluation): string[] {
  const { judge, caption, pictureBefore } = result;
  return [
    `${result.count} held-out panels, one a story; 95 % intervals (Wilson)`,
    ...figureNames.map((name) => line(name, result[name])),
    line('who, by a pronoun only', result.whoPronoun),
    line('text missing', result.missingText),
    line('picture missing or blank', result.missingPicture),
    `${'Fréchet distance'.padEnd(26)} ${numberText(result.frechet)}  (from captions: ${numberText(result.frechetCaption)}; between renders: ${numberText(result.frechetOfRenders)})`,
    'Drawn from captions, without the story:',
    ...figureNames.map((name) => line(`  ${name}`, caption[name])),
    'The picture before, shown again:',
    ...figureNames.map((name) => line(`  ${name}`, pictureBefore[name])),
    'The judge on real held-out pictures:',
    ...figureNames.map((name) => line(`  ${name}`, judge[name])),
  ];
}

const numberText = (value: number | null): string => (value === null ? 'none to count' : value.toPrecision(4));

function line(name: string, { share, low, high, hits, trials }: Share): string {
  const percent = (value: number): string => (value * 100).toFixed(1);
  const label = name.padEnd(26);
  return share === null
    ? `${label} none to count`
    : `${label} ${percent(share).padStart(5)} %  (${percent(low)} to ${percent(high)}; ${hits} of ${trials})`;
}

async function writeSheet(path: string, shown: readonly DrawnPanel[], title: string): Promise<void> {
  const cells = shown.map(({ panel, png, fromCaption, verdict, reading }) => ({
    pictures: [panel.render, png, fromCaption],
    caption: panel.text,
    note: [
      `${reading.who} ${mark(verdict.who)}`,
      `${reading.place} ${mark(verdict.place)}`,
      `${reading.time} ${mark(verdict.time)}`,
      ...panel.graph.props.map(({ id }, i) => `${id} ${mark(verdict.props[i] === true)}`),
    ].join('  '),
  }));
  const png = await contactSheet(cells, { columns: 3, pictureSidePx: 144, title });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, png);
}

const mark = (isRight: boolean): string => (isRight ? '✓' : '✗');
