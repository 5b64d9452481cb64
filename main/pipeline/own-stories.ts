// Short stories that a bundle tells and draws of its own accord, from nothing but a seed: what a tuning on a writer's stories reminds it of.
// They are written into a folder, story by story, and a folder that holds some is gone on with. Not how they are learned.
import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { Rng } from '../../common/base/rng';
import { StudioError, throwIfCancelled } from '../../common/base/studio-error';
import type { Pipeline } from './pipeline';

export interface OwnStoriesRequest {
  /** Stories that the folder is to hold in the end. */
  readonly count: number;
  /** Panels of each. */
  readonly panels: number;
  readonly seed: number;
  readonly dir: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, of: number) => void) | undefined;
}

/** Of the stories that every tuning shares; another one gives other stories. */
export const OWN_STORIES_SEED = 20_231_002;
const INDEX = 'index.jsonl';
/** Sampled from all that the model knows, not from what it likes best to say. */
const AT_LARGE = { temperature: 1, topP: 0.98, topK: 0 };
/** The first style is drawn as often as all others together. */
const FIRST_STYLE = 0.5;

/** Story number i is the same whatever the count. Throws `cancelled` between two panels, and what a generation throws. */
export async function writeOwnStories(pipeline: Pipeline, request: OwnStoriesRequest): Promise<void> {
  const { count, dir, signal, onProgress } = request;
  await mkdir(dir, { recursive: true });
  const index = join(dir, INDEX);
  const whole = ((await readFile(index, 'utf8').catch(() => '')).match(/[^\n]*\n/gu) ?? []).slice(0, count);
  if (whole.length >= count) return;
  if (whole.length > 0) await truncate(index, Buffer.byteLength(whole.join(''))); // a crash may have cut off a line
  for (let i = whole.length; i < count; i++) {
    onProgress?.(i, count);
    throwIfCancelled(signal);
    await appendFile(index, `${JSON.stringify(await ownStory(pipeline, i, request))}\n`);
  }
  onProgress?.(count, count);
}

async function ownStory(
  pipeline: Pipeline,
  number: number,
  { panels: count, seed, dir, signal }: OwnStoriesRequest,
): Promise<{ id: string; styleLine?: string; panels: { text: string; image: string }[] }> {
  const rng = new Rng(seed).fork(`own story ${number}`);
  const styles = pipeline.bundle.manifest.styles ?? [];
  const style = rng.chance(FIRST_STYLE) ? styles[0] : rng.pick(styles.length > 0 ? styles : [undefined]);
  const panels: { text: string; image: string }[] = [];
  for (let i = 0; i < count; i++) {
    const { text, asset } = await pipeline.generate(
      {
        mode: 'both',
        context: panels.map(({ text: words, image }) => ({ text: words, imagePath: join(dir, image) })),
        referencePaths: [],
        text: '',
        imagePath: null,
        options: { seed: rng.uint32(), ...AT_LARGE, ...(style === undefined ? {} : { style: style.id }) },
        assetsDir: dir,
      },
      signal === undefined ? {} : { signal },
    );
    if (asset === null || text.trim() === '') break;
    panels.push({ text: text.trim(), image: `${asset.sha256}.${asset.ext}` });
  }
  if (panels.length === 0)
    throw new StudioError(
      'internal',
      'The model tells nothing of its own accord, so it cannot be reminded of its world.',
      {
        hint: 'Tune without keeping its world.',
      },
    );
  const line = style?.line;
  return { id: `own-${number}`, ...(line === undefined ? {} : { styleLine: line }), panels };
}
