// Broken, foreign and hostile story folders: each opens for reading with its reason and the last good copy, or works; nothing outside
// of the folder is read, written or removed, and the broken file stays as it was.
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles, type FilePort } from '../../../main/services/files/file-port';
import { readLastGoodCopy, writeStoryFolder } from '../../../main/services/stories/story-folder';
import { OpenStory } from '../../../main/services/stories/open-story';
import { StoryLibrary } from '../../../main/services/stories/story-library';
import { temporaryFolder, writeContext } from '../../support/failing-files';
import { malformedStories } from '../../support/malformed-stories';
import { onePixelAsset, storyWith } from '../../support/sample-stories';

let scratch: ReturnType<typeof temporaryFolder>;
let folder: string;
let outside: string;
beforeEach(async () => {
  scratch = temporaryFolder();
  folder = join(scratch.path, 'A.vokenstory');
  outside = join(scratch.path, 'outside');
  mkdirSync(outside);
  await writeStoryFolder(writeContext(), folder, storyWith(['Good.']));
  await writeStoryFolder(writeContext(), folder, storyWith(['Better.']));
  rmSync(join(folder, 'story.json'));
  rmSync(join(folder, 'assets'), { recursive: true });
});
afterEach(() => {
  scratch.remove();
});

/** Notes every path that an operation is asked for. */
function spiedFiles(touched: Set<string>): FilePort {
  const entries = Object.entries(nodeFiles).map(([name, run]) => [
    name,
    (...args: unknown[]) => {
      touched.add(resolve(String(args[0])));
      if (name === 'rename' || name === 'copyFile') touched.add(resolve(String(args[1])));
      return (run as (...all: unknown[]) => unknown)(...args);
    },
  ]);
  return Object.fromEntries(entries) as FilePort;
}
const everythingIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => `${name} ${lstatSync(join(path, name)).isFile() ? readFileSync(join(path, name), 'hex') : ''}`);
const storyBytes = (): string | null => {
  const stat = lstatSync(join(folder, 'story.json'), { throwIfNoEntry: false });
  return stat?.isFile() === true ? readFileSync(join(folder, 'story.json'), 'hex') : null;
};

describe('a story.json', () => {
  it.each(malformedStories)('$name', async ({ put, reason }) => {
    put(folder, outside);
    const before = { outside: everythingIn(outside), story: storyBytes() };
    const touched = new Set<string>();
    const open = new OpenStory(folder, {
      write: writeContext(spiedFiles(touched)),
      now: () => '2026-11-23T10:00:00.000Z',
      identity: { host: 'here', pid: 1, instance: 'one', isAlive: () => false },
    });
    const opened = await open.load('A');
    await open.idle();
    if (reason === null) {
      expect(opened.readOnly).toBeNull();
      await open.journal(opened.story, 1);
      await open.save({ ...opened.story, title: 'Changed' }, 2);
      const { story } = await open.load('A');
      expect({ ...story, title: '' }).toEqual({ ...opened.story, title: '' });
    } else {
      expect(opened.readOnly?.reason).toMatch(reason);
      await expect(open.save(opened.story, 1)).rejects.toMatchObject({ code: 'io' });
      expect(storyBytes()).toBe(before.story);
      if (opened.readOnly?.offersLastGoodCopy === true) {
        expect(opened.story.panels[0]?.text).toBe('Good.');
        const restored = await open.restore('A');
        expect(restored.readOnly).toBeNull();
        await open.save(restored.story, 1);
      }
    }
    await open.idle();
    expect(everythingIn(outside)).toEqual(before.outside);
    const strays = [...touched].filter((path) => path !== folder && !path.startsWith(`${folder}${sep}`));
    expect(strays).toEqual([]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('that cannot be read and has no good copy is refused with the reason, and its files can be copied', async () => {
    rmSync(join(folder, 'history'), { recursive: true });
    malformedStories.find(({ name }) => name === 'cut off in the middle')?.put(folder, outside);
    const library = new StoryLibrary({
      write: writeContext(),
      now: () => '2026-11-23T10:00:00.000Z',
      newId: () => 'fresh',
      storiesFolder: scratch.path,
      indexPath: join(scratch.path, 'data', 'stories.json'),
      sampleFolder: null,
    });
    await expect(library.openLast()).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(/JSON/) as string,
    });
    expect(await library.copyFolder(null, outside)).toEqual({ folderName: 'A.vokenstory', filesLeftOut: 0 });
    expect(readFileSync(join(outside, 'A.vokenstory', 'story.json'), 'hex')).toBe(storyBytes());
  });

  it('whose folder has vanished can still be saved elsewhere, with the pictures named that are lost', async () => {
    const library = new StoryLibrary({
      write: writeContext(),
      now: () => '2026-11-23T10:00:00.000Z',
      newId: () => 'copy-id',
      storiesFolder: join(scratch.path, 'stories'),
      indexPath: join(scratch.path, 'data', 'stories.json'),
      sampleFolder: null,
    });
    const { story } = await library.create('Gone');
    await library.idle();
    rmSync(join(scratch.path, 'stories'), { recursive: true });
    const illustrated = { ...storyWith(['Words.'], true), id: story.id, title: 'Gone' };
    expect(await library.saveCopy(illustrated, outside)).toEqual({ folderName: 'Gone.vokenstory', missingPictures: 1 });
    const copy = await readLastGoodCopy(writeContext(), join(outside, 'Gone.vokenstory'));
    expect(copy).toBeNull(); // a first save has no former file
    expect(readFileSync(join(outside, 'Gone.vokenstory', 'story.json'), 'utf8')).toContain(onePixelAsset.sha256);
  });
});
