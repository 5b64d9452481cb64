// The stories that a bundle has told of itself before a tuning, read back: what it must not forget while it learns the writer's. Their
// folder is a cache (main/pipeline/own-stories.ts fills it); a line that a crash has cut off does not count.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { digestOf } from '../run/run-folder';
import type { TuningStory } from './tuning-row';

export const OWN_STORIES_FILE = 'index.jsonl';

export const ownStorySchema = z.object({
  id: z.string(),
  styleLine: z.string().optional(),
  panels: z.array(z.object({ text: z.string().min(1), image: z.string() })).min(1),
});
export type OwnStory = z.infer<typeof ownStorySchema>;

/** Whole stories in a folder. */
export async function countOwnStories(dir: string): Promise<number> {
  const text = await readFile(join(dir, OWN_STORIES_FILE), 'utf8').catch(() => '');
  return text.match(/\n/gu)?.length ?? 0;
}

/** The first `count` stories of a folder; fewer where it holds fewer. */
export async function readOwnStories(dir: string, count: number): Promise<{ stories: TuningStory[]; digest: string }> {
  const text = await readFile(join(dir, OWN_STORIES_FILE), 'utf8').catch(() => '');
  const lines = text.split(/(?<=\n)/).filter((line) => line.endsWith('\n'));
  const stories: TuningStory[] = [];
  for (const line of lines.slice(0, count)) {
    const { id, styleLine, panels } = ownStorySchema.parse(JSON.parse(line));
    stories.push({
      id,
      ...(styleLine === undefined ? {} : { styleLine }),
      panels: panels.map(({ text: words, image }, i) => {
        const name = `${id}/${i + 1}`;
        // Its "caption" names the conditioning that the bundle had for it (anchors.ts).
        return { text: words, picture: { id: name, path: join(dir, image), captions: [name], graph: undefined } };
      }),
    });
  }
  return { stories, digest: digestOf(...lines.slice(0, count)) };
}

const TIMED_STORIES = 2;
const STORIES_OF_AN_ESTIMATE = 6;

/** How many of the bundle's own stories are told first and how many are read: a few are enough to time steps with, and how long one takes. */
export function ownStoriesFor(needed: number, told: number, isEstimate: boolean): { told: number; read: number } {
  if (!isEstimate) return { told: needed, read: needed };
  return {
    told: Math.min(needed, told + TIMED_STORIES),
    read: Math.min(needed, STORIES_OF_AN_ESTIMATE),
  };
}
