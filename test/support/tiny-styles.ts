// Drawing styles for tests of a bundle that has some: one that goes unsaid and two that are said.
import type { DrawingStyle } from '../../common/domain/bundle';

export const tinyStyles: DrawingStyle[] = [
  { id: 'flat', name: 'Flat' },
  { id: 'ink', name: 'Ink', line: 'Drawn in ink.' },
  { id: 'pastel', name: 'Pastel', line: 'Drawn in pastel.' },
];
