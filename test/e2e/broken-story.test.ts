// The morning on which the story file is not what it was: cut off, of a newer studio, pointing outside of its folder. It opens for reading
// with the reason, the last good copy is one press away, the broken file is kept, and nothing outside is touched or shown.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Story } from '../../common/domain/story';
import { malformedStories } from '../support/malformed-stories';
import { onePixelAsset } from '../support/sample-stories';
import { launchStudio, projectRoot, shell, type Studio } from './studio-app';
import { Writer } from './writer';

const bundle = process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle');
const scratch = mkdtempSync(join(tmpdir(), 'voken-broken-'));
const home = join(scratch, 'writer');
const outside = join(scratch, 'outside');
let studio: Studio;
let writer: Writer;

const open = async (): Promise<void> => {
  studio = await launchStudio({ home, bundle });
  writer = new Writer(studio);
  await writer.page.waitForSelector('[data-testid="panel"]');
};
const storyFolder = (): string =>
  join(
    home,
    'stories',
    readdirSync(join(home, 'stories')).find((name) => name.endsWith('.vokenstory'))!,
  );
const storyFile = (): string => join(storyFolder(), 'story.json');
const malformed = (name: string) => malformedStories.find((story) => story.name === name)!;
/** Everything under a folder, with its contents. */
const contentsOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return `${path} ${entry.isFile() ? readFileSync(path, 'hex') : ''}`;
    })
    .sort();

beforeAll(async () => {
  mkdirSync(home, { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(outside, 'secret.txt'), 'theirs');
  await open();
  for (const text of ['The first good words.', 'The second good words.']) {
    await writer.by('panel-text').first().fill(text);
    await writer.page.waitForTimeout(1500);
    await writer.saved();
  }
}, 120_000);
afterAll(async () => {
  await studio.close().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

describe(`a story file that is not what it was (${shell})`, () => {
  it.each([
    ['cut off in the middle', /not readable JSON/],
    ['of a newer version', /newer Voken Studio/],
    ['with ../ for a picture', /references\.0\.asset\.sha256/],
    ['a link to another file', /not a plain file/],
  ])(
    '%s: read, with the reason; the last good copy is one press away',
    async (name, reason) => {
      await studio.close();
      rmSync(storyFile());
      malformed(name).put(storyFolder(), outside);
      const before = contentsOf(outside);
      await open();
      await writer.by('read-only').waitFor();
      expect(await writer.by('read-only').innerText()).toMatch(reason);
      expect((await writer.panelTexts())[0]).toMatch(/^The (first|second) good words\./);
      expect(await writer.by('panel-text').first().isEditable()).toBe(false);
      expect(await writer.by('composer-input').count()).toBe(0);
      await writer.by('open-last-good').click();
      await expect.poll(() => writer.by('read-only').count()).toBe(0);
      await writer.by('panel-text').first().fill(`The second good words. ${name}`);
      await writer.saved();
      await expect
        .poll(() => (JSON.parse(readFileSync(storyFile(), 'utf8')) as Story).panels[0]?.text)
        .toBe(`The second good words. ${name}`);
      expect(contentsOf(outside)).toEqual(before);
      // Enough saves for the next one to find a good copy of these words.
      await writer.by('panel-text').first().fill('The second good words.');
      await writer.page.waitForTimeout(1500);
      await writer.saved();
    },
    60_000,
  );

  it('whose picture is a link to outside: the words are there, the picture is not shown', async () => {
    await studio.close();
    rmSync(storyFile());
    rmSync(join(storyFolder(), 'assets'), { recursive: true });
    malformed('whose picture is a link to outside').put(storyFolder(), outside);
    const before = contentsOf(outside);
    await open();
    expect(await writer.panelTexts()).toEqual(['Words']);
    const answered = (): Promise<(readonly [boolean, number])[]> =>
      writer.page.evaluate(
        (sha256) =>
          [...document.querySelectorAll<HTMLImageElement>('img')]
            .filter((image) => image.src.includes(sha256))
            .map((image) => [image.complete, image.naturalWidth] as const),
        onePixelAsset.sha256,
      );
    await expect.poll(answered).toEqual([[true, 0]]);
    await writer.by('panel-text').first().fill('Words, changed.');
    await writer.saved();
    expect(contentsOf(outside)).toEqual(before);
  }, 60_000);
});
