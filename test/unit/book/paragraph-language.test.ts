// A paragraph says its language only where its script leaves no doubt and the book's own cannot be meant.
import { describe, expect, it } from 'vitest';
import { paragraphLanguageOf } from '../../../common/book/paragraph-language';

describe('the language of a paragraph', () => {
  it.each([
    ['一天晚上，小狐狸捡到一盏灯笼。', 'en', 'zh'],
    ['一天晚上，小狐狸捡到一盏灯笼。', 'zh-Hant', null],
    ['一天晚上', 'ja', null],
    ['ある夜、きつねはランタンを見つけました。', 'en', 'ja'],
    ['ある夜、きつねはランタンを見つけました。', 'zh', 'ja'],
    ['여우는 등불을 찾았다.', 'en', 'ko'],
    ['לילה אחד מצא השועל פנס.', 'en-GB', 'he'],
    ['לילה אחד', 'yi', null],
    ['ذات ليلة وجد الثعلب فانوسا.', 'en', null], // Arabic, Persian and Urdu share the script
    ['The sign said 狐 in ink.', 'en', null],
    ['“…” 12', 'en', null],
    ['', 'en', null],
  ])('of %j in a book in %s is %s', (text, book, expected) => {
    expect(paragraphLanguageOf(text, book)).toBe(expected);
  });
});
