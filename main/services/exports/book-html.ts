// A typeset book as one HTML document for printing: each page a sheet with its bleed and crop marks, every box at its place, every line as
// it was set. Semantic underneath (heading, paragraphs, pictures with their description), because the PDF's tags come from it. Pure.
import type { Book, BookPage, Box, PictureBox, Rect, SetParagraph, TextBox } from '../../../common/book/book';
import { cssOf } from '../../../common/book/faces';
import { bookFontFamilies, fontFileOf } from '../../../common/book/font-families';
import { paragraphLanguageOf } from '../../../common/book/paragraph-language';
import type { Asset } from '../../../common/domain/story';

export interface BookHtmlOptions {
  readonly pictureUrlOf: (asset: Asset) => string;
  readonly fontUrlOf: (folder: string, file: string) => string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

const points = (value: number): string => `${Math.round(value * 1000) / 1000}pt`;
const place = ({ x, y, width, height }: Rect): string =>
  `left:${points(x)};top:${points(y)};width:${points(width)};height:${points(height)}`;

/** Room around the bleed for crop marks, in points. */
export const MARK_ROOM = 20;
const MARK_LENGTH = 14;

/** What lies around the trimmed page on every side of the sheet. */
export const slugOf = ({ bleed, cropMarks }: Book): number => bleed + (cropMarks ? MARK_ROOM : 0);

export function fontFaceRules(fontUrlOf: BookHtmlOptions['fontUrlOf']): string {
  return bookFontFamilies
    .flatMap((family) =>
      family.weights.flatMap((weight) =>
        family.subsets.map(
          (subset) =>
            `@font-face{font-family:'${family.cssName}';font-weight:${weight};font-display:block;` +
            `src:url('${fontUrlOf(family.folder, fontFileOf(family, subset, weight))}') format('woff2');` +
            `unicode-range:${subset.ranges}}`,
        ),
      ),
    )
    .join('\n');
}

const tags: Partial<Record<TextBox['role'], string>> = { title: 'h1' };

function paragraphHtml({ direction, lines }: SetParagraph, box: TextBox, index: number, bookLanguage: string): string {
  const gap = index === 0 ? '' : ` style="margin-top:${points(box.paragraphGap)}"`;
  const spans = lines.map(({ text, indent, joint }) => {
    const style = indent === 0 ? '' : ` style="padding-inline-start:${points(indent)}"`;
    return `<span${style}>${escaped(text)}${joint === ' ' ? ' ' : ''}</span>`;
  });
  const tag = tags[box.role] ?? 'p';
  const language = paragraphLanguageOf(lines.map(({ text }) => text).join(' '), bookLanguage);
  const lang = language === null ? '' : ` lang="${language}"`;
  // Lines within a paragraph and not blocks of it: a paragraph of blocks is none in the PDF's tags.
  return `<${tag} dir="${direction}"${lang}${gap}>${spans.join('<br>')}</${tag}>`;
}

function textHtml(box: TextBox, bookLanguage: string): string {
  const { family, weight } = cssOf(box.face);
  const style =
    `${place(box.rect)};font:${weight} ${points(box.size)}/${points(box.leading)} ${family};` +
    `color:${box.colour};text-align:${box.align}`;
  return `<div class="b" style="${escaped(style)}">${box.paragraphs.map((paragraph, index) => paragraphHtml(paragraph, box, index, bookLanguage)).join('')}</div>`;
}

function pictureHtml({ rect, crop, asset, alt, decorative, radius }: PictureBox, options: BookHtmlOptions): string {
  const image = place({
    x: (-crop.x / crop.width) * rect.width,
    y: (-crop.y / crop.height) * rect.height,
    width: rect.width / crop.width,
    height: rect.height / crop.height,
  });
  const round = radius === 0 ? '' : `;border-radius:${points(radius)}`;
  const words = decorative ? '' : escaped(alt);
  return `<div class="b c" style="${place(rect)}${round}"><img class="b" style="${image}" src="${escaped(options.pictureUrlOf(asset))}" alt="${words}"></div>`;
}

function boxHtml(box: Box, book: Book, options: BookHtmlOptions): string {
  switch (box.kind) {
    case 'text':
      return textHtml(box, book.language);
    case 'picture':
      return pictureHtml(box, options);
    case 'ground': {
      const fill = box.fill === 'none' ? '' : `;background:${box.fill}`;
      const stroke = box.stroke === null ? '' : `;border:0.6pt solid ${box.stroke}`;
      return `<div class="b" style="${place(box.rect)}${fill}${stroke};opacity:${box.opacity};border-radius:${points(box.radius)}"></div>`;
    }
  }
}

/** Eight short lines that point at the corners of the trimmed page and never touch its bleed. */
function cropMarksHtml({ width, height, bleed, cropMarks }: Book): string {
  if (!cropMarks) return '';
  const reach = Math.max(bleed, 3) + 2;
  const across = [-reach - MARK_LENGTH, width + reach].flatMap((x) =>
    [0, height].map((y) => ({ x, y: y - 0.125, width: MARK_LENGTH, height: 0.25 })),
  );
  const down = [-reach - MARK_LENGTH, height + reach].flatMap((y) =>
    [0, width].map((x) => ({ x: x - 0.125, y, width: 0.25, height: MARK_LENGTH })),
  );
  return [...across, ...down].map((rect) => `<div class="b m" style="${place(rect)}"></div>`).join('');
}

/** One page as a sheet. Its boxes are placed from the corner of the trimmed page; what lies outside of the bleed is cut off. */
export function pageHtml(page: BookPage, book: Book, options: BookHtmlOptions): string {
  const slug = slugOf(book);
  const { width, height, bleed } = book;
  const clip = place({
    x: slug - bleed,
    y: slug - bleed,
    width: width + 2 * bleed,
    height: height + 2 * bleed,
  });
  const boxes = page.boxes.map((box) => boxHtml(box, book, options)).join('\n');
  return `<section class="page" data-side="${page.side}">
<div class="b c" style="${clip}"><div class="b" style="left:${points(bleed)};top:${points(bleed)}">
${boxes}
</div></div>
<div class="b" style="left:${points(slug)};top:${points(slug)}">${cropMarksHtml(book)}</div>
</section>`;
}

/** The whole document for a printer that follows CSS page sizes. */
export function bookHtml(book: Book, options: BookHtmlOptions): string {
  const slug = slugOf(book);
  const [width, height] = [points(book.width + 2 * slug), points(book.height + 2 * slug)];
  return `<!doctype html>
<html lang="${escaped(book.language)}">
<head>
<meta charset="utf-8">
<title>${escaped(book.title)}</title>
<style>
${fontFaceRules(options.fontUrlOf)}
@page{size:${width} ${height};margin:0}
html,body{margin:0;padding:0;background:#fff;print-color-adjust:exact}
*{box-sizing:border-box}
body{font-family:serif;text-rendering:geometricPrecision}
h1,p{margin:0;font:inherit;white-space:nowrap}
.page{position:relative;width:${width};height:${height};overflow:hidden;break-after:page;break-inside:avoid}
.page:last-child{break-after:auto}
.b{position:absolute;display:block}
.c{overflow:hidden}
.m{background:#000}
img{object-fit:fill}
</style>
</head>
<body>
${book.pages.map((page) => pageHtml(page, book, options)).join('\n')}
</body>
</html>
`;
}
