// A story as the page of a picture book: one self-contained, semantic HTML document that reads well on a screen and prints, with
// page sizes, margins and page numbers in its own CSS. Pure: pictures come in as addresses.
import { chosenPictureOf, type Asset, type Panel, type Story } from '../../../common/domain/story';
import type { TrimSize } from '../../../common/domain/book-design';
import { pictureBookCss } from './picture-book-css';

export interface PictureBookOptions {
  readonly trimSize: TrimSize;
  /** Address of a picture: a relative file, or a data URL for a document that stands alone. */
  readonly pictureUrlOf: (asset: Asset) => string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

/** Control characters mean nothing on a page, and NUL would end the document early. */
const printable = (text: string): string => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');

const paragraphsOf = (text: string): string =>
  printable(text)
    .split(/\n\s*\n|\r\n\s*\r\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => `<p dir="auto">${escaped(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('\n');

function figureOf(panel: Panel, options: PictureBookOptions): string {
  const picture = chosenPictureOf(panel);
  if (picture === null) return '';
  const { asset, alt } = picture;
  const words = alt === '' ? panel.text.slice(0, 200) : alt;
  const size = `width="${asset.widthPx}" height="${asset.heightPx}"`;
  return `<figure><img src="${escaped(options.pictureUrlOf(asset))}" alt="${escaped(printable(words))}" ${size}></figure>`;
}

/** From here on words are set as prose, not as a centred caption. */
const LONG_TEXT = 320;

const panelHtml = (panel: Panel, number: number, options: PictureBookOptions): string => {
  const figure = figureOf(panel, options);
  const length = panel.text.length > LONG_TEXT ? ' long' : '';
  const kind = `${figure === '' ? 'words-only' : 'illustrated'}${length}`;
  return `<section class="panel ${kind}">\n${figure}\n<h2>${number}</h2>\n<div class="words">\n${paragraphsOf(panel.text)}\n</div>\n</section>`;
};

/** Panels with neither words nor a picture leave no empty page. */
const printed = (panel: Panel): boolean => panel.text.trim() !== '' || chosenPictureOf(panel) !== null;

/** The whole document. Headings give the outline, `lang` and `alt` the tags that a screen reader needs. */
export function pictureBookHtml(story: Story, options: PictureBookOptions): string {
  const title = printable(story.title).trim() || 'Untitled story';
  const panels = story.panels.filter(printed);
  const cover = panels.find((panel) => chosenPictureOf(panel) !== null);
  const author = story.author.trim() === '' ? '' : `<p class="author">${escaped(printable(story.author))}</p>`;
  return `<!doctype html>
<html lang="${escaped(story.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
${pictureBookCss(options.trimSize)}
</style>
</head>
<body>
<header class="cover">
<h1 dir="auto">${escaped(title)}</h1>
${author}
${cover === undefined ? '' : figureOf(cover, options).replace(/ alt="[^"]*"/, ' alt=""')}
</header>
<main>
${panels.map((panel, index) => panelHtml(panel, index + 1, options)).join('\n')}
</main>
</body>
</html>
`;
}
