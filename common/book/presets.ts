// Designs to begin with, by name. A preset sets the form of the book and leaves what the writer typed: header, footer, colophon, type.
import type { BookDesign } from '../domain/book-design';

export const presetIds = [
  'square-picture-book',
  'tall-picture-book',
  'full-page-pictures',
  'a4-spreads',
  'panorama-spreads',
  'storyboard-2x3',
  'storyboard-3x4',
] as const;
export type PresetId = (typeof presetIds)[number];

type Form = Pick<BookDesign, 'format' | 'trimSize' | 'spreads' | 'placement' | 'grid' | 'bleedMm' | 'cover'>;

const book: Form = {
  format: 'picture-book',
  trimSize: 'square-8.5',
  spreads: false,
  placement: 'under',
  grid: { columns: 2, rows: 3 },
  bleedMm: 0,
  cover: true,
};

const presets: Readonly<Record<PresetId, Form>> = {
  'square-picture-book': book,
  'tall-picture-book': { ...book, trimSize: '8x10' },
  'full-page-pictures': { ...book, placement: 'over', bleedMm: 3 },
  'a4-spreads': { ...book, trimSize: 'a4', spreads: true },
  'panorama-spreads': { ...book, spreads: true, placement: 'over', bleedMm: 3 },
  'storyboard-2x3': { ...book, format: 'storyboard', trimSize: 'a4', cover: false },
  'storyboard-3x4': { ...book, format: 'storyboard', trimSize: 'a4', cover: false, grid: { columns: 3, rows: 4 } },
};

export const withPreset = (design: BookDesign, id: PresetId): BookDesign => ({ ...design, ...presets[id] });

/** The preset that a design still follows, or null when something of its form was changed. */
export const presetOf = (design: BookDesign): PresetId | null =>
  presetIds.find((id) => {
    const form = presets[id];
    const keys = Object.keys(form) as (keyof Form)[];
    return keys.every(
      (key) =>
        (key === 'grid' && design.format !== 'storyboard') || JSON.stringify(form[key]) === JSON.stringify(design[key]),
    );
  }) ?? null;
