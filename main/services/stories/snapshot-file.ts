// One snapshot as a file: `{"snapshot": head}` on the first line, the story behind it, so that a list of a hundred snapshots reads
// a hundred lines and not a hundred stories. Text only; the shelf reads and writes.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { StudioError } from '../../../common/base/studio-error';
import { MAX_SNAPSHOT_NAME, snapshotReasonSchema } from '../../../common/domain/snapshot';
import type { Story } from '../../../common/domain/story';
import { storyBytesFrom, storyLineFrom } from './story-bytes';
import { storyFromJson } from './story-json';

export const snapshotHeadSchema = z.strictObject({
  format: z.literal(1),
  at: z.string().max(40),
  name: z.string().max(MAX_SNAPSHOT_NAME).nullable(),
  reason: snapshotReasonSchema,
  panels: z.int().nonnegative(),
  words: z.int().nonnegative(),
  /** Of the story without its time of change: equal digests are equal stories. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
});
export type SnapshotHead = z.infer<typeof snapshotHeadSchema>;

/** Enough for the first line, whatever the name. */
export const HEAD_BYTES = 4096;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** What makes two states the same for a writer. */
export const contentDigestOf = (story: Story): string =>
  createHash('sha256')
    .update(storyLineFrom({ ...story, updatedAt: '' }))
    .digest('hex');

/** Words of any script: a Chinese or Japanese sign counts as one, as writers there count. */
export const wordsIn = (story: Story): number =>
  story.panels.reduce(
    (sum, { text }) =>
      sum +
      (text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu)
        ?.length ?? 0),
    0,
  );

export function snapshotBytesFrom(head: SnapshotHead, story: Story): Uint8Array {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  return Buffer.concat([
    encode(`{"snapshot":${JSON.stringify(head)},\n"story":`),
    storyBytesFrom(story),
    encode('}\n'),
  ]);
}

/** The head in the first bytes of a file, or null. */
export function snapshotHeadFrom(start: Uint8Array): SnapshotHead | null {
  const line = new TextDecoder().decode(start).split('\n')[0] ?? '';
  try {
    const value: unknown = JSON.parse(line.replace(/,\s*$/, '}'));
    const parsed = snapshotHeadSchema.safeParse(isRecord(value) ? value['snapshot'] : null);
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** @throws StudioError with the reason why it holds no story */
export function snapshotStoryFrom(bytes: Uint8Array): Story {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new StudioError('bad-request', 'This snapshot cannot be read: its file is damaged.', {
      hint: 'Choose another one.',
      cause: error,
    });
  }
  return storyFromJson(JSON.stringify(isRecord(value) ? (value['story'] ?? null) : null));
}
