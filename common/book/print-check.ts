// What a printer would say about a book before it is printed: sharpness of pictures at their printed size, characters that the fonts lack,
// page counts, bleed, and what the story still lacks. Findings are data; the interface has the words.
import { typePairingSchema, type BookDesign, type TypePairing } from '../domain/book-design';
import { chosenPictureOf, type Story } from '../domain/story';
import type { Book, PictureBox } from './book';
import { isPrinted } from './book-from';
import { hasGlyph, typographyOf, type FaceId } from './faces';
import { POINTS_PER_INCH } from './page-frame';

export const GOOD_DPI = 300;
export const LEAST_DPI = 150;
/** Smaller words are not read on paper without an effort; in points. */
export const LEAST_TYPE = 6;
const MUCH_CUT = 0.35;
const SHOWN_CHARACTERS = 12;

export type CheckLevel = 'good' | 'note' | 'warning';

export type Finding = { readonly level: CheckLevel } & (
  | {
      /** The least sharp picture; `count` pictures are below what print wants. */
      readonly kind: 'sharpness';
      readonly pixels: number;
      readonly inches: number;
      readonly dpi: number;
      readonly count: number;
      readonly panel: number;
    }
  | { readonly kind: 'fonts'; readonly faces: readonly FaceId[] }
  | {
      readonly kind: 'characters';
      readonly sample: string;
      readonly count: number;
      readonly panel: number;
      /** Another type of the studio that has them all. */
      readonly instead: TypePairing | null;
    }
  | { readonly kind: 'small-type'; readonly points: number; readonly least: number }
  /** Pictures across two pages: their middle lies in the fold. */
  | { readonly kind: 'fold'; readonly panels: readonly number[] }
  | { readonly kind: 'pages'; readonly count: number; readonly missingToFour: number }
  | { readonly kind: 'no-picture'; readonly panels: readonly number[] }
  | { readonly kind: 'no-description'; readonly panels: readonly number[] }
  | { readonly kind: 'empty'; readonly panels: readonly number[] }
  | { readonly kind: 'no-bleed'; readonly count: number }
  | { readonly kind: 'cut'; readonly panels: readonly number[]; readonly percent: number }
);

interface PlacedPicture {
  readonly box: PictureBox;
  readonly panel: number;
  readonly isOnCover: boolean;
}

/** Panels are counted from 1, as the writer sees them. */
export function checkPrint(story: Story, book: Book, design: BookDesign): Finding[] {
  const numberOf = new Map(story.panels.map(({ id }, index) => [id, index + 1]));
  const placed = book.pages.flatMap(({ kind, boxes }) =>
    boxes.flatMap((box): PlacedPicture[] =>
      box.kind === 'picture' ? [{ box, panel: numberOf.get(box.panelId) ?? 0, isOnCover: kind === 'cover' }] : [],
    ),
  );
  return [
    ...sharpness(placed),
    ...characters(story, design),
    ...typeSize(book),
    ...pageCount(book),
    ...bleed(placed, book),
    ...cuts(placed, book),
    ...folds(placed, design),
    ...gaps(story),
  ];
}

const printedInches = ({ rect, crop }: PictureBox): number => rect.width / crop.width / POINTS_PER_INCH;
export const dpiOf = (box: PictureBox): number => box.asset.widthPx / printedInches(box);

function sharpness(placed: readonly PlacedPicture[]): Finding[] {
  const [least] = placed.toSorted((a, b) => dpiOf(a.box) - dpiOf(b.box));
  if (least === undefined) return [];
  const dpi = dpiOf(least.box);
  const soft = placed.filter(({ box }) => dpiOf(box) < GOOD_DPI);
  return [
    {
      kind: 'sharpness',
      level: dpi >= GOOD_DPI ? 'good' : dpi >= LEAST_DPI ? 'note' : 'warning',
      pixels: least.box.asset.widthPx,
      inches: Math.round(printedInches(least.box) * 10) / 10,
      dpi: Math.round(dpi),
      count: new Set(soft.map(({ box }) => box.asset.sha256)).size,
      panel: least.panel,
    },
  ];
}

function characters(story: Story, design: BookDesign): Finding[] {
  const { text, title } = typographyOf[design.typePairing];
  const lacking = lackingIn(story, design, design.typePairing);
  const fonts: Finding = { kind: 'fonts', level: 'good', faces: title === text ? [text] : [title, text] };
  const [first] = lacking;
  if (first === undefined) return [fonts];
  const sample = [...lacking.keys()].slice(0, SHOWN_CHARACTERS).join(' ');
  const instead = typePairingSchema.options.find((pairing) => lackingIn(story, design, pairing).size === 0) ?? null;
  return [fonts, { kind: 'characters', level: 'warning', sample, count: lacking.size, panel: first[1], instead }];
}

/** Characters that a pairing's fonts do not draw, with the panel of each. */
function lackingIn(story: Story, design: BookDesign, pairing: TypePairing): ReadonlyMap<string, number> {
  const { text, title } = typographyOf[pairing];
  const lacking = new Map<string, number>();
  const look = (words: string, face: FaceId, panel: number): void => {
    for (const char of words) if (!hasGlyph(face, char) && !lacking.has(char)) lacking.set(char, panel);
  };
  look(story.title, title, 0);
  look(`${story.author}${design.header}${design.footer}${design.colophon}`, text, 0);
  story.panels.forEach((panel, index) => look(panel.text, text, index + 1));
  return lacking;
}

function typeSize({ pages }: Book): Finding[] {
  const sizes = pages.flatMap(({ boxes }) =>
    boxes.flatMap((box) => (box.kind === 'text' && box.role === 'words' ? [box.size] : [])),
  );
  const points = Math.round(Math.min(...sizes) * 10) / 10;
  return points < LEAST_TYPE ? [{ kind: 'small-type', level: 'warning', points, least: LEAST_TYPE }] : [];
}

function folds(placed: readonly PlacedPicture[], { format, spreads }: BookDesign): Finding[] {
  if (format !== 'picture-book' || !spreads) return [];
  // The half on the right page is the second mention of its picture.
  const across = placed.filter(({ box, isOnCover }) => !isOnCover && box.decorative);
  const panels = [...new Set(across.map(({ panel }) => panel))];
  return panels.length === 0 ? [] : [{ kind: 'fold', level: 'note', panels }];
}

const SHEET = 4; // pages of a folded sheet

function pageCount({ pages }: Book): Finding[] {
  const missingToFour = (SHEET - (pages.length % SHEET)) % SHEET;
  return [{ kind: 'pages', level: missingToFour === 0 ? 'good' : 'note', count: pages.length, missingToFour }];
}

/** A picture that ends at the trim shows a white edge where the knife is a little off. */
function bleed(placed: readonly PlacedPicture[], book: Book): Finding[] {
  if (book.bleed > 0) return [];
  const atTrim = placed.filter(
    ({ box: { rect } }) =>
      rect.x <= 0 || rect.y <= 0 || rect.x + rect.width >= book.width || rect.y + rect.height >= book.height,
  );
  return atTrim.length === 0 ? [] : [{ kind: 'no-bleed', level: 'warning', count: atTrim.length }];
}

function cuts(placed: readonly PlacedPicture[], book: Book): Finding[] {
  const shownOf = new Map<number, number>();
  for (const { box, panel } of placed) {
    if (box.rect.width < book.width * 0.3 || (box.decorative && !shownOf.has(panel))) continue;
    shownOf.set(panel, (shownOf.get(panel) ?? 0) + box.crop.width * box.crop.height);
  }
  const much = [...shownOf].filter(([, shown]) => 1 - shown > MUCH_CUT);
  if (much.length === 0) return [];
  const percent = Math.round(Math.max(...much.map(([, shown]) => 1 - shown)) * 100);
  return [{ kind: 'cut', level: 'note', panels: much.map(([panel]) => panel), percent }];
}

function gaps(story: Story): Finding[] {
  const numbered = story.panels.map((panel, index) => ({ panel, number: index + 1 }));
  const printed = numbered.filter(({ panel }) => isPrinted(panel));
  const findings: Finding[] = [];
  const add = (kind: 'no-picture' | 'no-description' | 'empty', level: CheckLevel, found: typeof numbered): void => {
    if (found.length > 0) findings.push({ kind, level, panels: found.map(({ number }) => number) });
  };
  add(
    'no-picture',
    'note',
    printed.filter(({ panel }) => chosenPictureOf(panel) === null),
  );
  add(
    'no-description',
    'note',
    printed.filter(({ panel }) => chosenPictureOf(panel)?.alt.trim() === ''),
  );
  add(
    'empty',
    'note',
    numbered.filter(({ panel }) => !isPrinted(panel)),
  );
  return findings;
}
