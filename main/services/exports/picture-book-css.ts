// The look of the picture book, on paper and on a screen. Sizes are set per trim size; everything else follows from them.
import type { TrimSize } from '../../../common/domain/book-design';

interface PageFormat {
  readonly size: string;
  /** Side of the square picture on a page, as CSS length. */
  readonly picture: string;
  readonly margin: string;
  readonly text: string;
}

const FORMATS: Readonly<Record<TrimSize, PageFormat>> = {
  a4: { size: '210mm 297mm', picture: '158mm', margin: '24mm 26mm 26mm', text: '17pt' },
  letter: { size: '8.5in 11in', picture: '6.3in', margin: '0.9in 1in 1in', text: '17pt' },
  'square-8.5': { size: '8.5in 8.5in', picture: '4.6in', margin: '0.65in 0.9in 0.8in', text: '15.5pt' },
  '8x10': { size: '8in 10in', picture: '5.6in', margin: '0.8in 0.95in 0.95in', text: '16pt' },
};

const SERIF = `'Literata Variable', Literata, 'Iowan Old Style', 'Palatino Linotype', Palatino, Georgia, 'DejaVu Serif', serif`;

/** CSS of the whole document for a trim size. */
export function pictureBookCss(trimSize: TrimSize): string {
  const format = FORMATS[trimSize];
  return `@page { size: ${format.size}; margin: ${format.margin};
  @bottom-center { content: counter(page); font: 9.5pt ${SERIF}; color: #8a7f70; } }
@page :first { @bottom-center { content: ''; } }
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; color: #2b2620; font: ${format.text}/1.55 ${SERIF}; text-rendering: optimizeLegibility; }
h1, h2, p, figure { margin: 0; }
img { display: block; width: 100%; height: auto; object-fit: contain; }
figure { width: ${format.picture}; max-width: 100%; margin-inline: auto; break-inside: avoid; }
figure img { max-height: ${format.picture}; border-radius: 3mm; }
.cover { break-after: page; text-align: center; }
.cover h1 { font-size: 2.35em; line-height: 1.15; font-weight: 600; letter-spacing: -0.01em; text-wrap: balance; margin: 0.3in 0 0.12in; }
.cover .author { color: #6f6558; font-style: italic; margin-bottom: 0.1in; }
.cover figure { width: calc(${format.picture} * 0.78); margin-top: 0.35in; }
.panel { break-before: page; }
.panel:first-child { break-before: auto; }
.panel h2 { font-size: 0.78em; font-weight: 500; color: #a3582f; text-align: center; letter-spacing: 0.08em; margin: 0.22in 0 0.08in; break-after: avoid; }
.words p { text-wrap: pretty; orphans: 2; widows: 2; hyphens: manual; max-width: 34em; margin-inline: auto; }
.words p + p { margin-top: 0.6em; }
.illustrated .words { text-align: center; }
.illustrated .words p { text-wrap: balance; }
.long .words, .long .words p { text-align: start; text-wrap: pretty; }
.words-only .words { padding-top: 1.2in; font-size: 1.12em; }
@media screen {
  body { background: #f4efe6; padding: 5vh 4vw 10vh; font-size: clamp(17px, 1.2vw + 12px, 22px); }
  .cover, .panel { max-width: 40rem; margin: 0 auto 3rem; padding: 2.6rem 2.4rem; background: #fffdf8; border-radius: 12px; box-shadow: 0 1px 2px #0001, 0 10px 30px #0000000f; }
  figure, .cover figure { width: 100%; }
  figure img { max-height: none; border-radius: 8px; }
  .words-only .words { padding-top: 0; }
}`;
}
