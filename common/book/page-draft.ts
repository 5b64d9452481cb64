// What a page will hold, before it is known on which side of the gutter it lies.
import type { BookPage, Box, Rect, SetParagraph, TextBox, TextRole } from './book';
import { ink } from './book';
import type { PageSide } from './page-frame';
import { heightOf, type TextStyle } from './set-text';

export interface PageDraft {
  readonly kind: BookPage['kind'];
  /** Without header, footer and page number: a cover, a picture to the edges, a blank page. */
  readonly bare: boolean;
  /** Must lie on this side; a blank page is put before it where needed. */
  readonly side?: PageSide;
  readonly boxesOn: (side: PageSide) => readonly Box[];
}

export const blankPage: PageDraft = { kind: 'blank', bare: true, boxesOn: () => [] };

export interface TextBoxOptions {
  readonly role: TextRole;
  readonly panelId?: string;
  readonly part?: number;
  readonly colour?: string;
}

/** A text at the top of a rectangle; the box is as high as its lines. */
export function textBox(
  paragraphs: readonly SetParagraph[],
  style: TextStyle,
  { x, y, width }: Rect,
  { role, panelId, part = 0, colour = ink }: TextBoxOptions,
): TextBox {
  return {
    kind: 'text',
    role,
    rect: { x, y, width, height: heightOf(paragraphs, style) },
    face: style.face,
    size: style.size,
    leading: style.leading,
    paragraphGap: style.paragraphGap,
    align: style.align,
    colour,
    paragraphs,
    panelId: panelId ?? null,
    part,
  };
}
