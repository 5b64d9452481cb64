// One story on disk: `<Title>.vokenstory/` with story.json, assets/, history/ and journal.ndjson. Reads it, saves it provably,
// hands the former file to the good copies. Knows no dialogs, no windows and no other story.
import { join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import { picturesOf, type Asset, type Story } from '../../../common/domain/story';
import { fileFailure, isTemporary, writeProved, type ProvedWriteContext } from '../files/write-proved';
import { keepGoodCopy, keepOldVersion, readLastGoodCopy } from './good-copies';
import { storyBytesFrom } from './story-bytes';
import { storyFromJson } from './story-json';
import { storyFileOf, storyFromBytes } from './story-file';

export { readLastGoodCopy } from './good-copies';

export const assetPathOf = (folder: string, asset: Pick<Asset, 'sha256' | 'ext'>): string =>
  join(folder, 'assets', `${asset.sha256}.${asset.ext}`);
export const assetsFolderOf = (folder: string): string => join(folder, 'assets');

/** @throws StudioError with the reason why story.json cannot be read */
export const readStory = async (context: ProvedWriteContext, folder: string): Promise<Story> =>
  storyFromBytes(await storyFileOf(context, folder).read());

/** Removes temp files that a crash left behind; whatever cannot be removed does no harm. */
export async function removeLeftovers(context: ProvedWriteContext, folder: string): Promise<void> {
  const places = [folder, join(folder, 'assets'), join(folder, 'history'), join(folder, 'history', 'snapshots')];
  for (const place of places) {
    const names = await context.files.list(place).catch(() => []);
    for (const name of names.filter(isTemporary)) await context.files.unlink(join(place, name)).catch(() => undefined);
  }
}

/** The first folder of the story that is a link: what is written there would land outside, so nothing may be. */
export async function folderThatLeadsOut(context: ProvedWriteContext, folder: string): Promise<string | null> {
  for (const name of ['assets', 'history', 'history/snapshots']) {
    if ((await context.files.stat(join(folder, name)))?.kind === 'link') return name;
  }
  return null;
}

/** Every picture that the story names and that is not a plain file in its assets folder; those in `seen` are taken as there. */
export async function missingAssets(
  context: ProvedWriteContext,
  folder: string,
  story: Story,
  seen: ReadonlySet<string> = new Set(),
): Promise<Asset[]> {
  const unique = new Map(picturesOf(story).map((picture) => [picture.asset.sha256, picture.asset]));
  const missing: Asset[] = [];
  for (const [sha256, asset] of unique) {
    if (seen.has(sha256)) continue;
    const stat = await context.files.stat(assetPathOf(folder, asset));
    if (stat?.kind !== 'file') missing.push(asset);
  }
  return missing;
}

export interface StoryWriteOptions {
  /** Pictures that were looked for before: those of the story as it stands on disk. What is gone since must not keep words from being saved. */
  readonly seenPictures?: ReadonlySet<string>;
  /** Bytes of story.json that are known to be a whole story, so that they need not be parsed again. */
  readonly knownGood?: Uint8Array | null;
  /** The time, for spacing the good copies. Without it, every save shifts them. */
  readonly nowMs?: number;
}

/**
 * Saves a story: new pictures must already be there, the former file becomes the newest good copy, the new one is written and
 * read back. Afterwards story.json is the old story or the new one, never a mixture.
 * @returns the bytes that story.json holds now
 * @throws StudioError `disk-full`, `io`, or `io` if a named picture is missing
 */
export async function writeStoryFolder(
  context: ProvedWriteContext,
  folder: string,
  story: Story,
  options: StoryWriteOptions = {},
): Promise<Uint8Array> {
  const bytes = storyBytesFrom(story);
  const file = storyFileOf(context, folder);
  try {
    await context.files.makeFolder(folder);
    await context.files.makeFolder(assetsFolderOf(folder));
    const missing = await missingAssets(context, folder, story, options.seenPictures);
    if (missing.length > 0) {
      throw new StudioError('io', `${missing.length} picture(s) of the story are missing in its assets folder.`, {
        hint: 'Undo to before the picture was added, or save a copy; the saved story was not changed.',
        detail: { first: missing[0]?.sha256 },
      });
    }
    await keepFormer(context, folder, options);
    await writeProved(context, file.path, bytes);
    return bytes;
  } catch (error) {
    throw await fileFailure(context.files, file.path, bytes.byteLength, error);
  }
}

/** What is about to be replaced becomes a good copy, if it is a story. */
async function keepFormer(
  context: ProvedWriteContext,
  folder: string,
  { knownGood = null, nowMs = Number.POSITIVE_INFINITY }: StoryWriteOptions,
): Promise<void> {
  const file = storyFileOf(context, folder);
  if ((await file.stat())?.kind !== 'file') return;
  let former = knownGood;
  if (former === null || !(await context.files.holds(file.path, former))) {
    former = await file.read();
    try {
      storyFromBytes(former);
    } catch {
      return; // what cannot be read is no good copy
    }
    await keepOldVersion(context, folder, former);
  }
  await keepGoodCopy(context, folder, former, nowMs);
}

/** Makes a broken story usable again: keeps the broken file beside the copies and saves the last good copy in its place. */
export async function restoreLastGoodCopy(context: ProvedWriteContext, folder: string): Promise<Story> {
  const copy = await readLastGoodCopy(context, folder);
  if (copy === null) {
    throw new StudioError('io', 'There is no good copy of this story.', { hint: 'Restore the folder from a backup.' });
  }
  const { path } = storyFileOf(context, folder);
  const bytes = storyBytesFrom(copy);
  try {
    if ((await context.files.stat(path)) !== null) {
      await context.files.rename(path, join(folder, 'history', `story.broken-${context.uniqueName()}.json`));
    }
    await writeProved(context, path, bytes);
  } catch (error) {
    throw await fileFailure(context.files, path, bytes.byteLength, error);
  }
  return storyFromJson(new TextDecoder().decode(bytes));
}
