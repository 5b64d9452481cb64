// Asks the built-in model whether it can be steered: does the picture follow an edited word with the same seed, does a card carry its
// character, and what does it see in a picture. The judge reads the drawings; of renders the truth is known. Shares, counted once.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seenIn, type SeenWord } from '../../pipeline/describe';
import type { Pipeline } from '../../pipeline/pipeline';
import type { PipelineRequest } from '../../pipeline/generate';
import { heldOutRender } from '../held-out-panels';
import type { Judge, Reading } from '../judge';
import { editedHour } from './edited-hours';
import { namesOnly } from './names-only';

export interface SteeringParts {
  readonly pipeline: Pipeline;
  readonly judge: Judge;
  /** Receives pictures. */
  readonly dir: string;
  readonly seed: number;
  readonly count: number;
}

const sizeOf = ({ pipeline }: SteeringParts): number => pipeline.bundle.manifest.picture.sizePx;

async function drawn(
  { pipeline, judge, dir }: SteeringParts,
  request: Pick<PipelineRequest, 'context' | 'text' | 'cast'> & { readonly seed: number; readonly style: string },
): Promise<Reading> {
  const { seed, style, ...rest } = request;
  const { asset } = await pipeline.generate({
    mode: 'picture',
    referencePaths: [],
    imagePath: null,
    options: { seed, style },
    assetsDir: dir,
    ...rest,
  });
  return judge.read(await readFile(join(dir, `${asset!.sha256}.${asset!.ext}`)), 'a drawing');
}

/** A panel's hour is edited and the panel drawn again with the same seed; beside it a fresh seed, to see what the seed is worth. */
export async function askEditedHours(parts: SteeringParts) {
  const counts = { timeBefore: 0, timeFollows: 0, whoStays: 0, placeStays: 0, whoStaysFresh: 0, placeStaysFresh: 0 };
  const ms: number[] = [];
  for (let index = 0; index < parts.count; index++) {
    const { context, before, after, wanted, graph, seed } = await editedHour({
      ...parts,
      index,
      sizePx: sizeOf(parts),
    });
    const { style } = graph;
    const first = await drawn(parts, { context: [...context], text: before, seed, style });
    const start = parts.pipeline.clock.now();
    const edited = await drawn(parts, { context: [...context], text: after, seed, style });
    ms.push(parts.pipeline.clock.now() - start);
    const fresh = await drawn(parts, { context: [...context], text: after, seed: seed ^ 1, style });
    counts.timeBefore += Number(first.time === graph.time);
    counts.timeFollows += Number(edited.time === wanted);
    counts.whoStays += Number(edited.who === first.who);
    counts.placeStays += Number(edited.place === first.place);
    counts.whoStaysFresh += Number(fresh.who === first.who);
    counts.placeStaysFresh += Number(fresh.place === first.place);
  }
  ms.sort((a, b) => a - b);
  return { ...sharesOf(counts, parts.count), ms: { median: ms[Math.floor(ms.length / 2)]!, min: ms[0]! } };
}

/** The ways to carry a character that are compared. */
export const castArms = [
  'none',
  'words',
  'words and pictures',
  'strangers always, words',
  'strangers always, pictures',
] as const;

/** Stories told by names alone, with and without cards. */
export async function askCast(parts: SteeringParts) {
  const counts = Object.fromEntries(castArms.map((arm) => [arm, { main: 0, everybody: 0, of: 0, strangers: 0 }]));
  for (let index = 0; index < parts.count; index++) {
    const { cast, strangers, context, text, graph, main, seed } = await namesOnly({
      ...parts,
      index,
      sizePx: sizeOf(parts),
    });
    const wordsOnly = (cards: typeof cast) => cards.map((card) => ({ ...card, imagePaths: [] }));
    const always = (cards: typeof cast) => cards.map((card) => ({ ...card, always: true }));
    const arms: Record<(typeof castArms)[number], typeof cast> = {
      none: [],
      words: wordsOnly(cast),
      'words and pictures': cast,
      'strangers always, words': [...cast, ...always(wordsOnly(strangers))],
      'strangers always, pictures': [...cast, ...always(strangers)],
    };
    for (const arm of castArms) {
      const { present } = await drawn(parts, {
        context: [...context],
        text,
        cast: [...arms[arm]],
        seed,
        style: graph.style,
      });
      const count = counts[arm]!;
      count.main += Number(present.includes(main));
      count.everybody += graph.characters.filter(({ id }) => present.includes(id)).length;
      count.of += graph.characters.length;
      count.strangers += present.filter((who) => !graph.characters.some(({ id }) => id === who)).length;
    }
  }
  return Object.fromEntries(
    Object.entries(counts).map(([arm, { main, everybody, of, strangers }]) => [
      arm,
      { main: main / parts.count, everybody: everybody / of, strangersAPicture: strangers / parts.count },
    ]),
  );
}

/** What the model sees in held-out renders, by how sure it is. */
export async function askDescriptions(parts: SteeringParts, thresholds: readonly number[] = [0, 0.3, 0.5, 0.7, 0.9]) {
  const { pipeline, dir, count } = parts;
  const kinds = ['characters', 'places', 'times', 'props'] as const;
  const rows: { readonly truth: Record<SeenWord['kind'], readonly string[]>; readonly words: readonly SeenWord[] }[] =
    [];
  const start = pipeline.clock.now();
  for (let index = 0; index < count; index++) {
    const { graph, png } = await heldOutRender({ seed: parts.seed, index, sizePx: sizeOf(parts) });
    const path = join(dir, `render-${index}.png`);
    await writeFile(path, png);
    const { cache, tokenizer, viewer, bundle } = pipeline;
    const { words } = await seenIn(await viewer.hashOf(path), { cache, tokenizer, manifest: bundle.manifest });
    const truth = {
      characters: [...new Set(graph.characters.map(({ id }) => id))],
      places: [graph.place],
      times: [graph.time],
      props: [...new Set(graph.props.map(({ id }) => id))],
    };
    rows.push({ truth, words });
  }
  const figuresOf = (kind: SeenWord['kind']) =>
    thresholds.map((sure) => {
      let [said, right, there] = [0, 0, 0];
      for (const { truth, words } of rows) {
        const seen = words.filter((word) => word.kind === kind && word.confidence >= sure).map(({ word }) => word);
        said += seen.length;
        right += seen.filter((word) => truth[kind].includes(word)).length;
        there += truth[kind].length;
      }
      return { sure, precision: right / said, recall: right / there };
    });
  const [characters, places, times, props] = kinds.map(figuresOf);
  return { characters, places, times, props, msAPicture: (pipeline.clock.now() - start) / count };
}

const sharesOf = <T extends Record<string, number>>(counts: T, count: number): T =>
  Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, value / count])) as T;
