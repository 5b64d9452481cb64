// The families that a book may be set in, and the files of each: one a weight and script, every one for its own range of characters.
// Static files and not variable ones, because a printer embeds those as real fonts. The same list serves the measuring script, the
// window's style sheet and the printed page. Files lie in the packages @fontsource/<folder>/files (SIL Open Font License 1.1).
export interface FontSubset {
  readonly name: string;
  /** As in CSS `unicode-range`. */
  readonly ranges: string;
}

export interface BookFontFamily {
  readonly folder: string;
  /** Name in style sheets; its own, so that an installed font of the same name never stands in. */
  readonly cssName: string;
  /** What stands in for characters that the family does not have: a system's font of the same kind. */
  readonly generic: 'serif' | 'sans-serif';
  /** The weights that books use. */
  readonly weights: readonly number[];
  readonly subsets: readonly FontSubset[];
}

/** The file of a weight and subset. */
export const fontFileOf = ({ folder }: BookFontFamily, { name }: FontSubset, weight: number): string =>
  `${folder}-${name}-${weight}-normal.woff2`;

export const bookFontFamilies: readonly BookFontFamily[] = [
  {
    folder: 'literata',
    cssName: 'Book Literata',
    generic: 'serif',
    weights: [400, 600],
    subsets: [
      {
        name: 'cyrillic-ext',
        ranges: 'U+0460-052F,U+1C80-1C8A,U+20B4,U+2DE0-2DFF,U+A640-A69F,U+FE2E-FE2F',
      },
      {
        name: 'cyrillic',
        ranges: 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116',
      },
      {
        name: 'greek-ext',
        ranges: 'U+1F00-1FFF',
      },
      {
        name: 'greek',
        ranges: 'U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF',
      },
      {
        name: 'vietnamese',
        ranges:
          'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB',
      },
      {
        name: 'latin-ext',
        ranges:
          'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
      },
      {
        name: 'latin',
        ranges:
          'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
      },
    ],
  },
  {
    folder: 'eb-garamond',
    cssName: 'Book Garamond',
    generic: 'serif',
    weights: [400, 600],
    subsets: [
      {
        name: 'cyrillic-ext',
        ranges: 'U+0460-052F,U+1C80-1C8A,U+20B4,U+2DE0-2DFF,U+A640-A69F,U+FE2E-FE2F',
      },
      {
        name: 'cyrillic',
        ranges: 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116',
      },
      {
        name: 'greek-ext',
        ranges: 'U+1F00-1FFF',
      },
      {
        name: 'greek',
        ranges: 'U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF',
      },
      {
        name: 'vietnamese',
        ranges:
          'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB',
      },
      {
        name: 'latin-ext',
        ranges:
          'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
      },
      {
        name: 'latin',
        ranges:
          'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
      },
    ],
  },
  {
    folder: 'fredoka',
    cssName: 'Book Fredoka',
    generic: 'sans-serif',
    weights: [600],
    subsets: [
      {
        name: 'latin-ext',
        ranges:
          'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
      },
      {
        name: 'latin',
        ranges:
          'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
      },
    ],
  },
  {
    folder: 'nunito',
    cssName: 'Book Nunito',
    generic: 'sans-serif',
    weights: [400],
    subsets: [
      {
        name: 'cyrillic-ext',
        ranges: 'U+0460-052F,U+1C80-1C8A,U+20B4,U+2DE0-2DFF,U+A640-A69F,U+FE2E-FE2F',
      },
      {
        name: 'cyrillic',
        ranges: 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116',
      },
      {
        name: 'vietnamese',
        ranges:
          'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB',
      },
      {
        name: 'latin-ext',
        ranges:
          'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
      },
      {
        name: 'latin',
        ranges:
          'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
      },
    ],
  },
];
