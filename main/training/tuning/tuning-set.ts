// All sources of a tuning as one set: every picture has been decoded once, broken ones are left out by name, panels are split into those
// that are learned and those that only tell how well. Too little is refused. Makes no tensors.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Rng } from '../../../common/base/rng';
import { StudioError, studioErrorFrom, throwIfCancelled } from '../../../common/base/studio-error';
import type { StoryPanel } from '../data/world-records';
import type { PixelReader, PixelSize } from '../frozen/frozen-features';
import type { TuningStory } from './tuning-row';
import { readTuningSource, type GivenStory, type LeftOut, type TuningSource } from './tuning-source';

/** Fewer teach nothing that could be told from chance, and leave none to measure by. */
export const FEWEST_PANELS = 4;

export interface TuningSet {
  readonly stories: readonly TuningStory[];
  readonly leftOut: readonly LeftOut[];
  /** Stories with at least one panel to learn, and such panels. */
  readonly counts: { readonly stories: number; readonly panels: number };
  /** Over words and pictures, in order. */
  readonly digest: string;
}

export interface ReadSetOptions {
  readonly readPixels: PixelReader;
  readonly size: PixelSize;
  /** The line that names a drawing style to the model; undefined for one that needs none. */
  readonly styleLine?: ((style: string) => string | undefined) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Reads every path. Throws `bad-request` where fewer than `FEWEST_PANELS` panels can be learned from. */
export async function readTuningSet(paths: readonly string[], options: ReadSetOptions): Promise<TuningSet> {
  const sources: TuningSource[] = [];
  for (const path of paths) sources.push(await readTuningSource(path));
  const given = sources.flatMap(({ stories }) => stories);
  const set = await tuningSetFrom(given, options);
  const leftOut = [...sources.flatMap((source) => source.leftOut), ...set.leftOut];
  if (set.counts.panels < FEWEST_PANELS) throw tooFew(set.counts.panels, leftOut);
  return { ...set, stories: set.stories.map(named), leftOut };
}

/** Stories with what can be learned of them, under their own ids; nothing is refused. */
export async function tuningSetFrom(given: readonly GivenStory[], options: ReadSetOptions): Promise<TuningSet> {
  const stories: TuningStory[] = [];
  const leftOut: LeftOut[] = [];
  const hash = createHash('sha256');
  for (const story of given) {
    const panels: StoryPanel[] = [];
    for (const panel of story.panels) {
      throwIfCancelled(options.signal);
      const bytes = await bytesOf(panel, options);
      if (typeof bytes === 'string') leftOut.push({ name: panel.picture.id, reason: bytes });
      else {
        hash.update(JSON.stringify(panel.text)).update(createHash('sha256').update(bytes).digest());
        panels.push(panel);
      }
    }
    const styleLine = story.style === undefined ? undefined : options.styleLine?.(story.style);
    hash.update(styleLine ?? '');
    if (panels.length > 0) stories.push({ id: story.id, panels, styleLine });
    hash.update('|');
  }
  const count = stories.reduce((sum, { panels }) => sum + panels.length, 0);
  return { stories, leftOut, counts: { stories: stories.length, panels: count }, digest: hash.digest('hex') };
}

/** Ids are told apart, whatever folders the stories come from. */
function named(story: TuningStory, index: number): TuningStory {
  const prefix = `${index + 1}: ${story.id}`;
  const panels = story.panels.map(({ text, picture }, i) => ({
    text,
    // Captions and scene graphs of the world are left behind: a writer's story has none either.
    picture: { id: `${prefix}/${i + 1}`, path: picture.path, captions: [], graph: undefined },
  }));
  return { ...story, id: prefix, panels };
}

/** The picture's bytes, or why it cannot be used. */
async function bytesOf({ picture }: StoryPanel, { readPixels, size }: ReadSetOptions): Promise<Uint8Array | string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(picture.path);
  } catch {
    return 'its picture file is not there';
  }
  try {
    await readPixels(bytes, picture.id, size);
    return bytes;
  } catch (error) {
    return studioErrorFrom(error).message;
  }
}

function tooFew(count: number, leftOut: readonly LeftOut[]): StudioError {
  const found = count === 0 ? 'none was found' : count === 1 ? 'one was found' : `${count} were found`;
  const [first] = leftOut;
  const why = first === undefined ? '' : ` Left out: ${leftOut.length}, the first ${first.name}: ${first.reason}.`;
  return new StudioError(
    'bad-request',
    `Tuning needs at least ${FEWEST_PANELS} panels that have words and a picture; ${found}.${why}`,
    { hint: 'Add panels or drawings with captions.', detail: { panels: count, leftOut: leftOut.length } },
  );
}

const HELD_SHARE = 1 / 8;
const MOST_HELD = 24;

/** Ids of the pictures of panels that are kept for validation: an eighth of them, at least one. */
export function heldPanels({ stories }: Pick<TuningSet, 'stories'>, rng: Rng): ReadonlySet<string> {
  const ids = stories.flatMap(({ panels }) => panels.map(({ picture }) => picture.id));
  const count = Math.min(MOST_HELD, Math.max(1, Math.round(ids.length * HELD_SHARE)));
  return new Set(rng.shuffle(ids).slice(0, count));
}
