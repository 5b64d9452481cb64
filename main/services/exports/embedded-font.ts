// A font file as a book carries it, and the style sheet that names it. Which families and files a design needs is common/book's
// knowledge; from where the bytes come is the caller's.
export interface EmbeddedFont {
  /** Name in the style sheet: the book's own, so that an installed font of the same name never stands in. */
  readonly cssName: string;
  readonly weight: number;
  /** As in CSS `unicode-range`. */
  readonly ranges: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** What a document is set in: CSS family lists, and the files behind them. */
export interface BookType {
  readonly titleFamily: string;
  readonly textFamily: string;
  readonly fonts: readonly EmbeddedFont[];
}

/** `@font-face` rules; `urlOf` gives the address of a font's file. */
export const fontFaceCss = (fonts: readonly EmbeddedFont[], urlOf: (font: EmbeddedFont) => string): string =>
  fonts
    .map(
      (font) => `@font-face { font-family: '${font.cssName}'; font-style: normal; font-weight: ${font.weight};
  font-display: swap; src: url(${urlOf(font)}) format('woff2'); unicode-range: ${font.ranges}; }`,
    )
    .join('\n');
