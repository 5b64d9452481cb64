// Nobody forgets the Chinese: every message of the page has its translation and every translation its message, both with the same
// values and tags; and no letters stand in the markup outside of t() and Trans.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { describe, expect, it } from 'vitest';
import { chineseByFeature } from '../../../renderer/i18n/zh';
import { readWords, sourcesUnder, wordsIn, type Place } from '../../support/interface-words';

const root = join(fileURLToPath(import.meta.url), '../../../..');
const sources = sourcesUnder(root, 'renderer');
const words = sources.filter((file) => !file.startsWith('renderer/i18n/')).map((file) => readWords(root, file));
const messages = words.flatMap((file) => file.messages);
const show = ({ file, line, text }: Place): string => `${file}:${line}: ${text}`;
const entries = Object.entries(chineseByFeature).flatMap(([feature, catalogue]) =>
  Object.entries(catalogue).map(([message, chinese]) => ({ feature, message, chinese })),
);
/** Said without t(): the names of the editor's steps. Typed lists hold these together. */
const saidByLists = new Set(['steps']);

/** Chinese translations without a Chinese letter: formats that both languages write alike. */
const sameInBoth = new Set(['{name} (Ctrl+{key})', '{origin}: {details}', '{size} GB', '{size} MB']);
/** Proper names, written alike in every language. */
const properNames = new Set(['English', '简体中文', 'DDIM', 'Euler', 'PNDM', 'A4']);

/** Thrown before there is a page: nobody reads it but the log. */
const readByNobody = new Set(['renderer/api/studio-client.ts']);

/** Files whose words are not translated yet. */
const stillToDo = new Set<string>([]);

/** The values that a message takes, also inside of plurals, and its tags. */
function partsOf(message: string): string[] {
  const parts = new Set<string>();
  const walk = (token: unknown): void => {
    if (typeof token === 'string') for (const tag of token.match(/<\/?\d+\/?>/g) ?? []) parts.add(tag);
    if (!Array.isArray(token)) return;
    parts.add(`{${String(token[0])}}`);
    const cases: unknown = token[2];
    if (typeof cases === 'object' && cases !== null)
      for (const tokens of Object.values(cases)) if (Array.isArray(tokens)) tokens.forEach(walk);
  };
  compileMessageOrThrow(message).forEach(walk);
  return [...parts].sort();
}

describe('words of the interface', () => {
  it('are all translated', () => {
    const known = new Set(entries.map(({ message }) => message));
    expect(messages.filter(({ text }) => !known.has(text)).map(show)).toEqual([]);
    expect(messages.length).toBeGreaterThan(1);
  });

  it('are all in use, and said in one catalogue only', () => {
    const said = new Set(messages.map(({ text }) => text));
    const unused = entries.filter(({ feature, message }) => !saidByLists.has(feature) && !said.has(message));
    expect(unused.map(({ feature, message }) => `zh/${feature}.ts: ${message}`)).toEqual([]);
    const twice = entries.filter(
      (entry, index) => entries.findIndex(({ message }) => message === entry.message) < index,
    );
    expect(twice.map(({ feature, message }) => `zh/${feature}.ts: ${message}`)).toEqual([]);
  });

  it('take the same values and tags in both languages, and are well formed', () => {
    const uneven = entries.filter(({ message, chinese }) => partsOf(message).join() !== partsOf(chinese).join());
    expect(uneven.map(({ feature, message, chinese }) => `zh/${feature}.ts: ${message} -> ${chinese}`)).toEqual([]);
  });

  it('are Chinese in the Chinese catalogue', () => {
    const left = entries.filter(({ message, chinese }) => !/\p{Script=Han}/u.test(chinese) && !sameInBoth.has(message));
    expect(left.map(({ feature, message }) => `zh/${feature}.ts: ${message}`)).toEqual([]);
  });

  it('do not stand bare in the markup, where nobody could translate them', () => {
    const views = words.flatMap((file) => file.bare).filter(({ text }) => !properNames.has(text));
    const checked = views.filter(
      ({ file }) => /^renderer\/(features|ui|app|api)/.test(file) && !stillToDo.has(file) && !readByNobody.has(file),
    );
    expect(checked.map(show)).toEqual([]);
    const done = [...stillToDo].filter((file) => !views.some((place) => place.file === file));
    expect(done, 'take these off the list').toEqual([]);
  });

  it('are written out where they are said, and said anew when the language changes', () => {
    expect(words.flatMap((file) => file.unreadable).map(show)).toEqual([]);
  });
});

describe('components in memo', () => {
  it('hear of another language themselves', () => {
    const deaf = sources.filter((file) => {
      const source = readFileSync(join(root, file), 'utf8');
      return (
        / memo\(/.test(source) && /from '\.\.\/\.\.\/(ui|i18n)\//.test(source) && !source.includes('useLanguage()')
      );
    });
    expect(deaf).toEqual([]);
  });
});

describe('the reader of the sources', () => {
  it('finds what is said and what was forgotten', () => {
    const found = wordsIn(
      'view.tsx',
      `const outside = t('Too early');
       const View = () => <p title="Bare title" className="plain">Bare words {t('Said {n}', { n })} {busy ? 'Busy' : x}
         <Trans id="With <0>tag</0>" components={{ 0: <em /> }} /><B label={\`To \${word}\`} /> {t(word)} ·</p>;
       const tell = () => ui.announce('Heard') ?? notify({ text: 'Shown', tone: 'info' });`,
    );
    expect(found.messages.map(({ text }) => text)).toEqual(['Too early', 'Said {n}', 'With <0>tag</0>']);
    expect(found.bare.map(({ text }) => text.trim())).toEqual([
      'Bare title',
      'Bare words',
      'Busy',
      'To',
      'Heard',
      'Shown',
    ]);
    expect(found.unreadable).toHaveLength(2);
  });
});
