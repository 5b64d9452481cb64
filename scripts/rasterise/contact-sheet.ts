// Many pictures on one sheet, in rows, each with its name below: for looking at many pages at once.
import sharp, { type OverlayOptions } from 'sharp';

export interface SheetPicture {
  readonly file: string;
  readonly name: string;
}

const GAP = 10;
const LABEL = 18;

/** @param pictures null leaves a place empty: the left side of a book's first page */
export async function contactSheet(
  pictures: readonly (SheetPicture | null)[],
  out: string,
  { columns, cellWidth }: { readonly columns: number; readonly cellWidth: number },
): Promise<void> {
  const cells = await Promise.all(
    pictures.map(async (picture) => {
      if (picture === null) return null;
      const { file, name } = picture;
      const { data, info } = await sharp(file)
        .resize({ width: cellWidth, withoutEnlargement: true })
        .toBuffer({ resolveWithObject: true });
      return { data, name, width: info.width, height: info.height };
    }),
  );
  const rowsOfCells = Array.from({ length: Math.ceil(cells.length / columns) }, (_, row) =>
    cells.slice(row * columns, (row + 1) * columns),
  );
  let y = GAP;
  const layers: OverlayOptions[] = [];
  for (const row of rowsOfCells) {
    row.forEach((cell, column) => {
      if (cell === null) return;
      const { data, name, height } = cell;
      const left = GAP + column * (cellWidth + GAP);
      layers.push({ input: data, left, top: y });
      const label = `<svg xmlns="http://www.w3.org/2000/svg" width="${cellWidth}" height="${LABEL}"><text x="2" y="13" font-family="sans-serif" font-size="12" fill="#222">${name}</text></svg>`;
      layers.push({ input: Buffer.from(label), left, top: y + height + 1 });
    });
    y += Math.max(...row.map((cell) => cell?.height ?? 0)) + LABEL + GAP;
  }
  const width = GAP + columns * (cellWidth + GAP);
  await sharp({ create: { width, height: y, channels: 3, background: '#8d99a6' } })
    .composite(layers)
    .png()
    .toFile(out);
}
