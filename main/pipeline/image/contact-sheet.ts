// Many pictures with their words on one page, for people to look at: cells in rows, in each the pictures side by side and the caption
// wrapped below. Letters come from the system's own fonts; layout is plain on purpose.
import sharp, { type OverlayOptions } from 'sharp';

export interface SheetCell {
  /** Picture files, left to right; all cells have equally many. */
  readonly pictures: readonly Uint8Array[];
  readonly caption: string;
  /** A short second line, such as what was measured. */
  readonly note: string;
}

export interface SheetLayout {
  readonly columns: number;
  readonly pictureSidePx: number;
  readonly title: string;
  /** Lines that a caption may take: 4 by default. */
  readonly captionLines?: number;
}

const GAP = 12;
const LINE = 15; // height of a line of text
const FONT = 12;
const CAPTION_LINES = 4;
const TITLE_HEIGHT = 34;

/** The sheet as a PNG. Throws sharp's error for a picture that cannot be read. */
export async function contactSheet(cells: readonly SheetCell[], layout: SheetLayout): Promise<Uint8Array> {
  const { columns, pictureSidePx: side, title, captionLines = CAPTION_LINES } = layout;
  const across = Math.max(...cells.map(({ pictures }) => pictures.length), 1);
  const cellWidth = across * side + (across - 1) * 4;
  const cellHeight = side + (captionLines + 1) * LINE + GAP;
  const width = GAP + columns * (cellWidth + GAP);
  const height = TITLE_HEIGHT + Math.max(Math.ceil(cells.length / columns), 1) * (cellHeight + GAP);
  const lines: string[] = [text(title, GAP, 22, '#222', 15)];
  const layers: OverlayOptions[] = [];
  for (const [index, cell] of cells.entries()) {
    const left = GAP + (index % columns) * (cellWidth + GAP);
    const top = TITLE_HEIGHT + Math.floor(index / columns) * (cellHeight + GAP);
    for (const [i, picture] of cell.pictures.entries()) {
      const input = await sharp(picture)
        .resize(side, side, { fit: 'contain', background: '#fff', kernel: 'cubic' })
        .png()
        .toBuffer();
      layers.push({ input, left: left + i * (side + 4), top });
    }
    const wrapped = wrap(cell.caption, Math.floor(cellWidth / (FONT * 0.54)), captionLines);
    for (const [i, line] of wrapped.entries()) lines.push(text(line, left, top + side + (i + 1) * LINE, '#222'));
    lines.push(text(cell.note, left, top + side + (captionLines + 1) * LINE, '#777'));
  }
  const words = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${lines.join('')}</svg>`;
  layers.push({ input: Buffer.from(words), left: 0, top: 0 });
  return sharp({ create: { width, height, channels: 3, background: '#fff' } })
    .composite(layers)
    .png({ compressionLevel: 9 })
    .toBuffer();
}

function text(line: string, x: number, y: number, fill: string, size = FONT): string {
  const safe = line.replace(/[^\P{Cc}]/gu, '').replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<text x="${x}" y="${y}" font-family="sans-serif" font-size="${size}" fill="${fill}">${safe}</text>`;
}

/** Greedy lines of about `length` characters; what does not fit into `count` lines ends in three dots. */
export function wrap(caption: string, length: number, count: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of caption.split(/\s+/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= length) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word.slice(0, length);
  }
  if (line !== '') lines.push(line);
  if (lines.length <= count) return lines;
  return [...lines.slice(0, count - 1), `${(lines[count - 1] ?? '').slice(0, length - 1)}…`];
}
