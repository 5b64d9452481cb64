// The designs that are printed to be looked at: every preset, every trim size with every placement, the type pairings, spreads, grids, and
// what a print shop asks for.
import { presetIds, withPreset } from '../../common/book/presets';
import {
  defaultBookDesign,
  placementSchema,
  trimSizeSchema,
  typePairingSchema,
  type BookDesign,
} from '../../common/domain/book-design';

const own = defaultBookDesign();
const colophon =
  'Text and pictures: Ada Winter, with a small model that ran on her own computer.\n\nFirst edition, 2026. Set in the studio. All rights of the fox reserved.';
const dressed: BookDesign = { ...own, header: 'The Lantern on the Rock', footer: 'Ada Winter', colophon };
const placements = placementSchema.options;
const grids = [
  [1, 1],
  [2, 2],
  [3, 3],
  [4, 6],
  [8, 8],
] as const;

export const sampleDesigns: Readonly<Record<string, BookDesign>> = Object.fromEntries([
  ...presetIds.map((id) => [`preset-${id}`, withPreset({ ...own, colophon }, id)] as const),
  ...trimSizeSchema.options.flatMap((trimSize) =>
    placements.map((placement) => [`page-${trimSize}-${placement}`, { ...own, trimSize, placement }] as const),
  ),
  ...placements.map(
    (placement) => [`spreads-8x10-${placement}`, { ...own, trimSize: '8x10', spreads: true, placement }] as const,
  ),
  ...typePairingSchema.options.map(
    (typePairing) => [`type-${typePairing}`, { ...dressed, typePairing, trimSize: '8x10' }] as const,
  ),
  ...([0.7, 1.6] as const).map((textScale) => [`type-scale-${textScale}`, { ...own, textScale }] as const),
  ...grids.map(
    ([columns, rows]) =>
      [
        `board-${columns}x${rows}`,
        { ...dressed, format: 'storyboard', trimSize: 'a4', grid: { columns, rows }, cover: false },
      ] as const,
  ),
  ['board-letter-2x3', { ...own, format: 'storyboard', trimSize: 'letter', header: 'A board' }] as const,
  ['shop-over', { ...dressed, placement: 'over', bleedMm: 3, cropMarks: true }] as const,
  ['shop-spreads', { ...own, placement: 'over', spreads: true, bleedMm: 3, cropMarks: true }] as const,
  ['shop-under', { ...dressed, bleedMm: 0, cropMarks: true, trimSize: 'a4' }] as const,
]);
