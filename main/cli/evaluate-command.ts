// `studio evaluate`: how well a bundle tells and draws what held-out stories say. Prints figures with 95 % intervals; with --sheet it
// also writes the first panels, not chosen by hand, as a contact sheet: what the world draws, what the model drew from the story, what
// two stages drew, and what the true caption gives. What is measured and how: main/evaluation/.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Command, Option } from 'commander';
import { StudioError } from '../../common/base/studio-error';
import { ALL_CHARACTERS, narrators, type CharacterId, type Narrator } from '../../native-models/miniature/world/world';
import { openCaptionArtist } from '../evaluation/caption-artist';
import { contextChoices, type ContextChoice } from '../evaluation/context-choice';
import { evaluate, evaluationSections, type EvaluationSection, type EvaluationStage } from '../evaluation/evaluate';
import { evaluationLines, evaluationResult } from '../evaluation/evaluation-result';
import { panelSources, type PanelSource } from '../evaluation/held-out-panels';
import { openJudge } from '../evaluation/judge';
import type { DrawnPanel, PanelParts } from '../evaluation/panel-figures';
import { contactSheet } from '../pipeline/image/contact-sheet';
import { openPipeline } from '../pipeline/pipeline';
import { writeMergedBundle } from '../runtime/adapters/merged-bundle';
import { adapterChoiceFrom, MAX_SEED, numberBetween, repeated, wholeNumber } from './arguments';
import type { Output } from './output';

export interface EvaluatePorts {
  readonly bundleDirOf: (name: string | undefined) => string;
  /** The judge that is used where none is named. */
  readonly judgeDir: string;
  readonly cacheDir: string;
  readonly clock: { now(): number };
  readonly outputOf: (flags: { json?: boolean }) => Output;
  readonly signal: AbortSignal;
}

interface EvaluateFlags {
  seed: number;
  count: number;
  character?: string;
  narrator?: Narrator;
  adapter?: readonly string[];
  steps?: number;
  guidance?: number;
  context: ContextChoice;
  panelsFrom: PanelSource;
  only?: readonly EvaluationSection[];
  drawingsOnly: boolean;
  judge: string;
  judgeCount: number;
  sheet?: string;
  bundle?: string;
  device: string;
  json?: boolean;
}

const SHEET_PANELS = 24;

const PROGRESS: Readonly<Record<EvaluationStage, string>> = {
  judge: 'Measuring the judge',
  panel: 'Panel',
  story: 'Story',
  perplexity: 'Narration',
  dialogue: 'Dialogue',
};

/** Declares the command. */
export function evaluateCommand(ports: EvaluatePorts): Command {
  return new Command('evaluate')
    .description('measure how well a bundle tells and draws what held-out stories say')
    .option('--seed <s>', 'the same seed gives the same questions and pictures', wholeNumber(0, MAX_SEED), 1)
    .option('--count <n>', 'held-out panels, and as many stories and dialogues', wholeNumber(1, 100_000), 200)
    .option('--character <id>', 'only stories about this character')
    .addOption(oneOf('--narrator <id>', 'perplexity: stories told by somebody whom nothing is trained on', narrators))
    .option('--adapter <dir[:strength]>', 'a tuned adapter (may be given several times)', repeated)
    .option('--steps <n>', "steps of a drawing (default: the bundle's)", wholeNumber(1, 200))
    .option('--guidance <scale>', "guidance scale, 1 is off (default: the bundle's)", numberBetween(0, 30))
    .addOption(oneOf('--context <what>', 'what of the story so far is shown', contextChoices).default('both'))
    .addOption(oneOf('--panels-from <which>', 'pronoun: panels that do not name the hero', panelSources).default('all'))
    .addOption(oneOf('--only <sections...>', 'what is measured (default: everything)', evaluationSections))
    .option('--drawings-only', 'of panels only what is drawn from the story, with nothing to compare it with', false)
    .option('--judge <dir>', 'folder of the judge', ports.judgeDir)
    .option('--judge-count <n>', 'real pictures on which the judge itself is measured', wholeNumber(0, 100_000), 200)
    .option('--sheet <file>', 'also write the first 24 panels as a contact sheet (PNG)')
    .option('--bundle <name>', 'the built-in "miniature", or the folder of a bundle')
    .option('--device <name>', 'cpu or webgpu', 'cpu')
    .option('--json', 'one JSON value on stdout and nothing else')
    .action((flags: EvaluateFlags) => runEvaluate(flags, ports));
}

const oneOf = (flags: string, description: string, words: readonly string[]): Option =>
  new Option(flags, description).choices(words);

/** A sheet is written only when the evaluation has come to its end. */
async function runEvaluate(flags: EvaluateFlags, ports: EvaluatePorts): Promise<void> {
  const { seed, count, steps, guidance, context, panelsFrom, judgeCount, sheet } = flags;
  const { clock, signal } = ports;
  const output = ports.outputOf(flags);
  if (sheet !== undefined && flags.drawingsOnly)
    throw new StudioError('bad-request', 'A contact sheet shows comparisons, which --drawings-only leaves out.', {
      hint: 'Give one of --sheet and --drawings-only.',
    });
  const character = characterNamed(flags.character);
  const started = clock.now();
  await withEvaluated(flags, ports, async (parts, dir) => {
    const { pipeline } = parts;
    const shown: DrawnPanel[] = [];
    const evaluation = await evaluate(
      parts,
      {
        seed,
        count,
        judgeCount,
        dir,
        context,
        from: panelsFrom,
        character,
        narrator: flags.narrator,
        sections: flags.only,
        drawingsOnly: flags.drawingsOnly,
        options: {
          ...(steps === undefined ? {} : { steps }),
          ...(guidance === undefined ? {} : { guidanceScale: guidance }),
        },
      },
      {
        signal,
        onProgress: (what, done, of) => {
          output.progress(`${PROGRESS[what]}: ${done} of ${of}`);
        },
        onPanel: (drawn) => {
          if (shown.length < SHEET_PANELS) shown.push(drawn);
        },
      },
    );
    if (sheet !== undefined) {
      const title = `${pipeline.summary.name}, seed ${seed}: the world, the model, two stages, the true caption`;
      await writeSheet(sheet, shown, title);
    }
    const { defaults, name } = pipeline.bundle.manifest;
    const result = evaluationResult(evaluation, count, {
      bundle: name,
      bundleDigest: pipeline.bundle.digest,
      adapters: (flags.adapter ?? []).map((path) => basename(path)),
      device: pipeline.device,
      seed,
      steps: steps ?? defaults.steps,
      guidanceScale: guidance ?? defaults.guidanceScale,
      context,
      panelsFrom,
      character: character ?? null,
      ms: clock.now() - started,
    });
    output.result(result, evaluationLines(evaluation, count));
  });
}

export interface EvaluatedFlags {
  readonly bundle?: string;
  readonly adapter?: readonly string[];
  readonly judge: string;
  readonly device: string;
  readonly json?: boolean;
}

/** Opens bundle, adapters, judge and artist of a command for as long as `use` takes; `dir` is a folder for pictures that goes with them. */
export async function withEvaluated(
  flags: EvaluatedFlags,
  ports: EvaluatePorts,
  use: (parts: PanelParts, dir: string) => Promise<void>,
): Promise<void> {
  const { clock, signal } = ports;
  ports.outputOf(flags).progress('Opening the bundle');
  const dir = await mkdtemp(join(tmpdir(), 'studio-evaluate-'));
  const opened: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(part: T): T => {
    opened.unshift(part);
    return part;
  };
  try {
    const adapters = flags.adapter ?? [];
    let bundleDir = ports.bundleDirOf(flags.bundle);
    let { cacheDir } = ports;
    if (adapters.length > 0) {
      await writeMergedBundle(bundleDir, adapters.map(adapterChoiceFrom), join(dir, 'bundle'));
      bundleDir = join(dir, 'bundle');
      cacheDir = join(dir, 'cache'); // weights that no other run will ask for
    }
    const pipeline = keep(await openPipeline({ bundleDir, cacheDir, device: flags.device, clock, signal }));
    const judge = keep(await openJudge({ dir: flags.judge, cacheDir, device: pipeline.device }));
    const artist = keep(await openCaptionArtist(pipeline, cacheDir));
    await use({ pipeline, judge, artist }, dir);
  } finally {
    for (const part of opened) await part.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** Throws `bad-request` with the list of those that there are. */
export function characterNamed(id: string | undefined): CharacterId | undefined {
  if (id === undefined) return undefined;
  const found = ALL_CHARACTERS.find((character) => character.id === id);
  if (found !== undefined) return found.id;
  throw new StudioError('bad-request', `The world has no character called "${id}".`, {
    hint: `There are ${ALL_CHARACTERS.map((character) => character.id).join(', ')}.`,
  });
}

async function writeSheet(path: string, shown: readonly DrawnPanel[], title: string): Promise<void> {
  const cells = shown.map(({ panel, png, fromCaption, baseline, verdict, reading }) => ({
    pictures: [panel.render, png, baseline.png, fromCaption],
    caption: panel.text,
    note: [
      `${reading.who} ${mark(verdict.who)}`,
      `${reading.place} ${mark(verdict.place)}`,
      `${reading.time} ${mark(verdict.time)}`,
      ...panel.graph.props.map(({ id }, i) => `${id} ${mark(verdict.props[i] === true)}`),
    ].join('  '),
  }));
  const png = await contactSheet(cells, { columns: 3, pictureSidePx: 128, title });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, png);
}

const mark = (isRight: boolean): string => (isRight ? '✓' : '✗');
