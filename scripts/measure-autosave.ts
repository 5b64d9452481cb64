// Measures what an autosaved edit costs the main process: a long illustrated story is opened, one panel is typed into, and each change is
// journaled and saved through the contract as the page sends it. Prints milliseconds of the main thread's processor time and
// the bytes that the journal took.
//   node --import tsx scripts/measure-autosave.ts [--panels 500] [--pictures 3] [--edits 40]
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { emptyPanel, emptyStory, type Generation, type Panel, type Story } from '../common/domain/story';
import { storyChangeBetween } from '../common/domain/story-edit';
import { contract } from '../common/ipc/contract';
import { nodeFiles } from '../main/services/files/file-port';
import { OpenStory } from '../main/services/stories/open-story';
import { writeStoryFolder } from '../main/services/stories/story-folder';

const { values } = parseArgs({
  options: {
    help: { type: 'boolean' },
    panels: { type: 'string', default: '500' },
    pictures: { type: 'string', default: '3' },
    edits: { type: 'string', default: '40' },
  },
});
if (values.help === true) {
  console.log('Usage: node --import tsx scripts/measure-autosave.ts [--panels 500] [--pictures 3] [--edits 40]');
  process.exit(0);
}
const [panels, pictures, edits] = [values.panels, values.pictures, values.edits].map(Number) as [
  number,
  number,
  number,
];
const scratch = mkdtempSync(join(tmpdir(), 'voken-autosave-'));
const folder = join(scratch, 'Long.vokenstory');
mkdirSync(join(folder, 'assets'), { recursive: true });

const generation = (seed: number): Generation => ({
  bundle: 'miniature',
  bundleDigest: 'f'.repeat(64),
  seed,
  sampler: 'dpm-solver',
  steps: 20,
  guidanceScale: 4,
  temperature: 0.8,
  device: 'CPU',
  createdAt: '2026-11-23T10:00:00.000Z',
});
function panelNumber(n: number): Panel {
  const ids = Array.from({ length: pictures }, (_, k) => `x${n}-${k}`);
  return {
    ...emptyPanel(`p${n}`),
    text: 'The fox walked along the shore, and the lantern showed her the way home. '.repeat(4),
    origin: 'model',
    generation: generation(n),
    textVariants: [
      { id: 't', text: 'An earlier text. '.repeat(10), origin: 'model', favourite: false, generation: generation(n) },
    ],
    pictures: ids.map((id) => {
      const sha256 = createHash('sha256').update(id).digest('hex');
      writeFileSync(join(folder, 'assets', `${sha256}.png`), id);
      const asset = { sha256, ext: 'png' as const, widthPx: 256, heightPx: 256 };
      return {
        id,
        asset,
        origin: 'model',
        alt: 'A fox by the sea',
        altOrigin: 'model',
        favourite: false,
        generation: generation(n),
      };
    }),
    chosenPictureId: ids.at(-1) ?? null,
  };
}
const story: Story = {
  ...emptyStory({ id: 'long', panelId: 'p', title: 'Long', now: '2026-11-23T10:00:00.000Z' }),
  panels: Array.from({ length: panels }, (_, n) => panelNumber(n)),
};

/** Processor time of the main thread so far: exact on Linux, where other programs do not count; elsewhere the event loop's active time. */
function mainThreadMs(): number {
  const path = `/proc/self/task/${process.pid}/schedstat`;
  if (existsSync(path)) return Number(readFileSync(path, 'utf8').split(' ')[0]) / 1e6;
  return performance.eventLoopUtilization().active;
}
/** What the main thread was busy for while some work ran, waiting for the disk not counted. */
async function activeMs(work: () => Promise<unknown>): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 30));
  const before = mainThreadMs();
  await work();
  return mainThreadMs() - before;
}
const at = (sorted: readonly number[], share: number): string =>
  (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
const report = (what: string, ms: number[]): void => {
  const sorted = [...ms].sort((a, b) => a - b);
  console.log(
    `${what.padEnd(34)} median ${at(sorted, 0.5)} ms, 95th percentile ${at(sorted, 0.95)} ms, largest ${at(sorted, 1)} ms`,
  );
};

async function measure(): Promise<void> {
  await writeStoryFolder({ files: nodeFiles, wait: () => Promise.resolve(), uniqueName: () => 'first' }, folder, story);
  let names = 0;
  const open = new OpenStory(folder, {
    write: {
      files: nodeFiles,
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      uniqueName: () => `m${names++}`,
    },
    now: () => new Date().toISOString(),
  });
  const opening = await activeMs(() => open.load('Long'));
  await open.idle();
  await new Promise((resolve) => setTimeout(resolve, 1500)); // the pieces for the first save are being made
  console.log(
    `${panels} panels with ${pictures} pictures each; story.json ${(statSync(join(folder, 'story.json')).size / 1e6).toFixed(2)} MB`,
  );
  console.log(`${'opening'.padEnd(34)} ${opening.toFixed(0)} ms`);
  const times = { page: [] as number[], journal: [] as number[], save: [] as number[], whole: [] as number[] };
  let before = story;
  let sequence = 0;
  let journalBytes = 0;
  const next = (after: Story) => {
    const started = performance.now();
    const change = storyChangeBetween(before, after);
    times.page.push(performance.now() - started);
    const edit = structuredClone({ storyId: 'long', from: sequence, to: sequence + 1, ...change });
    before = after;
    sequence += 1;
    return edit;
  };
  for (let n = 0; n < edits; n++) {
    const index = (n * 37) % panels;
    const panel = before.panels[index];
    if (panel === undefined) continue;
    const typed = { ...before, panels: before.panels.with(index, { ...panel, text: `${panel.text} Typed ${n}.` }) };
    const journaled = next(typed);
    times.journal.push(await activeMs(() => open.journalEdit(contract.story.journalEdit.input.parse(journaled))));
    journalBytes += statSync(join(folder, 'journal.ndjson')).size;
    const saved = next({ ...typed, updatedAt: new Date().toISOString() });
    times.save.push(await activeMs(() => open.saveEdit(contract.story.saveEdit.input.parse(saved))));
  }
  for (let n = 0; n < Math.min(10, edits); n++) {
    const whole = structuredClone({ story: before, sequence: ++sequence });
    times.whole.push(await activeMs(() => open.save(contract.story.save.input.parse(whole).story, sequence)));
  }
  report('finding the change, in the page', times.page);
  report('journal, in main', times.journal);
  report('save, in main', times.save);
  report(
    'both, in main',
    times.save.map((ms, index) => ms + (times.journal[index] ?? 0)),
  );
  report('save of a whole state, in main', times.whole);
  console.log(`journal: ${(journalBytes / edits / 1e6).toFixed(2)} MB between two saves (the whole state once)`);
  const panel = before.panels[3];
  if (panel !== undefined) {
    const sizeAfter = async (word: string): Promise<number> => {
      const text = `${panel.text} ${word}`;
      await open.journalEdit(next({ ...before, panels: before.panels.with(3, { ...panel, text }) }));
      return statSync(join(folder, 'journal.ndjson')).size;
    };
    const first = await sizeAfter('one');
    console.log(`journal: ${(await sizeAfter('two')) - first} bytes for each further change`);
  }
  await open.close();
}
void measure().finally(() => {
  rmSync(scratch, { recursive: true, force: true });
});
