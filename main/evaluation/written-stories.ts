// The words' half of the evaluation: stories that the model writes on from a held-out opening, checked against the world's grammar for
// statements that contradict the story so far, and for repetition. Where the model takes a story for finished, it is finished. A sentence
// that the check cannot read counts as a failure, so that nonsense does not pass for consistency; how much it reads stands beside it.
// Each panel is written after the model's own pictures of the panels before, as in the studio; of what those show
// only the hero is looked for here, the rest is panel-figures.ts.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rng } from '../../common/base/rng';
import { throwIfCancelled } from '../../common/base/studio-error';
import type { GenerationOptions } from '../../common/domain/job';
import { checkStory, type CharacterId } from '../../native-models/miniature/world/world';
import type { Pipeline } from '../pipeline/pipeline';
import { heldOutStory, toldTexts, type StoryNames } from './held-out-panels';
import type { Judge } from './judge';
import { repeatedRuns } from './repetition';
import { shareOf, type Share } from './share';

/** Reads the texts of a story's panels; the world's own reader of facts by default. */
export type CheckStory = (texts: readonly string[]) => {
  readonly sentences: number;
  readonly parsed: number;
  readonly contradictions: readonly { readonly panel: number; readonly sentence: string; readonly isParsed: boolean }[];
};

export interface WrittenStoriesRequest {
  readonly seed: number;
  readonly count: number;
  readonly character?: CharacterId | undefined;
  readonly options?: Omit<GenerationOptions, 'seed'> | undefined;
  readonly check?: CheckStory | undefined;
  /** Looks for the hero in every picture that the model drew; without it nobody does. */
  readonly judge?: Pick<Judge, 'read'> | undefined;
  readonly dir: string;
  readonly signal?: AbortSignal | undefined;
  readonly onStory?: ((done: number, count: number) => void) | undefined;
}

export interface StoryFigures {
  readonly stories: number;
  /** Of the panels that the held-out stories have after their openings, those that were told before the model ended its story. */
  readonly told: Share;
  /** Of all panels drawn, openings included, those in which the judge sees the hero, as the main figure or among others. */
  readonly heroSeen?: Share | undefined;
  /** Of all sentences written, those that contradict the story or cannot be read. */
  readonly contradictions: Share;
  /** Of the sentences that can be read, those that contradict the story. */
  readonly contradictionsOfRead: Share;
  /** Of all sentences written, those that can be read. */
  readonly coverage: Share;
  /** Of all runs of four words written, those that stood in the story before. */
  readonly repetition: Share;
  /** `contradictions` of the stories whose names training never showed, and of those whose names it did: a writer may give either. */
  readonly byNames: { readonly heldOut: Share; readonly usual: Share };
  /** The same for the world's own stories with these openings. */
  readonly world: { readonly contradictions: Share; readonly coverage: Share; readonly repetition: Share };
}

interface Sums {
  panels: number;
  sentences: number;
  parsed: number;
  contradicting: number;
  runs: number;
  repeated: number;
}

/**
 * Writes `count` stories on, each to the length of the held-out story that it opens with (4 to 6 panels) or to the end that the model
 * gives it, and checks them. Sentences of one story hang together: the intervals, which take them as independent, are a little too narrow.
 */
export async function measureStories(pipeline: Pipeline, request: WrittenStoriesRequest): Promise<StoryFigures> {
  const { seed, count, character, check = checkStory, judge, signal, onStory } = request;
  const hero = { seen: 0, drawn: 0 };
  const heldOut = noSums();
  const usual = noSums();
  const world = noSums();
  for (let index = 0; index < count; index++) {
    throwIfCancelled(signal);
    const story = heldOutStory({ seed, index, character, names: storyNames(index) });
    const { texts, pictures } = await writeOn(pipeline, toldTexts(story).slice(0, 1), story.length, request, index);
    const id = story[0]?.graph.characters.find(({ role }) => role === 'main')?.id;
    if (judge !== undefined)
      for (const path of pictures) {
        const { who, present } = await judge.read(await readFile(path), path);
        hero.drawn += 1;
        if (who === id || (id !== undefined && present.includes(id))) hero.seen += 1;
      }
    const opening = story[0]?.text ?? ''; // without the line that names the style, which tells nothing of the story
    addStory(storyNames(index) === 'usual' ? usual : heldOut, [opening, ...texts.slice(1)], check);
    addStory(
      world,
      story.map(({ text }) => text),
      check,
    );
    onStory?.(index + 1, count);
  }
  const written = addedSums(heldOut, usual);
  return {
    stories: count,
    told: shareOf(written.panels, world.panels),
    heroSeen: judge === undefined ? undefined : shareOf(hero.seen, hero.drawn),
    contradictions: failures(written),
    contradictionsOfRead: shareOf(written.contradicting, written.parsed),
    coverage: shareOf(written.parsed, written.sentences),
    repetition: shareOf(written.repeated, written.runs),
    byNames: { heldOut: failures(heldOut), usual: failures(usual) },
    world: {
      contradictions: failures(world),
      coverage: shareOf(world.parsed, world.sentences),
      repetition: shareOf(world.repeated, world.runs),
    },
  };
}

/** Every second story has names that training showed. */
export const storyNames = (index: number): StoryNames => (index % 2 === 1 ? 'usual' : 'held-out');

const failures = ({ contradicting, sentences, parsed }: Sums): Share =>
  shareOf(contradicting + sentences - parsed, sentences);

/** Panel after panel, each after the texts before it and the pictures that the model drew of them. */
async function writeOn(
  pipeline: Pipeline,
  opening: readonly string[],
  length: number,
  { seed, options, dir, signal }: WrittenStoriesRequest,
  index: number,
): Promise<{ texts: string[]; pictures: string[] }> {
  const rng = new Rng(seed).fork(`written-${index}`);
  const panels: { text: string; imagePath: string | null }[] = [];
  while (panels.length < length) {
    const given = opening[panels.length];
    const { text, asset, notices } = await pipeline.generate(
      {
        mode: given === undefined ? 'both' : 'picture',
        context: panels,
        referencePaths: [],
        text: given ?? '',
        imagePath: null,
        options: { ...options, seed: rng.fork(panels.length).uint32() },
        assetsDir: dir,
      },
      signal === undefined ? {} : { signal },
    );
    if (notices.some(({ kind }) => kind === 'story-complete')) break;
    panels.push({ text, imagePath: asset === null ? null : join(dir, `${asset.sha256}.${asset.ext}`) });
  }
  return {
    texts: panels.map(({ text }) => text),
    pictures: panels.flatMap(({ imagePath }) => (imagePath === null ? [] : [imagePath])),
  };
}

/** Only what follows the opening is counted; the opening is what it may contradict. */
function addStory(sums: Sums, texts: readonly string[], check: CheckStory): void {
  const opening = check(texts.slice(0, 1));
  const whole = check(texts);
  sums.panels += texts.length - 1;
  sums.sentences += whole.sentences - opening.sentences;
  sums.parsed += whole.parsed - opening.parsed;
  sums.contradicting += new Set(
    whole.contradictions
      .filter(({ panel, isParsed }) => panel > 0 && isParsed) // one that cannot be read is a failure already
      .map(({ panel, sentence }) => `${panel} ${sentence}`),
  ).size;
  const { runs, repeated } = repeatedRuns(texts);
  sums.runs += runs;
  sums.repeated += repeated;
}

const noSums = (): Sums => ({ panels: 0, sentences: 0, parsed: 0, contradicting: 0, runs: 0, repeated: 0 });
const addedSums = (a: Sums, b: Sums): Sums => ({
  panels: a.panels + b.panels,
  sentences: a.sentences + b.sentences,
  parsed: a.parsed + b.parsed,
  contradicting: a.contradicting + b.contradicting,
  runs: a.runs + b.runs,
  repeated: a.repeated + b.repeated,
});
