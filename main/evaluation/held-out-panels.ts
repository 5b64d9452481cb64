// The questions of the evaluation: panels of stories whose names and some of whose combinations no part of the bundle was trained on,
// with real pictures for everything that came before. One panel a story, so that the counts are independent of each other.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rng } from '../../common/base/rng';
import {
  ALL_CHARACTERS,
  makeScene,
  makeStory,
  renderScene,
  styleLine,
  type CharacterId,
  type Narrator,
  type SceneGraph,
  type StoryPanel,
  type StoryWishes,
} from '../../native-models/miniature/world/world';

export interface HeldOutPanel {
  /** What the panel says; it is drawn from this and from the context. */
  readonly text: string;
  /** What its picture shows, in the world's own words. */
  readonly caption: string;
  readonly graph: SceneGraph;
  /** The panels before it, with rendered pictures. */
  readonly context: readonly { readonly text: string; readonly imagePath: string }[];
  /** The rendered picture of the panel itself, for a person to compare. */
  readonly render: Uint8Array;
  /** The seed with which its picture is drawn. */
  readonly seed: number;
  /** Neither name nor kind of the main character is in the text: only a pronoun, or nothing, says who it is. */
  readonly isPronounOnly: boolean;
}

/** all: any panel of a story; pronoun: only those where a pronoun, or an earlier panel, tells who it is about. */
export const panelSources = ['all', 'pronoun'] as const;
export type PanelSource = (typeof panelSources)[number];

export interface HeldOutChoice {
  readonly seed: number;
  readonly index: number;
  /** The main character of the story; any known one by default. */
  readonly character?: CharacterId | undefined;
}

/** Panel number `index` of an evaluation. The same seed and index give the same panel, whatever the count. */
export async function heldOutPanel(
  options: HeldOutChoice & {
    /** Receives the pictures of the context. */
    readonly dir: string;
    readonly sizePx: number;
    readonly from?: PanelSource | undefined;
  },
): Promise<HeldOutPanel> {
  const { sizePx } = options;
  const { story, at, rng } = panelChoice(options);
  const context = await toldPanels(story.slice(0, at), options);
  const panel = story[at];
  if (panel === undefined) throw new RangeError(`A story of ${story.length} panels has no panel ${at}.`);
  const { caption, graph } = panel;
  return {
    text: toldTexts(story)[at] ?? '',
    caption,
    graph,
    context,
    render: await renderScene(graph, sizePx),
    seed: rng.uint32(),
    isPronounOnly: isPronounOnly(panel.text, graph),
  };
}

/** held-out: names that training never showed; usual: names that it did, of whom a model may have ideas of its own. */
export type StoryNames = 'held-out' | 'usual';

/** Story number `index` of an evaluation: the one that panel number `index` is taken from. */
export function heldOutStory(
  choice: HeldOutChoice & { readonly names?: StoryNames; readonly narrator?: Narrator | undefined },
): StoryPanel[] {
  const { character, names = 'held-out', narrator } = choice;
  return storyFrom(rngOf(choice), 'story', {
    ...(character && { character }),
    ...(narrator && { narrator }),
    hasUsualNames: names === 'usual',
  });
}

/** The texts of a story as a model is given them: the line that names the style comes before the first. */
export function toldTexts(story: readonly StoryPanel[]): string[] {
  return story.map(({ text, graph }, i) => {
    const style = i === 0 ? styleLine(graph.style) : undefined;
    return style === undefined ? text : `${style} ${text}`;
  });
}

/** Panels as a model is given them, with the world's own pictures in files of `dir`. */
export async function toldPanels(
  story: readonly StoryPanel[],
  { index, dir, sizePx }: { readonly index: number; readonly dir: string; readonly sizePx: number },
): Promise<{ readonly text: string; readonly imagePath: string }[]> {
  const texts = toldTexts(story);
  await mkdir(dir, { recursive: true });
  const panels = [];
  for (const [i, { graph }] of story.entries()) {
    const imagePath = join(dir, `${index}-${i}.png`);
    await writeFile(imagePath, await renderScene(graph, sizePx));
    panels.push({ text: texts[i] ?? '', imagePath });
  }
  return panels;
}

/** A fresh held-out scene with its picture, to measure the judge with. */
export async function heldOutRender(options: HeldOutChoice & { readonly sizePx: number }) {
  const rng = new Rng(options.seed).fork(`judge-${options.index}`);
  const { character } = options;
  const graph = makeScene(rng, true, character === undefined ? {} : { character });
  return { graph, png: await renderScene(graph, options.sizePx) };
}

const rngOf = ({ seed, index }: HeldOutChoice): Rng => new Rng(seed).fork(`evaluation-${index}`);

function storyFrom(rng: Rng, name: string, wishes: StoryWishes): StoryPanel[] {
  return makeStory(rng.fork(name), true, wishes);
}

const MOST_STORIES = 1000;

/** The story and which of its panels is asked for; with `pronoun` the first story that has such a panel. */
function panelChoice(options: HeldOutChoice & { readonly from?: PanelSource | undefined }) {
  const rng = rngOf(options);
  const { character } = options;
  for (let attempt = 0; attempt < MOST_STORIES; attempt++) {
    const story = storyFrom(rng, attempt === 0 ? 'story' : `story-${attempt}`, { ...(character && { character }) });
    const candidates = [...story.keys()].filter(
      (i) => options.from !== 'pronoun' || (i > 0 && isPronounOnly(story[i]!.text, story[i]!.graph)),
    );
    if (candidates.length > 0) return { story, at: rng.pick(candidates), rng };
  }
  throw new RangeError(`None of ${MOST_STORIES} stories has a panel that names its hero by a pronoun only.`);
}

function isPronounOnly(text: string, { characters }: SceneGraph): boolean {
  const main = characters.find(({ role }) => role === 'main');
  if (main === undefined) return false;
  const kinds = ALL_CHARACTERS.find(({ id }) => id === main.id)?.words ?? [];
  const lower = text.toLowerCase();
  return [main.name, ...kinds].every((word) => !new RegExp(`\\b${word.toLowerCase()}\\b`).test(lower));
}
