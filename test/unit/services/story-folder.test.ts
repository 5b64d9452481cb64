// The proved save: after any single failure story.json is the old story or the new one, never a mixture, never empty.
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StudioError } from '../../../common/base/studio-error';
import {
  readLastGoodCopy,
  readStory,
  restoreLastGoodCopy,
  writeStoryFolder,
} from '../../../main/services/stories/story-folder';
import { storyFromJson, storyJsonFrom } from '../../../main/services/stories/story-json';
import { failingFiles, fileError, temporaryFolder, writeContext } from '../../support/failing-files';
import { documentOfVersion, panelWith, putOnePixelAsset, storyWith } from '../../support/sample-stories';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});
const path = (): string => join(folder.path, 'A.vokenstory');
const before = storyWith(['Old words.']);
const after = storyWith(['New words.', 'And a second panel.']);
const put = (text: string): void => {
  mkdirSync(path(), { recursive: true });
  writeFileSync(join(path(), 'story.json'), text);
};
const onDisk = () => storyFromJson(readFileSync(join(path(), 'story.json'), 'utf8'));

describe('the drawing style in story.json', () => {
  it('is written only where a story has one, and read back', () => {
    expect(storyJsonFrom(before)).not.toContain('style');
    const styled = { ...before, style: 'ink' };
    expect(storyFromJson(storyJsonFrom(styled))).toEqual(styled);
    expect(() => storyFromJson(storyJsonFrom(before).replace('"language"', '"style": "../ink", "language"'))).toThrow(
      'broken at style',
    );
  });

  it.each([1, 2] as const)(
    'is missing in a file of version %i, which opens with all it holds and stays beside the new one',
    async (version) => {
      const text = `${JSON.stringify(documentOfVersion(version, after), null, 2)}\n`;
      put(text);
      const opened = await readStory(writeContext(), path());
      expect(opened).toEqual(after);
      await writeStoryFolder(writeContext(), path(), { ...opened, style: 'ink' });
      expect(onDisk()).toEqual({ ...after, style: 'ink' });
      expect(readFileSync(join(path(), 'history', 'story.1.json'), 'utf8')).toBe(text);
    },
  );
});

describe('story.json of version 2', () => {
  it("gets an empty cast, texts that are nobody's favourite, and descriptions by a person", () => {
    const panel = {
      ...panelWith('p1', 'Words', true),
      textVariants: [{ id: 't1', text: 'Older', origin: 'human' as const, favourite: false, generation: null }],
    };
    const story = { ...after, panels: [panel], references: panel.pictures };
    expect(storyFromJson(JSON.stringify(documentOfVersion(2, story)))).toEqual(story);
  });

  it('is refused by name where it is broken', () => {
    const broken = { ...documentOfVersion(2, after), panels: [{ pictures: 'none' }] };
    expect(() => storyFromJson(JSON.stringify(broken))).toThrow('broken at panels.0');
  });
});

describe('writeStoryFolder', () => {
  it('saves a story that reads back equal, and keeps the former one as a good copy', async () => {
    await writeStoryFolder(writeContext(), path(), before);
    await writeStoryFolder(writeContext(), path(), after);
    expect(await readStory(writeContext(), path())).toEqual(after);
    expect(await readLastGoodCopy(writeContext(), path())).toEqual(before);
  });

  it('keeps exactly the last three good copies', async () => {
    for (const word of ['one', 'two', 'three', 'four', 'five'])
      await writeStoryFolder(writeContext(), path(), storyWith([word]));
    const copies = readdirSync(join(path(), 'history')).sort();
    expect(copies).toEqual(['story.1.json', 'story.2.json', 'story.3.json']);
    expect(storyFromJson(readFileSync(join(path(), 'history', 'story.3.json'), 'utf8')).panels[0]?.text).toBe('two');
  });

  it('leaves the old or the new story whole when any single file operation fails', async () => {
    await writeStoryFolder(writeContext(), path(), before);
    const counting = failingFiles(() => null);
    await writeStoryFolder(writeContext(counting.files), path(), before);
    const operations = counting.count();
    expect(operations).toBeGreaterThan(10);
    for (const code of ['ENOSPC', 'EIO']) {
      for (let failing = 0; failing < operations; failing++) {
        await writeStoryFolder(writeContext(), path(), before);
        const faulty = failingFiles((_operation, index) => (index === failing ? fileError(code) : null));
        const result = await writeStoryFolder(writeContext(faulty.files), path(), after).then(
          () => null,
          (error: unknown) => error as StudioError,
        );
        const found = onDisk();
        expect([before.panels, after.panels]).toContainEqual(found.panels);
        if (result === null) expect(found.panels).toEqual(after.panels);
        else expect(['disk-full', 'io', 'bad-request']).toContain(result.code);
        expect(
          readdirSync(path()).filter((name) => name.endsWith('.tmp') && code === 'ENOSPC' && result === null),
        ).toEqual([]);
      }
    }
  });

  it('says on a full disk what is missing and that the old file is unchanged', async () => {
    await writeStoryFolder(writeContext(), path(), before);
    const full = failingFiles((operation) => (operation === 'writeNewFile' ? fileError('ENOSPC') : null));
    await expect(writeStoryFolder(writeContext(full.files), path(), after)).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(/disk is full.*needs.*free/) as string,
      hint: expect.stringContaining('unchanged') as string,
    });
    expect(onDisk()).toEqual(before);
  });

  it('waits for a scanner that holds the file (EPERM, EBUSY) and then saves', async () => {
    await writeStoryFolder(writeContext(), path(), before);
    let refusals = 3;
    const held = failingFiles((operation) => (operation === 'rename' && refusals-- > 0 ? fileError('EBUSY') : null));
    await writeStoryFolder(writeContext(held.files), path(), after);
    expect(onDisk()).toEqual(after);
  });

  it('refuses to name a picture that is not there, and saves once it is', async () => {
    const illustrated = storyWith(['With a picture.'], true);
    await writeStoryFolder(writeContext(), path(), before);
    await expect(writeStoryFolder(writeContext(), path(), illustrated)).rejects.toMatchObject({ code: 'io' });
    expect(onDisk()).toEqual(before);
    putOnePixelAsset(path());
    await writeStoryFolder(writeContext(), path(), illustrated);
    expect(onDisk()).toEqual(illustrated);
  });
});

describe('a broken or foreign story.json', () => {
  it.each([
    ['cut off in the middle', storyJsonFrom(before).slice(0, 120), /not readable JSON/],
    ['not an object', '[1,2]', /no story/],
    ['without a version', '{"title":"x"}', /schemaVersion/],
    ['from a newer version', JSON.stringify({ ...before, schemaVersion: 7 }), /newer Voken Studio.*version 7/],
    ['with a panel that is none', JSON.stringify({ ...before, panels: [{ id: 3 }] }), /panels\.0/],
    [
      'with a path as a picture',
      JSON.stringify({
        ...before,
        references: [
          {
            id: 'a',
            asset: { sha256: '../../etc/passwd', ext: 'png', widthPx: 1, heightPx: 1 },
            origin: 'imported',
            alt: '',
            altOrigin: 'human' as const,
            favourite: false,
            generation: null,
          },
        ],
      }),
      /references\.0\.asset\.sha256/,
    ],
    ['empty', '', /not readable JSON/],
  ])('%s: one sentence, file untouched', async (_name, text, message) => {
    put(text);
    await expect(readStory(writeContext(), path())).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(message) as string,
    });
    expect(readFileSync(join(path(), 'story.json'), 'utf8')).toBe(text);
  });

  it('does not follow a link out of the story', async () => {
    mkdirSync(path(), { recursive: true });
    writeFileSync(join(folder.path, 'outside.json'), storyJsonFrom(before));
    symlinkSync(join(folder.path, 'outside.json'), join(path(), 'story.json'));
    await expect(readStory(writeContext(), path())).rejects.toMatchObject({
      message: expect.stringContaining('link') as string,
    });
  });

  it('is replaced by the last good copy on request, and kept beside it', async () => {
    await writeStoryFolder(writeContext(), path(), before);
    await writeStoryFolder(writeContext(), path(), after);
    put('{"schemaVersion": 1, "tit');
    expect(await restoreLastGoodCopy(writeContext(), path())).toEqual(before);
    expect(onDisk()).toEqual(before);
    expect(readdirSync(join(path(), 'history')).some((name) => name.startsWith('story.broken-'))).toBe(true);
    expect(existsSync(join(path(), 'story.json'))).toBe(true);
  });
});
