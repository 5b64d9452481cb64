// A storyboard: a grid of cells, each with its number, picture and words. Small cells set small; words that a cell cannot hold go on in the
// next one under the same number.
import type { BookDesign } from '../domain/book-design';
import { chosenPictureOf, type Panel } from '../domain/story';
import type { Box, Rect, SetParagraph } from './book';
import { quietInk } from './book';
import { aspectOf, pictureBox, rectInside } from './fit-picture';
import { textBox, type PageDraft } from './page-draft';
import type { PageFrame } from './page-frame';
import { heightOf, leastHeight, setText, splitText, type TextStyle } from './set-text';

interface CellDraft {
  readonly panelId: string;
  /** Boxes of the cell whose upper left corner is given. */
  readonly boxesAt: (x: number, y: number) => readonly Box[];
}

interface CellSize {
  readonly width: number;
  readonly height: number;
}

const LINE_COLOUR = '#d8cfc0';
const SMALLEST = 4.6;
const LARGEST = 16;

export function storyboardPages(panels: readonly Panel[], design: BookDesign, frame: PageFrame): PageDraft[] {
  const { columns, rows } = design.grid;
  const safe = frame.safe('right');
  const gap = Math.max(7, 20 - Math.max(columns, rows) * 1.8);
  const size: CellSize = {
    width: (safe.width - gap * (columns - 1)) / columns,
    height: (safe.height - gap * (rows - 1)) / rows,
  };
  const cells = panels.flatMap((panel, index) => knownCells(panel, index + 1, size, design, frame));
  const perPage = columns * rows;
  const pages: PageDraft[] = [];
  for (let first = 0; first < cells.length; first += perPage) {
    const here = cells.slice(first, first + perPage);
    pages.push(
      knownPage(here, () => ({
        kind: 'storyboard',
        bare: false,
        boxesOn: (side) => {
          const { x, y } = frame.safe(side);
          return here.flatMap(({ boxesAt }, index) =>
            boxesAt(x + (index % columns) * (size.width + gap), y + Math.floor(index / columns) * (size.height + gap)),
          );
        },
      })),
    );
  }
  return pages;
}

/** Typing changes one panel: the others keep their cells, and pages of the same cells stay the same. */
const cellMemory = new WeakMap<
  Panel,
  { readonly design: BookDesign; readonly number: number; readonly cells: CellDraft[] }
>();
const pageMemory = new WeakMap<CellDraft, { readonly cells: readonly CellDraft[]; readonly page: PageDraft }>();

function knownCells(panel: Panel, number: number, size: CellSize, design: BookDesign, frame: PageFrame): CellDraft[] {
  const known = cellMemory.get(panel);
  if (known?.design === design && known.number === number) return known.cells;
  const cells = cellsOf(panel, number, size, design, frame);
  cellMemory.set(panel, { design, number, cells });
  return cells;
}

function knownPage(cells: readonly CellDraft[], make: () => PageDraft): PageDraft {
  const [first] = cells;
  const known = first === undefined ? undefined : pageMemory.get(first);
  if (known?.cells.length === cells.length && known.cells.every((cell, index) => cell === cells[index]))
    return known.page;
  const page = make();
  if (first !== undefined) pageMemory.set(first, { cells, page });
  return page;
}

function cellsOf(panel: Panel, number: number, size: CellSize, design: BookDesign, frame: PageFrame): CellDraft[] {
  const { text: face, leading, scale } = frame.typography;
  const base = Math.min(LARGEST, Math.max(SMALLEST, size.width / 21.5)) * scale * design.textScale;
  const picture = chosenPictureOf(panel);
  const padding = Math.min(8, size.width * 0.05);
  const inner = { width: size.width - 2 * padding, height: size.height - 2 * padding };
  const styleAt = (textSize: number): TextStyle => ({
    face,
    size: textSize,
    leading: textSize * Math.min(leading, 1.38),
    paragraphGap: textSize * 0.5,
    align: 'start',
  });
  const numberStyle = styleAt(Math.max(SMALLEST, base * 0.8));
  const head = numberStyle.leading;
  const gap = base * 0.5;
  const frameBox = (x: number, y: number): Box => ({
    kind: 'ground',
    rect: { x, y, ...size },
    fill: 'none',
    opacity: 1,
    stroke: LINE_COLOUR,
    radius: Math.min(5, size.width * 0.03),
  });
  const label = (x: number, y: number, text: string): Box =>
    textBox(
      setText(text, numberStyle, inner.width),
      numberStyle,
      { x, y, width: inner.width, height: 0 },
      {
        role: 'number',
        panelId: panel.id,
        colour: quietInk,
      },
    );

  const room = inner.height - head;
  const hasWords = panel.text.trim() !== '';
  const aspect = picture === null ? 1 : aspectOf(picture);
  const tallest = picture === null ? 0 : Math.min(inner.width / aspect, hasWords ? room * 0.72 : room);
  const lowest = Math.min(tallest, room * 0.42);
  const smallest = Math.min(base, Math.max(SMALLEST, base * 0.86));

  // Largest picture and size at which the words fit; else the smallest of both, and the words go on in the next cells.
  let style = styleAt(base);
  let pictureHeight = tallest;
  let words: readonly SetParagraph[] = setText(panel.text, style, inner.width);
  let rest: readonly SetParagraph[] = [];
  const below = (): number => room - pictureHeight - (pictureHeight > 0 ? gap : 0);
  for (const [share, ratio] of [
    [1, 1],
    [0.85, 1],
    [0.7, 0.95],
    [0.5, 0.9],
    [0, 0.86],
  ] as const) {
    style = styleAt(Math.max(smallest, base * ratio));
    pictureHeight = lowest + (tallest - lowest) * share;
    if (share > 0 && leastHeight(panel.text, style, inner.width) > below()) continue;
    words = setText(panel.text, style, inner.width);
    if (heightOf(words, style) <= below()) break;
  }
  if (heightOf(words, style) > below()) {
    const split = splitText(words, style, below(), below() >= style.leading);
    words = split.head;
    rest = split.rest;
  }
  const [here, last] = [words, style];
  const cells: CellDraft[] = [
    {
      panelId: panel.id,
      boxesAt: (x, y) => {
        const area: Rect = { x: x + padding, y: y + padding + head, width: inner.width, height: pictureHeight };
        const wordsY = area.y + pictureHeight + (pictureHeight > 0 ? gap : 0);
        return [
          frameBox(x, y),
          label(x + padding, y + padding, String(number)),
          ...(picture === null
            ? []
            : [pictureBox(panel, picture, rectInside(area, aspect), { radius: Math.min(3, size.width * 0.02) })]),
          ...(hasWords ? [textBox(here, last, { ...area, y: wordsY }, { role: 'words', panelId: panel.id })] : []),
        ];
      },
    },
  ];
  while (rest.length > 0) {
    const split = splitText(rest, last, room, true);
    const part = cells.length;
    const { head: more } = split;
    cells.push({
      panelId: panel.id,
      boxesAt: (x, y) => [
        frameBox(x, y),
        label(x + padding, y + padding, `${number} …`),
        textBox(
          more,
          last,
          { x: x + padding, y: y + padding + head, width: inner.width, height: 0 },
          {
            role: 'words',
            panelId: panel.id,
            part,
          },
        ),
      ],
    });
    rest = split.rest;
  }
  return cells;
}
