// The page sizes of the book, with their names and proportions. What they are in millimetres, the exporter knows.
import type { TrimSize } from '../../../common/domain/book-design';
import { t } from '../../i18n/translate';

export interface TrimSizeChoice {
  readonly id: TrimSize;
  readonly name: () => string;
  readonly note: () => string;
}

export const trimSizes: readonly TrimSizeChoice[] = [
  { id: 'square-8.5', name: () => t('8.5 × 8.5 in'), note: () => t('Square picture book') },
  { id: '8x10', name: () => t('8 × 10 in'), note: () => t('Tall picture book') },
  { id: 'a4', name: () => 'A4', note: () => t('210 × 297 mm') },
  { id: 'letter', name: () => t('Letter'), note: () => t('8.5 × 11 in') },
];
