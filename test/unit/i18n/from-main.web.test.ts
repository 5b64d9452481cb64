// What main says to a writer has a Chinese sentence, which main's own words find again; and the catalogue holds nothing that
// nobody says any more.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { saidByMain } from '../../../renderer/i18n/from-main';
import { i18n } from '../../../renderer/i18n/translate';
import { fromMain } from '../../../renderer/i18n/zh/from-main';
import { sourcesUnder } from '../../support/interface-words';
import { sentencesOf } from '../../support/sentences-of-main';

const root = join(fileURLToPath(import.meta.url), '../../../..');
/** Where the sentences come from that reach a writer: errors, hints, states of the engine. */
const sources = [
  ...sourcesUnder(root, 'main/services'),
  ...sourcesUnder(root, 'main/pipeline'),
  ...sourcesUnder(root, 'main/runtime/adapters'),
  'main/host/client.ts',
  'main/host/tuner.ts',
  'main/host/tuner-client.ts',
  'common/base/studio-error.ts',
];
/** Said to programmers, or not shown: each with the reason. */
const notShown = new Set([
  'There is no method {0}.',
  '{0} the {1}.', // words for the model
]);
/** Write files for readers, in a language of their own; nothing of it is shown by the page. */
const documents = new Set(['main/services/exports/ai-use-report.ts', 'main/services/exports/epub/epub-package.ts']);
const said = sources
  .filter((file) => !documents.has(file))
  .flatMap((file) => sentencesOf(root, file))
  .filter(({ text }) => !notShown.has(text));

afterEach(() => void i18n.activate('en'));

describe('sentences of main', () => {
  it('are all known in Chinese', () => {
    const missing = said.filter(({ text }) => !Object.hasOwn(fromMain, text));
    expect(
      missing.map(({ file, line, text }) => `${file}:${line}: ${text}`),
      'say these in renderer/i18n/zh/from-main.ts',
    ).toEqual([]);
    expect(said.length).toBeGreaterThan(50);
  });

  it('are all still said', () => {
    // Parts of sentences and the manifest's words are not sentences of the sources: there their text must stand as it is.
    const texts = [...sources, 'native-models/miniature/bundle/manifest.json'].map((file) =>
      readFileSync(join(root, file), 'utf8'),
    );
    const known = new Set(said.map(({ text }) => text));
    const unused = Object.keys(fromMain).filter((english) => {
      if (known.has(english)) return false;
      const parts = english.split(/\{\d\}/);
      return !texts.some((text) => parts.every((part) => text.includes(part)));
    });
    expect(unused).toEqual([]);
  });

  it('use the same values in both languages', () => {
    const values = (text: string): string => [...new Set(text.match(/\{\d\}/g))].sort().join();
    expect(Object.entries(fromMain).filter(([english, chinese]) => values(english) !== values(chinese))).toEqual([]);
  });

  it('are found again with their values, also several in a row and one inside another', () => {
    i18n.activate('zh');
    expect(saidByMain('fox.tiff has 65 MB; pictures of at most 64 MB can be read.')).toBe(
      'fox.tiff 有 65 MB；最大可读 64 MB 的图片。',
    );
    expect(saidByMain('The drawing engine is not running. Restart the engine.')).toBe('绘图引擎没有运行。请重启引擎。');
    expect(saidByMain("The picture of panel 3 is missing in the story's assets folder, so nothing was written.")).toBe(
      '故事的素材文件夹里缺少第 3 个画格的图片，因此没有写入任何内容。',
    );
  });

  it('stay as they are when nobody knows them, and in English', () => {
    expect(saidByMain('Restart the engine.')).toBe('Restart the engine.');
    i18n.activate('zh');
    expect(saidByMain('Restart the engine. The moon is full.')).toBe('Restart the engine. The moon is full.');
    expect(saidByMain('')).toBe('');
  });
});
