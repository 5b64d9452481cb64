// The questions of the evaluation: panels of stories whose names and some of whose combinations no part of the bundle was trained on,
// with real pictures for everything that came before. One panel a story, so that the counts are independent of each other.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rng } from '../../common/base/rng';
import {
  KNOWN_CHARACTERS,
  makeScene,
  makeStory,
  renderScene,
  type SceneGraph,
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

/** Panel number `index` of an evaluation. The same seed and index give the same panel, whatever the count. */
export async function heldOutPanel(options: {
  readonly seed: number;
  readonly index: number;
  /** Receives the pictures of the context. */
  readonly dir: string;
  readonly sizePx: number;
}): Promise<HeldOutPanel> {
  const { seed, index, dir, sizePx } = options;
  const rng = new Rng(seed).fork(`evaluation-${index}`);
  const story = makeStory(rng.fork('story'), true);
  const at = rng.int(story.length);
  await mkdir(dir, { recursive: true });
  const context = [];
  for (const [i, panel] of story.slice(0, at).entries()) {
    const imagePath = join(dir, `${index}-${i}.png`);
    await writeFile(imagePath, await renderScene(panel.graph, sizePx));
    context.push({ text: panel.text, imagePath });
  }
  const panel = story[at];
  if (panel === undefined) throw new RangeError(`A story of ${story.length} panels has no panel ${at}.`);
  const { text, caption, graph } = panel;
  return {
    text,
    caption,
    graph,
    context,
    render: await renderScene(graph, sizePx),
    seed: rng.uint32(),
    isPronounOnly: isPronounOnly(text, graph),
  };
}

/** A fresh held-out scene with its picture, to measure the judge with. */
export async function heldOutRender(options: {
  readonly seed: number;
  readonly index: number;
  readonly sizePx: number;
}) {
  const rng = new Rng(options.seed).fork(`judge-${options.index}`);
  const graph = makeScene(rng, true);
  return { graph, png: await renderScene(graph, options.sizePx) };
}

function isPronounOnly(text: string, { characters }: SceneGraph): boolean {
  const main = characters.find(({ role }) => role === 'main');
  if (main === undefined) return false;
  const kinds = KNOWN_CHARACTERS.find(({ id }) => id === main.id)?.words ?? [];
  const lower = text.toLowerCase();
  return [main.name, ...kinds].every((word) => !new RegExp(`\\b${word.toLowerCase()}\\b`).test(lower));
}
