// The first held-out stories, drawn whole, for people to look at: each story's own texts drawn one after another with the model's own
// pictures as context, and the same opening told and drawn on by the model. Nothing is chosen and nothing is left out.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../../../common/base/studio-error';
import { Rng } from '../../../common/base/rng';
import { renderScene, type CharacterId, type SceneGraph } from '../../../native-models/miniature/world/world';
import type { Pipeline } from '../../pipeline/pipeline';
import { heldOutStory, toldTexts } from '../held-out-panels';
import type { Judge, Reading } from '../judge';
import { verdictOf, type Verdict } from '../recall';

export interface ShownPanel {
  readonly text: string;
  readonly png: Uint8Array;
}

export interface DrawnStory {
  readonly world: readonly (ShownPanel & { readonly graph: SceneGraph })[];
  /** The world's texts, drawn by the model. */
  readonly drawn: readonly (ShownPanel & { readonly reading: Reading; readonly verdict: Verdict })[];
  /** From the same opening, told and drawn by the model. */
  readonly told: readonly ShownPanel[];
}

export interface DrawStoriesRequest {
  readonly seed: number;
  readonly count: number;
  readonly character?: CharacterId | undefined;
  /** Receives the drawings. */
  readonly dir: string;
  readonly signal?: AbortSignal | undefined;
  readonly onStory?: ((done: number, count: number) => void) | undefined;
}

/** Draws stories number 0 to `count` - 1 of a seed. Throws `cancelled` between two generations once the signal fires. */
export async function drawStories(
  pipeline: Pipeline,
  judge: Judge,
  request: DrawStoriesRequest,
): Promise<DrawnStory[]> {
  const { seed, count, character, signal, onStory } = request;
  const stories: DrawnStory[] = [];
  for (let index = 0; index < count; index++) {
    throwIfCancelled(signal);
    const story = heldOutStory({ seed, index, character });
    const texts = toldTexts(story);
    const rng = new Rng(seed).fork(`shown-${index}`);
    const world = [];
    for (const [at, { graph }] of story.entries()) {
      world.push({
        text: texts[at] ?? '',
        graph,
        png: await renderScene(graph, pipeline.bundle.manifest.picture.sizePx),
      });
    }
    const drawn = [];
    for (const [at, { png, text }] of (await tellPanels(pipeline, texts, texts.length, rng, request)).entries()) {
      const reading = await judge.read(png, 'a drawing');
      drawn.push({ text, png, reading, verdict: verdictOf(reading, story[at]!.graph) });
    }
    const told = await tellPanels(pipeline, texts.slice(0, 1), texts.length, rng, request);
    stories.push({ world, drawn, told });
    onStory?.(index + 1, count);
  }
  return stories;
}

/** Draws the given texts in order, then tells and draws on to `length`; each panel sees the model's own pictures before it. */
async function tellPanels(
  pipeline: Pipeline,
  given: readonly string[],
  length: number,
  rng: Rng,
  { dir, signal }: DrawStoriesRequest,
): Promise<ShownPanel[]> {
  const context: { text: string; imagePath: string }[] = [];
  const panels: ShownPanel[] = [];
  for (let at = 0; at < length; at++) {
    const { text, asset } = await pipeline.generate(
      {
        mode: at < given.length ? 'picture' : 'both',
        context,
        referencePaths: [],
        text: given[at] ?? '',
        imagePath: null,
        options: { seed: rng.fork(at).uint32() },
        assetsDir: dir,
      },
      signal === undefined ? {} : { signal },
    );
    if (asset === null) throw new RangeError('A generation with a picture came without one.');
    const imagePath = join(dir, `${asset.sha256}.${asset.ext}`);
    context.push({ text, imagePath });
    panels.push({ text, png: await readFile(imagePath) });
  }
  return panels;
}
