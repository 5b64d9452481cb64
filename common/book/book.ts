// A typeset book as data: pages of boxes in points, measured from the upper left corner of the trimmed page. Whoever shows a book
// (window, reader, PDF) draws these boxes and decides nothing: every line of every text is here.
import type { Asset } from '../domain/story';
import type { FaceId } from './faces';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The part of a picture that is shown, in shares of its width and height. */
export type Crop = Rect;
export const wholePicture: Crop = { x: 0, y: 0, width: 1, height: 1 };

export interface PictureBox {
  readonly kind: 'picture';
  readonly rect: Rect;
  readonly crop: Crop;
  readonly asset: Asset;
  readonly alt: string;
  /** Said already elsewhere: the cover's repetition, the second half of a picture across two pages. */
  readonly decorative: boolean;
  readonly radius: number;
  readonly panelId: string;
}

export type Direction = 'ltr' | 'rtl';
/** Nothing is justified: without hyphenation that tears holes between the words of a picture book's short lines. */
export type Align = 'start' | 'center';
export type TextRole = 'title' | 'author' | 'words' | 'number' | 'header' | 'footer' | 'folio' | 'colophon';

export interface SetLine {
  readonly text: string;
  /** With its indent. */
  readonly width: number;
  /** Set in by this much: the rest of a writer's own line, so that it is not taken for the next one. */
  readonly indent: number;
  /** What stood between this line and the next: a space, a line end of the writer's, or nothing. */
  readonly joint: '' | ' ' | '\n';
}

export interface SetParagraph {
  readonly direction: Direction;
  readonly lines: readonly SetLine[];
}

export interface TextBox {
  readonly kind: 'text';
  readonly role: TextRole;
  readonly rect: Rect;
  readonly face: FaceId;
  readonly size: number;
  readonly leading: number;
  readonly paragraphGap: number;
  readonly align: Align;
  readonly colour: string;
  readonly paragraphs: readonly SetParagraph[];
  readonly panelId: string | null;
  /** Which part of its panel's words this is: 0 the first, more where they go on. */
  readonly part: number;
}

/** A plain area: the ground under words on a picture, or the frame of a storyboard cell. */
export interface GroundBox {
  readonly kind: 'ground';
  readonly rect: Rect;
  readonly fill: string;
  readonly opacity: number;
  readonly stroke: string | null;
  readonly radius: number;
}

export type Box = PictureBox | TextBox | GroundBox;

export interface BookPage {
  /** Counted from 0. */
  readonly index: number;
  readonly side: 'left' | 'right';
  readonly kind: 'cover' | 'panel' | 'storyboard' | 'blank' | 'colophon';
  readonly boxes: readonly Box[];
}

export interface OutlineEntry {
  readonly title: string;
  readonly pageIndex: number;
}

export interface Book {
  readonly title: string;
  readonly author: string;
  readonly language: string;
  /** The trimmed page, in points. */
  readonly width: number;
  readonly height: number;
  readonly bleed: number;
  readonly cropMarks: boolean;
  readonly pages: readonly BookPage[];
  readonly outline: readonly OutlineEntry[];
}

export const paper = '#fffdf8';
export const ink = '#2b2620';
export const quietInk = '#6f6558';
export const accentInk = '#8a4a24';
/** With this much of the paper over a black picture, ink still stands out by more than 7 to 1. */
export const groundOpacity = 0.88;
