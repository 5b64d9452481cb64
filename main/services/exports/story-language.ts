// The language and direction that a book says it has. The story's own setting counts; only where it is the untouched default and the
// script cannot be English, the script decides. Pure, and no guess among languages of one script.
import type { Story } from '../../../common/domain/story';

const RTL_LANGUAGES = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'syr', 'ug', 'ur', 'yi']);
const DEFAULT_LANGUAGE = 'en';

const countOf = (text: string, letters: RegExp): number => text.match(letters)?.length ?? 0;
const wordsOf = (story: Story): string => [story.title, ...story.panels.map((panel) => panel.text)].join('\n');

function readLanguage(story: Story): string {
  const tag = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(story.language) ? story.language : 'und';
  if (tag !== DEFAULT_LANGUAGE && tag !== 'und') return tag;
  const text = wordsOf(story);
  const latin = countOf(text, /\p{Script=Latin}/gu);
  const all = countOf(text, /\p{L}/gu);
  if (all === 0 || latin * 2 > all) return tag;
  const kana = countOf(text, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const scripts: readonly (readonly [string, number])[] = [
    ['zh', kana === 0 ? countOf(text, /\p{Script=Han}/gu) : 0],
    ['ja', kana === 0 ? 0 : kana + countOf(text, /\p{Script=Han}/gu)],
    ['ko', countOf(text, /\p{Script=Hangul}/gu)],
    ['he', countOf(text, /\p{Script=Hebrew}/gu)],
    ['ar', countOf(text, /\p{Script=Arabic}/gu)],
  ];
  const found = scripts.find(([, count]) => count * 2 > all);
  return found?.[0] ?? 'und';
}

function readDirection(story: Story, tag: string): 'ltr' | 'rtl' {
  if (RTL_LANGUAGES.has(tag.split('-')[0]?.toLowerCase() ?? '')) return 'rtl';
  if (tag !== 'und' && tag !== DEFAULT_LANGUAGE) return 'ltr';
  const text = wordsOf(story);
  const rtl = countOf(text, /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/gu);
  return rtl * 2 > countOf(text, /\p{L}/gu) ? 'rtl' : 'ltr';
}

interface Reading {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
}
/** Every page of a book asks; a story is never changed in place, so its words are read once. */
const readings = new WeakMap<Story, Reading>();

function readingOf(story: Story): Reading {
  const known = readings.get(story);
  if (known !== undefined) return known;
  const language = readLanguage(story);
  const reading = { language, direction: readDirection(story, language) };
  readings.set(story, reading);
  return reading;
}

/** A well-formed language tag; `und` where the setting is not one. */
export const languageOf = (story: Story): string => readingOf(story).language;

/** Right to left when the language is, or when most of the letters are. */
export const directionOf = (story: Story): 'ltr' | 'rtl' => readingOf(story).direction;
