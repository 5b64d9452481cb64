// Where everything of a scene stands, as plain data: one row from left to right in which no thing hides another, figures of a readable
// height, things large enough to be told at 128 pixels. Not how it is drawn: composition.ts does that from what is decided here.
import type { Rng } from '../../../common/base/rng';
import { figureExtent } from './character-drawing';
import { character, type CharacterKind } from './characters';
import { prop, type PropKind } from './props';
import type { CharacterId, SceneCharacter, SceneGraph, SceneProp } from './scene-graph';
import { SCENE_SIDE } from './stage';

export type Side = -1 | 1;

/** Left, top, right, bottom in the scene's 128 x 128 units. */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export interface PlacedFigure {
  readonly who: SceneCharacter;
  readonly x: number;
  /** The ground under its feet. */
  readonly y: number;
  readonly height: number;
  readonly flip: boolean;
  readonly wave: boolean;
  /** On which side of the page it holds something. */
  readonly holds?: Side;
  readonly box: Box;
  readonly face: Box;
}

export interface PlacedProp {
  readonly item: SceneProp;
  /** Its longest side. */
  readonly size: number;
  /** The point at which it stands, or at which it is gripped. */
  readonly x: number;
  readonly y: number;
  readonly flip: boolean;
  /** Degrees clockwise as seen on the page. */
  readonly turn: number;
  /** The foot of the furniture that it is on or under. */
  readonly foot?: { readonly x: number; readonly y: number };
  readonly box: Box;
}

export interface Layout {
  /** From back to front. */
  readonly figures: readonly PlacedFigure[];
  readonly props: readonly PlacedProp[];
}

/** The smallest longest side of a thing. */
export const SMALLEST_PROP = 26;
/** Free at either edge: the ink style has a frame. */
const MARGIN = 3.5;
/** Height of a piece of furniture that carries things; sceneries give the exact height when it is drawn. */
export const SUPPORT_HEIGHT = 13;

interface FigureSlot {
  readonly kind: 'figure';
  readonly who: SceneCharacter;
  height: number;
  /** Reach of what it holds, beyond the hand: units. */
  readonly held?: { readonly item: SceneProp; size: number; readonly side: Side };
}

interface PropSlot {
  readonly kind: 'prop';
  readonly item: SceneProp;
  size: number;
}

type Slot = FigureSlot | PropSlot;

/** What a thing covers around its anchor (in its drawing's units) when it is turned and perhaps mirrored: scene units. */
export function propBox(
  kind: PropKind,
  size: number,
  anchor: readonly [number, number],
  turn: number,
  flip: boolean,
): Box {
  const [left, top, right, bottom] = kind.box;
  const scale = size / Math.max(right - left, bottom - top);
  const angle = ((flip ? -turn : turn) * Math.PI) / 180;
  const corners = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ].map(([cx = 0, cy = 0]) => {
    const dx = (cx - anchor[0]) * scale * (flip ? -1 : 1);
    const dy = (cy - anchor[1]) * scale;
    return [dx * Math.cos(angle) - dy * Math.sin(angle), dx * Math.sin(angle) + dy * Math.cos(angle)] as const;
  });
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
}

/** The middle of a thing's lower edge, in its drawing's units. */
export function footOf(kind: PropKind): readonly [number, number] {
  return [(kind.box[0] + kind.box[2]) / 2, kind.box[3]];
}

function moved(box: Box, x: number, y: number): Box {
  return { x0: box.x0 + x, y0: box.y0 + y, x1: box.x1 + x, y1: box.y1 + y };
}

/** The part of a figure that nothing may cover: left, top, right, bottom as shares of its height, up from the ground. */
const FACES: Readonly<Record<CharacterKind['build'], readonly [number, number, number, number]>> = {
  upright: [-0.27, 0.95, 0.27, 0.42],
  bird: [-0.24, 0.95, 0.24, 0.56],
  side: [-0.37, 0.85, 0.37, 0.5],
  floating: [-0.3, 0.92, 0.3, 0.5],
};

/** Half the width of a figure's body. The last of its extent is elbows, wings or ears, which may touch a neighbour. */
function halfOf(who: SceneCharacter, height: number): number {
  return Math.min(0.45, figureExtent(character(who.id)).half * 0.95) * height;
}

/** Room that a slot takes to the left and the right of its centre. */
function reach(slot: Slot): { left: number; right: number } {
  if (slot.kind === 'prop') {
    const kind = prop(slot.item.id);
    const box = propBox(kind, slot.size, footOf(kind), 0, false);
    // Beside the feet there is more room than beside the elbows.
    const half = Math.max(box.x1 - 0.8, slot.item.relation === 'beside' ? 0 : 11);
    return { left: half, right: half };
  }
  const half = halfOf(slot.who, slot.height);
  if (slot.held === undefined) return { left: half, right: half };
  const kind = prop(slot.held.item.id);
  const box = propBox(kind, slot.held.size, kind.grip, kind.turn ?? 0, false);
  const out = Math.max(half, figureExtent(character(slot.who.id)).gripX * slot.height + box.x1 + 0.8);
  return slot.held.side === 1 ? { left: half, right: out } : { left: out, right: half };
}

function propSize(rng: Rng, crowd: number): number {
  const [from, to] = (
    [
      [30, 34],
      [28, 31],
      [26.6, 28.4],
    ] as const
  )[crowd - 1] ?? [28, 30];
  return rng.uniform(from, to);
}

function heightOf(rng: Rng, who: SceneCharacter, crowd: number): number {
  const main = (
    [
      [67, 76],
      [57, 63],
      [49, 54],
    ] as const
  )[crowd - 1] ?? [49, 54];
  const other = (
    [
      [67, 76],
      [53, 58],
      [46, 50],
    ] as const
  )[crowd - 1] ?? [46, 50];
  const [from, to] = who.role === 'main' ? main : other;
  return rng.uniform(from, to) * (0.4 + 0.6 * character(who.id).size);
}

/** The row of things in a random order, in which a thing beside somebody stays beside them and what is held is at the outer side. */
function row(rng: Rng, graph: SceneGraph): Slot[] {
  const crowd = graph.characters.length;
  const order = rng.shuffle(graph.characters);
  const slots = order.map((who, index): Slot => {
    const item = graph.props.find((other) => other.relation === 'held' && other.by === who.id);
    const height = heightOf(rng, who, crowd);
    const random: Side = rng.chance(0.5) ? 1 : -1;
    const side: Side = crowd === 1 ? random : index === 0 ? -1 : index === crowd - 1 ? 1 : random;
    return item === undefined
      ? { kind: 'figure', who, height }
      : { kind: 'figure', who, height, held: { item, size: propSize(rng, crowd), side } };
  });
  for (const item of graph.props) {
    if (item.relation === 'held') continue;
    const slot: PropSlot = { kind: 'prop', item, size: propSize(rng, crowd) };
    const left = rng.chance(0.5);
    const at = slots.findIndex((other) => other.kind === 'figure' && other.who.id === item.by);
    const owner = slots[at];
    if (item.relation === 'beside' && owner?.kind === 'figure') {
      const before = owner.held === undefined ? left : owner.held.side === 1;
      slots.splice(before ? at : at + 1, 0, slot);
    } else if (left) slots.unshift(slot);
    else slots.push(slot);
  }
  return slots;
}

/** Centres of the slots. Too little room: first figures that stand close, then smaller ones; things keep their room and a readable size. */
function spread(rng: Rng, slots: readonly Slot[]): number[] {
  const room = SCENE_SIDE - 2 * MARGIN;
  const total = (): number => slots.reduce((sum, slot) => sum + reach(slot).left + reach(slot).right, 0);
  const close = slots.map((slot, i) => i > 0 && slot.kind === 'figure' && slots[i - 1]?.kind === 'figure');
  const pairs = close.filter(Boolean).length;
  const squeezed = (): number => (pairs === 0 ? 0 : Math.min(Math.max(0, total() - room) / pairs, 2.4));
  for (let i = 0; i < 22 && total() - squeezed() * pairs > room; i++)
    for (const slot of slots) {
      if (slot.kind === 'figure') slot.height *= 0.98;
      const thing = slot.kind === 'prop' ? slot : slot.held;
      if (thing !== undefined) thing.size = Math.max(SMALLEST_PROP + 0.4, thing.size * 0.985);
    }
  const squeeze = squeezed();
  const free = room - total() + squeeze * pairs;
  const gap = Math.max(0, Math.min(9, free / (slots.length + 1)));
  const spare = Math.max(0, free - gap * (slots.length - 1));
  let x = MARGIN + Math.min(0, free) / 2 + spare * rng.uniform(0.25, 0.75);
  return slots.map((slot, index) => {
    const { left, right } = reach(slot);
    const centre = x + left - (close[index] === true ? squeeze : 0);
    x = centre + right + gap;
    return centre;
  });
}

function placeFigure(rng: Rng, slot: FigureSlot, x: number): PlacedFigure {
  const y = slot.who.role === 'main' ? rng.uniform(115, 118) : rng.uniform(109, 112);
  const half = halfOf(slot.who, slot.height);
  const [faceLeft, faceTop, faceRight, faceBottom] = FACES[character(slot.who.id).build];
  return {
    who: slot.who,
    x,
    y,
    height: slot.height,
    flip: rng.chance(0.5),
    wave: rng.chance(0.25),
    ...(slot.held === undefined ? {} : { holds: slot.held.side }),
    box: { x0: x - half, y0: y - slot.height, x1: x + half, y1: y },
    face: {
      x0: x + faceLeft * slot.height,
      y0: y - faceTop * slot.height,
      x1: x + faceRight * slot.height,
      y1: y - faceBottom * slot.height,
    },
  };
}

function placeHeld(figure: PlacedFigure, held: { item: SceneProp; size: number; side: Side }): PlacedProp {
  const kind = prop(held.item.id);
  const { gripX, gripY } = figureExtent(character(figure.who.id));
  const x = figure.x + held.side * gripX * figure.height;
  const y = figure.y - gripY * figure.height;
  const flip = held.side === -1;
  const turn = kind.turn ?? 0;
  return {
    item: held.item,
    size: held.size,
    x,
    y,
    flip,
    turn,
    box: moved(propBox(kind, held.size, kind.grip, turn, flip), x, y),
  };
}

function placeStanding(rng: Rng, slot: PropSlot, x: number): PlacedProp {
  const kind = prop(slot.item.id);
  const flip = rng.chance(0.5);
  const around = propBox(kind, slot.size, footOf(kind), 0, flip);
  const placed = { item: slot.item, size: slot.size, x, flip, turn: 0 };
  if (slot.item.relation === 'on') {
    const foot = { x, y: 114 };
    const y = foot.y - SUPPORT_HEIGHT;
    return { ...placed, y, foot, box: moved(around, x, y) };
  }
  const y = slot.item.relation === 'under' ? 115 : rng.uniform(117, 121);
  const box = moved(around, x, y);
  return slot.item.relation === 'under' ? { ...placed, y, foot: { x, y: 103 }, box } : { ...placed, y, box };
}

/** Where everything of the graph stands; the same graph and the same stream give the same layout. */
export function layOut(graph: SceneGraph, rng: Rng): Layout {
  const slots = row(rng, graph);
  const centres = spread(rng, slots);
  const figures: PlacedFigure[] = [];
  const props: PlacedProp[] = [];
  slots.forEach((slot, index) => {
    const x = centres[index] ?? SCENE_SIDE / 2;
    if (slot.kind === 'prop') {
      props.push(placeStanding(rng, slot, x));
      return;
    }
    const figure = placeFigure(rng, slot, x);
    figures.push(figure);
    if (slot.held !== undefined) props.push(placeHeld(figure, slot.held));
  });
  return { figures: figures.sort((a, b) => a.y - b.y), props };
}

/** The placed thing that a character holds, if any. */
export function heldBy(layout: Layout, id: CharacterId): PlacedProp | undefined {
  return layout.props.find(({ item }) => item.relation === 'held' && item.by === id);
}
