// The look of the EPUB. Colours and page margins are the reader's own choice in a reading system, so none are set here.
import { fontFaceCss, type BookType } from '../embedded-font';

export const epubCss = (type: BookType): string => `${fontFaceCss(type.fonts, ({ fileName }) => `fonts/${fileName}`)}
body { margin: 0; padding: 0 4%; font-family: ${type.textFamily}; line-height: 1.5; }
h1, h2, p, figure { margin: 0; }
figure { margin: 0 auto; text-align: center; break-inside: avoid; page-break-inside: avoid; }
img { max-width: 100%; max-height: 68vh; height: auto; width: auto; object-fit: contain; border-radius: 2%; }
.small img { width: 28em; }
.words { margin: 1.2em auto 0; max-width: 36em; overflow-wrap: anywhere; }
.words p { text-align: center; text-wrap: balance; orphans: 2; widows: 2; hyphens: manual; }
.words .line { display: inline-block; max-width: 100%; text-wrap: balance; }
.long .words .line { text-wrap: pretty; }
.words p + p { margin-top: 0.6em; }
.long .words p { text-align: start; text-wrap: pretty; }
.words-only .words { margin-top: 18%; font-size: 1.2em; }
.words-only.long .words { margin-top: 1em; font-size: 1em; }
.title-page { text-align: center; }
.title-page h1 { font-family: ${type.titleFamily}; font-size: 2em; line-height: 1.15; font-weight: 600; margin: 8% 0 0; text-wrap: balance; }
.title-page .author { font-style: italic; margin-top: 0.5em; }
.title-page figure { margin-top: 1.6em; }
.title-page img { max-height: 55vh; }
nav h1, nav h2 { font-family: ${type.titleFamily}; font-size: 1.4em; font-weight: 600; margin: 1em 0 0.6em; }
nav ol { list-style: none; margin: 0; padding: 0; }
nav li { margin: 0.6em 0; }
nav a { color: inherit; text-decoration: none; overflow-wrap: anywhere; }
`;
