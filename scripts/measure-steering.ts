// How well the built-in model can be steered: npx tsx scripts/measure-steering.ts edits|cast|describe [--count N] [--seed S] [--bundle DIR].
// One JSON value on stdout. What is asked and counted is main/evaluation/steering; figures are kept in docs/decisions/0011.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openJudge } from '../main/evaluation/judge';
import { askCast, askDescriptions, askEditedHours, type SteeringParts } from '../main/evaluation/steering/ask-steering';
import { openPipeline } from '../main/pipeline/pipeline';

const questions: Readonly<Record<string, (parts: SteeringParts) => Promise<object>>> = {
  edits: askEditedHours,
  cast: askCast,
  describe: (parts) => askDescriptions(parts),
};
const HELP = `npx tsx scripts/measure-steering.ts ${Object.keys(questions).join('|')} [--count N] [--seed S] [--bundle DIR]`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      count: { type: 'string', default: '40' },
      seed: { type: 'string', default: '4711' },
      bundle: { type: 'string', default: 'native-models/miniature/bundle' },
      help: { type: 'boolean' },
    },
  });
  const question = Object.entries(questions).find(([name]) => name === positionals[0]);
  if (values.help === true || question === undefined) {
    process.stdout.write(`${HELP}\n`);
    process.exitCode = values.help === true ? 0 : 1;
    return;
  }
  const dir = await mkdtemp(join(tmpdir(), 'steering-'));
  const cacheDir = process.env['VOKEN_STUDIO_CACHE'] ?? join(dir, 'cache');
  const pipeline = await openPipeline({
    bundleDir: values.bundle,
    cacheDir,
    device: 'cpu',
    clock: { now: () => Date.now() },
  });
  const judge = await openJudge({ dir: 'test/support/judge', cacheDir, device: 'cpu' });
  try {
    const [seed, count] = [Number(values.seed), Number(values.count)];
    const figures = await question[1]({ pipeline, judge, dir, seed, count });
    process.stdout.write(`${JSON.stringify({ question: question[0], seed, count, ...figures }, null, 2)}\n`);
  } finally {
    await judge.close();
    await pipeline.close();
    await rm(dir, { recursive: true, force: true });
  }
}

main().catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
});
