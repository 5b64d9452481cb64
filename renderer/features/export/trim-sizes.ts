// The page sizes of the book, with their names and proportions. What they are in millimetres, the exporter knows.
import type { TrimSize } from '../../../common/domain/book-design';

export interface TrimSizeChoice {
  readonly id: TrimSize;
  readonly name: string;
  readonly note: string;
}

export const trimSizes: readonly TrimSizeChoice[] = [
  { id: 'square-8.5', name: '8.5 × 8.5 in', note: 'Square picture book' },
  { id: '8x10', name: '8 × 10 in', note: 'Tall picture book' },
  { id: 'a4', name: 'A4', note: '210 × 297 mm' },
  { id: 'letter', name: 'Letter', note: '8.5 × 11 in' },
];
