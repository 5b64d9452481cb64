// The library: first start, journal and recovery, copies, and pictures by look-up only.
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoryLibrary } from '../../../main/services/stories/story-library';
import { writeStoryFolder } from '../../../main/services/stories/story-folder';
import { temporaryFolder, writeContext } from '../../support/failing-files';
import { documentOfVersion, onePixelAsset, panelWith, putOnePixelAsset, storyWith } from '../../support/sample-stories';

let folder: ReturnType<typeof temporaryFolder>;
let ids = 0;
beforeEach(() => {
  folder = temporaryFolder();
  ids = 0;
});
afterEach(() => {
  folder.remove();
});
const library = (sampleFolder: string | null = null): StoryLibrary =>
  new StoryLibrary({
    write: writeContext(),
    now: () => '2026-11-02T09:00:00.000Z',
    newId: () => `id${ids++}`,
    storiesFolder: join(folder.path, 'stories'),
    indexPath: join(folder.path, 'data', 'stories.json'),
    sampleFolder,
  });

describe('StoryLibrary', () => {
  it('copies the sample at the first start and opens the last story afterwards', async () => {
    const sample = join(folder.path, 'sample.vokenstory');
    putOnePixelAsset(sample);
    await writeStoryFolder(writeContext(), sample, storyWith(['Once upon a time.'], true));
    const first = await library(sample).openLast();
    expect(first.story.panels[0]?.text).toBe('Once upon a time.');
    expect(first.story.id).not.toBe('story-1');
    const again = await library(sample).openLast();
    expect(again.story.id).toBe(first.story.id);
    expect(readdirSync(join(folder.path, 'stories'))).toHaveLength(1);
  });

  it('finds the stories again when the list of stories is broken', async () => {
    const one = library();
    const { story } = await one.create('First');
    writeFileSync(join(folder.path, 'data', 'stories.json'), 'no json');
    expect((await library().openLast()).story.id).toBe(story.id);
  });

  it('offers the journal after a crash, and nothing after a save', async () => {
    const one = library();
    const { story } = await one.create('Journal');
    const edited = { ...story, panels: [panelWith('p1', 'typed but not saved')] };
    await one.journal(edited);
    const afterCrash = await library().open(story.id);
    expect(afterCrash.recovered?.story.panels[0]?.text).toBe('typed but not saved');
    expect(afterCrash.story.panels[0]?.text).toBe('');
    const two = library();
    await two.open(story.id);
    await two.save(edited);
    expect((await library().open(story.id)).recovered).toBeNull();
  });

  it('keeps what was journalled during a save', async () => {
    const one = library();
    const { story } = await one.create('Race');
    const saved = { ...story, panels: [panelWith('p1', 'saved')] };
    const newer = { ...story, panels: [panelWith('p1', 'saved and more')] };
    await Promise.all([one.journal(newer), one.save(saved)]);
    expect((await library().open(story.id)).recovered?.story.panels[0]?.text).toBe('saved and more');
  });

  it('skips a torn last line of the journal', async () => {
    const one = library();
    const { story, folderName } = await one.create('Torn');
    await one.journal({ ...story, panels: [panelWith('p1', 'whole')] });
    const path = join(folder.path, 'stories', folderName, 'journal.ndjson');
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"at":"2026","story":{"sch`);
    expect((await library().open(story.id)).recovered?.story.panels[0]?.text).toBe('whole');
  });

  it('opens a broken story for reading with the last good copy, and refuses to save over it', async () => {
    const one = library();
    const { story, folderName } = await one.create('Broken');
    await one.save({ ...story, panels: [panelWith('p1', 'good')] });
    await one.save({ ...story, panels: [panelWith('p1', 'newer')] });
    writeFileSync(join(folder.path, 'stories', folderName, 'story.json'), '{');
    const two = library();
    const opened = await two.open(story.id);
    expect(opened.readOnly?.offersLastGoodCopy).toBe(true);
    expect(opened.story.panels[0]?.text).toBe('good');
    await expect(two.save(opened.story)).rejects.toMatchObject({ code: 'io' });
    const restored = await two.openLastGoodCopy(story.id);
    expect(restored.readOnly).toBeNull();
    await two.save(restored.story);
  });

  it('offers newer text from the journal also when story.json is broken', async () => {
    const one = library();
    const { story, folderName } = await one.create('Both');
    await one.save({ ...story, panels: [panelWith('p1', 'first')] });
    await one.save({ ...story, panels: [panelWith('p1', 'second')] });
    await one.journal({ ...story, panels: [panelWith('p1', 'second and more')] });
    writeFileSync(join(folder.path, 'stories', folderName, 'story.json'), '{');
    const two = library();
    expect((await two.open(story.id)).recovered?.story.panels[0]?.text).toBe('second and more');
    expect((await two.openLastGoodCopy(story.id)).recovered?.story.panels[0]?.text).toBe('second and more');
  });

  it('offers the journal of a studio that wrote version 1', async () => {
    const one = library();
    const { story, folderName } = await one.create('Older');
    const newer = { ...story, panels: [panelWith('p1', 'newer words')] };
    const entry = { at: '2026', story: documentOfVersion(1, newer) };
    writeFileSync(join(folder.path, 'stories', folderName, 'journal.ndjson'), `${JSON.stringify(entry)}\n`);
    expect((await library().open(story.id)).recovered?.story.panels[0]?.text).toBe('newer words');
  });

  it('never deletes a journal that it cannot read, and removes unfinished files', async () => {
    const one = library();
    const { story, folderName } = await one.create('Unread');
    const path = join(folder.path, 'stories', folderName);
    writeFileSync(join(path, 'journal.ndjson'), '{"at":"2027","story":{"schemaVersion":9}}\n');
    writeFileSync(join(path, '.story.json.x.tmp'), 'half');
    expect((await library().open(story.id)).recovered).toBeNull();
    expect(readdirSync(join(path, 'history')).some((name) => name.startsWith('journal.unread-'))).toBe(true);
    expect(readdirSync(path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('finds pictures by story and hash only', async () => {
    const one = library();
    const { story, folderName } = await one.create('Pictures');
    const path = join(folder.path, 'stories', folderName);
    putOnePixelAsset(path);
    expect(await one.assetPath(story.id, onePixelAsset.sha256)).toBe(
      join(path, 'assets', `${onePixelAsset.sha256}.png`),
    );
    expect(await one.assetPath('other', onePixelAsset.sha256)).toBeNull();
    for (const evil of ['../story.json', '..%2fstory', `${onePixelAsset.sha256}/..`, 'A'.repeat(64), '']) {
      expect(await one.assetPath(story.id, evil)).toBeNull();
    }
    const secret = 'b'.repeat(64);
    writeFileSync(join(folder.path, 'secret.png'), 'secret');
    symlinkSync(join(folder.path, 'secret.png'), join(path, 'assets', `${secret}.png`));
    expect(await one.assetPath(story.id, secret)).toBeNull();
  });

  it('saves a copy elsewhere with its pictures, without overwriting', async () => {
    const one = library();
    const { story, folderName } = await one.create('Copy me');
    putOnePixelAsset(join(folder.path, 'stories', folderName));
    const illustrated = { ...story, panels: [panelWith('p1', 'words', true)] };
    const target = join(folder.path, 'elsewhere');
    mkdirSync(target);
    expect(await one.saveCopy(illustrated, target)).toEqual({ folderName: 'Copy me.vokenstory', missingPictures: 0 });
    expect((await one.saveCopy(illustrated, target)).folderName).toBe('Copy me 2.vokenstory');
    expect(readdirSync(join(target, 'Copy me.vokenstory', 'assets'))).toEqual([`${onePixelAsset.sha256}.png`]);
  });

  it('makes a folder name of any title', async () => {
    const one = library();
    expect((await one.create('../../etc')).folderName).toBe('etc.vokenstory');
    expect((await one.create('狐狸和灯笼')).folderName).toBe('狐狸和灯笼.vokenstory');
    expect((await one.create('***')).folderName).toBe('Story.vokenstory');
    expect((await one.openFolder(join(folder.path, 'stories', 'Story.vokenstory'))).story.title).toBe('***');
    await expect(one.openFolder(folder.path)).rejects.toMatchObject({ code: 'bad-request' });
  });
});
