// `studio report`: what people look at beside the figures. Draws the first held-out stories as a contact sheet and a blind ballot against
// the two-stage baseline; counts votes that come back; draws pictures by which people check the judge (judge-check.ts); puts the figures
// of evaluations into the tables of docs/model-report.md.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { StudioError } from '../../common/base/studio-error';
import { arms, type ArmName } from '../evaluation/report/arms';
import { ballotPage } from '../evaluation/report/ballot-page';
import { countVotes, makeBallot } from '../evaluation/report/ballot';
import { drawStories } from '../evaluation/report/drawn-stories';
import { figureTables } from '../evaluation/report/figures-tables';
import { storyPage } from '../evaluation/report/story-page';
import { MAX_SEED, repeated, wholeNumber } from './arguments';
import { characterNamed, withEvaluated, type EvaluatePorts } from './evaluate-command';
import { readJsonIfThere } from './json-files';
import { AGREEMENT_FILE, countJudgeLabels, drawJudgeCheck } from './judge-check';
import type { Output } from './output';

interface ReportFlags {
  out?: string;
  seed: number;
  stories: number;
  pairs: number;
  character?: string;
  votes?: readonly string[];
  document?: string;
  judgeCheck?: string;
  judgeLabels?: string;
  count: number;
  judge: string;
  adapter?: readonly string[];
  bundle?: string;
  device: string;
  json?: boolean;
}

const KEY_FILE = 'ballot-key.json';
const VOTES_FILE = 'votes.json';
/** Where --document looks for the agreement of labels, inside its folder. */
const JUDGE_CHECK_DIR = 'judge-check';

/** Declares the command. */
export function reportCommand(ports: EvaluatePorts): Command {
  return new Command('report')
    .description('pages for people: the first held-out stories drawn, and a blind ballot against two stages')
    .option('--out <dir>', 'folder for stories.html, ballot.html and ballot-key.json (needed without --judge-check)')
    .option('--seed <s>', 'the same seed gives the same pages', wholeNumber(0, MAX_SEED), 1)
    .option('--stories <n>', 'stories on the contact sheet', wholeNumber(0, 1000), 24)
    .option('--pairs <n>', 'pairs on the ballot', wholeNumber(0, 1000), 50)
    .option('--character <id>', 'only stories about this character')
    .option('--votes <file>', "count these answers with the folder's key, and draw nothing (several times)", repeated)
    .option('--document <file>', "rewrite the tables of this document from the folder's evaluations, and draw nothing")
    .option('--judge-check <dir>', 'only draw pictures into this folder, for people to check the judge by')
    .option('--count <n>', 'pictures of --judge-check', wholeNumber(1, 999), 200)
    .option('--judge-labels <file>', "count how far the judge agrees with these labels of --judge-check's folder")
    .option('--adapter <dir>', 'a tuned adapter (may be given several times)', repeated)
    .option('--judge <dir>', 'folder of the judge', ports.judgeDir)
    .option('--bundle <name>', 'the built-in "miniature", or the folder of a bundle')
    .option('--device <name>', 'cpu or webgpu', 'cpu')
    .option('--json', 'one JSON value on stdout and nothing else')
    .action(async (flags: ReportFlags) => {
      await runReport(flags, ports);
    });
}

/** One kind of work a run: what a second kind would read, the first may just have written. */
async function runReport(flags: ReportFlags, ports: EvaluatePorts): Promise<void> {
  const output = ports.outputOf(flags);
  const { out, votes, document, judgeCheck, judgeLabels } = flags;
  const kinds = [votes, document, judgeCheck].filter((flag) => flag !== undefined);
  if (kinds.length > 1) {
    throw new StudioError('bad-request', '--votes, --document and --judge-check cannot go into one run.', {
      hint: 'Count votes and labels first, then give --document.',
    });
  }
  if (judgeCheck !== undefined) {
    if (judgeLabels === undefined) await drawJudgeCheck(judgeCheck, flags, ports, output);
    else await countJudgeLabels(judgeCheck, judgeLabels, output);
    return;
  }
  if (judgeLabels !== undefined) {
    throw new StudioError('bad-request', 'Labels need the folder of the check that they belong to.', {
      hint: 'Name it with --judge-check.',
    });
  }
  if (out === undefined) {
    throw new StudioError('bad-request', 'A report needs a folder.', { hint: 'Name one with --out.' });
  }
  if (votes !== undefined) await countVotesInto(out, votes, output);
  else if (document !== undefined) await writeTables(out, document, output);
  else await drawPages(out, flags, ports, output);
}

async function drawPages(out: string, flags: ReportFlags, ports: EvaluatePorts, output: Output): Promise<void> {
  const { seed } = flags;
  const { clock, signal } = ports;
  const character = characterNamed(flags.character);
  const started = clock.now();
  const files: Record<string, string> = {};
  const write = async (name: string, text: string): Promise<void> => {
    files[name] = join(out, name);
    await writeFile(join(out, name), text);
  };
  await mkdir(out, { recursive: true });
  await withEvaluated(flags, ports, async ({ pipeline, judge, artist }, dir) => {
    const common = { seed, character, dir, signal };
    if (flags.stories > 0) {
      const stories = await drawStories(pipeline, judge, {
        ...common,
        count: flags.stories,
        onStory: (done, count) => {
          output.progress(`Story ${done} of ${count}`);
        },
      });
      const { title } = pipeline.bundle.manifest;
      const about = `${title} (${pipeline.bundle.digest.slice(0, 12)}), seed ${seed}.`;
      await write('stories.html', storyPage(stories, about));
    }
    if (flags.pairs > 0) {
      const { pairs, key } = await makeBallot(pipeline, artist, {
        ...common,
        count: flags.pairs,
        onPair: (done, count) => {
          output.progress(`Pair ${done} of ${count}`);
        },
      });
      await write('ballot.html', ballotPage(pairs, key.ballot));
      await write(KEY_FILE, `${JSON.stringify(key, null, 1)}\n`);
    }
    const { name } = pipeline.summary;
    const result = { bundle: name, seed, stories: flags.stories, pairs: flags.pairs, files };
    output.result({ ...result, ms: clock.now() - started }, Object.values(files));
  });
}

const keySchema = z.object({ ballot: z.string(), ours: z.record(z.string(), z.enum(['a', 'b'])) });
const choiceSchema = z.enum(['a', 'b', 'same']).optional();
const answersSchema = z.object({
  ballot: z.string(),
  answers: z.array(z.object({ pair: z.string(), fits: choiceSchema, drawn: choiceSchema })),
});

async function countVotesInto(out: string, paths: readonly string[], output: Output): Promise<void> {
  const key = await readVotes(join(out, KEY_FILE), keySchema);
  const votes = [];
  for (const path of paths) {
    const { ballot, answers } = await readVotes(path, answersSchema);
    // A question left out is a key left out: undefined values are none.
    const given = answers.map(({ pair, fits, drawn }) => ({
      pair,
      ...(fits === undefined ? {} : { fits }),
      ...(drawn === undefined ? {} : { drawn }),
    }));
    votes.push({ ballot, answers: given });
  }
  const result = { voters: votes.length, ...countVotes(key, votes) };
  await writeFile(join(out, VOTES_FILE), `${JSON.stringify(result, null, 1)}\n`);
  const percent = (share: number | null): string => (share === null ? 'none' : `${(share * 100).toFixed(1)} %`);
  output.result(
    result,
    (['fits', 'drawn'] as const).map(
      (name) =>
        `${name}: vokens ${percent(result[name].ours.share)}, two stages ${percent(result[name].theirs.share)}, no difference ${percent(result[name].same.share)}`,
    ),
  );
}

const BEGIN = '<!-- figures: written by `studio report --document`, not by hand -->';
const END = '<!-- end of figures -->';

async function writeTables(out: string, path: string, output: Output): Promise<void> {
  const document = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new StudioError('io', `${basename(path)} cannot be read.`, {
      hint: 'Name the document with --document.',
      cause,
    });
  });
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin === -1 || end < begin)
    throw new StudioError('bad-request', `${basename(path)} has no place for the figures.`, {
      hint: `It needs the lines ${BEGIN} and ${END}.`,
    });
  const results: Partial<Record<ArmName, unknown>> = {};
  for (const name of Object.keys(arms) as ArmName[]) {
    const found = await readJsonIfThere(join(out, `${name}.json`));
    if (found !== undefined) results[name] = found;
  }
  const votes = await readJsonIfThere(join(out, VOTES_FILE));
  const agreement = await readJsonIfThere(join(out, JUDGE_CHECK_DIR, AGREEMENT_FILE));
  const tables = figureTables({ results, votes, agreement });
  const temporary = `${path}.partial`;
  await writeFile(temporary, `${document.slice(0, begin)}${BEGIN}\n\n${tables}\n\n${document.slice(end)}`);
  await rename(temporary, path);
  const measured = Object.keys(results);
  output.result({ document: path, measured }, [
    `${basename(path)}: ${measured.length} of ${Object.keys(arms).length} arms`,
  ]);
}

async function readVotes<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const found = await readJsonIfThere(path);
  const parsed = schema.safeParse(found);
  if (parsed.success) return parsed.data;
  throw new StudioError('bad-request', `${basename(path)} is not there or not what was expected.`, {
    hint: 'Votes need the ballot-key.json that was written with the ballot, and the files that voters saved.',
    cause: parsed.error,
  });
}
