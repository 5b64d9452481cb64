// Text into markup that is valid as HTML and as XML: what no page may hold goes, what markup would misread is escaped. Pure.
import { paragraphLanguageOf } from '../../../common/book/paragraph-language';
import { chosenPictureOf, type Panel, type Story } from '../../../common/domain/story';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Without control characters, halves of surrogate pairs and code points that are no characters: XML allows none of them. */
export const printable = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cs}\p{Noncharacter_Code_Point}]/gu, '')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '');

/** Safe between tags and inside quotes. */
export const escaped = (text: string): string => printable(text).replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

/** On one line, for titles and attributes. */
export const oneLine = (text: string): string => printable(text).replace(/\s+/g, ' ').trim();

/** Paragraphs as they are separated by empty lines; lines inside one stay lines. */
export const paragraphsOf = (text: string): string[] =>
  printable(text)
    .split(/\n[^\S\n]*(?:\n[^\S\n]*)+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');

/** A writer's own lines, as in a dialogue: each is broken evenly for itself where the screen is narrow. */
const linesMarkup = (paragraph: string): string =>
  paragraph.includes('\n')
    ? paragraph
        .split('\n')
        .map((line) => `<span class="line">${escaped(line)}</span>`)
        .join('<br/>')
    : escaped(paragraph);

/** The language of a text where it is not the book's: attributes that HTML and XML both understand. */
export function langAttributes(text: string, bookLanguage: string): string {
  const language = paragraphLanguageOf(text, bookLanguage);
  return language === null ? '' : ` lang="${language}" xml:lang="${language}"`;
}

/** Each paragraph finds its own direction, so that a Hebrew line in an English story reads as it should. */
export const paragraphsMarkup = (text: string, bookLanguage: string): string =>
  paragraphsOf(text)
    .map((paragraph) => {
      return `<p dir="auto"${langAttributes(paragraph, bookLanguage)}>${linesMarkup(paragraph)}</p>`;
    })
    .join('\n');

export const titleOf = (story: Story): string => oneLine(story.title) || 'Untitled story';
export const authorOf = (story: Story): string => oneLine(story.author);

/** Panels with neither words nor a picture leave no empty page. */
export const printedPanels = (story: Story): Panel[] =>
  story.panels.filter((panel) => paragraphsOf(panel.text).length > 0 || chosenPictureOf(panel) !== null);

/** How many panels show a picture. */
export const picturesShown = (story: Story): number =>
  story.panels.filter((panel) => chosenPictureOf(panel) !== null).length;

const SHORT_TEXT = 200;

/** The beginning of a text, cut between words. */
export function beginningOf(text: string, limit: number): string {
  const line = oneLine(text);
  const letters = [...line];
  if (letters.length <= limit) return line;
  const cut = letters.slice(0, limit).join('');
  return `${cut.replace(/\s+\S*$/u, '') || cut}…`;
}

/** What a reader hears instead of the panel's picture: its description, or else the words that it was made for. */
export function altOf(panel: Panel): string {
  const alt = oneLine(chosenPictureOf(panel)?.alt ?? '');
  return alt === '' ? beginningOf(panel.text, SHORT_TEXT) : alt;
}

/** From here on words are set as prose, not as a centred caption. */
const LONG_TEXT = 320;
export const isLongText = (panel: Panel): boolean =>
  panel.text.length > LONG_TEXT || paragraphsOf(panel.text).length > 3;
