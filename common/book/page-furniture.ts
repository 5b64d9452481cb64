// What stands in the margins of a page: header, footer and page number. In a storyboard and a picture book alike, small and quiet.
import type { BookDesign } from '../domain/book-design';
import type { Box, SetParagraph } from './book';
import { quietInk } from './book';
import { textBox } from './page-draft';
import { marginStyle, type PageFrame, type PageSide } from './page-frame';
import { heightOf, linesIn, setText, type TextStyle } from './set-text';

const SIZES = [9, 8, 7, 6] as const;
const MOST_LINES = 2;
const EDGE = 20; // nothing nearer to the trim than this

interface SetMargin {
  readonly style: TextStyle;
  readonly lines: SetParagraph[];
}

/** One or two lines, as large as fits; what is longer still loses its end. */
function setMargin(text: string, width: number, frame: PageFrame, align: TextStyle['align']): SetMargin {
  const flat = text.replace(/\s+/g, ' ');
  let style = marginStyle(frame, SIZES[0]);
  for (const size of SIZES) {
    style = { ...marginStyle(frame, size), align };
    const lines = setText(flat, style, width);
    if (linesIn(lines) <= MOST_LINES) return { style, lines };
  }
  const [whole] = setText(flat, style, width);
  const kept = whole?.lines.slice(0, MOST_LINES) ?? [];
  return { style, lines: whole === undefined ? [] : [{ direction: whole.direction, lines: kept }] };
}

export function furnitureOn(index: number, side: PageSide, design: BookDesign, frame: PageFrame): Box[] {
  const safe = frame.safe(side);
  const boxes: Box[] = [];
  if (design.header.trim() !== '') {
    const { style, lines } = setMargin(design.header, safe.width, frame, 'center');
    const y = Math.max(EDGE, safe.y - 12 - heightOf(lines, style));
    boxes.push(textBox(lines, style, { ...safe, y }, { role: 'header', colour: quietInk }));
  }
  const bottom = safe.y + safe.height;
  const numberWidth = 40;
  const hasFooter = design.footer.trim() !== '';
  if (hasFooter) {
    const width = design.pageNumbers ? safe.width - 2 * numberWidth : safe.width;
    const { style, lines } = setMargin(design.footer, width, frame, 'center');
    const y = Math.min(bottom + 16, frame.height - EDGE - heightOf(lines, style));
    boxes.push(
      textBox(
        lines,
        style,
        { ...safe, x: safe.x + (safe.width - width) / 2, y, width },
        { role: 'footer', colour: quietInk },
      ),
    );
  }
  if (design.pageNumbers) {
    const style = marginStyle(frame, 10.5);
    const lines = setText(String(index + 1), style, numberWidth);
    const y = Math.min(bottom + (frame.height - bottom) * 0.42, frame.height - EDGE - style.leading);
    const outerX = side === 'right' ? safe.x + safe.width - numberWidth : safe.x;
    const x = hasFooter ? outerX : safe.x + (safe.width - numberWidth) / 2;
    boxes.push(
      textBox(
        lines,
        style,
        { x, y: hasFooter ? Math.min(bottom + 16, y) : y, width: numberWidth, height: 0 },
        { role: 'folio', colour: quietInk },
      ),
    );
  }
  return boxes;
}
