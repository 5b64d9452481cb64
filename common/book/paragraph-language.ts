// The language of a paragraph that the book's own cannot be: a Chinese line in an English story gets the forms, the font and the voice of
// Chinese. Decided by the script alone, and only where a script has one likely language. Not the language of the book
// (main/services/exports/story-language.ts).
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const HAN = /\p{Script=Han}/gu;
const HANGUL = /\p{Script=Hangul}/gu;
const HEBREW = /\p{Script=Hebrew}/gu;
const ANY_OF_THEM = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}\p{Script=Hangul}\p{Script=Hebrew}]/u;

/** Languages that write in the same characters: a book in one of them is believed. */
const relatives: Readonly<Record<string, readonly string[]>> = {
  ja: ['ja'],
  ko: ['ko'],
  zh: ['zh', 'yue', 'wuu', 'lzh', 'ja', 'ko'],
  he: ['he', 'yi', 'lad'],
};

/** A language tag, or null where the book's own stands. */
export function paragraphLanguageOf(text: string, bookLanguage: string): string | null {
  if (!ANY_OF_THEM.test(text)) return null;
  const count = (letters: RegExp): number => text.match(letters)?.length ?? 0;
  const all = count(/\p{L}/gu);
  const [kana, han] = [count(KANA), count(HAN)];
  const found = (
    [
      ['ja', kana === 0 ? 0 : kana + han],
      ['zh', kana === 0 ? han : 0],
      ['ko', count(HANGUL)],
      ['he', count(HEBREW)],
    ] as const
  ).find(([, letters]) => letters * 2 > all);
  if (found === undefined) return null;
  const [language] = found;
  const own = bookLanguage.split('-')[0]?.toLowerCase() ?? '';
  return relatives[language]?.includes(own) === true ? null : language;
}
