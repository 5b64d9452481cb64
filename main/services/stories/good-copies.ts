// The three good copies in history/: the newest is the file as it stood before the last save, the older two lie minutes behind
// (decision 0012). Snapshots reach further back; these are for a story.json that cannot be read.
import { join } from 'node:path';
import { STORY_SCHEMA_VERSION, type Story } from '../../../common/domain/story';
import { writeProved, type ProvedWriteContext } from '../files/write-proved';
import { fileWithStory, storyFromBytes } from './story-file';

export const GOOD_COPIES = 3;
/** An older copy moves on only when it is this old: saves lie seconds apart, and three copies of one minute are one copy. */
export const COPY_SPACING_MS = 120_000;

const copyPath = (folder: string, index: number): string => join(folder, 'history', `story.${index}.json`); // 1 = the newest

/** The newest readable good copy, or null. */
export async function readLastGoodCopy(context: ProvedWriteContext, folder: string): Promise<Story | null> {
  for (let index = 1; index <= GOOD_COPIES; index++) {
    const story = await fileWithStory(context, copyPath(folder, index))
      .read()
      .then(storyFromBytes)
      .catch(() => null);
    if (story !== null) return story;
  }
  return null;
}

/** Puts the former story.json in front of the copies. */
export async function keepGoodCopy(
  context: ProvedWriteContext,
  folder: string,
  former: Uint8Array,
  nowMs: number,
): Promise<void> {
  const { files } = context;
  await files.makeFolder(join(folder, 'history'));
  const second = await files.stat(copyPath(folder, 2));
  if (second === null || nowMs - second.modifiedMs >= COPY_SPACING_MS) {
    for (let index = GOOD_COPIES; index >= 2; index--) {
      const newer = copyPath(folder, index - 1);
      if ((await files.stat(newer)) !== null) await files.rename(newer, copyPath(folder, index));
    }
  }
  await writeProved(context, copyPath(folder, 1), former);
}

/** Keeps a file of an older version under its version for good, before the first save in the new one. */
export async function keepOldVersion(context: ProvedWriteContext, folder: string, former: Uint8Array): Promise<void> {
  const version = (JSON.parse(new TextDecoder().decode(former)) as { schemaVersion?: unknown }).schemaVersion;
  if (typeof version !== 'number' || version === STORY_SCHEMA_VERSION) return;
  const path = join(folder, 'history', `story.version-${version}.json`);
  if ((await context.files.stat(path)) !== null) return;
  await context.files.makeFolder(join(folder, 'history'));
  await writeProved(context, path, former);
}
