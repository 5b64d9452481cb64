// The name of a picture file from outside, as a sentence may say it: the last part of a path, without signs that cannot be seen or
// that turn the writing direction, and short. For words only, never to find a file.
const MOST_LETTERS = 60;
const KEPT_AT_THE_END = 16; // the end tells files of one series apart, and has the extension

/** @returns an empty text when nothing of the name can be said */
export function pictureNameFrom(fileName: string): string {
  const last = fileName.split(/[/\\]/).findLast((part) => part.trim() !== '') ?? '';
  const visible = last
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const letters = Array.from(visible);
  if (letters.length <= MOST_LETTERS) return visible;
  const start = letters.slice(0, MOST_LETTERS - KEPT_AT_THE_END - 1).join('');
  return `${start.trimEnd()}…${letters.slice(-KEPT_AT_THE_END).join('').trimStart()}`;
}
