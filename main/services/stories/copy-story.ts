// Copies of stories into another folder: a state with its pictures, or a whole folder as it lies there, for one that cannot be opened.
// What cannot be read at the source is left out and counted; only the target can make a copy fail.
import { basename, join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import { picturesOf, type Story } from '../../../common/domain/story';
import { writeProved, type ProvedWriteContext } from '../files/write-proved';
import { assetPathOf, assetsFolderOf, writeStoryFolder } from './story-folder';

const folderNameFrom = (title: string): string => {
  // Letters of any script stay; what a file system could misread goes.
  const name = title
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} _-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60);
  return `${name === '' ? 'Story' : name}.vokenstory`;
};

/** A folder inside `parent` that is not there yet, named after a title. */
export async function freeStoryFolder(context: ProvedWriteContext, parent: string, title: string): Promise<string> {
  await context.files.makeFolder(parent);
  const name = folderNameFrom(title);
  for (let index = 1; ; index++) {
    const path = join(parent, index === 1 ? name : name.replace(/\.vokenstory$/, ` ${index}.vokenstory`));
    if ((await context.files.stat(path)) === null) return path;
  }
}

/** Writes a state into a new folder, with every picture that `from` still has. @returns how many it had not */
export async function writeStoryCopy(
  context: ProvedWriteContext,
  story: Story,
  places: { readonly from: string | null; readonly to: string },
): Promise<number> {
  const { files } = context;
  await files.makeFolder(assetsFolderOf(places.to));
  const missing = new Set<string>();
  for (const asset of new Map(picturesOf(story).map((picture) => [picture.asset.sha256, picture.asset])).values()) {
    const target = assetPathOf(places.to, asset);
    if ((await files.stat(target)) !== null) continue;
    const bytes = await plainFile(context, places.from === null ? null : assetPathOf(places.from, asset));
    if (bytes === null) missing.add(asset.sha256);
    else await writeProved(context, target, bytes);
  }
  await writeStoryFolder(context, places.to, story, { seenPictures: missing });
  return missing.size;
}

const COPIED_FOLDERS = ['.', 'history', 'history/snapshots', 'assets'];

/** Copies every plain file of a story folder as it is. @returns how many could not be read */
export async function copyStoryFolder(context: ProvedWriteContext, from: string, to: string): Promise<number> {
  const { files } = context;
  if ((await files.stat(from))?.kind !== 'folder') {
    throw new StudioError('io', `The folder ${basename(from)} is gone: it was moved, renamed or deleted.`, {
      hint: 'Look for it in the trash or on the disk that held it.',
    });
  }
  let leftOut = 0;
  for (const place of COPIED_FOLDERS) {
    if ((await files.stat(join(from, place)))?.kind !== 'folder') continue;
    await files.makeFolder(join(to, place));
    for (const name of (await files.list(join(from, place))).filter((candidate) => candidate !== '.lock')) {
      const kind = (await files.stat(join(from, place, name)))?.kind;
      if (kind === 'folder') continue;
      const bytes = await plainFile(context, join(from, place, name));
      if (bytes === null) leftOut++;
      else await writeProved(context, join(to, place, name), bytes);
    }
  }
  return leftOut;
}

async function plainFile({ files }: ProvedWriteContext, path: string | null): Promise<Uint8Array | null> {
  try {
    return path !== null && (await files.stat(path))?.kind === 'file' ? await files.readFile(path) : null;
  } catch {
    return null;
  }
}
