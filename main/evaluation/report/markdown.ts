// Pieces of the model report's generated part: tables, commands, and a share as it stands in a cell. A cell without a measurement says so.
import type { Share } from '../share';

export const NOT_MEASURED = 'not measured yet';

/** A share of which a table needs only this; undefined where nothing was measured. */
export type ShareCell = Pick<Share, 'share' | 'low' | 'high'> | undefined;

/** In percent with its 95 % interval. */
export function shareText(cell: ShareCell): string {
  if (cell === undefined) return NOT_MEASURED;
  const percent = (value: number): string => (value * 100).toFixed(1);
  return cell.share === null
    ? 'none to count'
    : `${percent(cell.share)} % (${percent(cell.low)} to ${percent(cell.high)})`;
}

/** The first column holds names, the others figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map((_, i) => (i === 0 ? '---' : '---:')).join('|')}|`, ...rows.map(line)].join('\n');
}

export const code = (lines: readonly string[]): string => ['```', ...lines, '```'].join('\n');
