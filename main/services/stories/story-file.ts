// story.json as a file: whether it is there, plain and of a bearable size, and its bytes. What the bytes mean is story-json.ts.
import { join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import type { Story } from '../../../common/domain/story';
import type { FileStat } from '../files/file-port';
import type { ProvedWriteContext } from '../files/write-proved';
import { storyFromJson } from './story-json';

/** Far above any story (5,000 long panels are 40 MB), far below what would stop the studio. */
export const MAX_STORY_BYTES = 256 * 1024 * 1024;

export interface StoryFile {
  readonly path: string;
  stat(): Promise<FileStat | null>;
  /** @throws StudioError when it is missing, a link, or too large */
  read(): Promise<Uint8Array>;
  /** Like `read`, but null where there is no plain file. */
  readIfThere(): Promise<Uint8Array | null>;
}

/** A file that holds a story: story.json itself, or a copy of it. */
export function fileWithStory(context: ProvedWriteContext, path: string): StoryFile {
  const { files } = context;
  return {
    path,
    stat: () => files.stat(path),
    read: async () => {
      const stat = await files.stat(path);
      if (stat === null) throw new StudioError('io', 'story.json is missing.', { hint: 'Open the last good copy.' });
      if (stat.kind !== 'file') {
        throw new StudioError('bad-request', 'story.json is not a plain file (a link leads out of the story).', {
          hint: 'Replace the link by the file itself.',
        });
      }
      if (stat.bytes > MAX_STORY_BYTES) {
        throw new StudioError(
          'bad-request',
          `story.json is too large: ${Math.round(stat.bytes / 1_048_576)} MB; at most ${MAX_STORY_BYTES / 1_048_576} MB can be read.`,
          { hint: 'Open the last good copy. The file was not changed.' },
        );
      }
      return files.readFile(path);
    },
    readIfThere: async () => ((await files.stat(path))?.kind === 'file' ? files.readFile(path) : null),
  };
}

export const storyFileOf = (context: ProvedWriteContext, folder: string): StoryFile =>
  fileWithStory(context, join(folder, 'story.json'));

/** @throws StudioError `bad-request` with the reason */
export function storyFromBytes(bytes: Uint8Array): Story {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new StudioError('bad-request', 'story.json is not UTF-8 text.', {
      hint: 'Open the last good copy.',
      cause: error,
    });
  }
  return storyFromJson(text);
}
