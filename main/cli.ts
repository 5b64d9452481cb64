// The command line: the same engine without a window. Options are declared here; what a command does is in main/cli/. The only place of
// the command line that reads the environment, the clock and the process.
import { readFile } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, Option } from 'commander';
import { trimSizeSchema, type TrimSize } from '../common/domain/book-design';
import {
  adapterChoiceFrom,
  bundleDirOf,
  cacheDirOf,
  frozenDirOf,
  MAX_SEED,
  repeated,
  wholeNumber,
  type Environment,
} from './cli/arguments';
import { runBench } from './cli/bench-command';
import { benchInterface } from './cli/bench-interface';
import { browserPdfPrinter } from './cli/browser-pdf-printer';
import { runDevices, runVerify } from './cli/engine-commands';
import { evaluateCommand } from './cli/evaluate-command';
import { installedBrowser } from './cli/installed-browser';
import { thisMachine, treePeakRssBytes } from './cli/machine';
import { failureFrom, outputTo, type Output } from './cli/output';
import { mergeCommand } from './cli/merge-command';
import { reportCommand } from './cli/report-command';
import { runStory } from './cli/story-command';
import { exportCommand, trainCommand } from './cli/train-command';
import { tuneCommand } from './cli/tune-command';
import { runWorld } from './cli/world-command';

const environment: Environment = {
  variables: process.env,
  platform: process.platform,
  root: fileURLToPath(new URL('..', import.meta.url)),
};
const clock = { now: () => Date.now() };
const stop = new AbortController();
const outputOf = ({ json }: { json?: boolean }): Output => outputTo(process, json === true);

interface BenchFlags {
  runs: number;
  bundle?: string;
  config: string;
  interface: boolean;
  randomWeights: boolean;
  device: string;
  markdown: boolean;
  json?: boolean;
}

interface StoryFlags {
  prompt: string;
  image?: readonly string[];
  panels: number;
  seed: number;
  title?: string;
  style?: string;
  adapter?: readonly string[];
  bundle?: string;
  device: string;
  trim: TrimSize;
  out: string;
  json?: boolean;
}

const program = new Command('studio')
  .description('Voken Studio without a window: writes and draws illustrated stories with one local model.')
  .exitOverride()
  .configureOutput({
    outputError: (text, write) => {
      write(text.replace(/^error: /, 'studio: '));
    },
  });

program
  .command('story')
  .description('write and draw a story; gives a story folder, a page and a PDF')
  .requiredOption('--prompt <text>', 'how the story begins: its first panel')
  .option('--image <file>', 'a picture that the story starts from (may be given several times)', repeated)
  .option('--panels <n>', 'number of panels', wholeNumber(1, 200), 4)
  .option('--seed <s>', 'the same seed gives the same story', wholeNumber(0, MAX_SEED), 1)
  .option('--title <text>', 'title of the story (default: from the prompt)')
  .option('--style <id>', 'a drawing style of the bundle, for example ink (default: its first)')
  .option('--adapter <dir[:strength]>', 'a tuned adapter, 0 to 1.5 strong (may be given several times)', repeated)
  .option('--bundle <name>', 'the built-in "miniature", or the folder of a bundle')
  .option('--device <name>', 'cpu or webgpu', 'cpu')
  .addOption(new Option('--trim <size>', 'page size of the book').choices(trimSizeSchema.options).default('square-8.5'))
  .requiredOption('--out <dir>', 'folder for story.vokenstory, story.html and story.pdf')
  .option('--json', 'one JSON value on stdout and nothing else')
  .action(async (flags: StoryFlags) => {
    const browser = installedBrowser({ platform: process.platform, environment: process.env });
    const printer =
      browser === undefined ? undefined : browserPdfPrinter({ browser, isRoot: process.getuid?.() === 0 });
    await runStory(
      {
        ...flags,
        image: flags.image ?? [],
        adapters: (flags.adapter ?? []).map(adapterChoiceFrom),
        title: flags.title,
        style: flags.style,
      },
      {
        bundleDir: bundleDirOf(flags.bundle, environment),
        cacheDir: cacheDirOf(environment),
        printer,
        fontBytes: (folder, file) =>
          readFile(join(environment.root, 'node_modules/@fontsource', folder, 'files', file)),
        clock,
        peakRssBytes: () => process.resourceUsage().maxRSS * 1024,
        output: outputOf(flags),
        signal: stop.signal,
      },
    );
  });

program
  .command('world')
  .description('make a data set of the picture-book world: pictures and index.jsonl')
  .requiredOption('--kind <kind>', 'scenes, stories or dialogues')
  .option('--seed <s>', 'the same seed gives the same data', wholeNumber(0, MAX_SEED), 1)
  .option('--count <n>', 'how many', wholeNumber(1, 10_000_000), 100)
  .option('--size <px>', 'side of a picture', wholeNumber(16, 2048), 128)
  .option('--held-out', 'only combinations that training never sees', false)
  .option('--character <id>', 'with this main character; also one that training never shows')
  .option('--narrator <id>', 'told by somebody whom nothing is trained on: sailor')
  .option('--panels <n>', 'only stories of so many panels, 4 to 6', wholeNumber(4, 6))
  .requiredOption('--out <dir>', 'folder for the data set')
  .option('--json', 'one JSON value on stdout and nothing else')
  .action(
    async (flags: {
      kind: string;
      seed: number;
      count: number;
      size: number;
      heldOut: boolean;
      character?: string;
      panels?: number;
      narrator?: string;
      out: string;
      json?: boolean;
    }) => {
      await runWorld(
        { ...flags, character: flags.character, panels: flags.panels, narrator: flags.narrator },
        { output: outputOf(flags), signal: stop.signal },
      );
    },
  );

const trainPorts = {
  bundleDirOf: (name: string | undefined) => frozenDirOf(name, environment),
  cacheDir: cacheDirOf(environment),
  clock,
  peakRssBytes: () => process.resourceUsage().maxRSS * 1024,
  outputOf,
  signal: stop.signal,
};
program.addCommand(trainCommand(trainPorts).copyInheritedSettings(program));
program.addCommand(exportCommand(trainPorts).copyInheritedSettings(program));
program.addCommand(
  tuneCommand({
    ...trainPorts,
    bundleDirOf: (name) => bundleDirOf(name, environment),
    rssBytes: () => process.memoryUsage.rss(),
  }).copyInheritedSettings(program),
);

const evaluatePorts = {
  bundleDirOf: (name: string | undefined) => bundleDirOf(name, environment),
  judgeDir: join(environment.root, 'test', 'support', 'judge'),
  cacheDir: cacheDirOf(environment),
  clock,
  outputOf,
  signal: stop.signal,
};
program.addCommand(mergeCommand(evaluatePorts).copyInheritedSettings(program));
program.addCommand(evaluateCommand(evaluatePorts).copyInheritedSettings(program));
program.addCommand(reportCommand(evaluatePorts).copyInheritedSettings(program));

program
  .command('bench')
  .description('how fast a bundle is on this machine, by part')
  .option('--runs <n>', 'how often each part and each story of eight panels is run', wholeNumber(1, 1000), 5)
  .option('--bundle <name>', 'the built-in "miniature", or the folder of a bundle')
  .option('--config <name>', 'miniature, or minigpt5-7b: the published full size, part by part', 'miniature')
  .option(
    '--random-weights',
    'for --config minigpt5-7b: weights that mean nothing, up to 5 GB on disk meanwhile',
    false,
  )
  .option('--device <name>', 'cpu or webgpu', 'cpu')
  .option('--interface', 'only the interface, with a book of 500 panels (needs `npm run build` and a browser)', false)
  .option('--markdown', 'the section of docs/performance.md instead of a table', false)
  .option('--json', 'one JSON value on stdout and nothing else')
  .action((flags: BenchFlags) =>
    runBench(flags, {
      bundleDir: bundleDirOf(flags.bundle, environment),
      tempDir: tmpdir(),
      machine: thisMachine(clock.now(), process.versions.node),
      clock: { now: () => performance.timeOrigin + performance.now() }, // a token takes less than a few milliseconds
      peakRssBytes: () => treePeakRssBytes(process.pid) ?? process.resourceUsage().maxRSS * 1024,
      output: outputOf(flags),
      signal: stop.signal,
      measureInterface: (runs) =>
        benchInterface(runs, {
          root: environment.root,
          hasBrowser: installedBrowser({ platform: process.platform, environment: process.env }) !== undefined,
          signal: stop.signal,
        }),
    }),
  );

program
  .command('devices')
  .description('the devices of this machine, each with a measured test')
  .option('--json', 'one JSON value on stdout and nothing else')
  .action((flags: { json?: boolean }) => runDevices({ output: outputOf(flags), clock, freeBytes: freemem }));

program
  .command('verify')
  .description('check every file of a bundle against its manifest')
  .argument('[bundle]', 'the built-in "miniature", or the folder of a bundle')
  .option('--json', 'one JSON value on stdout and nothing else')
  .action((bundle: string | undefined, flags: { json?: boolean }) =>
    runVerify(bundleDirOf(bundle, environment), { output: outputOf(flags) }),
  );

/** npm and tsx pass one Ctrl-C on as several signals within a moment: only a later one means "at once". */
const SAME_CTRL_C_MS = 1000;
let stoppedAt: number | undefined;
process.on('SIGINT', () => {
  if (stoppedAt !== undefined && clock.now() - stoppedAt > SAME_CTRL_C_MS) process.exit(130);
  stoppedAt ??= clock.now();
  stop.abort(); // heard between two runs of a network
});

program.parseAsync(process.argv).catch((thrown: unknown) => {
  // Commander has already said what is wrong with the options; asking for help is no failure.
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? 0 : 2;
    return;
  }
  const { line, exitCode } = failureFrom(thrown);
  process.stderr.write(`${line}\n`);
  process.exitCode = exitCode;
});
