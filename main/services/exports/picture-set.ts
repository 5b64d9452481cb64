// The pictures of a story as files: each panel's chosen one, numbered as its panel, with its provenance inside; in a zip, in a
// folder of its own, or one alone.
import { basename, dirname, join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import { chosenPictureOf, type Panel, type PictureVariant, type Story } from '../../../common/domain/story';
import { fileFailure, writeProved } from '../files/write-proved';
import type { ExportWork, ExportWriter } from './export-service';
import { titleOf } from './markup';
import { withProvenance } from './picture-provenance';
import { zipArchive } from './zip-archive';

interface NumberedPicture {
  readonly panel: Panel;
  readonly number: number;
  readonly picture: PictureVariant;
}

const numberedPictures = (story: Story): NumberedPicture[] =>
  story.panels.flatMap((panel, index) => {
    const picture = chosenPictureOf(panel);
    return picture === null ? [] : [{ panel, number: index + 1, picture }];
  });

/** A name that every file system takes, in any script. */
export const fileStemFrom = (title: string): string =>
  title
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M} _-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80)
    .trim() || 'Story';

async function filesOf(
  { story, picture, step }: ExportWork<'pictures'>,
  appName: string,
): Promise<{ name: string; bytes: Uint8Array; stored: true }[]> {
  const pictures = numberedPictures(story);
  if (pictures.length === 0)
    throw new StudioError('bad-request', 'The story has no picture yet, so there is nothing to export.', {
      hint: 'Draw a panel or add a picture first.',
    });
  const stem = fileStemFrom(titleOf(story));
  const digits = Math.max(3, String(story.panels.length).length);
  const files: { name: string; bytes: Uint8Array; stored: true }[] = [];
  for (const [index, shown] of pictures.entries()) {
    step(index, pictures.length + 1);
    const bytes = withProvenance(await picture(shown.picture), { story, appName, ...shown });
    const number = String(shown.number).padStart(digits, '0');
    files.push({ name: `${stem}-${number}.${shown.picture.asset.ext}`, bytes, stored: true });
  }
  step(pictures.length, pictures.length + 1);
  return files;
}

export const pictureSetWriter =
  (appName: string): ExportWriter<'pictures'> =>
  async (work) => {
    const files = await filesOf(work, appName);
    if (work.request.packing === 'folder') await writeFolder(work, files);
    else await writeProved(work.write, work.path, zipArchive(files));
    const bytes = files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
    return { bytes, pictures: files.length };
  };

/** Written beside under another name and renamed when whole, so that a half-filled folder never has the name that was asked for. */
async function writeFolder(
  { write, path, step }: ExportWork<'pictures'>,
  files: readonly { name: string; bytes: Uint8Array }[],
): Promise<void> {
  if ((await write.files.stat(path)) !== null)
    throw new StudioError('io', `There is already something named ${basename(path)} in that folder.`, {
      hint: 'Choose another folder, or move the earlier pictures away.',
    });
  const unfinished = join(dirname(path), `.${basename(path)}.${write.uniqueName()}.tmp`);
  const written: string[] = [];
  try {
    await write.files.makeFolder(unfinished);
    for (const { name, bytes } of files) {
      step(files.length, files.length + 1);
      await write.files.writeNewFile(join(unfinished, name), bytes);
      written.push(name);
    }
    await write.files.syncFolder(unfinished);
    await write.files.rename(unfinished, path);
    await write.files.syncFolder(dirname(path));
  } catch (error) {
    for (const name of written) await write.files.unlink(join(unfinished, name)).catch(() => undefined);
    await write.files.removeFolder(unfinished).catch(() => undefined);
    const bytes = files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
    throw await fileFailure(write.files, path, bytes, error);
  }
}

/** One version of one panel's picture, also one that is not shown. */
export const pictureWriter =
  (appName: string): ExportWriter<'picture'> =>
  async ({ story, request, path, write, picture: read }) => {
    const index = story.panels.findIndex((panel) => panel.id === request.panelId);
    const panel = story.panels[index];
    const picture = panel?.pictures.find((candidate) => candidate.id === request.pictureId);
    if (panel === undefined || picture === undefined)
      throw new StudioError('bad-request', 'This picture is not in the story any more.', {
        hint: 'Choose another one.',
      });
    const bytes = withProvenance(await read(picture), { story, panel, number: index + 1, picture, appName });
    await writeProved(write, path, bytes);
    return { bytes: bytes.byteLength, pictures: 1 };
  };
