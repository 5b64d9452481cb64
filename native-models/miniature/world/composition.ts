// Composes a scene graph into an SVG picture: who stands where, how large, in front of what, in which light. Everything
// follows from the graph, its seed included; nothing here chooses what the picture holds.
import { Rng } from '../../../common/base/rng';
import { character } from './characters';
import { drawFigure, type Arm, type Side } from './character-drawing';
import { drawing, DRAWING_SIDE } from './artwork';
import { prop, type PropKind } from './props';
import type { PlaceId, SceneCharacter, SceneGraph, SceneProp } from './scene-graph';
import { beach } from './scenery/beach';
import { forest } from './scenery/forest';
import { meadow } from './scenery/meadow';
import { room } from './scenery/room';
import type { Scenery, SceneryMaker } from './scenery/scenery';
import { snow } from './scenery/snow';
import { town } from './scenery/town';
import { n, SCENE_SIDE, Stage } from './stage';

const SCENERIES: Readonly<Record<PlaceId, SceneryMaker>> = { forest, meadow, beach, snow, town, room };

/** One thing in the row from left to right: a figure with what it holds, a prop beside it, or the place's furniture. */
interface Slot {
  readonly kind: 'figure' | 'beside' | 'on' | 'under';
  readonly character?: SceneCharacter;
  readonly held?: { readonly prop: SceneProp; readonly side: Side };
  readonly prop?: SceneProp;
  /** Height of a figure, or side of a prop. */
  size: number;
  /** Room taken to the left and the right of its centre. */
  left: number;
  right: number;
}

const PROP_SIDE = 28;

function figureSlot(rng: Rng, graph: SceneGraph, who: SceneCharacter): Slot {
  const crowd = graph.characters.length;
  const tall =
    who.role === 'main'
      ? [rng.uniform(70, 80), rng.uniform(67, 75), rng.uniform(60, 67)]
      : [0, rng.uniform(54, 62), rng.uniform(46, 54)];
  const size = (tall[crowd - 1] ?? 60) * (0.35 + 0.65 * character(who.id).size);
  const heldProp = graph.props.find((item) => item.relation === 'held' && item.by === who.id);
  const half = size * 0.29;
  if (heldProp === undefined) return { kind: 'figure', character: who, size, left: half, right: half };
  const side: Side = rng.chance(0.5) ? 1 : -1;
  const reach = size * 0.3 + PROP_SIDE * 0.52;
  return {
    kind: 'figure',
    character: who,
    held: { prop: heldProp, side },
    size,
    left: side < 0 ? reach : half,
    right: side > 0 ? reach : half,
  };
}

/** The row of things, in a pleasing random order in which a prop beside somebody stays beside them. */
function row(rng: Rng, graph: SceneGraph): Slot[] {
  let slots = rng.shuffle(graph.characters).map((who) => figureSlot(rng, graph, who));
  // What is held at the outer side of a pair stays clear of the other figure.
  slots = slots.map((slot, index) => {
    if (slot.held === undefined || slots.length === 1) return slot;
    const outer: Side = index === 0 ? -1 : index === slots.length - 1 ? 1 : slot.held.side;
    return outer === slot.held.side
      ? slot
      : { ...slot, held: { ...slot.held, side: outer }, left: slot.right, right: slot.left };
  });
  for (const item of graph.props) {
    if (item.relation === 'held') continue;
    const half = item.relation === 'under' ? 15 : (PROP_SIDE * prop(item.id).size) / 2;
    const slot: Slot = {
      kind: item.relation,
      prop: item,
      size: PROP_SIDE * prop(item.id).size,
      left: half,
      right: half,
    };
    if (item.relation === 'beside') {
      const at = slots.findIndex((other) => other.character?.id === item.by);
      const heldSide = slots[at]?.held?.side;
      const after = heldSide === undefined ? rng.chance(0.5) : heldSide < 0;
      slots.splice(after ? at + 1 : at, 0, slot);
    } else if (rng.chance(0.5)) slots.unshift(slot);
    else slots.push(slot);
  }
  return slots;
}

/** Centres of the slots across the picture; when there is too little room the gaps go first, then the sizes. */
function spread(rng: Rng, slots: Slot[]): number[] {
  const room = SCENE_SIDE - 8;
  const total = (): number => slots.reduce((sum, slot) => sum + slot.left + slot.right, 0);
  if (total() > room * 1.08) {
    const scale = Math.max(0.78, (room * 1.08) / total());
    for (const slot of slots) {
      slot.size *= scale;
      slot.left *= scale;
      slot.right *= scale;
    }
  }
  const free = room - total();
  const gap = free > 0 ? Math.min(10, free / (slots.length + 1)) : free / Math.max(1, slots.length - 1);
  const spare = Math.max(0, free - gap * Math.max(0, slots.length - 1));
  let x = 4 + spare * rng.uniform(0.3, 0.7);
  return slots.map((slot) => {
    const centre = x + slot.left;
    x += slot.left + slot.right + gap;
    return centre;
  });
}

/** A prop as a fragment whose grip (or foot) is at (0, 0). */
function propFragment(
  stage: Stage,
  kind: PropKind,
  side: number,
  anchor: readonly [number, number],
  flip: boolean,
  turn: number,
): string {
  const scale = side / (DRAWING_SIDE - 4);
  // What gives light keeps its own colours at any hour.
  const recolor = (color: string): string =>
    color === kind.without ? 'none' : kind.light === undefined ? stage.figure(color) : color;
  const svg = drawing(kind.icon, recolor);
  return `<g transform="rotate(${n(flip ? -turn : turn)}) scale(${(flip ? -scale : scale).toFixed(4)} ${scale.toFixed(4)}) translate(${n(-anchor[0])} ${n(-anchor[1])})">${svg}</g>`;
}

function lightOf(stage: Stage, kind: PropKind, x: number, y: number): string {
  if (kind.light === undefined) return '';
  const strength = { day: 0.35, sunset: 0.6, night: 0.85 }[stage.time];
  return stage.glow(x, y, stage.time === 'night' ? 34 : 24, kind.light, strength);
}

function standingProp(stage: Stage, kind: PropKind, x: number, y: number, side: number): string {
  const size = side * (kind.id === 'umbrella' || kind.id === 'kite' ? 1 : 0.92);
  const fragment = propFragment(stage, kind, size, [16, 30], stage.rng.chance(0.5), 0);
  return (
    stage.shadow(x, y - 0.5, size * 0.42) +
    lightOf(stage, kind, x, y - size / 2) +
    `<g transform="translate(${n(x)} ${n(y)})">${fragment}</g>`
  );
}

interface Layer {
  readonly depth: number;
  readonly svg: string;
}

function figureLayers(stage: Stage, slot: Slot, x: number): Layer[] {
  const who = slot.character;
  if (who === undefined) return [];
  const { rng } = stage;
  const kind = character(who.id);
  const y = who.role === 'main' ? rng.uniform(115, 119) : rng.uniform(107, 111);
  const flip = rng.chance(0.5);
  const free: Arm = rng.chance(0.3) ? 'wave' : 'down';
  let held: { side: Side; svg: string } | undefined;
  let glow = '';
  if (slot.held !== undefined) {
    const thing = prop(slot.held.prop.id);
    const side = slot.held.side;
    const size = Math.max(23, Math.min(32, slot.size * 0.42)) * thing.size;
    // The figure may be mirrored as a whole: the local side is the side on the page turned back.
    const local: Side = flip ? (side === 1 ? -1 : 1) : side;
    held = {
      side: local,
      svg: propFragment(stage, thing, size, thing.grip, thing.leftward === true ? side > 0 : side < 0, thing.turn),
    };
    glow = lightOf(stage, thing, x + side * slot.size * 0.34, y - slot.size * 0.36);
  }
  const svg =
    stage.shadow(x, y - 0.5, slot.size * 0.36) +
    glow +
    drawFigure(stage, kind, { x, y, height: slot.size, flip, free, ...(held === undefined ? {} : { held }) });
  return [{ depth: y, svg }];
}

function propLayers(stage: Stage, scenery: Scenery, slot: Slot, x: number): Layer[] {
  if (slot.prop === undefined) return [];
  const kind = prop(slot.prop.id);
  if (slot.kind === 'beside')
    return [{ depth: 118, svg: standingProp(stage, kind, x, stage.rng.uniform(117, 121), slot.size) }];
  if (slot.kind === 'on') {
    const y = 112;
    const support = scenery.support(x, y);
    const fragment = propFragment(stage, kind, slot.size * 0.85, [16, 29.5], stage.rng.chance(0.5), 0);
    const top = y - support.topHeight + 1;
    const svg =
      stage.shadow(x, y, 15) +
      support.svg +
      lightOf(stage, kind, x, top - slot.size * 0.4) +
      `<g transform="translate(${n(x)} ${n(top)})">${fragment}</g>`;
    return [{ depth: y, svg }];
  }
  return [
    {
      depth: 100,
      svg: scenery.shelter(x, 100) + standingProp(stage, kind, x + stage.rng.uniform(-3, 3), 106, slot.size * 0.9),
    },
  ];
}

/** The picture of a graph as an SVG document of the given size in pixels; the same graph gives the same document. */
export function composeScene(graph: SceneGraph, sizePx: number): string {
  const seeded = new Rng(graph.seed);
  const stage = new Stage(graph.time, seeded.fork('light'), graph.place === 'room');
  const scenery = SCENERIES[graph.place](stage);
  const arranging = seeded.fork('row');
  const slots = row(arranging, graph);
  const centres = spread(arranging, slots);
  const layers = slots.flatMap((slot, index) => {
    const x = centres[index] ?? SCENE_SIDE / 2;
    return slot.kind === 'figure' ? figureLayers(stage, slot, x) : propLayers(stage, scenery, slot, x);
  });
  const middle = [...layers].sort((a, b) => a.depth - b.depth).map((layer) => layer.svg);
  return stage.document(scenery.back + middle.join('') + scenery.front, sizePx);
}
