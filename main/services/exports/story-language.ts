// The language and direction that a book says it has. The story's own setting counts; only where it is the untouched default and the
// script cannot be English, the script decides. Pure, and no guess among languages of one script.
import type { Story } from '../../../common/domain/story';

const RTL_LANGUAGES = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'syr', 'ug', 'ur', 'yi']);
const DEFAULT_LANGUAGE = 'en';

const countOf = (text: string, letters: RegExp): number => text.match(letters)?.length ?? 0;
const wordsOf = (story: Story): string => [story.title, ...story.panels.map((panel) => panel.text)].join('\n');

/** A well-formed language tag; `und` where the setting is not one. */
export function languageOf(story: Story): string {
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

/** Right to left when the language is, or when most of the letters are. */
export function directionOf(story: Story): 'ltr' | 'rtl' {
  const tag = languageOf(story);
  if (RTL_LANGUAGES.has(tag.split('-')[0]?.toLowerCase() ?? '')) return 'rtl';
  if (tag !== 'und' && tag !== DEFAULT_LANGUAGE) return 'ltr';
  const text = wordsOf(story);
  const rtl = countOf(text, /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/gu);
  return rtl * 2 > countOf(text, /\p{L}/gu) ? 'rtl' : 'ltr';
}
