// What a writer hands over to tune on, as stories of panels with a picture: a story folder of the studio, a data set of the world, or a
// folder of pictures with a caption in a text file beside each. What cannot be learned from is left out by name. Decodes no picture.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../common/base/studio-error';
import { readDataSet, type Picture, type Story } from '../data/world-records';

/** Something that was given and is not learned from, with the reason in a few words. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

/** A story, and the drawing style that it says it has. */
export interface GivenStory extends Story {
  readonly style?: string | undefined;
}

export interface TuningSource {
  readonly kind: 'story' | 'world' | 'captions';
  readonly stories: readonly GivenStory[];
  readonly leftOut: readonly LeftOut[];
}

/** What is read of a story.json, of any version: words, and the picture that a panel shows. */
const storyFile = z.object({
  title: z.string().default(''),
  style: z.string().optional(),
  panels: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      pictures: z
        .array(z.object({ id: z.string(), asset: z.object({ sha256: z.string(), ext: z.string() }) }))
        .default([]),
      chosenPictureId: z.string().nullable().default(null),
    }),
  ),
});
type StoryFile = z.infer<typeof storyFile>;
type FilePanel = StoryFile['panels'][number];

const PICTURE_ENDINGS = new Set(['.png', '.jpg', '.jpeg', '.webp', '.gif', '.tif', '.tiff', '.avif']);

/** Reads one path. Throws `bad-request` where it is none of the three kinds, or its file is broken. */
export async function readTuningSource(path: string): Promise<TuningSource> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => undefined,
  );
  if (isFolder !== true) {
    throw new StudioError('bad-request', `${path} is ${isFolder === undefined ? 'not there' : 'no folder'}.`, {
      hint: 'Give a story folder (.vokenstory), a folder that `studio world` wrote, or a folder of pictures with captions.',
    });
  }
  const names = (await readdir(path)).sort();
  if (names.includes('story.json')) return fromStory(path);
  if (names.includes('index.jsonl')) return fromWorld(path);
  return fromPictures(path, names);
}

async function fromStory(path: string): Promise<TuningSource> {
  const story = await storyIn(path);
  const name = story.title.trim() === '' ? basename(path) : story.title.trim();
  const leftOut: LeftOut[] = [];
  const panels = story.panels.flatMap((panel, i) => {
    const where = `${name}, panel ${i + 1}`;
    const picture = shownPicture(panel);
    if (panel.text.trim() === '' && picture === undefined) return [];
    if (panel.text.trim() === '') leftOut.push({ name: where, reason: 'it has a picture and no text' });
    else if (picture === undefined) leftOut.push({ name: where, reason: 'it has text and no picture' });
    else return [{ text: panel.text, picture: pictureOf(where, join(path, 'assets', picture)) }];
    return [];
  });
  return { kind: 'story', stories: panels.length === 0 ? [] : [{ id: name, panels, style: story.style }], leftOut };
}

async function storyIn(path: string): Promise<StoryFile> {
  const file = join(path, 'story.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new StudioError('bad-request', `${file} cannot be read.`, { cause });
  });
  try {
    return storyFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new StudioError('bad-request', `${file} is no story that can be read.`, {
      hint: 'Open it in the studio, which restores its last good copy.',
      cause,
    });
  }
}

/** The file of the picture that the panel shows. */
function shownPicture({ pictures, chosenPictureId }: FilePanel): string | undefined {
  const shown = pictures.find(({ id }) => id === chosenPictureId) ?? pictures.at(-1);
  return shown === undefined ? undefined : `${shown.asset.sha256}.${shown.asset.ext}`;
}

async function fromWorld(path: string): Promise<TuningSource> {
  const set = await readDataSet(path);
  switch (set.kind) {
    case 'stories':
      return {
        kind: 'world',
        stories: set.records.map((story) => ({ ...story, style: story.panels[0]?.picture.graph?.style })),
        leftOut: [],
      };
    case 'scenes': {
      const stories = set.records.map((picture) => ({
        id: picture.id,
        panels: [{ text: picture.captions[0] ?? '', picture }],
        style: picture.graph?.style,
      }));
      return { kind: 'world', stories, leftOut: [] };
    }
    case 'dialogues':
      throw new StudioError(
        'bad-request',
        `${path} holds dialogues; tuning learns from stories and captioned pictures.`,
        {
          hint: 'Make a data set with --kind stories or scenes.',
        },
      );
  }
}

async function fromPictures(path: string, names: readonly string[]): Promise<TuningSource> {
  const pictures = names.filter((name) => PICTURE_ENDINGS.has(extname(name).toLowerCase()));
  if (pictures.length === 0) {
    throw new StudioError('bad-request', `${path} holds nothing to learn from.`, {
      hint: 'It needs a story.json, an index.jsonl, or pictures with a caption of the same name in a .txt file.',
    });
  }
  const leftOut: LeftOut[] = [];
  const stories: Story[] = [];
  for (const name of pictures) {
    const captionFile = `${basename(name, extname(name))}.txt`;
    const caption = (await readFile(join(path, captionFile), 'utf8').catch(() => '')).replace(/^\uFEFF/u, '').trim();
    if (caption === '') leftOut.push({ name, reason: `${captionFile} is not there or says nothing` });
    else stories.push({ id: name, panels: [{ text: caption, picture: pictureOf(name, join(path, name)) }] });
  }
  return { kind: 'captions', stories, leftOut };
}

const pictureOf = (id: string, path: string): Picture => ({ id, path, captions: [], graph: undefined });
