// Draws a scene graph as an SVG picture: the place, then everything where the layout puts it, then the weather over it. Everything
// follows from the graph, its seed included; nothing here chooses what the picture holds, nor where it stands (layout.ts).
import { Rng } from '../../../common/base/rng';
import { drawFigure } from './character-drawing';
import { character } from './characters';
import { mapColors } from './color';
import { footOf, heldBy, layOut, type Layout, type PlacedFigure, type PlacedProp } from './layout';
import { propBody } from './prop-looks';
import { prop } from './props';
import type { SceneGraph, TimeId } from './scene-graph';
import { SCENERIES } from './scenery/all';
import type { Scenery } from './scenery/scenery';
import { weatherFront } from './scenery/weather';
import { n, Stage } from './stage';

/** How strong the light of a lantern or a star is. */
const GLOW: Readonly<Record<TimeId, number>> = { day: 0.35, sunset: 0.6, night: 0.85, rain: 0.5, snowfall: 0.4 };

/** Width of the pale rim around things where the style and the hour give none, in scene units. */
const RIM = 0.9;

/** A thing as a fragment whose anchor is at (0, 0). What gives light keeps its own colours at any hour. */
function propFragment(stage: Stage, placed: PlacedProp, anchor: readonly [number, number]): string {
  const kind = prop(placed.item.id);
  const [left, top, right, bottom] = kind.box;
  const scale = placed.size / Math.max(right - left, bottom - top);
  const body = propBody(kind, kind.light === undefined ? (color) => stage.figure(color) : (color) => color);
  const turn = placed.flip ? -placed.turn : placed.turn;
  const put = (inner: string): string =>
    `<g transform="rotate(${n(turn)}) scale(${(placed.flip ? -scale : scale).toFixed(4)} ${scale.toFixed(4)}) translate(${n(-anchor[0])} ${n(-anchor[1])})">${inner}</g>`;
  const edged = stage.outline(put(body));
  if (stage.style !== 'flat' || stage.time === 'night') return edged;
  const pale = mapColors(body, () => '#fffaf0');
  const rim = `<g stroke="#fffaf0" stroke-width="${n((2 * RIM) / scale)}" stroke-linejoin="round">${pale}</g>`;
  return put(rim) + edged;
}

function lightOf(stage: Stage, placed: PlacedProp): string {
  const color = prop(placed.item.id).light;
  if (color === undefined) return '';
  const { x0, y0, x1, y1 } = placed.box;
  return stage.glow((x0 + x1) / 2, (y0 + y1) / 2, stage.time === 'night' ? 36 : 26, color, GLOW[stage.time]);
}

/** A thing that stands at its foot: on the ground, or on furniture whose exact height the scenery gives. */
function standingProp(stage: Stage, placed: PlacedProp, y: number): string {
  const fragment = propFragment(stage, placed, footOf(prop(placed.item.id)));
  const shadow = placed.item.relation === 'on' ? '' : stage.shadow(placed.x, y - 0.5, placed.size * 0.45);
  return `${shadow}${lightOf(stage, placed)}<g transform="translate(${n(placed.x)} ${n(y)})">${fragment}</g>`;
}

function figure(stage: Stage, layout: Layout, placed: PlacedFigure): string {
  const held = heldBy(layout, placed.who.id);
  // The figure may be mirrored as a whole: the local side is the side on the page turned back.
  const local = placed.holds === undefined ? 1 : placed.flip ? (placed.holds === 1 ? -1 : 1) : placed.holds;
  const drawn = drawFigure(stage, character(placed.who.id), {
    x: placed.x,
    y: placed.y,
    height: placed.height,
    flip: placed.flip,
    free: placed.wave ? 'wave' : 'down',
    ...(held === undefined ? {} : { held: { side: local, svg: propFragment(stage, held, prop(held.item.id).grip) } }),
  });
  const light = held === undefined ? '' : lightOf(stage, held);
  return stage.shadow(placed.x, placed.y - 0.5, placed.height * 0.36) + light + drawn;
}

/** Furniture first, then the figures from back to front, then what stands alone: nothing that is named is behind anything. */
function drawLayout(stage: Stage, scenery: Scenery, layout: Layout): string {
  let furniture = '';
  let things = '';
  for (const placed of layout.props) {
    const { foot, item } = placed;
    if (item.relation === 'held') continue;
    if (foot === undefined) things += standingProp(stage, placed, placed.y);
    else if (item.relation === 'under') {
      furniture += scenery.shelter(foot.x, foot.y);
      things += standingProp(stage, placed, placed.y);
    } else {
      const support = scenery.support(foot.x, foot.y);
      furniture += stage.shadow(foot.x, foot.y, 15) + support.svg;
      things += standingProp(stage, placed, foot.y - support.topHeight + 1);
    }
  }
  const figures = layout.figures.map((placed) => figure(stage, layout, placed));
  return furniture + scenery.front + figures.join('') + things;
}

/** The layout of a graph: what composeScene draws. */
export function layoutOf(graph: SceneGraph): Layout {
  return layOut(graph, new Rng(graph.seed).fork('row'));
}

/** The picture of a graph as an SVG document of the given size in pixels; the same graph gives the same document. */
export function composeScene(graph: SceneGraph, sizePx: number): string {
  const stage = new Stage(graph.time, new Rng(graph.seed).fork('light'), graph.place === 'room', graph.style);
  const scenery = SCENERIES[graph.place](stage);
  return stage.document(scenery.back + drawLayout(stage, scenery, layoutOf(graph)) + weatherFront(stage), sizePx);
}
