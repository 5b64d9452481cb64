// The names of a book's choices, for lists and for the ear. Functions, because the language may change.
import type { PresetId } from '../../../common/book/presets';
import type { BookDesign, Placement, TrimSize, TypePairing } from '../../../common/domain/book-design';
import { t } from '../../i18n/translate';

export const presetWords: Readonly<Record<PresetId, () => string>> = {
  'square-picture-book': () => t('Picture book, square'),
  'tall-picture-book': () => t('Picture book, tall'),
  'full-page-pictures': () => t('Full-page pictures'),
  'a4-spreads': () => t('Picture book, A4 spreads'),
  'panorama-spreads': () => t('Panorama spreads'),
  'storyboard-2x3': () => t('Storyboard 2 × 3'),
  'storyboard-3x4': () => t('Storyboard 3 × 4'),
};

export const trimWords: Readonly<Record<TrimSize, () => string>> = {
  'square-8.5': () => t('8.5 × 8.5 in, square'),
  '8x10': () => t('8 × 10 in, tall'),
  a4: () => t('A4, 210 × 297 mm'),
  letter: () => t('Letter, 8.5 × 11 in'),
};

export const pairingWords: Readonly<Record<TypePairing, () => string>> = {
  literata: () => t('Literata: calm, for reading aloud'),
  garamond: () => t('EB Garamond: classic'),
  'fredoka-nunito': () => t('Fredoka and Nunito: playful'),
};

const singleWords: Readonly<Record<Placement, () => string>> = {
  under: () => t('Under the picture'),
  beside: () => t('Beside the picture'),
  over: () => t('On the picture, at the foot'),
  'over-top': () => t('On the picture, at the head'),
};

/** On facing pages the same four mean other things. */
const spreadWords: Readonly<Record<Placement, () => string>> = {
  under: () => t('Facing a framed picture'),
  beside: () => t('Facing a full-page picture'),
  over: () => t('On a picture across both pages, at the foot'),
  'over-top': () => t('On a picture across both pages, at the head'),
};

export const placementWords = (placement: Placement, { spreads }: BookDesign): string =>
  (spreads ? spreadWords : singleWords)[placement]();
