// The pictures of a check of the judge on sheets for the eye: numbers below, nothing else that could tell what was meant.
import { contactSheet } from '../../pipeline/image/contact-sheet';

export interface NumberedPicture {
  readonly id: string;
  readonly png: Uint8Array;
}

export interface NamedSheet {
  /** Of numbered pictures the first and the last: "001-020". */
  readonly name: string;
  readonly png: Uint8Array;
}

const PER_SHEET = 20;
const COLUMNS = 5;
const SIDE_PX = 256; // twice the size that the built-in bundle draws

/** All pictures in order, twenty a sheet. */
export async function numberedSheets(pictures: readonly NumberedPicture[]): Promise<NamedSheet[]> {
  const sheets: NamedSheet[] = [];
  for (let start = 0; start < pictures.length; start += PER_SHEET) {
    const part = pictures.slice(start, start + PER_SHEET);
    const name = `${part[0]?.id ?? ''}-${part.at(-1)?.id ?? ''}`;
    const cells = part.map(({ id, png }) => ({ pictures: [png], caption: id, note: '' }));
    const layout = { columns: COLUMNS, pictureSidePx: SIDE_PX, captionLines: 1, title: `Pictures ${name}` };
    sheets.push({ name, png: await contactSheet(cells, layout) });
  }
  return sheets;
}
