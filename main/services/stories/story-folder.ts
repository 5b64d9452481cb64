// One story on disk: `<Title>.vokenstory/` with story.json, assets/, history/ and journal.ndjson. Reads it, saves it provably,
// keeps the last three good copies. Knows no dialogs, no windows and no other story.
import { join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import type { Asset, Story } from '../../../common/domain/story';
import { fileFailure, isTemporary, writeProved, type ProvedWriteContext } from '../files/write-proved';
import { storyFromJson, storyJsonFrom } from './story-json';

export const GOOD_COPIES = 3;
const STORY_FILE = 'story.json';
const copyName = (index: number): string => `story.${index}.json`; // 1 = the newest good copy

export const assetPathOf = (folder: string, asset: Pick<Asset, 'sha256' | 'ext'>): string =>
  join(folder, 'assets', `${asset.sha256}.${asset.ext}`);
export const assetsFolderOf = (folder: string): string => join(folder, 'assets');

const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

async function readStoryAt(context: ProvedWriteContext, path: string): Promise<Story> {
  const stat = await context.files.stat(path);
  if (stat === null) throw new StudioError('io', 'story.json is missing.', { hint: 'Open the last good copy.' });
  if (stat.kind !== 'file') {
    throw new StudioError('bad-request', 'story.json is not a plain file (a link leads out of the story).', {
      hint: 'Replace the link by the file itself.',
    });
  }
  let text: string;
  try {
    text = decode(await context.files.readFile(path));
  } catch (error) {
    throw new StudioError('bad-request', 'story.json is not UTF-8 text.', {
      hint: 'Open the last good copy.',
      cause: error,
    });
  }
  return storyFromJson(text);
}

/** @throws StudioError with the reason why story.json cannot be read */
export const readStory = (context: ProvedWriteContext, folder: string): Promise<Story> =>
  readStoryAt(context, join(folder, STORY_FILE));

/** Removes temp files that a crash left behind; whatever cannot be removed does no harm. */
export async function removeLeftovers(context: ProvedWriteContext, folder: string): Promise<void> {
  for (const place of [folder, join(folder, 'assets'), join(folder, 'history')]) {
    const names = await context.files.list(place).catch(() => []);
    for (const name of names.filter(isTemporary)) await context.files.unlink(join(place, name)).catch(() => undefined);
  }
}

/** The newest readable good copy, or null. */
export async function readLastGoodCopy(context: ProvedWriteContext, folder: string): Promise<Story | null> {
  for (let index = 1; index <= GOOD_COPIES; index++) {
    const story = await readStoryAt(context, join(folder, 'history', copyName(index))).catch(() => null);
    if (story !== null) return story;
  }
  return null;
}

/** Every picture that the story names and that is not a plain file in its assets folder. */
export async function missingAssets(context: ProvedWriteContext, folder: string, story: Story): Promise<Asset[]> {
  const pictures = [...story.references, ...story.panels.flatMap((panel) => panel.pictures)];
  const unique = new Map(pictures.map((picture) => [picture.asset.sha256, picture.asset]));
  const missing: Asset[] = [];
  for (const asset of unique.values()) {
    const stat = await context.files.stat(assetPathOf(folder, asset));
    if (stat?.kind !== 'file') missing.push(asset);
  }
  return missing;
}

/** Shifts the good copies by one and puts the current story.json in front, if it still reads as a story. */
async function keepGoodCopy(context: ProvedWriteContext, folder: string): Promise<void> {
  const current = join(folder, STORY_FILE);
  const good = await readStoryAt(context, current).then(
    () => true,
    () => false,
  );
  if (!good) return;
  const bytes = await context.files.readFile(current);
  const history = join(folder, 'history');
  await context.files.makeFolder(history);
  for (let index = GOOD_COPIES; index >= 2; index--) {
    const newer = join(history, copyName(index - 1));
    if ((await context.files.stat(newer)) !== null) await context.files.rename(newer, join(history, copyName(index)));
  }
  await writeProved(context, join(history, copyName(1)), bytes);
}

/**
 * Saves a story: pictures must already be there, the former file becomes the newest good copy, the new one is written,
 * read back and parsed. Afterwards story.json is the old story or the new one, never a mixture.
 * @throws StudioError `disk-full`, `io`, or `internal` if a named picture is missing
 */
export async function writeStoryFolder(context: ProvedWriteContext, folder: string, story: Story): Promise<void> {
  const text = storyJsonFrom(story);
  const bytes = new TextEncoder().encode(text);
  const path = join(folder, STORY_FILE);
  try {
    await context.files.makeFolder(folder);
    await context.files.makeFolder(assetsFolderOf(folder));
    const missing = await missingAssets(context, folder, story);
    if (missing.length > 0) {
      throw new StudioError('io', `${missing.length} picture(s) of the story are missing in its assets folder.`, {
        hint: 'Undo to before the picture was added, or save a copy; the saved story was not changed.',
        detail: { first: missing[0]?.sha256 },
      });
    }
    await keepGoodCopy(context, folder);
    await writeProved(context, path, bytes);
    storyFromJson(decode(await context.files.readFile(path)));
  } catch (error) {
    throw await fileFailure(context.files, path, bytes.byteLength, error);
  }
}

/** Makes a broken story usable again: keeps the broken file beside the copies and saves the last good copy in its place. */
export async function restoreLastGoodCopy(context: ProvedWriteContext, folder: string): Promise<Story> {
  const copy = await readLastGoodCopy(context, folder);
  if (copy === null) {
    throw new StudioError('io', 'There is no good copy of this story.', { hint: 'Restore the folder from a backup.' });
  }
  const path = join(folder, STORY_FILE);
  const current = await context.files.stat(path);
  if (current?.kind === 'file' || current?.kind === 'link') {
    await context.files.rename(path, join(folder, 'history', `story.broken-${context.uniqueName()}.json`));
  }
  await writeProved(context, path, new TextEncoder().encode(storyJsonFrom(copy)));
  return copy;
}
