// The question "does the picture follow the edit?": a held-out panel that tells its hour, and the same panel with one phrase changed, so
// that it tells another. Both are drawn with one seed; who and where should stay. Only the question; drawing is ask-steering.ts.
import { Rng } from '../../../common/base/rng';
import { THEN, WHEN } from '../../../native-models/miniature/world/narration/time-phrases';
import type { SceneGraph, TimeId } from '../../../native-models/miniature/world/scene-graph';
import { heldOutStory, toldPanels } from '../held-out-panels';

export interface EditedHour {
  readonly context: readonly { readonly text: string; readonly imagePath: string }[];
  readonly before: string;
  readonly after: string;
  /** The hour that the edited text tells. */
  readonly wanted: TimeId;
  readonly graph: SceneGraph;
  readonly seed: number;
}

/** Number `index` of the questions: the first held-out story from there on with a panel that can be asked. */
export async function editedHour(options: {
  readonly seed: number;
  readonly index: number;
  /** Receives the pictures of the context. */
  readonly dir: string;
  readonly sizePx: number;
}): Promise<EditedHour> {
  const { seed, index } = options;
  const rng = new Rng(seed).fork(`edit-${index}`);
  for (let attempt = 0; attempt < MOST_STORIES; attempt++) {
    const story = heldOutStory({ seed, index: index * MOST_STORIES + attempt });
    const at = rng.int(story.length);
    const panel = story[at]!;
    const edit = editOf(panel.text, panel.graph.time, at === 0 ? WHEN : THEN, rng);
    if (edit === undefined) continue;
    const context = await toldPanels(story.slice(0, at), options);
    return { context, before: panel.text, ...edit, graph: panel.graph, seed: rng.uint32() };
  }
  throw new RangeError(`None of ${MOST_STORIES} stories has a panel that tells its hour.`);
}

const MOST_STORIES = 50;

function editOf(text: string, time: TimeId, phrases: typeof WHEN, rng: Rng) {
  const lower = text.toLowerCase();
  const found = phrases[time].filter((phrase) => lower.includes(phrase)).sort((a, b) => b.length - a.length)[0];
  if (found === undefined) return undefined;
  const others = (Object.keys(phrases) as TimeId[]).filter((other) => other !== time && phrases[other].length > 0);
  const wanted = rng.pick(others);
  const start = lower.indexOf(found);
  const said = rng.pick(phrases[wanted]);
  const isFirst = /\p{Lu}/u.test(text.charAt(start));
  const phrase = isFirst ? said.charAt(0).toUpperCase() + said.slice(1) : said;
  return { after: text.slice(0, start) + phrase + text.slice(start + found.length), wanted };
}
